-- Grain: one row per vendor group and year for which a customer's spend was planned: by how much the customers whose
-- spend is known stayed below their plans.
with

inside as (

    select distinct
        member_vendor_id,
        member_customer_id,
        period_start,
        period_end
    from {{ ref('int_claim_members') }}
    where metric = 'customer_spend' and basis = 'planned'

),

-- A plan for a parent holds those for its subsidiaries.
plan as (

    select
        figure.vendor_id,
        figure.customer_id,
        figure.period_grain,
        figure.period_start,
        figure.period_end,
        figure.amount_low,
        figure.amount_high
    from {{ ref('int_company_figures') }} as figure
    left join inside
        on
            figure.vendor_id = inside.member_vendor_id
            and figure.customer_id = inside.member_customer_id
            and {{ same_period('figure', 'inside') }}
    where
        figure.metric = 'customer_spend'
        and figure.basis = 'planned'
        and figure.period_grain in ('year', 'fiscal_year')
        and figure.vendor_id not in ('in_house', 'undisclosed')
        and figure.customer_id <> 'undisclosed'
        and inside.member_vendor_id is null

),

grouped as (

    select
        coalesce(vendor_group.ultimate_parent_id, plan.vendor_id) as vendor_id,
        coalesce(customer_group.ultimate_parent_id, plan.customer_id) as customer_id,
        plan.period_grain,
        plan.period_start,
        plan.period_end,
        sum(plan.amount_low) as plan_low,
        case when count(plan.amount_high) = count(*) then sum(plan.amount_high) end as plan_high,
        bool_or(coalesce(vendor_coverage.company_id, customer_coverage.company_id) is not null) as has_coverage
    from plan
    {{ join_group('vendor_group', 'plan.vendor_id', 'plan.period_end') }}
    {{ join_group('customer_group', 'plan.customer_id', 'plan.period_end') }}
    left join {{ ref('int_covered_periods') }} as vendor_coverage
        on
            plan.vendor_id = vendor_coverage.company_id
            and vendor_coverage.side = 'vendor'
            and {{ same_period('plan', 'vendor_coverage') }}
    left join {{ ref('int_covered_periods') }} as customer_coverage
        on
            plan.customer_id = customer_coverage.company_id
            and customer_coverage.side = 'customer'
            and {{ same_period('plan', 'customer_coverage') }}
    group by
        coalesce(vendor_group.ultimate_parent_id, plan.vendor_id),
        coalesce(customer_group.ultimate_parent_id, plan.customer_id),
        plan.period_grain, plan.period_start, plan.period_end

),

compared as (

    select
        grouped.*,
        coalesce(change.closing_is_known, grouped.has_coverage) as is_known,
        case when change.vendor_id is not null then change.closing_amount_low when grouped.has_coverage then 0 end
            as actual_low,
        case when change.vendor_id is not null then change.closing_amount_high when grouped.has_coverage then 0 end
            as actual_high
    from grouped
    left join {{ changed_part(ref('int_group_changes')) }} as change
        on
            change.metric = 'customer_spend'
            and grouped.vendor_id = change.vendor_id
            and grouped.customer_id = change.customer_id
            and {{ same_period('grouped', 'change') }}
    where grouped.vendor_id <> grouped.customer_id

),

-- A bound that is not known is no limit: spend may have been nothing, or without end.
shortfall as (

    select
        *,
        case when is_known then greatest(0, coalesce(plan_low - actual_high, 0)) end as shortfall_low,
        case
            when is_known and plan_high is not null then greatest(0, plan_high - coalesce(actual_low, 0))
        end as shortfall_high
    from compared

)

select
    vendor_id,
    period_grain,
    period_start,
    period_end,
    cast(sum(shortfall_low) as decimal(18, 2)) as amount_low,
    cast(case when count(shortfall_high) = count(shortfall_low) then sum(shortfall_high) end as decimal(18, 2))
        as amount_high
from shortfall
group by vendor_id, period_grain, period_start, period_end
