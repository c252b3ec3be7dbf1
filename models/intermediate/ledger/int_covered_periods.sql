-- Grain: one row per company, side of its ledger and period that the ledger covers from first day to last.
with

-- Two names of a company may tell of the same stretch; twice it would leave the stretches' order to chance.
coverage as (

    select distinct
        coalesce(name.company_id, coverage_row.company_id) as company_id,
        coverage_row.side,
        coverage_row.covered_from,
        {{ not_after_as_of('coverage_row.covered_to') }} as covered_to
    from {{ ref('stg_ledger_coverage') }} as coverage_row
    left join {{ ref('stg_company_names') }} as name
        on coverage_row.company_id = name.name
    where {{ known_by_as_of('coverage_row.covered_from') }}

),

-- Stretches that overlap or follow each other without a gap are one.
marked as (

    select
        *,
        case
            when covered_from <= {{ dbt.dateadd('day', 1, "max(covered_to) over (
                partition by company_id, side
                order by covered_from, covered_to
                rows between unbounded preceding and 1 preceding
            )") }} then 0
            else 1
        end as starts_stretch
    from coverage

),

numbered as (

    select
        *,
        sum(starts_stretch) over (
            partition by company_id, side
            order by covered_from, covered_to
            rows between unbounded preceding and current row
        ) as stretch
    from marked

),

merged as (

    select
        company_id,
        side,
        min(covered_from) as covered_from,
        max(covered_to) as covered_to
    from numbered
    group by company_id, side, stretch

),

period as (

    select distinct
        period_grain,
        period_start,
        period_end
    from {{ ref('int_month_periods') }}

)

select
    merged.company_id,
    merged.side,
    period.period_grain,
    period.period_start,
    period.period_end
from merged
inner join period
    on
        merged.covered_from <= period.period_start
        and merged.covered_to >= period.period_end
