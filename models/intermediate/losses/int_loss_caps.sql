-- Grain: one row per loss event whose vendor's revenue is known: what a customer whose spend is unknown can have spent
-- in the latest such year, and may spend a year, at the most.
{% set major = var('major_customer_share') %}
with

total as (

    select
        total.*,
        event.announced_on
    from {{ ref('int_loss_totals') }} as total
    inner join {{ ref('int_leaving_customers') }} as event
        on total.loss_event_id = event.loss_event_id
    where total.is_latest

),

-- Plans of the customers of whom each may be the largest named.
plan as (

    select
        total.loss_event_id,
        plan.period_grain,
        plan.amount_high
    from total
    inner join {{ ref('int_part_shares') }} as part
        on
            total.vendor_id = part.whole_id
            and part.whole_kind = 'vendor'
            and {{ same_period('total', 'part') }}
            and coalesce(total.largest_amount_low <= part.amount_high, true)
    inner join {{ ref('int_loss_figures') }} as plan
        on
            total.loss_event_id = plan.loss_event_id
            and part.part_id = plan.customer_id
            and plan.basis = 'planned'
            and total.announced_on between plan.period_start and plan.period_end

),

planned as (

    select
        loss_event_id,
        max(amount_high) as amount_high,
        count(amount_high) < count(*) as is_unbounded
    from plan
    group by loss_event_id

),

limited as (

    select
        total.*,
        -- The largest named is no limit where none is named, and where the disclosure does not say so.
        total.residual_rule in ('largest_only', 'top_customers', 'over_threshold') as has_limit,
        -- Unnamed customers under the threshold may still be larger than the largest named.
        case
            when total.residual_rule = 'over_threshold'
                then cast(round(total.total_amount_high * {{ major }}, 2) as decimal(18, 2))
            else 0
        end as threshold_amount,
        case when total.part_count = 0 then 0 else total.largest_amount_high end as largest_amount,
        coalesce(planned.amount_high, 0) as planned_amount,
        coalesce(planned.is_unbounded, false) as is_plan_unbounded
    from total
    left join planned
        on total.loss_event_id = planned.loss_event_id

),

capped as (

    select
        *,
        case
            when has_limit and largest_amount is not null and threshold_amount is not null
                then greatest(largest_amount, threshold_amount)
        end as spend_limit,
        case
            when has_limit and largest_amount is not null and threshold_amount is not null and not is_plan_unbounded
                then greatest(largest_amount, planned_amount, threshold_amount)
        end as rate_limit
    from limited

)

-- Of two limits the lower holds; least passes over one that is not known.
select
    loss_event_id,
    period_grain,
    period_start,
    period_end,
    total_amount_low,
    total_amount_high,
    residual_amount_high,
    cast(least(residual_amount_high, spend_limit) as decimal(18, 2)) as spend_amount_high,
    cast(least(residual_amount_high, rate_limit) as decimal(18, 2)) as rate_amount_high
from capped
