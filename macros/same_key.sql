{# A whole whose concentration is measured, in a period: the key of the concentration models. #}
{% macro whole_key(alias='') %}
    {%- set prefix = alias ~ '.' if alias else '' -%}
    {{ prefix }}whole_kind, {{ prefix }}whole_id, {{ prefix }}period_start, {{ prefix }}period_end
{%- endmacro %}


{# Join condition: the same whole in the same period. #}
{% macro same_whole(one, other) %}
            {{ one }}.whole_kind = {{ other }}.whole_kind
            and {{ one }}.whole_id = {{ other }}.whole_id
            and {{ one }}.period_start = {{ other }}.period_start
            and {{ one }}.period_end = {{ other }}.period_end
{%- endmacro %}


{# Join condition: the same period. #}
{% macro same_period(one, other) %}
            {{ one }}.period_start = {{ other }}.period_start
            and {{ one }}.period_end = {{ other }}.period_end
{%- endmacro %}


{# Join condition: figures about the same vendor, customer and metric in the same period. #}
{% macro same_figure(one, other) %}
            {{ one }}.metric = {{ other }}.metric
            and {{ one }}.vendor_id = {{ other }}.vendor_id
            and {{ one }}.customer_id = {{ other }}.customer_id
            and {{ one }}.period_start = {{ other }}.period_start
            and {{ one }}.period_end = {{ other }}.period_end
{%- endmacro %}
