-- Grain: one row per market, vendor and period of what the ledger says of the vendor's revenue in that market.
-- Exact for a covered vendor, but lines without a market may belong to any of them; outside coverage a lower bound.
with

ledger as (

    select
        market_id,
        vendor_id,
        period_grain,
        period_start,
        period_end,
        sum(amount) as amount,
        is_vendor_covered
    from {{ ref('int_ledger_spend') }}
    group by market_id, vendor_id, period_grain, period_start, period_end, is_vendor_covered

),

ledger_market as (

    select * from ledger
    where market_id <> 'unclassified'

    union all

    -- A covered vendor's lines without a market may belong to one in which it has no others.
    select
        market_vendor.market_id,
        unclassified.vendor_id,
        unclassified.period_grain,
        unclassified.period_start,
        unclassified.period_end,
        0 as amount,
        true as is_vendor_covered
    from ledger as unclassified
    inner join {{ ref('int_market_vendors') }} as market_vendor
        on unclassified.vendor_id = market_vendor.vendor_id
    left join ledger as classified
        on
            unclassified.vendor_id = classified.vendor_id
            and market_vendor.market_id = classified.market_id
            and {{ same_period('unclassified', 'classified') }}
    where
        unclassified.market_id = 'unclassified'
        and unclassified.is_vendor_covered
        and classified.market_id is null

)

select
    ledger.market_id,
    ledger.vendor_id,
    ledger.period_grain,
    ledger.period_start,
    ledger.period_end,
    ledger.amount + case when ledger.is_vendor_covered then least(coalesce(unclassified.amount, 0), 0) else 0 end
        as amount_low,
    case when ledger.is_vendor_covered then ledger.amount + greatest(coalesce(unclassified.amount, 0), 0) end
        as amount_high,
    case when ledger.is_vendor_covered and unclassified.amount is null then ledger.amount end as amount,
    0 as tier,
    'ledger' as origin,
    ledger.is_vendor_covered as is_covered
from ledger_market as ledger
left join ledger as unclassified
    on
        ledger.vendor_id = unclassified.vendor_id
        and {{ same_period('ledger', 'unclassified') }}
        and unclassified.market_id = 'unclassified'
