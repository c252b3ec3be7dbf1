-- Question: how much of what customers paid is in no market, and so in no flow between vendors?
-- Answer (default inputs): no rows. They hold no payments. With a ledger: one row per customer and year with payments
--   that name no market, and their share of what it paid. Not all of it is lost for demand_flows: a
--   vendor that market_vendors lists in one market only has its payments there.
-- Marts: marts.fct_spend
with

paid as (

    select
        customer_id,
        customer_name,
        extract(year from period_start) as year,
        currency,
        sum(case when market_id = 'unclassified' then spend_amount_low else 0 end) as in_no_market,
        sum(spend_amount_low) as paid_amount,
        count(distinct case when market_id = 'unclassified' then vendor_id end) as vendors_in_no_market
    from marts.fct_spend
    where origin = 'ledger'
    group by customer_id, customer_name, extract(year from period_start), currency

)

select
    customer_name,
    year,
    in_no_market,
    paid_amount,
    currency,
    case
        when paid_amount > 0 and in_no_market between 0 and paid_amount
            then cast(in_no_market / paid_amount as decimal(5, 4))
    end as share_in_no_market,
    vendors_in_no_market
from paid
where vendors_in_no_market > 0
order by in_no_market desc, customer_id asc, year asc
