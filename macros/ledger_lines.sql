{# File or files of the ledger lines behind a figure, from its columns first_file and last_file. #}
{% macro files_of_lines() -%}
    case when first_file = last_file then first_file else first_file || ' to ' || last_file end
{%- endmacro %}


{# The ledger lines behind a figure in words, from its columns first_line, last_line, line_count and amount. #}
{% macro lines_in_words() -%}
    case
        when first_line is null then ''
        when first_line = last_line then 'line ' || cast(first_line as {{ dbt.type_string() }}) || ': '
        else
            'lines ' || cast(first_line as {{ dbt.type_string() }})
            || ' to ' || cast(last_line as {{ dbt.type_string() }}) || ': '
    end
    || cast(line_count as {{ dbt.type_string() }}) || case when line_count = 1 then ' payment, ' else ' payments, ' end
    || cast(amount as {{ dbt.type_string() }}) || ' {{ var("reporting_currency") }}'
{%- endmacro %}
