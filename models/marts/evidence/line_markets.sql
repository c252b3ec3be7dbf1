-- Grain: one row per vendor, market that payments to it name and market in which these stand or may stand.
select
    vendor_id,
    line_market_id,
    market_id,
    is_certain
from {{ ref('int_line_markets') }}
order by vendor_id, line_market_id, market_id
