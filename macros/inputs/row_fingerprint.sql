{# A whole number that stands for the text of a row; summed over rows it does not depend on their order. #}
{% macro row_fingerprint(columns) %}
    {{- return(adapter.dispatch('row_fingerprint')(columns)) -}}
{% endmacro %}

{% macro duckdb__row_fingerprint(columns) %}
    {%- set texts = [] -%}
    {%- for column in columns %}{% do texts.append("coalesce(" ~ column ~ ", chr(0))") %}{% endfor -%}
    {{- return('cast(md5_number_lower(' ~ (texts | join(" || chr(31) || ") or "''") ~ ') as hugeint)') -}}
{% endmacro %}
