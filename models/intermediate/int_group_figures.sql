-- Grain: one row per metric, vendor group, customer group and period of actual figures over all markets.
-- Companies under one ultimate parent at the period's end are one (ASC 280-10-50-42). A claim about a parent wins
-- over what is known of its subsidiaries; ledger lines of both add up; what a group pays itself is no revenue.
with

contained as (

    select distinct
        metric,
        member_vendor_id,
        member_customer_id,
        period_start,
        period_end
    from {{ ref('int_figures_inside_claims') }}

),

contents as (

    select
        metric,
        vendor_id,
        customer_id,
        period_start,
        period_end,
        sum(case when amount_low > 0 then amount_low else 0 end) as least_amount
    from {{ ref('int_figures_inside_claims') }}
    where is_direct
    group by metric, vendor_id, customer_id, period_start, period_end

),

grouped as (

    select
        figure.*,
        coalesce(vendor_group.ultimate_parent_id, figure.vendor_id) as vendor_group_id,
        coalesce(customer_group.ultimate_parent_id, figure.customer_id) as customer_group_id,
        contained.metric is null as is_topmost,
        contents.least_amount
    from {{ ref('int_company_figures') }} as figure
    {{ join_group('vendor_group', 'figure.vendor_id', 'figure.period_end') }}
    {{ join_group('customer_group', 'figure.customer_id', 'figure.period_end') }}
    left join contained
        on
            figure.metric = contained.metric
            and figure.vendor_id = contained.member_vendor_id
            and figure.customer_id = contained.member_customer_id
            and {{ same_period('figure', 'contained') }}
    left join contents
        on {{ same_figure('figure', 'contents') }}
    where figure.basis = 'actual'

),

-- A group's total is known from a claim about its head, or from all its members.
group_total as (

    select
        metric,
        vendor_group_id,
        customer_group_id,
        period_start,
        period_end,
        bool_or(
            vendor_id = vendor_group_id and customer_id = customer_group_id and origin = 'reported'
        ) as is_head_stated,
        count(case when vendor_id <> vendor_group_id or customer_id <> customer_group_id then 1 end) as members_known
    from grouped
    where metric <> 'customer_spend'
    group by metric, vendor_group_id, customer_group_id, period_start, period_end

),

known_total as (

    select
        group_total.metric,
        group_total.vendor_group_id,
        group_total.customer_group_id,
        group_total.period_start,
        group_total.period_end
    from group_total
    left join {{ ref('int_company_groups') }} as member
        on
            member.ultimate_parent_id in (group_total.vendor_group_id, group_total.customer_group_id)
            and group_total.period_end between member.valid_from and member.valid_to
            and {{ 'true' if var('roll_up_parents') else 'false' }}
    group by
        group_total.metric, group_total.vendor_group_id, group_total.customer_group_id,
        group_total.period_start, group_total.period_end, group_total.is_head_stated, group_total.members_known
    having group_total.is_head_stated or group_total.members_known = count(member.company_id)

),

summed as (

    select
        metric,
        vendor_group_id,
        customer_group_id,
        period_grain,
        period_start,
        period_end,
        sum(greatest(amount_low, least_amount)) as amount_low,
        -- What a claim about a parent contains raises it; greatest passes over a claim that contains nothing.
        case when count(amount_high) = count(*) then sum(greatest(amount_high, least_amount)) end as amount_high,
        case
            when count(case when least_amount is null or amount >= least_amount then amount end) = count(*)
                then sum(amount)
        end as amount,
        case when count(*) = 1 then max(share_low) end as share_low,
        case when count(*) = 1 then max(share_high) end as share_high,
        case when count(*) = 1 then max(share) end as share,
        case when count(*) = 1 then max(disclosure) end as disclosure,
        max(tier) as tier,
        max(case when parts_exceed or least_amount > amount_high then 1 else 0 end) = 1 as parts_exceed,
        case when max(origin) = 'ledger' then 'ledger' else 'reported' end as origin,
        min(case when is_covered then 1 else 0 end) = 1 as is_covered
    from grouped
    where is_topmost and (metric <> 'customer_spend' or vendor_group_id <> customer_group_id)
    group by metric, vendor_group_id, customer_group_id, period_grain, period_start, period_end

)

select
    summed.metric,
    summed.vendor_group_id as vendor_id,
    summed.customer_group_id as customer_id,
    summed.period_grain,
    summed.period_start,
    summed.period_end,
    cast(summed.amount_low as decimal(18, 2)) as amount_low,
    cast(summed.amount_high as decimal(18, 2)) as amount_high,
    cast(summed.amount as decimal(18, 2)) as amount,
    summed.share_low,
    summed.share_high,
    summed.share,
    summed.disclosure,
    summed.tier,
    summed.parts_exceed,
    summed.origin,
    summed.is_covered,
    known_total.metric is not null as is_total
from summed
left join known_total
    on
        summed.metric = known_total.metric
        and summed.vendor_group_id = known_total.vendor_group_id
        and summed.customer_group_id = known_total.customer_group_id
        and {{ same_period('summed', 'known_total') }}
