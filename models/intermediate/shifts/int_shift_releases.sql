-- Grain: one row per event, scope (its own loss events, or all that are linked to its deal) and window of days: what
-- these loss events release in it. The window event_year is each loss event's own.
with

event as (

    select distinct
        event_id,
        event_type,
        deal_id
    from {{ ref('int_shift_competitors') }}

),

linked as (

    select
        event.event_id,
        'event' as scope,
        loss.loss_event_id
    from event
    inner join {{ ref('int_loss_events') }} as loss
        on
            (event.event_type = 'deal' and event.deal_id = loss.deal_id)
            or (event.event_type = 'loss_event' and event.event_id = loss.loss_event_id)

    union all

    select
        event.event_id,
        'deal' as scope,
        loss.loss_event_id
    from event
    inner join {{ ref('int_loss_events') }} as loss
        on
            event.deal_id = loss.deal_id
            or (event.event_type = 'loss_event' and event.event_id = loss.loss_event_id)

),

counted as (

    select
        *,
        count(*) over (partition by event_id, scope) as loss_events
    from linked

),

released as (

    select
        counted.event_id,
        counted.scope,
        counted.loss_events,
        loss_window.window_name,
        case when loss_window.window_name = 'claim_period' then loss_window.window_start end as window_start,
        case when loss_window.window_name = 'claim_period' then loss_window.window_end end as window_end,
        loss_window.is_spend_known,
        loss_window.lost_amount_low,
        loss_window.lost_amount_high,
        case when not loss_window.is_spend_known then rate.baseline_period_start end as baseline_period_start,
        case when not loss_window.is_spend_known then rate.baseline_period_end end as baseline_period_end,
        -- The residual is a year's, and no limit to what a longer window holds.
        case
            when {{ dbt.dateadd('month', 12, 'loss_window.window_start') }} > loss_window.window_end
                then rate.residual_amount_high
        end as residual_amount_high
    from counted
    inner join {{ ref('int_loss_windows') }} as loss_window
        on
            counted.loss_event_id = loss_window.loss_event_id
            and loss_window.window_name in ('event_year', 'claim_period')
    inner join {{ ref('int_loss_rates') }} as rate
        on counted.loss_event_id = rate.loss_event_id

),

-- Customers whose spend is unknown share what the revenue of one year leaves: together they lose no more than that.
summed as (

    select
        event_id,
        scope,
        window_name,
        window_start,
        window_end,
        is_spend_known,
        loss_events,
        count(*) as windows,
        sum(lost_amount_low) as amount_low,
        case
            when count(lost_amount_high) < count(*) then max(residual_amount_high)
            when is_spend_known then sum(lost_amount_high)
            else least(sum(lost_amount_high), max(residual_amount_high))
        end as amount_high
    from released
    group by
        event_id, scope, window_name, window_start, window_end, is_spend_known, loss_events, baseline_period_start,
        baseline_period_end

)

-- A loss event that has no such window releases who knows what.
select
    event_id,
    scope,
    window_name,
    window_start,
    window_end,
    cast(coalesce(sum(case when is_spend_known then amount_low end), 0) as decimal(18, 2)) as named_amount_low,
    cast(
        case
            when
                sum(windows) = max(loss_events)
                and count(case when is_spend_known and amount_high is null then 1 end) = 0
                then coalesce(sum(case when is_spend_known then amount_high end), 0)
        end as decimal(18, 2)
    ) as named_amount_high,
    cast(
        case when sum(windows) = max(loss_events) and count(amount_high) = count(*) then sum(amount_high) end
        as decimal(18, 2)
    ) as amount_high
from summed
group by event_id, scope, window_name, window_start, window_end
