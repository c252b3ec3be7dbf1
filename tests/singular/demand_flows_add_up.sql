-- What: by market and period, the flows of demand_flows out of vendors equal what covered customers paid them less
-- than in the period before, and the flows into vendors what they paid them more, in the months of fct_spend, to the
-- cent; and no vendor has more flows out of it, or into it, than it lost or gained.
-- When it matters: a flow lost or doubled by a join makes a winner or a loser that is none. The join is full and
-- null-safe, so that a market or period missing on either side fails too.
-- How to resolve: this is a defect of the project. Follow the market and period named here from
-- marts.fct_spend through int_flow_changes, int_flow_margins and int_flow_cells; vendor_id is empty where all vendors
-- together differ. paid_less and paid_more count amounts above zero; net_change is that of the payments as they are, and differs from paid_more - paid_less by
-- credits_left_out, the change in credits beyond what was paid.
with

period as (

    select distinct
        later.company_id as customer_id,
        later.period_start,
        later.period_end,
        earlier.period_start as opening_start,
        earlier.period_end as opening_end
    from {{ tested_part(ref('int_covered_periods'), 'period_end') }} as later
    inner join {{ ref('int_covered_periods') }} as earlier
        on
            later.company_id = earlier.company_id
            and later.period_grain = earlier.period_grain
            and {{ dbt.dateadd('day', 1, 'earlier.period_end') }} = later.period_start
            and earlier.side = 'customer'
    where later.side = 'customer'

),

spend as (

    select
        fact.customer_id,
        fact.vendor_id,
        fact.market_id,
        month_period.period_start,
        month_period.period_end,
        sum(fact.spend_amount_low) as amount
    from {{ ref('fct_spend') }} as fact
    inner join {{ tested_part(ref('int_month_periods'), 'next_period_end') }} as month_period
        on fact.period_start = month_period.month_start
    where
        fact.origin = 'ledger'
        and fact.customer_id <> 'undisclosed'
        and fact.customer_id in (select period.customer_id from period)
    group by
        fact.customer_id, fact.vendor_id, fact.market_id, month_period.period_start, month_period.period_end

),

paid as (

    select
        period.period_start,
        period.period_end,
        spend.customer_id,
        spend.vendor_id,
        spend.market_id,
        case when spend.period_start = period.opening_start then spend.amount else 0 end as opening,
        case when spend.period_start = period.opening_start then 0 else spend.amount end as closing
    from spend
    inner join period
        on
            spend.customer_id = period.customer_id
            and (
                (spend.period_start = period.opening_start and spend.period_end = period.opening_end)
                or {{ same_period('spend', 'period') }}
            )

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
        vendor_id,
        sum(opening) as opening,
        sum(closing) as closing
    from payment
    where market_id <> 'unclassified' and customer_id <> vendor_id
    group by market_id, period_start, period_end, customer_id, vendor_id

),

vendor_change as (

    select
        market_id,
        period_start,
        period_end,
        vendor_id,
        sum(greatest(greatest(opening, 0) - greatest(closing, 0), 0)) as paid_less,
        sum(greatest(greatest(closing, 0) - greatest(opening, 0), 0)) as paid_more,
        sum(closing) - sum(opening) as net_change,
        sum(least(closing, 0)) - sum(least(opening, 0)) as credits_left_out
    from vendor
    group by market_id, period_start, period_end, vendor_id

),

ledger_change as (

    select
        market_id,
        period_start,
        period_end,
        sum(paid_less) as paid_less,
        sum(paid_more) as paid_more,
        sum(net_change) as net_change,
        sum(credits_left_out) as credits_left_out
    from vendor_change
    group by market_id, period_start, period_end
    having sum(paid_less) + sum(paid_more) > 0

),

-- A flow is one out of a vendor and one into a vendor.
side as (

    select
        market_id,
        period_start,
        period_end,
        from_vendor_id as vendor_id,
        flow_amount as flow_out,
        0 as flow_in
    from {{ tested_part(ref('demand_flows')) }}
    where from_vendor_id <> 'new_demand'

    union all

    select
        market_id,
        period_start,
        period_end,
        to_vendor_id as vendor_id,
        0 as flow_out,
        flow_amount as flow_in
    from {{ tested_part(ref('demand_flows')) }}
    where to_vendor_id <> 'left_market'

),

vendor_flow as (

    select
        market_id,
        period_start,
        period_end,
        vendor_id,
        sum(flow_out) as flows_out,
        sum(flow_in) as flows_in
    from side
    group by market_id, period_start, period_end, vendor_id

),

flow as (

    select
        market_id,
        period_start,
        period_end,
        sum(flows_out) as flows_out,
        sum(flows_in) as flows_in
    from vendor_flow
    group by market_id, period_start, period_end

)

select
    coalesce(ledger_change.market_id, flow.market_id) as market_id,
    coalesce(ledger_change.period_start, flow.period_start) as period_start,
    coalesce(ledger_change.period_end, flow.period_end) as period_end,
    cast(null as {{ dbt.type_string() }}) as vendor_id,
    ledger_change.paid_less,
    flow.flows_out,
    coalesce(flow.flows_out, 0) - coalesce(ledger_change.paid_less, 0) as difference_out,
    ledger_change.paid_more,
    flow.flows_in,
    coalesce(flow.flows_in, 0) - coalesce(ledger_change.paid_more, 0) as difference_in,
    ledger_change.net_change,
    ledger_change.credits_left_out
from ledger_change
full outer join flow
    on
        ledger_change.market_id = flow.market_id
        and {{ same_period('ledger_change', 'flow') }}
where
    ledger_change.paid_less is distinct from flow.flows_out
    or ledger_change.paid_more is distinct from flow.flows_in
    or ledger_change.net_change
    is distinct from ledger_change.paid_more - ledger_change.paid_less + ledger_change.credits_left_out

union all

select
    vendor_flow.market_id,
    vendor_flow.period_start,
    vendor_flow.period_end,
    vendor_flow.vendor_id,
    vendor_change.paid_less,
    vendor_flow.flows_out,
    coalesce(vendor_flow.flows_out, 0) - coalesce(vendor_change.paid_less, 0) as difference_out,
    vendor_change.paid_more,
    vendor_flow.flows_in,
    coalesce(vendor_flow.flows_in, 0) - coalesce(vendor_change.paid_more, 0) as difference_in,
    vendor_change.net_change,
    vendor_change.credits_left_out
from vendor_flow
left join vendor_change
    on
        vendor_flow.market_id = vendor_change.market_id
        and vendor_flow.vendor_id = vendor_change.vendor_id
        and {{ same_period('vendor_flow', 'vendor_change') }}
where
    vendor_flow.vendor_id not in ('other_losers', 'other_gainers')
    and (
        vendor_flow.flows_out > coalesce(vendor_change.paid_less, 0)
        or vendor_flow.flows_in > coalesce(vendor_change.paid_more, 0)
    )
