{# Money in the reporting currency, rounded to the cent once. `rate` is the alias of the row of
   int_exchange_rates that holds on the day. Whole numbers throughout: doubles would lose cents. #}
{% macro in_reporting_currency(amount, currency, rate) %}
    {%- set usd = 'cast(cast(' ~ rate ~ '.usd_per_unit as decimal(30, 11)) * 100000000000 as ' ~ wide_integer() ~ ')' -%}
    {%- set reporting = 'cast(cast(' ~ rate ~ '.reporting_usd_per_unit as decimal(30, 11)) * 100000000000 as '
        ~ wide_integer() ~ ')' -%}
    case
        when {{ currency }} = '{{ var("reporting_currency") }}' then {{ amount }}
    {% if var('reporting_currency') == 'USD' %}
        else cast(round(cast({{ amount }} as decimal(20, 2)) * {{ rate }}.usd_per_unit, 2) as decimal(18, 2))
    {% else %}
        -- Half a cent is rounded away from zero: (2 n + d) / 2 d for n / d.
        else {{ from_cents(
            'sign(' ~ amount ~ ') * ' ~ whole_quotient(
                '2 * abs(' ~ cents(amount) ~ ') * ' ~ usd ~ ' + ' ~ reporting, '2 * ' ~ reporting)
        ) }}
    {% endif %}
    end
{% endmacro %}
