-- Grain: one row per market, period, vendor that lost and vendor that gained, over all customers whose ledger covers it.
{{ config(
    materialized='incremental', incremental_strategy='changed', unique_key='period_end',
    meta={'sorted_by': ['period_end', 'period_start', 'market_id', 'from_vendor_id', 'to_vendor_id']},
) }}
with

flow as (

    select
        market_id,
        period_grain,
        period_start,
        period_end,
        from_vendor_id,
        to_vendor_id,
        {{ from_cents('sum(flow)') }} as flow_amount,
        {{ from_cents('sum(flow_low)') }} as flow_amount_low,
        {{ from_cents('sum(flow_high)') }} as flow_amount_high,
        count(*) as customers
    from {{ changed_part(ref('int_flow_cells')) }}
    group by market_id, period_grain, period_start, period_end, from_vendor_id, to_vendor_id

)

select
    flow.market_id,
    flow.period_grain,
    flow.period_start,
    flow.period_end,
    flow.from_vendor_id,
    case flow.from_vendor_id
        when 'other_losers' then 'Other vendors that lost'
        when 'new_demand' then 'New demand'
        else from_vendor.company_name
    end as from_vendor_name,
    flow.to_vendor_id,
    case flow.to_vendor_id
        when 'other_gainers' then 'Other vendors that gained'
        when 'left_market' then 'Left the market'
        else to_vendor.company_name
    end as to_vendor_name,
    flow.flow_amount,
    flow.flow_amount_low,
    flow.flow_amount_high,
    '{{ var("reporting_currency") }}' as currency,
    cast(flow.customers as integer) as customers,
    {{ evidence_key('demand_flows', ['flow.market_id', 'flow.period_start', 'flow.period_end']) }} as evidence_key
from flow
left join {{ ref('int_companies') }} as from_vendor
    on flow.from_vendor_id = from_vendor.company_id
left join {{ ref('int_companies') }} as to_vendor
    on flow.to_vendor_id = to_vendor.company_id
