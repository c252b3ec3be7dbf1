{# Every row of an input: spaces around a value cut off, empty = null, with file, line and row_key (the values of
   the key, joined). All columns are text but those of typed_columns(). The only place that reads inputs. #}
{% macro input_rows(input) %}
    {% do require_input_files() %}
    {% set meta = input_meta(input) %}
    {% set columns = meta.columns | map(attribute='name') | list %}
    {% set typed = typed_columns(input) %}
    {% set kind = input_kind(input) %}
    {# A source is never rendered: that it is named here is what makes it a parent of the model. #}
    {% set rows = ref(input) if kind == 'seed'
        else source('located', input) and located_rows(input_location(input), kind) %}
    {% set key = [] %}
    {% for column in meta.key %}
        {% do key.append("coalesce(trim(cast(" ~ column ~ " as " ~ dbt.type_string() ~ ")), '')") %}
    {% endfor %}
    select
    {% if kind in ['parquet', 'csv'] %}
        filename as file,
    {% else %}
        '{{ input_place(input) }}' as file,
    {% endif %}
    {% if kind == 'parquet' %}
        file_row_number + 1 as line,
    {% elif kind == 'csv' %}
        {{ file_line(columns, 'file_order', 'filename') }} as line,
    {% elif kind == 'seed' %}
        {{ file_line(columns, 'rowid') }} as line,
    {% else %}
        cast(null as {{ dbt.type_bigint() }}) as line,
    {% endif %}
        {{ key | join(" || ' / ' || ") if key else 'null' }} as row_key
    {% for column in columns %}
        , {{ column if column in typed else "nullif(trim(cast(" ~ column ~ " as " ~ dbt.type_string() ~ ")), '')" }} as {{ column }}
    {% endfor %}
    from
    {% if kind == 'csv' %}
        (select *, row_number() over () as file_order from {{ rows }}) as file_row
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
