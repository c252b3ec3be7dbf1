-- Grain: one row per loss event, customer group, basis (actual or planned) and year or fiscal year with known spend at
-- the vendor's group. Groups as of the day of the event, so that an acquisition since is no loss. Plans of all of the
-- vendor's customers, actual spend of the event's own.
with

event as (

    select * from {{ ref('int_leaving_customers') }}

),

figure as (

    select
        vendor.loss_event_id,
        customer.group_id as customer_id,
        figure.vendor_id as member_vendor_id,
        figure.customer_id as member_customer_id,
        figure.basis,
        figure.period_grain,
        figure.period_start,
        figure.period_end,
        figure.amount_low,
        figure.amount_high,
        figure.amount,
        figure.origin,
        figure.least_amount
    from {{ ref('int_loss_members') }} as vendor
    inner join {{ ref('int_loss_members') }} as customer
        on
            vendor.loss_event_id = customer.loss_event_id
            and customer.side = 'customer'
    inner join {{ ref('int_grouped_figures') }} as figure
        on
            vendor.company_id = figure.vendor_id
            and customer.company_id = figure.customer_id
    where
        vendor.side = 'vendor'
        and figure.metric = 'customer_spend'
        and figure.period_grain in ('year', 'fiscal_year')

    union all

    select
        vendor.loss_event_id,
        coalesce(customer_group.ultimate_parent_id, figure.customer_id) as customer_id,
        figure.vendor_id as member_vendor_id,
        figure.customer_id as member_customer_id,
        figure.basis,
        figure.period_grain,
        figure.period_start,
        figure.period_end,
        figure.amount_low,
        figure.amount_high,
        figure.amount,
        figure.origin,
        cast(null as decimal(18, 2)) as least_amount
    from event
    inner join {{ ref('int_loss_members') }} as vendor
        on
            event.loss_event_id = vendor.loss_event_id
            and vendor.side = 'vendor'
    inner join {{ ref('int_company_figures') }} as figure
        on vendor.company_id = figure.vendor_id
    {{ join_group('customer_group', 'figure.customer_id', 'event.announced_on') }}
    where
        figure.metric = 'customer_spend'
        and figure.basis = 'planned'
        and figure.period_grain in ('year', 'fiscal_year')

),

-- A claim about a parent includes its subsidiaries: what it contains is not added to it.
contained as (

    select distinct
        part.loss_event_id,
        part.member_vendor_id,
        part.member_customer_id,
        part.basis,
        part.period_start,
        part.period_end
    from figure as part
    inner join figure as whole
        on
            part.loss_event_id = whole.loss_event_id
            and part.customer_id = whole.customer_id
            and part.basis = whole.basis
            and {{ same_period('part', 'whole') }}
            and whole.origin = 'reported'
    left join {{ ref('int_company_ancestors') }} as vendor_link
        on
            part.member_vendor_id = vendor_link.company_id
            and whole.member_vendor_id = vendor_link.ancestor_id
            and part.period_end between vendor_link.valid_from and vendor_link.valid_to
    left join {{ ref('int_company_ancestors') }} as customer_link
        on
            part.member_customer_id = customer_link.company_id
            and whole.member_customer_id = customer_link.ancestor_id
            and part.period_end between customer_link.valid_from and customer_link.valid_to
    where
        (part.member_vendor_id = whole.member_vendor_id or vendor_link.company_id is not null)
        and (part.member_customer_id = whole.member_customer_id or customer_link.company_id is not null)
        and (part.member_vendor_id <> whole.member_vendor_id or part.member_customer_id <> whole.member_customer_id)

)

select
    figure.loss_event_id,
    figure.customer_id,
    figure.basis,
    figure.period_grain,
    figure.period_start,
    figure.period_end,
    cast(sum(greatest(figure.amount_low, figure.least_amount)) as decimal(18, 2)) as amount_low,
    cast(
        case
            when count(figure.amount_high) = count(*) then sum(greatest(figure.amount_high, figure.least_amount))
        end as decimal(18, 2)
    ) as amount_high,
    cast(
        case
            when
                count(
                    case
                        when figure.least_amount is null or figure.amount >= figure.least_amount then figure.amount
                    end
                ) = count(*)
                then sum(figure.amount)
        end as decimal(18, 2)
    ) as amount
from figure
left join contained
    on
        figure.loss_event_id = contained.loss_event_id
        and figure.member_vendor_id = contained.member_vendor_id
        and figure.member_customer_id = contained.member_customer_id
        and figure.basis = contained.basis
        and {{ same_period('figure', 'contained') }}
where contained.loss_event_id is null
group by
    figure.loss_event_id, figure.customer_id, figure.basis, figure.period_grain, figure.period_start, figure.period_end
having coalesce(max(figure.amount_low), max(figure.amount_high)) is not null
