-- Grain: one row per vendor with a loss event: what its events together put at risk in the twelve months after each.
with

loss as (

    select
        rate.loss_event_id,
        rate.vendor_id,
        rate.is_spend_known,
        rate.baseline_period_start,
        rate.baseline_period_end,
        rate.residual_amount_high,
        loss_window.lost_amount_low,
        loss_window.lost_amount_high
    from {{ ref('int_loss_rates') }} as rate
    left join {{ ref('int_loss_windows') }} as loss_window
        on
            rate.loss_event_id = loss_window.loss_event_id
            and loss_window.window_name = 'next_12_months'

),

named as (

    select
        vendor_id,
        count(*) as loss_events,
        count(case when is_spend_known then 1 end) as known_customers,
        sum(case when is_spend_known then lost_amount_low else 0 end) as amount_low,
        case
            when count(case when is_spend_known then lost_amount_high end) = count(case when is_spend_known then 1 end)
                then sum(case when is_spend_known then lost_amount_high else 0 end)
        end as amount_high
    from loss
    group by vendor_id

),

-- Customers whose spend is unknown share what the revenue of one year leaves: together they lose no more than that.
unnamed as (

    select
        vendor_id,
        baseline_period_start,
        baseline_period_end,
        least(
            case when count(lost_amount_high) = count(*) then sum(lost_amount_high) end,
            max(residual_amount_high)
        ) as amount_high
    from loss
    where not is_spend_known
    group by vendor_id, baseline_period_start, baseline_period_end

),

unnamed_together as (

    select
        vendor_id,
        case when count(amount_high) = count(*) then sum(amount_high) end as amount_high
    from unnamed
    group by vendor_id

),

ranked_revenue as (

    select
        *,
        row_number() over (
            partition by whole_id
            order by case when period_grain = 'year' then 0 else 1 end, period_end desc
        ) as place
    from {{ ref('int_concentration') }}
    where
        whole_kind = 'vendor'
        and period_grain in ('year', 'fiscal_year')
        and total_basis <> 'observed_only'

)

select
    named.vendor_id,
    named.loss_events,
    named.known_customers,
    cast(named.amount_low as decimal(18, 2)) as at_risk_named_amount_low,
    cast(named.amount_high as decimal(18, 2)) as at_risk_named_amount_high,
    cast(
        case
            when unnamed_together.vendor_id is null then named.amount_high
            else named.amount_high + unnamed_together.amount_high
        end as decimal(18, 2)
    ) as at_risk_amount_high,
    revenue.period_start as revenue_period_start,
    revenue.period_end as revenue_period_end,
    revenue.total_amount_low as revenue_amount_low,
    revenue.total_amount_high as revenue_amount_high,
    revenue.total_amount as revenue_amount
from named
left join unnamed_together
    on named.vendor_id = unnamed_together.vendor_id
left join ranked_revenue as revenue
    on
        named.vendor_id = revenue.whole_id
        and revenue.place = 1
