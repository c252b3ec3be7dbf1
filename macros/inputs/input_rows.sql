{# Every row of an input as text: spaces around a value cut off, empty = null, with
   file, line and row_key (the values of the key, joined). The only place that reads inputs. #}
{% macro input_rows(input) %}
    {% set meta = input_meta(input) %}
    {% set in_place = input == 'payments' and var('payments_location') != '' %}
    {% set rows = source('ledger', 'payments') if in_place else ref(input) %}
    {% set key = [] %}
    {% for column in meta.key %}
        {% do key.append("coalesce(trim(cast(" ~ column ~ " as " ~ dbt.type_string() ~ ")), '')") %}
    {% endfor %}
    select
    {% if in_place %}
        filename as file,
        {{ 'file_row_number + 1' if var('payments_location').endswith('.parquet') else 'cast(null as bigint)' }} as line,
    {% else %}
        '{{ input }}.csv' as file,
        {{ file_line(meta.columns | map(attribute='name') | list) }} as line,
    {% endif %}
        {{ key | join(" || ' / ' || ") if key else 'null' }} as row_key
    {% for column in meta.columns %}
        , nullif(trim(cast({{ column.name }} as {{ dbt.type_string() }})), '') as {{ column.name }}
    {% endfor %}
    from {{ rows }}
{% endmacro %}


{# Physical line of a seed's row: its place in the file, counting the line breaks inside
   quoted values of the rows before it. Seeds are loaded in the order of the file. #}
{% macro file_line(columns) %}
    {{ return(adapter.dispatch('file_line')(columns)) }}
{% endmacro %}

{% macro duckdb__file_line(columns) %}
    {% set breaks = [] %}
    {% for column in columns %}
        {% do breaks.append("coalesce(length(" ~ column ~ ") - length(replace(" ~ column ~ ", chr(10), '')), 0)") %}
    {% endfor %}
    {{ return("2 + cast(coalesce(sum(1 + " ~ (breaks | join(' + ') or '0') ~ ") over ("
        ~ "order by rowid rows between unbounded preceding and 1 preceding), 0) as bigint)") }}
{% endmacro %}
