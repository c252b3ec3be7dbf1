-- Grain: one row per month of the ledger's time and period that contains it.
with

bounds as (

    select
        min(first_day) as first_day,
        max(last_day) as last_day
    from (
        select
            min(month_start) as first_day,
            max(month_end) as last_day
        from {{ ref('int_ledger_months') }}

        union all

        select
            min(covered_from) as first_day,
            max({{ not_after_as_of('covered_to') }}) as last_day
        from {{ ref('stg_ledger_coverage') }}
        where {{ known_by_as_of('covered_from') }}
    ) as ledger_time

),

digit as (

    select n
    from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as digits (n)  -- noqa: AL05

),

-- Every month of the dates that an input may hold: 1900 to 2199.
month as (

    select
        cast({{ dbt.dateadd('month', '1000 * d1.n + 100 * d2.n + 10 * d3.n + d4.n', "date '1900-01-01'") }} as date)
            as month_start
    from digit as d1
    cross join digit as d2
    cross join digit as d3
    cross join digit as d4
    where 1000 * d1.n + 100 * d2.n + 10 * d3.n + d4.n < 3600

),

ledger_month as (

    select
        month.month_start,
        {{ dbt.last_day('month.month_start', 'month') }} as month_end
    from month
    inner join bounds
        on
            {{ dbt.last_day('month.month_start', 'month') }} >= bounds.first_day
            and month.month_start <= bounds.last_day

),

period as (
    {% for grain in period_grains() %}
    select
        month_start,
        month_end,
        '{{ grain.name }}' as period_grain,
        {{ period_start('month_start', grain) }} as period_start,
        {{ grain.months }} as months
    from ledger_month

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select
    month_start,
    month_end,
    period_grain,
    period_start,
    {{ dbt.last_day(dbt.dateadd('month', 'months - 1', 'period_start'), 'month') }} as period_end
from period

union

-- Fiscal years of which somebody states a figure, so that a complete ledger can answer it.
select distinct
    ledger_month.month_start,
    ledger_month.month_end,
    claim.period_grain,
    claim.period_start,
    claim.period_end
from ledger_month
inner join {{ ref('int_figure_claims') }} as claim
    on
        ledger_month.month_start >= claim.period_start
        and ledger_month.month_end <= claim.period_end
where claim.period_grain = 'fiscal_year'
