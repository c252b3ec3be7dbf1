-- Grain: one row per loss event and window of days in which its loss is asked for: the event's calendar year, the
-- twelve months from its announcement, and each period of a claim about what others gain from its vendor.
-- Days lost in the window: by step (in full until effective_from, nothing after it), and at the most, as a fraction,
-- by ramp (falling evenly from notice_on to effective_from).
with

event as (

    select * from {{ ref('int_loss_events') }}
    where announced_on is not null

),

claim as (

    {{ known_claims('demand_claims') }}

),

gain as (

    select distinct
        coalesce(name.company_id, claim.from_vendor_id) as from_vendor_id,
        claim.period_start,
        claim.period_end
    from claim
    left join {{ ref('stg_company_names') }} as name
        on claim.from_vendor_id = name.name
    where claim.period_start is not null and claim.period_end is not null

),

loss_window as (

    select
        loss_event_id,
        'event_year' as window_name,
        event_year_start as window_start,
        cast({{ dbt.dateadd('day', -1, dbt.dateadd('year', 1, 'event_year_start')) }} as date) as window_end
    from event

    union all

    select
        loss_event_id,
        'next_12_months' as window_name,
        announced_on as window_start,
        cast({{ dbt.dateadd('day', -1, dbt.dateadd('month', 12, 'announced_on')) }} as date) as window_end
    from event

    union all

    select distinct
        member.loss_event_id,
        'claim_period' as window_name,
        gain.period_start as window_start,
        gain.period_end as window_end
    from {{ ref('int_loss_members') }} as member
    inner join gain
        on member.company_id = coalesce(gain.from_vendor_id, member.company_id)
    where member.side = 'vendor'

),

-- A year's spend is spread over the days of its twelve months.
dated as (

    select
        event.*,
        loss_window.window_name,
        loss_window.window_start,
        loss_window.window_end,
        cast({{ dbt.dateadd('day', 1, 'loss_window.window_end') }} as date) as day_after,
        case
            when loss_window.window_name = 'claim_period'
                then {{ dbt.datediff(dbt.dateadd('month', -12, dbt.dateadd('day', 1, 'loss_window.window_end')),
                    dbt.dateadd('day', 1, 'loss_window.window_end'), 'day') }}
            else {{ days_inclusive('loss_window.window_start', 'loss_window.window_end') }}
        end as year_days,
        case
            when event.effective_from > event.notice_on
                then {{ dbt.datediff('event.notice_on', 'event.effective_from', 'day') }}
            else 0
        end as decline_days
    from event
    inner join loss_window
        on event.loss_event_id = loss_window.loss_event_id

),

-- least passes over an empty effective_to: a loss for good. No beginning known: the day of the announcement at the
-- earliest, never at the latest.
counted as (

    select
        *,
        case
            when effective_from is not null
                then {{ days_inclusive('greatest(effective_from, window_start)', 'least(effective_to, window_end)') }}
        end as step_days,
        {{ days_inclusive('greatest(announced_on, window_start)', 'least(effective_to, window_end)') }} as open_days,
        greatest({{ dbt.datediff('notice_on', 'window_start', 'day') }}, 0) as decline_from,
        case
            when decline_days > 0
                then least({{ dbt.datediff('notice_on', 'day_after', 'day') }}, decline_days)
        end as decline_to
    from dated

)

-- The area under the even decline between two days of it, (b - a) (a + b) / 2 n for days a and b of n.
select
    loss_event_id,
    window_name,
    window_start,
    window_end,
    year_days,
    cast(coalesce(step_days, 0) as bigint) as days_low,
    cast(step_days as bigint) as days_base,
    cast(
        case
            when step_days is null then open_days
            when decline_days = 0 then step_days
            when decline_to > decline_from
                then 2 * decline_days * step_days + (decline_to - decline_from) * (decline_from + decline_to)
            else 2 * decline_days * step_days
        end as bigint
    ) as days_high_numerator,
    cast(case when decline_days = 0 then 1 else 2 * decline_days end as bigint) as days_high_denominator
from counted
