-- Grain: one row per loss event: what the customer would have spent a year without it, as bounds and, where a plan or
-- a past year is exact, as a point; and its share of the vendor's revenue.
with

joined as (

    select
        spend.*,
        event.vendor_id,
        event.customer_id,
        spend.baseline_period_start is not null as has_baseline,
        spend.plan_period_start is not null as has_plan,
        total.total_amount_low,
        total.total_amount_high,
        -- The shares of vendor_customers, where they are about the same companies.
        coalesce(
            total.is_part
            and coalesce(total.part_amount_low, 0) = coalesce(spend.baseline_amount_low, 0)
            and coalesce(total.part_amount_high, -1) = coalesce(spend.baseline_amount_high, -1), false
        ) as is_same_part,
        total.part_share_low,
        total.part_share_high,
        total.beside_named_amount_high,
        cap.period_grain as cap_period_grain,
        cap.period_start as cap_period_start,
        cap.period_end as cap_period_end,
        cap.total_amount_low as cap_total_amount_low,
        cap.total_amount_high as cap_total_amount_high,
        cap.residual_amount_high,
        cap.spend_amount_high,
        cap.rate_amount_high
    from {{ ref('int_loss_spend') }} as spend
    inner join {{ ref('int_leaving_customers') }} as event
        on spend.loss_event_id = event.loss_event_id
    left join {{ ref('int_loss_totals') }} as total
        on
            spend.loss_event_id = total.loss_event_id
            and spend.baseline_period_start = total.period_start
            and spend.baseline_period_end = total.period_end
    left join {{ ref('int_loss_caps') }} as cap
        on spend.loss_event_id = cap.loss_event_id

),

-- A customer cannot have spent more than the vendor's revenue leaves beside the others.
bounded as (

    select
        *,
        has_baseline or has_plan as is_spend_known,
        has_baseline
        and baseline_amount_high is null
        and is_same_part
        and beside_named_amount_high is not null as is_bounded_by_total,
        case
            when baseline_amount_high is null and is_same_part
                then beside_named_amount_high + greatest(coalesce(baseline_amount_low, 0), 0)
            else baseline_amount_high
        end as bounded_amount_high
    from joined

),

-- Nobody loses more than was spent: credits are no spend that could end.
rated as (

    select
        *,
        case when has_baseline then greatest(coalesce(baseline_amount_low, 0), 0) end as baseline_rate_low,
        case when has_plan then greatest(coalesce(plan_amount_low, 0), 0) end as plan_rate_low,
        case when bounded_amount_high is not null then greatest(bounded_amount_high, 0) end as baseline_rate_high,
        case when plan_amount_high is not null then greatest(plan_amount_high, 0) end as plan_rate_high,
        case
            when not is_spend_known then cap_total_amount_low
            else total_amount_low
        end as revenue_amount_low,
        case
            when not is_spend_known then cap_total_amount_high
            else total_amount_high
        end as revenue_amount_high,
        case when is_spend_known then baseline_amount_low when cap_period_start is not null then 0 end as spend_low,
        case when is_spend_known then bounded_amount_high else spend_amount_high end as spend_high
    from bounded

)

select
    loss_event_id,
    vendor_id,
    customer_id,
    is_spend_known,
    is_bounded_by_total,
    case when is_spend_known then baseline_period_grain else cap_period_grain end as baseline_period_grain,
    case when is_spend_known then baseline_period_start else cap_period_start end as baseline_period_start,
    case when is_spend_known then baseline_period_end else cap_period_end end as baseline_period_end,
    cast(spend_low as decimal(18, 2)) as baseline_amount_low,
    cast(spend_high as decimal(18, 2)) as baseline_amount_high,
    cast(
        case when spend_low = spend_high then spend_low when is_spend_known then baseline_amount end as decimal(18, 2)
    ) as baseline_amount,
    plan_period_start,
    plan_period_end,
    plan_amount_low,
    plan_amount_high,
    plan_amount,
    -- least and greatest pass over a figure that is not there, but one without a high has no limit.
    cast(coalesce(least(baseline_rate_low, plan_rate_low), 0) as decimal(18, 2)) as rate_amount_low,
    cast(
        case
            when not is_spend_known then rate_amount_high
            when has_baseline and baseline_rate_high is null or has_plan and plan_rate_high is null then null
            else greatest(baseline_rate_high, plan_rate_high)
        end as decimal(18, 2)
    ) as rate_amount_high,
    cast(
        case
            when coalesce(plan_amount, baseline_amount) < 0 then 0
            else coalesce(plan_amount, baseline_amount)
        end as decimal(18, 2)
    ) as rate_amount_base,
    case when not is_spend_known then residual_amount_high end as residual_amount_high,
    cast(
        case
            when is_spend_known and is_same_part then part_share_low
            when spend_low <= 0 and revenue_amount_low is not null then 0
            when spend_low is null or coalesce(revenue_amount_high, 0) <= 0 then null
            else least(round(cast(spend_low as double) / cast(revenue_amount_high as double), 9), 1)
        end as decimal(10, 9)
    ) as share_of_vendor_revenue_low,
    cast(
        case
            when is_spend_known and is_same_part and not is_bounded_by_total then part_share_high
            when spend_high <= 0 and revenue_amount_low is not null then 0
            when spend_high is null or coalesce(revenue_amount_low, 0) <= 0 then null
            else least(round(cast(spend_high as double) / cast(revenue_amount_low as double), 9), 1)
        end as decimal(10, 9)
    ) as share_of_vendor_revenue_high
from rated
