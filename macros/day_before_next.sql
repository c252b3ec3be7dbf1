{# Last day of a stretch: the day before the next one of the same thing begins; null for the last. #}
{% macro day_before_next(first_day, thing) -%}
    cast({{ dbt.dateadd('day', -1, 'lead(' ~ first_day ~ ') over (partition by ' ~ thing ~ ' order by ' ~ first_day ~ ')') }} as date)
{%- endmacro %}
