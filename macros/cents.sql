{# Money as a whole number of cents in an integer wide enough to be squared and summed (10^18 cents
   squared, times a hundred). Indices are computed from these and divided once. #}
{% macro cents(amount) %}
    {{- return(adapter.dispatch('cents')(amount)) -}}
{% endmacro %}

{% macro default__cents(amount) %}
    {{- return('cast(cast(' ~ amount ~ ' as decimal(24, 2)) * 100 as ' ~ wide_integer() ~ ')') -}}
{% endmacro %}

{# What fits 64 bits a hundredfold is multiplied there, ten times as fast. #}
{% macro duckdb__cents(amount) %}
    {%- set narrow = '(' ~ amount ~ ') between -90000000000000 and 90000000000000' -%}
    {{- return('(case when ' ~ narrow ~ ' then cast(cast(' ~ amount ~ ' as decimal(18, 2)) * 100 as bigint) else '
        ~ default__cents(amount) ~ ' end)') -}}
{% endmacro %}


{# Cents as money again: multiplied, since a division would go through doubles and lose the cents of large sums. #}
{% macro from_cents(cents) %}
    {{- return('cast(cast(' ~ cents ~ ' as decimal(24, 0)) * cast(0.01 as decimal(3, 2)) as decimal(18, 2))') -}}
{% endmacro %}


{% macro wide_integer() %}
    {{- return(adapter.dispatch('wide_integer')()) -}}
{% endmacro %}

{% macro duckdb__wide_integer() %}{{ return('hugeint') }}{% endmacro %}

{% macro spark__wide_integer() %}{{ return('decimal(38, 0)') }}{% endmacro %}


{# Whole part of a quotient of whole numbers that are not negative, without a detour through doubles:
   floor(R / m) must not depend on rounding where R / m is whole. #}
{% macro whole_quotient(dividend, divisor) %}
    {{- return(adapter.dispatch('whole_quotient')(dividend, divisor)) -}}
{% endmacro %}

{% macro duckdb__whole_quotient(dividend, divisor) %}
    {{- return('((' ~ dividend ~ ') // nullif(' ~ divisor ~ ', 0))') -}}
{% endmacro %}

{% macro spark__whole_quotient(dividend, divisor) %}
    {{- return('((' ~ dividend ~ ') div nullif(' ~ divisor ~ ', 0))') -}}
{% endmacro %}
