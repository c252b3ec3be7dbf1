-- Grain: one row per contract of which a value is stated: which part of it is left, to its stated end and to the
-- end that is enforceable.
{#
    Parts are whole numbers of `whole`: of a year 4,380ths, so that a month is 365 of them and a day over 12; of a
    term its days. An empty part has no end, and so no bound.
#}
{% set year_parts = 12 * 365 %}
{% set ends = {'scheduled': 'stated_end_on', 'latest': 'latest_end_on', 'earliest': 'earliest_end_on'} %}
with

valued as (

    select
        ends.*,
        value.value_per,
        coalesce(ends.term_start_on <= ends.stated_end_on, false) as has_term,
        cast({{ dbt.dateadd('day', 1, 'ends.stated_end_on') }} as date) as day_after
    from {{ ref('int_contract_ends') }} as ends
    inner join {{ ref('int_contract_values') }} as value
        on ends.contract_id = value.contract_id
    where value.has_value

),

with_months as (

    select
        *,
        {{ months_between_inclusive('first_day', 'day_after') }} - 1 as calendar_months
    from valued

),

-- A month is over on the day of the month on which it began.
counted as (

    select
        *,
        case
            when cast({{ dbt.dateadd('month', 'calendar_months', 'first_day') }} as date) > day_after
                then calendar_months - 1
            else calendar_months
        end as whole_months
    from with_months

),

with_days as (

    select
        *,
        {% for name, end in ends.items() %}
        {{ days_inclusive('first_day', end) }} as {{ name }}_days,
        {% endfor %}
        {{ days_inclusive(
            'cast(' ~ dbt.dateadd('month', 'whole_months', 'first_day') ~ ' as date)', 'stated_end_on') }} as odd_days
    from counted

),

-- Rate times whole months and what is left in days, to the stated end; times days, to an end by notice.
of_year as (

    select
        *,
        case
            when stated_end_on < first_day then 0
            else 365 * whole_months + 12 * odd_days
        end as scheduled_year_parts
    from with_days

),

of_ends as (

    select
        {% for name, end in ends.items() if name != 'scheduled' %}
        case
            when {{ end }} = stated_end_on then scheduled_year_parts
            when {{ end }} is not null then least(12 * {{ name }}_days, scheduled_year_parts)
        end as {{ name }}_year_parts,
        {% endfor %}
        *
    from of_year

)

select
    contract_id,
    case
        when value_per = 'term' and has_term then {{ days_inclusive('term_start_on', 'stated_end_on') }}
        when value_per = 'term' then 1
        else {{ year_parts }}
    end as whole,
    case
        when value_per = 'year' then coalesce(scheduled_year_parts, earliest_year_parts)
        when value_per = 'term' and has_term then scheduled_days
        else 0
    end as scheduled_part_low,
    {% for name, column in {'scheduled': 'scheduled_part_high', 'latest': 'enforceable_part_high'}.items() %}
    case
        when value_per = 'year' then {{ name }}_year_parts
        when value_per = 'term' and has_term then {{ name }}_days
        when {{ ends[name] }} < first_day then 0
        when value_per = 'term' then 1
        -- For a term or a year, nobody says which: the greater of the two.
        when {{ ends[name] }} is not null then greatest({{ name }}_year_parts, {{ year_parts }})
    end as {{ column }},
    {% endfor %}
    case
        when value_per = 'year' then earliest_year_parts
        when value_per = 'term' and has_term then earliest_days
        else 0
    end as enforceable_part_low
from of_ends
