{# SQL condition: known on the day that the variable as_of names; always true where it is empty. A claim
   without any date is known on no day. #}
{% macro known_by_as_of(day) %}
    {%- set as_of = var('as_of') | string -%}
    {{ return(day ~ " <= date '" ~ as_of ~ "'" if as_of else 'true') }}
{% endmacro %}


{# A day, or as_of where that is earlier. #}
{% macro not_after_as_of(day) %}
    {{- return('least(' ~ day ~ ", date '" ~ var('as_of') ~ "')" if var('as_of') else day) -}}
{% endmacro %}
