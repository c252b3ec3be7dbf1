{# Where an input is read, as the variable input_locations says; empty: in the input folder. #}
{% macro input_location(input) %}
    {{ return((var('input_locations')[input] or '') | string) }}
{% endmacro %}


{# What an input is read from: seed (its file in the input folder), parquet, csv or relation. #}
{% macro input_kind(input) %}
    {% set location = input_location(input) %}
    {% if location.endswith('.parquet') %}
        {{ return('parquet') }}
    {% elif location.endswith(('.csv', '.csv.gz')) %}
        {{ return('csv') }}
    {% endif %}
    {{ return('relation' if location else 'seed') }}
{% endmacro %}


{# What an input is called in messages: its file in the input folder, or where it is read. #}
{% macro input_place(input) %}
    {{ return(input_location(input) or input ~ '.csv') }}
{% endmacro %}


{# The rows of an input that is not in the input folder, as what a query can select from; of files with
   `filename`, of Parquet with `file_row_number`. `kind`: what input_kind() says. #}
{% macro located_rows(location, kind) %}
    {{ return(adapter.dispatch('located_rows')(location, kind)) }}
{% endmacro %}

{% macro duckdb__located_rows(location, kind) %}
    {% set files = "'" ~ location ~ "', filename = true, union_by_name = true, hive_partitioning = false" %}
    {{ return({
        'parquet': 'read_parquet(' ~ files ~ ', file_row_number = true)',
        'csv': 'read_csv(' ~ files ~ ", header = true, delim = ',', quote = '\"', escape = '\"', skip = 0, comment = '', "
            ~ 'null_padding = false, all_varchar = true, strict_mode = false, parallel = false, max_line_size = 16777216)',
        'relation': '"' ~ location.split('.') | join('"."') ~ '"',
    }[kind]) }}
{% endmacro %}


{# The columns of an input that hold dates and amounts as such, not as text: what their type says already needs no
   pattern. Only Parquet and relations have types. #}
{% macro typed_columns(input) %}
    {% set typed = [] %}
    {% if execute and input_kind(input) in ['parquet', 'relation'] %}
        {% set columns = input_columns_of_type(input, 'date') + input_columns_of_type(input, 'money') %}
        {% for column in run_query('describe select * from ' ~ located_rows(input_location(input), input_kind(input))).rows %}
            {% if column[0] in columns and column[1] != 'VARCHAR' %}{% do typed.append(column[0]) %}{% endif %}
        {% endfor %}
    {% endif %}
    {{ return(typed) }}
{% endmacro %}
