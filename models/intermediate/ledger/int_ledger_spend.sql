-- Grain: one row per vendor, customer, market and period, at every grain, with ledger lines in it.
-- Exact where one side's ledger covers the whole period, else a lower bound. In a build of changes without the periods
-- that stay as they were and come before none that does not.
-- depends_on: {{ ref('int_changed_from') }}
{{ config(materialized='incremental', incremental_strategy='changed', unique_key='period_end') }}
with

summed as (

    select
        ledger.vendor_id,
        ledger.customer_id,
        ledger.market_id,
        period.period_grain,
        period.period_start,
        period.period_end,
        cast(sum(ledger.amount) as decimal(18, 2)) as amount,
        cast(sum(ledger.line_count) as bigint) as line_count,
        min(ledger.first_file) as first_file,
        max(ledger.last_file) as last_file,
        min(ledger.first_line) as first_line,
        max(ledger.last_line) as last_line
    from {{ ref('int_ledger_months') }} as ledger
    inner join {{ changed_part(ref('int_month_periods'), next_period_end()) }} as period
        on ledger.month_start = period.month_start
    group by
        ledger.vendor_id, ledger.customer_id, ledger.market_id,
        period.period_grain, period.period_start, period.period_end

)

select
    summed.*,
    vendor_coverage.company_id is not null as is_vendor_covered,
    customer_coverage.company_id is not null as is_customer_covered,
    vendor_coverage.company_id is not null or customer_coverage.company_id is not null as is_covered
from summed
left join {{ ref('int_covered_periods') }} as vendor_coverage
    on
        summed.vendor_id = vendor_coverage.company_id
        and vendor_coverage.side = 'vendor'
        and {{ same_period('summed', 'vendor_coverage') }}
left join {{ ref('int_covered_periods') }} as customer_coverage
    on
        summed.customer_id = customer_coverage.company_id
        and customer_coverage.side = 'customer'
        and {{ same_period('summed', 'customer_coverage') }}
