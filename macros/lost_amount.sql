{# Days from the first to the last of two, both counted; none where the last is earlier. #}
{% macro days_inclusive(first_day, last_day) -%}
    greatest({{ dbt.datediff(first_day, last_day, 'day') }} + 1, 0)
{%- endmacro %}


{# What a customer's spend of a year comes to that ends for some days of it, times the share of it that ends: rounded
   to the cent once, half a cent up. The days are a fraction, since a decline is half a day here and there; shares
   have nine decimals. Whole numbers throughout. An unbounded spend is none where no day or no share of it is lost. #}
{% macro lost_amount(year_amount, share, days_numerator, days_denominator, year_days) %}
    {%- set lost = cents(year_amount) ~ ' * cast(cast(' ~ share ~ ' as decimal(20, 9)) * 1000000000 as ' ~ wide_integer()
        ~ ') * cast(' ~ days_numerator ~ ' as ' ~ wide_integer() ~ ')' -%}
    {%- set whole = 'cast(1000000000 as ' ~ wide_integer() ~ ') * ' ~ days_denominator ~ ' * ' ~ year_days -%}
    case
        when {{ share }} = 0 or {{ days_numerator }} = 0 then cast(0 as decimal(18, 2))
        else {{ from_cents(whole_quotient('2 * ' ~ lost ~ ' + ' ~ whole, '2 * ' ~ whole)) }}
    end
{%- endmacro %}
