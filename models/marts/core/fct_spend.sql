-- Grain: one row per vendor, customer, market, period and basis of spend, companies as reported.
-- The ledger by month, claims at the grain at which they were stated or add up: always filter one period_grain.
-- depends_on: {{ ref('int_changed_from') }}
{{ config(
    materialized='incremental', incremental_strategy='changed', unique_key='period_end',
    meta={'sorted_by': ['period_end', 'period_start', 'vendor_id', 'customer_id', 'market_id', 'basis', 'origin']},
) }}
with

ledger as (

    select
        *,
        month_start as period_start,
        month_end as period_end
    from {{ changed_part(ref('int_ledger_months'), 'month_end') }}

),

ledger_spend as (

    select
        ledger.*,
        vendor_coverage.company_id is not null or customer_coverage.company_id is not null as is_covered
    from ledger
    {{ join_coverage('ledger', 'vendor') }}
    {{ join_coverage('ledger', 'customer') }}

),

spend as (

    select
        vendor_id,
        customer_id,
        market_id,
        'month' as period_grain,
        period_start,
        period_end,
        'actual' as basis,
        amount as amount_low,
        case when is_covered then amount end as amount_high,
        case when is_covered then amount end as amount,
        'ledger' as origin,
        0 as tier,
        line_count,
        first_file,
        last_file,
        first_line,
        last_line
    from ledger_spend

    union all

    select
        vendor_id,
        customer_id,
        market_id,
        period_grain,
        period_start,
        period_end,
        basis,
        amount_low,
        amount_high,
        amount,
        'reported' as origin,
        tier,
        cast(null as bigint) as line_count,
        cast(null as {{ dbt.type_string() }}) as first_file,
        cast(null as {{ dbt.type_string() }}) as last_file,
        cast(null as bigint) as first_line,
        cast(null as bigint) as last_line
    from {{ changed_part(ref('int_additive_claims')) }}
    where metric = 'customer_spend'

)

select
    spend.vendor_id,
    vendor.company_name as vendor_name,
    spend.customer_id,
    customer.company_name as customer_name,
    spend.market_id,
    spend.period_grain,
    spend.period_start,
    spend.period_end,
    spend.basis,
    spend.origin,
    cast(spend.amount as decimal(18, 2)) as spend_amount,
    cast(spend.amount_low as decimal(18, 2)) as spend_amount_low,
    cast(spend.amount_high as decimal(18, 2)) as spend_amount_high,
    '{{ var("reporting_currency") }}' as currency,
    {{ tier_name('spend.tier') }} as evidence_tier,
    spend.line_count as payment_count,
    spend.first_file,
    spend.last_file,
    spend.first_line,
    spend.last_line,
    {{ evidence_key('fct_spend', [
        'spend.vendor_id', 'spend.customer_id', 'spend.market_id', 'spend.period_start', 'spend.period_end',
        'spend.basis', 'spend.origin',
    ]) }} as evidence_key
from spend
inner join {{ ref('int_companies') }} as vendor
    on spend.vendor_id = vendor.company_id
inner join {{ ref('int_companies') }} as customer
    on spend.customer_id = customer.company_id
