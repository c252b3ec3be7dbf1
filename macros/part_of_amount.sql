{# A part of an amount that is not negative, rounded to the cent once, half a cent up; whole numbers throughout.
   Nothing of an amount that is unknown or unbounded is nothing. #}
{% macro part_of_amount(amount, part, whole) %}
    {%- set of_whole = 'cast(' ~ whole ~ ' as ' ~ wide_integer() ~ ')' -%}
    case
        when {{ part }} = 0 then cast(0 as decimal(18, 2))
        else {{ from_cents(whole_quotient(
            '2 * ' ~ cents(amount) ~ ' * ' ~ part ~ ' + ' ~ of_whole, '2 * ' ~ of_whole)) }}
    end
{%- endmacro %}
