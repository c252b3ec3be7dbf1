-- What: by market and period, the flows of demand_flows out of vendors equal what covered customers paid them less
-- than in the period before, and the flows into vendors what they paid them more, in int_ledger_spend, to the cent.
-- When it matters: a flow lost or doubled by a join makes a winner or a loser that is none. The join is full and
-- null-safe, so that a market or period missing on either side fails too.
-- How to resolve: this is a defect of the project. Follow the market and period named here from
-- intermediate.int_ledger_spend through int_flow_changes, int_flow_margins and int_flow_cells. paid_less and paid_more
-- count amounts above zero; net_change is that of the payments as they are, and differs from paid_more - paid_less by
-- credits_left_out, the change in credits beyond what was paid.
with

period as (

    select distinct
        later.company_id as customer_id,
        later.period_start,
        later.period_end,
        earlier.period_start as opening_start,
        earlier.period_end as opening_end
    from {{ ref('int_covered_periods') }} as later
    inner join {{ ref('int_covered_periods') }} as earlier
        on
            later.company_id = earlier.company_id
            and later.period_grain = earlier.period_grain
            and {{ dbt.dateadd('day', 1, 'earlier.period_end') }} = later.period_start
            and earlier.side = 'customer'
    where later.side = 'customer'

),

paid as (

    select
        period.period_start,
        period.period_end,
        ledger.customer_id,
        ledger.vendor_id,
        ledger.market_id,
        ledger.amount as opening,
        0 as closing
    from {{ ref('int_ledger_spend') }} as ledger
    inner join period
        on
            ledger.customer_id = period.customer_id
            and ledger.period_start = period.opening_start
            and ledger.period_end = period.opening_end
    where ledger.customer_id <> 'undisclosed'

    union all

    select
        period.period_start,
        period.period_end,
        ledger.customer_id,
        ledger.vendor_id,
        ledger.market_id,
        0 as opening,
        ledger.amount as closing
    from {{ ref('int_ledger_spend') }} as ledger
    inner join period
        on
            ledger.customer_id = period.customer_id
            and ledger.period_start = period.period_start
            and ledger.period_end = period.period_end
    where ledger.customer_id <> 'undisclosed'

),

payment as (

    select
        paid.period_start,
        paid.period_end,
        coalesce(customer_group.ultimate_parent_id, paid.customer_id) as customer_id,
        coalesce(vendor_group.ultimate_parent_id, paid.vendor_id) as vendor_id,
        coalesce(only_market.market_id, paid.market_id) as market_id,
        paid.opening,
        paid.closing
    from paid
    left join {{ ref('int_market_vendors') }} as only_market
        on
            paid.vendor_id = only_market.vendor_id
            and only_market.markets_of_vendor = 1
    {{ join_group('vendor_group', 'paid.vendor_id', 'paid.period_end') }}
    {{ join_group('customer_group', 'paid.customer_id', 'paid.period_end') }}

),

vendor as (

    select
        market_id,
        period_start,
        period_end,
        sum(opening) as opening,
        sum(closing) as closing
    from payment
    where market_id <> 'unclassified' and customer_id <> vendor_id
    group by market_id, period_start, period_end, customer_id, vendor_id

),

ledger_change as (

    select
        market_id,
        period_start,
        period_end,
        sum(greatest(greatest(opening, 0) - greatest(closing, 0), 0)) as paid_less,
        sum(greatest(greatest(closing, 0) - greatest(opening, 0), 0)) as paid_more,
        sum(closing) - sum(opening) as net_change,
        sum(least(closing, 0)) - sum(least(opening, 0)) as credits_left_out
    from vendor
    group by market_id, period_start, period_end
    having sum(abs(greatest(opening, 0) - greatest(closing, 0))) > 0

),

flow as (

    select
        market_id,
        period_start,
        period_end,
        sum(case when from_vendor_id = 'new_demand' then 0 else flow_amount end) as flows_out,
        sum(case when to_vendor_id = 'left_market' then 0 else flow_amount end) as flows_in
    from {{ ref('demand_flows') }}
    group by market_id, period_start, period_end

)

select
    coalesce(ledger_change.market_id, flow.market_id) as market_id,
    coalesce(ledger_change.period_start, flow.period_start) as period_start,
    coalesce(ledger_change.period_end, flow.period_end) as period_end,
    ledger_change.paid_less,
    flow.flows_out,
    ledger_change.paid_more,
    flow.flows_in,
    ledger_change.net_change,
    ledger_change.credits_left_out
from ledger_change
full outer join flow
    on
        ledger_change.market_id = flow.market_id
        and ledger_change.period_start = flow.period_start
        and ledger_change.period_end = flow.period_end
where
    ledger_change.paid_less is distinct from flow.flows_out
    or ledger_change.paid_more is distinct from flow.flows_in
    or ledger_change.net_change
    is distinct from ledger_change.paid_more - ledger_change.paid_less + ledger_change.credits_left_out
