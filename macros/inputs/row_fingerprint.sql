{# A whole number that stands for the values of a row, the same with the same version of the engine; summed over rows it
   does not depend on their order. `as_text`: the same whether a value is typed or text. #}
{% macro row_fingerprint(columns, as_text=true) %}
    {{- return(adapter.dispatch('row_fingerprint')(columns, as_text)) -}}
{% endmacro %}

{% macro duckdb__row_fingerprint(columns, as_text) %}
    {%- set values = [] -%}
    {%- for column in columns %}{% do values.append('cast(' ~ column ~ ' as varchar)' if as_text else column) %}{% endfor -%}
    {{- return('cast(hash(' ~ (values | join(', ') or "''") ~ ') as hugeint)') -}}
{% endmacro %}
