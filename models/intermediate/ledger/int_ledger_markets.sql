-- Grain: one row per vendor, customer, market of the line and period of ledger spend, and market it may belong to.
-- Lines that may belong to several markets only where the vendor's ledger is complete. What a group pays itself is in
-- none.
-- Not stored: int_ledger_market_revenue alone reads it.
{{ config(materialized='view') }}
select
    line_market.market_id,
    ledger.vendor_id,
    ledger.period_grain,
    ledger.period_start,
    ledger.period_end,
    ledger.is_vendor_covered,
    line_market.is_certain,
    ledger.amount
from {{ ref('int_ledger_spend') }} as ledger
inner join {{ ref('int_line_markets') }} as line_market
    on
        ledger.vendor_id = line_market.vendor_id
        and ledger.market_id = line_market.line_market_id
{{ join_group('vendor_group', 'ledger.vendor_id', 'ledger.period_end') }}
{{ join_group('customer_group', 'ledger.customer_id', 'ledger.period_end') }}
where
    ledger.vendor_id not in ('in_house', 'undisclosed')
    and (line_market.is_certain or ledger.is_vendor_covered)
    and coalesce(vendor_group.ultimate_parent_id, ledger.vendor_id)
    <> coalesce(customer_group.ultimate_parent_id, ledger.customer_id)
