-- Grain: one row per loss event, with the deal that it is linked to and the notice that it began with.
with

event as (

    select * from {{ ref('int_leaving_customers') }}

),

-- A purchase of assets gives no stake, and so no owner whom a customer could mind.
deal as (

    select
        deal_id,
        investor_id,
        target_id,
        coalesce(announced_on, closed_on, first_known_on) as dealt_on
    from {{ ref('int_deals') }}
    where
        coalesce(status, '') <> 'abandoned'
        and coalesce(deal_type, '') <> 'asset_purchase'

),

deal_before as (

    select
        event.loss_event_id,
        event.customer_id,
        event.announced_on,
        deal.deal_id,
        deal.dealt_on,
        coalesce(investor_group.ultimate_parent_id, deal.investor_id) as owner_id
    from event
    inner join {{ ref('int_loss_members') }} as vendor
        on
            event.loss_event_id = vendor.loss_event_id
            and vendor.side = 'vendor'
    inner join deal
        on
            vendor.company_id = deal.target_id
            and event.announced_on >= deal.dealt_on
    {{ join_group('investor_group', 'deal.investor_id', 'event.announced_on') }}

),

-- Rivals of the customer's group, as groups on the day of the event.
rival as (

    select distinct
        event.loss_event_id,
        coalesce(rival_group.ultimate_parent_id, rivalry.rival_id) as rival_id
    from event
    inner join {{ ref('int_loss_members') }} as customer
        on
            event.loss_event_id = customer.loss_event_id
            and customer.side = 'customer'
    inner join {{ ref('int_rivalries') }} as rivalry
        on customer.company_id = rivalry.company_id
    {{ join_group('rival_group', 'rivalry.rival_id', 'event.announced_on') }}

),

ranked_deal as (

    select
        deal_before.*,
        row_number() over (
            partition by deal_before.loss_event_id
            order by deal_before.dealt_on desc, deal_before.deal_id asc
        ) as place
    from deal_before
    inner join rival
        on
            deal_before.loss_event_id = rival.loss_event_id
            and deal_before.owner_id = rival.rival_id
    where deal_before.owner_id <> deal_before.customer_id

),

-- Spend declines from the notice on, the latest before the loss begins.
ranked_notice as (

    select
        event.loss_event_id,
        contract.contract_id,
        contract.notice_given_on,
        row_number() over (
            partition by event.loss_event_id
            order by contract.notice_given_on desc, contract.contract_id asc
        ) as place
    from event
    inner join {{ ref('int_loss_members') }} as vendor
        on
            event.loss_event_id = vendor.loss_event_id
            and vendor.side = 'vendor'
    inner join {{ ref('int_loss_members') }} as customer
        on
            event.loss_event_id = customer.loss_event_id
            and customer.side = 'customer'
    inner join {{ ref('int_contracts') }} as contract
        on
            vendor.company_id = contract.vendor_id
            and customer.company_id = contract.customer_id
            and event.effective_from >= contract.notice_given_on

)

select
    event.*,
    ranked_deal.deal_id,
    ranked_notice.contract_id as notice_contract_id,
    coalesce(ranked_notice.notice_given_on, event.announced_on) as notice_on
from event
left join ranked_deal
    on
        event.loss_event_id = ranked_deal.loss_event_id
        and ranked_deal.place = 1
left join ranked_notice
    on
        event.loss_event_id = ranked_notice.loss_event_id
        and ranked_notice.place = 1
