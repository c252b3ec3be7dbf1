{# A whole number that stands for the values of a row, the same with the same version of the engine; summed over rows it
   does not depend on their order. #}
{% macro row_fingerprint(columns) %}
    {{- return(adapter.dispatch('row_fingerprint')(columns)) -}}
{% endmacro %}

{% macro duckdb__row_fingerprint(columns) %}
    {%- set texts = [] -%}
    {%- for column in columns %}{% do texts.append("cast(" ~ column ~ " as varchar)") %}{% endfor -%}
    {{- return('cast(hash(' ~ (texts | join(', ') or "''") ~ ') as hugeint)') -}}
{% endmacro %}
