-- Question: which vendors may have gained what another lost, and whom did a gainer's new revenue come from?
-- Answer (default inputs): no rows. They are claims, and a flow needs the ledger of a customer that covers two periods
--   (ledger_coverage, side customer). With such a ledger: one row per market, year, loser and
--   gainer, the largest flow first, with the share of the loss and of the gain.
-- Marts: marts.demand_flows
with

flow as (

    select
        *,
        sum(flow_amount) over (partition by market_id, period_start, period_end, from_vendor_id) as lost_amount,
        sum(flow_amount) over (partition by market_id, period_start, period_end, to_vendor_id) as gained_amount
    from marts.demand_flows
    -- One grain: a year and its months are both there.
    where period_grain = 'year'

)

select
    market_id,
    extract(year from period_start) as year,
    from_vendor_name,
    to_vendor_name,
    flow_amount_low as at_least,
    flow_amount as if_spread_evenly,
    flow_amount_high as at_most,
    currency,
    cast(flow_amount / nullif(lost_amount, 0) as decimal(5, 4)) as share_of_loss,
    cast(flow_amount / nullif(gained_amount, 0) as decimal(5, 4)) as share_of_gain,
    customers
from flow
order by flow_amount desc, market_id asc, year asc, from_vendor_id asc, to_vendor_id asc
