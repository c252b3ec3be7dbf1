-- Grain: one row per metric (customer_spend, vendor_revenue), vendor, customer and period, companies as reported, with
-- an actual figure in the period or in the one before; for revenue also of the other members of the vendor's group,
-- without whom the group's total is not known, and of those that have left it since, whom the claim before still held.
-- Groups are those at the end of the period, for both sides.
with

figure as (

    select
        figure.metric,
        figure.vendor_id,
        figure.customer_id,
        period.period_grain,
        period.period_start,
        period.period_end
    from {{ ref('int_grouped_figures') }} as figure
    inner join {{ ref('int_change_periods') }} as period
        on
            figure.period_start = period.side_start
            and figure.period_end = period.side_end
    where figure.metric in ('customer_spend', 'vendor_revenue')

    union

    select
        claim.metric,
        claim.member_vendor_id as vendor_id,
        claim.member_customer_id as customer_id,
        period.period_grain,
        period.period_start,
        period.period_end
    from {{ ref('int_claim_members') }} as claim
    inner join {{ ref('int_change_periods') }} as period
        on
            claim.period_start = period.side_start
            and claim.period_end = period.side_end
    where
        claim.metric = 'vendor_revenue'
        and claim.basis = 'actual'

),

-- A group changes with the periods: both sides are looked at as of the later one.
grouped as (

    select
        figure.*,
        coalesce(vendor_group.ultimate_parent_id, figure.vendor_id) as vendor_group_id,
        coalesce(customer_group.ultimate_parent_id, figure.customer_id) as customer_group_id
    from figure
    {{ join_group('vendor_group', 'figure.vendor_id', 'figure.period_end') }}
    {{ join_group('customer_group', 'figure.customer_id', 'figure.period_end') }}

),

revenue_group as (

    select distinct
        metric,
        vendor_group_id,
        customer_group_id,
        period_grain,
        period_start,
        period_end
    from grouped
    where metric = 'vendor_revenue'

)

select
    metric,
    vendor_id,
    customer_id,
    vendor_group_id,
    customer_group_id,
    period_grain,
    period_start,
    period_end
from grouped

union

select
    metric,
    vendor_group_id as vendor_id,
    customer_group_id as customer_id,
    vendor_group_id,
    customer_group_id,
    period_grain,
    period_start,
    period_end
from revenue_group

union

select
    revenue_group.metric,
    member.company_id as vendor_id,
    revenue_group.customer_group_id as customer_id,
    revenue_group.vendor_group_id,
    revenue_group.customer_group_id,
    revenue_group.period_grain,
    revenue_group.period_start,
    revenue_group.period_end
from revenue_group
inner join {{ ref('int_company_groups') }} as member
    on
        revenue_group.vendor_group_id = member.ultimate_parent_id
        and revenue_group.period_end between member.valid_from and member.valid_to
        and {{ 'true' if var('roll_up_parents') else 'false' }}
