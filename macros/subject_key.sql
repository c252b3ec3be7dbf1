{# What a figure is about, as one readable text: claims with the same key are alternatives. #}
{% macro subject_key() %}
    metric
    || '|' || {{ key_text('vendor_id') }}
    || '|' || {{ key_text('customer_id') }}
    || '|' || {{ key_text('market_id') }}
    || '|' || cast(period_start as {{ dbt.type_string() }})
    || '|' || cast(period_end as {{ dbt.type_string() }})
    || '|' || basis
{% endmacro %}


{# A text as part of a key whose parts are joined with `|`: names that hold that sign keep their keys apart. #}
{% macro key_text(text) %}
    {{- return("replace(replace(" ~ text ~ ", '%', '%25'), '|', '%7C')") -}}
{% endmacro %}
