-- Grain: one row per vendor, market, period and basis of revenue, companies as reported.
-- From the ledger of a vendor that is covered for the whole period, else from claims: always filter one period_grain.
{{ config(
    materialized='incremental', incremental_strategy='changed', unique_key='period_end',
    meta={'sorted_by': ['period_end', 'period_start', 'vendor_id', 'market_id', 'basis', 'origin']},
) }}
with

revenue as (

    select
        vendor_id,
        market_id,
        period_grain,
        period_start,
        period_end,
        'actual' as basis,
        cast(sum(amount) as decimal(18, 2)) as amount_low,
        cast(sum(amount) as decimal(18, 2)) as amount_high,
        cast(sum(amount) as decimal(18, 2)) as amount,
        cast(null as {{ dbt.type_string() }}) as disclosure,
        'ledger' as origin,
        0 as tier
    from {{ changed_part(ref('int_ledger_spend')) }}
    where is_vendor_covered
    group by vendor_id, market_id, period_grain, period_start, period_end

    union all

    select
        vendor_id,
        market_id,
        period_grain,
        period_start,
        period_end,
        basis,
        amount_low,
        amount_high,
        amount,
        disclosure,
        'reported' as origin,
        tier
    from {{ changed_part(ref('int_additive_claims')) }}
    where metric = 'vendor_revenue'

)

select
    revenue.vendor_id,
    vendor.company_name as vendor_name,
    revenue.market_id,
    revenue.period_grain,
    revenue.period_start,
    revenue.period_end,
    revenue.basis,
    revenue.origin,
    cast(revenue.amount as decimal(18, 2)) as revenue_amount,
    cast(revenue.amount_low as decimal(18, 2)) as revenue_amount_low,
    cast(revenue.amount_high as decimal(18, 2)) as revenue_amount_high,
    '{{ var("reporting_currency") }}' as currency,
    revenue.disclosure,
    {{ tier_name('revenue.tier') }} as evidence_tier,
    {{ evidence_key('fct_vendor_revenue', [
        'revenue.vendor_id', 'revenue.market_id', 'revenue.period_start', 'revenue.period_end',
        'revenue.basis', 'revenue.origin',
    ]) }} as evidence_key
from revenue
inner join {{ ref('int_companies') }} as vendor
    on revenue.vendor_id = vendor.company_id
