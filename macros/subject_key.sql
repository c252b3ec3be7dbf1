{# What a figure is about, as one readable text: claims with the same key are alternatives. #}
{% macro subject_key() %}
    metric
    || '|' || vendor_id
    || '|' || customer_id
    || '|' || market_id
    || '|' || cast(period_start as {{ dbt.type_string() }})
    || '|' || cast(period_end as {{ dbt.type_string() }})
    || '|' || basis
{% endmacro %}
