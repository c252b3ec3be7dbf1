-- Grain: one row per vendor, customer, market of the line and period of ledger spend, and market it may belong to.
-- A vendor that sells in one market only has all its lines there; else a line belongs to the market that it names, and
-- a covered vendor's line that names none may belong to any of the vendor's. What a group pays itself is in none.
{{ config(materialized='incremental', incremental_strategy='changed', unique_key='period_end') }}
select
    coalesce(market_vendor.market_id, ledger.market_id) as market_id,
    ledger.vendor_id,
    ledger.period_grain,
    ledger.period_start,
    ledger.period_end,
    ledger.is_vendor_covered,
    ledger.market_id <> 'unclassified' or market_vendor.markets_of_vendor = 1 as is_certain,
    ledger.amount,
    ledger.line_count,
    ledger.first_file,
    ledger.last_file,
    ledger.first_line,
    ledger.last_line
from {{ changed_part(ref('int_ledger_spend')) }} as ledger
left join {{ ref('int_market_vendors') }} as market_vendor
    on
        ledger.vendor_id = market_vendor.vendor_id
        and (
            market_vendor.markets_of_vendor = 1
            or (ledger.market_id = 'unclassified' and ledger.is_vendor_covered)
        )
{{ join_group('vendor_group', 'ledger.vendor_id', 'ledger.period_end') }}
{{ join_group('customer_group', 'ledger.customer_id', 'ledger.period_end') }}
where
    ledger.vendor_id not in ('in_house', 'undisclosed')
    and (ledger.market_id <> 'unclassified' or market_vendor.market_id is not null)
    and coalesce(vendor_group.ultimate_parent_id, ledger.vendor_id)
    <> coalesce(customer_group.ultimate_parent_id, ledger.customer_id)
