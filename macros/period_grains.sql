{# The grains at which months add up, finest first: {name, months, first_month}. Fiscal years only where
   fiscal_year_start_month makes them differ from calendar years. #}
{% macro period_grains() %}
    {% set grains = [
        {'name': 'month', 'months': 1, 'first_month': 1},
        {'name': 'quarter', 'months': 3, 'first_month': 1},
        {'name': 'half_year', 'months': 6, 'first_month': 1},
        {'name': 'year', 'months': 12, 'first_month': 1},
    ] %}
    {% set fiscal = var('fiscal_year_start_month') | int %}
    {% if fiscal != 1 %}
        {% do grains.append({'name': 'fiscal_year', 'months': 12, 'first_month': fiscal}) %}
    {% endif %}
    {{ return(grains) }}
{% endmacro %}


{# First day of the period of a grain that holds a month (given by its first day): as many months back as
   the month stands behind the period's first. #}
{% macro period_start(month_start, grain) %}
    {%- set months_back = '(cast(extract(month from ' ~ month_start ~ ') as integer) + 12 - ' ~ grain.first_month ~ ') % ' ~ grain.months -%}
    cast({{ dbt.dateadd('month', '-1 * (' ~ months_back ~ ')', month_start) }} as date)
{%- endmacro %}
