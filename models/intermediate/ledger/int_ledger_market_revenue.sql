-- Grain: one row per market, vendor and period of what the ledger says of the vendor's revenue in that market.
-- Exact for a covered vendor, but lines without a market may belong to any of them; outside coverage a lower bound.
{{ config(materialized='incremental', incremental_strategy='changed', unique_key='period_end') }}
with

summed as (

    select
        market_id,
        vendor_id,
        period_grain,
        period_start,
        period_end,
        is_vendor_covered,
        sum(case when is_certain then amount else 0 end) as certain_amount,
        sum(case when is_certain then 0 else amount end) as uncertain_amount,
        bool_and(is_certain) as is_exact
    from {{ changed_part(ref('int_ledger_markets')) }}
    group by market_id, vendor_id, period_grain, period_start, period_end, is_vendor_covered

)

select
    market_id,
    vendor_id,
    period_grain,
    period_start,
    period_end,
    cast(certain_amount + least(uncertain_amount, 0) as decimal(18, 2)) as amount_low,
    cast(case when is_vendor_covered then certain_amount + greatest(uncertain_amount, 0) end as decimal(18, 2))
        as amount_high,
    cast(case when is_vendor_covered and is_exact then certain_amount end as decimal(18, 2)) as amount,
    0 as tier,
    'ledger' as origin,
    is_vendor_covered as is_covered
from summed
