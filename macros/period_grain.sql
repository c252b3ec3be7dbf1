{# Grain of a period given by its first and last day: month, quarter, half_year, year, fiscal_year (any
   other twelve whole months), or null where it is none of these. #}
{% macro period_grain(first_day, last_day) %}
    case
        when extract(day from {{ first_day }}) <> 1 then null
        when extract(day from {{ dbt.dateadd('day', 1, last_day) }}) <> 1 then null
        when {{ months_between_inclusive(first_day, last_day) }} = 1 then 'month'
        when
            {{ months_between_inclusive(first_day, last_day) }} = 3
            and extract(month from {{ first_day }}) in (1, 4, 7, 10) then 'quarter'
        when
            {{ months_between_inclusive(first_day, last_day) }} = 6
            and extract(month from {{ first_day }}) in (1, 7) then 'half_year'
        when
            {{ months_between_inclusive(first_day, last_day) }} = 12
            and extract(month from {{ first_day }}) = 1 then 'year'
        when {{ months_between_inclusive(first_day, last_day) }} = 12 then 'fiscal_year'
    end
{% endmacro %}


{% macro months_between_inclusive(first_day, last_day) -%}
    (
        12 * (extract(year from {{ last_day }}) - extract(year from {{ first_day }}))
        + extract(month from {{ last_day }}) - extract(month from {{ first_day }}) + 1
    )
{%- endmacro %}
