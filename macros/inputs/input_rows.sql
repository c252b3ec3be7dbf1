{# Every row of an input as text: spaces around a value cut off, empty = null, with
   file, line and row_key (the values of the key, joined). The only place that reads inputs. #}
{% macro input_rows(input) %}
    {% do require_input_files() %}
    {% set meta = input_meta(input) %}
    {% set columns = meta.columns | map(attribute='name') | list %}
    {% set location = var('payments_location') if input == 'payments' else '' %}
    {% set rows = source('ledger', 'payments') if location else ref(input) %}
    {% set key = [] %}
    {% for column in meta.key %}
        {% do key.append("coalesce(trim(cast(" ~ column ~ " as " ~ dbt.type_string() ~ ")), '')") %}
    {% endfor %}
    select
    {% if location.endswith('.parquet') %}
        filename as file,
        file_row_number + 1 as line,
    {% elif location %}
        filename as file,
        {{ file_line(columns, 'ledger_order', 'filename') }} as line,
    {% else %}
        '{{ input }}.csv' as file,
        {{ file_line(columns, 'rowid') }} as line,
    {% endif %}
        {{ key | join(" || ' / ' || ") if key else 'null' }} as row_key
    {% for column in columns %}
        , nullif(trim(cast({{ column }} as {{ dbt.type_string() }})), '') as {{ column }}
    {% endfor %}
    from
    {% if location and not location.endswith('.parquet') %}
        (select *, row_number() over () as ledger_order from {{ rows }}) as ledger_row
    {% else %}
        {{ rows }}
    {% endif %}
{% endmacro %}


{# Physical line of a row of a CSV file: its place in the file, counting the line breaks inside
   quoted values of the rows before it. `place`: column that gives the order of the file, in which
   DuckDB loads a seed and reads a CSV file; `file`: column that tells files apart. #}
{% macro file_line(columns, place, file='') %}
    {{ return(adapter.dispatch('file_line')(columns, place, file)) }}
{% endmacro %}

{% macro duckdb__file_line(columns, place, file) %}
    {% set breaks = [] %}
    {% for column in columns %}
        {% do breaks.append("coalesce(length(" ~ column ~ ") - length(replace(" ~ column ~ ", chr(10), '')), 0)") %}
    {% endfor %}
    {{ return("2 + cast(coalesce(sum(1 + " ~ (breaks | join(' + ') or '0') ~ ") over ("
        ~ ('partition by ' ~ file if file else '')
        ~ " order by " ~ place ~ " rows between unbounded preceding and 1 preceding), 0) as bigint)") }}
{% endmacro %}
