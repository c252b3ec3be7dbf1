{# The rows of an input that break no rule. All rows of a duplicated key are broken, so
   a row's key tells it apart. #}
{% macro accepted_rows(input) %}
    select * from ({{ input_rows(input) }}) as input_row
    where row_key not in (select row_key from {{ ref('chk_' ~ input) }})
{% endmacro %}
