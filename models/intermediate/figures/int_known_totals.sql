-- Grain: one row per group and period whose total revenue (or budget) is known: from a claim about its head, or from
-- all its members, the head included, each with a figure of its own or a complete ledger without a line.
with

group_total as (

    select
        metric,
        vendor_group_id,
        customer_group_id,
        vendor_group_id || customer_group_id as group_id,
        case when metric = 'vendor_revenue' then 'vendor' else 'customer' end as side,
        period_start,
        period_end,
        bool_or(
            vendor_id = vendor_group_id
            and customer_id = customer_group_id
            and origin = 'reported'
            and coalesce(amount_low, amount_high) is not null
        ) as is_head_stated
    from {{ changed_part(ref('int_grouped_figures')) }}
    where metric <> 'customer_spend'
    group by metric, vendor_group_id, customer_group_id, period_start, period_end

),

group_member as (

    select
        group_total.*,
        group_total.group_id as company_id
    from group_total

    union all

    select
        group_total.*,
        member.company_id
    from group_total
    inner join {{ ref('int_company_groups') }} as member
        on
            group_total.group_id = member.ultimate_parent_id
            and group_total.period_end between member.valid_from and member.valid_to
            and {{ 'true' if var('roll_up_parents') else 'false' }}

)

select
    group_member.metric,
    group_member.vendor_group_id,
    group_member.customer_group_id,
    group_member.period_start,
    group_member.period_end
from group_member
left join {{ changed_part(ref('int_grouped_figures')) }} as grouped
    on
        group_member.metric = grouped.metric
        and group_member.company_id = grouped.vendor_id || grouped.customer_id
        and {{ same_period('group_member', 'grouped') }}
left join {{ changed_part(ref('int_covered_periods')) }} as coverage
    on
        group_member.company_id = coverage.company_id
        and group_member.side = coverage.side
        and {{ same_period('group_member', 'coverage') }}
group by
    group_member.metric, group_member.vendor_group_id, group_member.customer_group_id,
    group_member.period_start, group_member.period_end
having
    bool_or(group_member.is_head_stated)
    or bool_and(coalesce(grouped.amount_low, grouped.amount_high) is not null or coverage.side is not null)
