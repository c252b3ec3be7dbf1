-- Grain: one row per loss event, side (vendor or customer) and company of that side's group on the day of the event.
with

side as (

    select
        loss_event_id,
        announced_on,
        'vendor' as side,
        vendor_id as group_id
    from {{ ref('int_leaving_customers') }}

    union all

    select
        loss_event_id,
        announced_on,
        'customer' as side,
        customer_id as group_id
    from {{ ref('int_leaving_customers') }}

)

select
    loss_event_id,
    side,
    group_id,
    group_id as company_id
from side

union all

select
    side.loss_event_id,
    side.side,
    side.group_id,
    member.company_id
from side
inner join {{ ref('int_company_groups') }} as member
    on
        side.group_id = member.ultimate_parent_id
        and side.announced_on between member.valid_from and member.valid_to
        and {{ 'true' if var('roll_up_parents') else 'false' }}
