-- Grain: one row per contract with a purchase commitment and year (also fiscal) up to the last known day in which it
-- may run.
{% set years = [] %}
{% for grain in period_grains() if grain.months == 12 %}{% do years.append(grain) %}{% endfor %}
with

first_words as (

    select
        contract_id,
        min(said_on) as first_said_on
    from {{ ref('int_contract_claims') }}
    group by contract_id

),

commitment as (

    select
        contract.contract_id,
        contract.vendor_id,
        contract.customer_id,
        ends.term_start_on,
        ends.stated_end_on,
        contract.starts_on = ends.term_start_on and ends.stated_end_on is not null as has_term,
        coalesce(ends.term_start_on, first_words.first_said_on, ends.measured_on) as first_day,
        least(ends.stated_end_on, ends.measured_on) as last_day,
        value.value_per,
        value.value_low,
        value.value_high
    from {{ ref('int_contracts') }} as contract
    inner join first_words
        on contract.contract_id = first_words.contract_id
    inner join {{ ref('int_contract_ends') }} as ends
        on contract.contract_id = ends.contract_id
    inner join {{ ref('int_contract_values') }} as value
        on contract.contract_id = value.contract_id
    where value.value_type = 'committed'

),

digit as (

    select n
    from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as digits (n)  -- noqa: AL05

),

-- Every year of the dates that an input may hold: those that touch 1900 to 2199.
year_start as (
    {% for grain in years %}
    select
        '{{ grain.name }}' as period_grain,
        cast({{ dbt.dateadd(
            'month', '12 * (100 * d1.n + 10 * d2.n + d3.n) + ' ~ (grain.first_month - 13), "date '1900-01-01'"
        ) }} as date) as period_start
    from digit as d1
    cross join digit as d2
    cross join digit as d3
    where d1.n <= 3

    {{ 'union all' if not loop.last }}

    {% endfor %}
),

year as (

    select
        *,
        cast({{ dbt.dateadd('day', -1, dbt.dateadd('month', 12, 'period_start')) }} as date) as period_end
    from year_start

)

select
    commitment.contract_id,
    commitment.vendor_id,
    commitment.customer_id,
    year.period_grain,
    year.period_start,
    year.period_end,
    coalesce(commitment.has_term, false) as has_term,
    {{ days_inclusive('commitment.term_start_on', 'commitment.stated_end_on') }} as term_days,
    {{ days_inclusive('year.period_start', 'year.period_end') }} as year_days,
    -- The whole year where neither start nor end is known.
    {{ days_inclusive(
        'greatest(commitment.term_start_on, year.period_start)',
        'least(commitment.stated_end_on, year.period_end)') }} as overlap_days,
    commitment.value_per,
    commitment.value_low,
    commitment.value_high
from commitment
inner join year
    on
        commitment.first_day <= year.period_end
        and commitment.last_day >= year.period_start
