-- Grain: one row per vendor, market that ledger lines of it name and market in which these stand or may stand.
-- A vendor that sells in one market only has all its lines there; else a line stands in the market that it names, and
-- one that names none may belong to any of the vendor's.
with

line as (

    select distinct
        vendor_id,
        market_id
    from {{ ref('int_ledger_months') }}

)

select
    line.vendor_id,
    line.market_id as line_market_id,
    coalesce(market_vendor.market_id, line.market_id) as market_id,
    line.market_id <> 'unclassified' or market_vendor.markets_of_vendor = 1 as is_certain
from line
left join {{ ref('int_market_vendors') }} as market_vendor
    on
        line.vendor_id = market_vendor.vendor_id
        and (market_vendor.markets_of_vendor = 1 or line.market_id = 'unclassified')
where line.market_id <> 'unclassified' or market_vendor.market_id is not null
