-- Grain: one row per vendor, customer, market and period, at every grain, with ledger lines in it.
-- Exact where one side's ledger covers the whole period, else a lower bound.
-- depends_on: {{ ref('int_changed_from') }}
{{ config(materialized='incremental', incremental_strategy='changed', unique_key='period_end') }}
with

ledger as {{ not_materialized() }} (

    select
        month_sum.vendor_id,
        month_sum.customer_id,
        month_sum.market_id,
        period.period_grain,
        period.period_start,
        period.period_end,
        month_sum.amount
    from {{ ref('int_ledger_months') }} as month_sum
    inner join {{ changed_part(ref('int_month_periods')) }} as period
        on month_sum.month_start = period.month_start

),

-- A month is a sum already.
summed as (

    select * from ledger
    where period_grain = 'month'

    union all

    select
        vendor_id,
        customer_id,
        market_id,
        period_grain,
        period_start,
        period_end,
        cast(sum(amount) as decimal(18, 2)) as amount
    from ledger
    where period_grain <> 'month'
    group by vendor_id, customer_id, market_id, period_grain, period_start, period_end

)

select
    summed.*,
    vendor_coverage.company_id is not null as is_vendor_covered,
    customer_coverage.company_id is not null as is_customer_covered,
    vendor_coverage.company_id is not null or customer_coverage.company_id is not null as is_covered
from summed
{{ join_coverage('summed', 'vendor') }}
{{ join_coverage('summed', 'customer') }}
