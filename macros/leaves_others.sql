{# SQL condition: a vendor's total leaves room for customers not named, who then have a row of their own in
   vendor_customers. `alias`: of a relation with the columns of int_concentration_wholes; empty: none. #}
{% macro leaves_others(alias='') -%}
    {%- set of = alias ~ '.' if alias else '' -%}
    ({{ of }}total_basis <> 'observed_only' and ({{ of }}residual_rule <> 'complete' or {{ of }}has_undisclosed))
{%- endmacro %}
