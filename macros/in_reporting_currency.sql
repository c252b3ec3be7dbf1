{# Money in the reporting currency, rounded to the cent once. `rate` is the alias of the row of
   int_exchange_rates that holds on the day. #}
{% macro in_reporting_currency(amount, currency, rate) %}
    case
        when {{ currency }} = '{{ var("reporting_currency") }}' then {{ amount }}
    {% if var('reporting_currency') == 'USD' %}
        else cast(round(cast({{ amount }} as decimal(20, 2)) * {{ rate }}.usd_per_unit, 2) as decimal(18, 2))
    {% else %}
        else cast(
            round(
                cast(cast({{ amount }} as decimal(20, 2)) * {{ rate }}.usd_per_unit as double)
                / cast({{ rate }}.reporting_usd_per_unit as double),
                2
            ) as decimal(18, 2)
        )
    {% endif %}
    end
{% endmacro %}
