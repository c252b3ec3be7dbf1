-- What: counts payments of covered customers without a market, which are in no row of demand_flows.
-- When it matters: what moved among them is missing from the flows, and what a vendor seems to have lost in a market
-- may stand among them. One row per customer: number, first and last month, and how much money.
-- How to resolve: fill market_id in payments, or list a vendor that sells in one market only in market_vendors.csv. If
-- nobody knows the market, leave the warning.
{{ config(severity='warn', fail_calc='coalesce(sum(payments), 0)') }}
select
    ledger.customer_id,
    min(ledger.month_start) as first_month,
    max(ledger.month_start) as last_month,
    sum(ledger.line_count) as payments,
    sum(ledger.amount) as amount
from {{ ref('int_ledger_months') }} as ledger
inner join {{ ref('int_covered_periods') }} as covered
    on
        ledger.customer_id = covered.company_id
        and covered.side = 'customer'
        and ledger.month_start = covered.period_start
        and ledger.month_end = covered.period_end
left join {{ ref('int_market_vendors') }} as only_market
    on
        ledger.vendor_id = only_market.vendor_id
        and only_market.markets_of_vendor = 1
where
    ledger.customer_id <> 'undisclosed'
    and ledger.market_id = 'unclassified'
    and only_market.market_id is null
group by ledger.customer_id
