-- Grain: one row per event that may move demand, market in which its vendor sells, and competitor there: the other
-- vendors, as groups on the day of the event, and the customers' own labour.
with

-- A purchase of assets gives no stake, and so no owner whom a customer could mind.
deal as (

    select
        deal_id,
        target_id,
        coalesce(announced_on, closed_on, first_known_on) as event_on
    from {{ ref('int_deals') }}
    where
        deal_type in ('equity_stake', 'acquisition')
        and coalesce(status, 'reported') <> 'abandoned'

),

event as (

    select
        deal.deal_id as event_id,
        'deal' as event_type,
        deal.event_on,
        deal.event_on as cause_on,
        deal.deal_id,
        coalesce(vendor_group.ultimate_parent_id, deal.target_id) as from_vendor_id
    from deal
    {{ join_group('vendor_group', 'deal.target_id', 'deal.event_on') }}

    union all

    -- A customer that leaves after a deal is part of what the deal sets free: claims speak of it from the deal on.
    select
        loss.loss_event_id as event_id,
        'loss_event' as event_type,
        loss.announced_on as event_on,
        coalesce(deal.event_on, loss.announced_on) as cause_on,
        loss.deal_id,
        loss.vendor_id as from_vendor_id
    from {{ ref('int_loss_events') }} as loss
    left join deal
        on loss.deal_id = deal.deal_id

),

seller as (

    select distinct
        event.event_id,
        event.event_type,
        event.event_on,
        event.cause_on,
        event.deal_id,
        event.from_vendor_id,
        market_vendor.market_id,
        coalesce(vendor_group.ultimate_parent_id, market_vendor.vendor_id) as vendor_id
    from event
    cross join {{ ref('int_market_vendors') }} as market_vendor
    {{ join_group('vendor_group', 'market_vendor.vendor_id', 'event.event_on') }}
    where market_vendor.vendor_id not in ('in_house', 'undisclosed')

),

left_vendor as (

    select * from seller
    where vendor_id = from_vendor_id

)

select
    left_vendor.event_id,
    left_vendor.event_type,
    left_vendor.event_on,
    left_vendor.cause_on,
    left_vendor.deal_id,
    left_vendor.from_vendor_id,
    left_vendor.market_id,
    seller.vendor_id
from left_vendor
inner join seller
    on
        left_vendor.event_id = seller.event_id
        and left_vendor.market_id = seller.market_id
        and left_vendor.vendor_id <> seller.vendor_id

union all

select
    event_id,
    event_type,
    event_on,
    cause_on,
    deal_id,
    from_vendor_id,
    market_id,
    'in_house' as vendor_id
from left_vendor
