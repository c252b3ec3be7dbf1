-- Grain: one row per loss event: what the customer spent at the vendor in the latest known year before it, what it
-- planned to spend in the year of the event, and what it then spent.
with

event as (

    select * from {{ ref('int_leaving_customers') }}

),

figure as (

    select
        event.loss_event_id,
        event.announced_on,
        figure.basis,
        figure.period_grain,
        figure.period_start,
        figure.period_end,
        figure.amount_low,
        figure.amount_high,
        case when figure.amount_low = figure.amount_high then figure.amount_low else figure.amount end as amount
    from event
    inner join {{ ref('int_loss_figures') }} as figure
        on
            event.loss_event_id = figure.loss_event_id
            and event.customer_id = figure.customer_id

),

known as (

    select * from figure

    union all

    select
        event.loss_event_id,
        event.announced_on,
        'actual' as basis,
        covered.period_grain,
        covered.period_start,
        covered.period_end,
        cast(0 as decimal(18, 2)) as amount_low,
        cast(0 as decimal(18, 2)) as amount_high,
        cast(0 as decimal(18, 2)) as amount
    from event
    inner join {{ ref('int_loss_covered_years') }} as covered
        on event.loss_event_id = covered.loss_event_id
    left join figure
        on
            covered.loss_event_id = figure.loss_event_id
            and figure.basis = 'actual'
            and {{ same_period('covered', 'figure') }}
    where figure.loss_event_id is null

),

-- Calendar years before fiscal years, the latest first.
ranked as (

    select
        *,
        case
            when basis = 'planned' and announced_on between period_start and period_end then 'plan'
            when basis = 'actual' and period_end < announced_on then 'baseline'
        end as used_as,
        row_number() over (
            partition by
                loss_event_id, basis, period_end < announced_on, announced_on between period_start and period_end
            order by case when period_grain = 'year' then 0 else 1 end, period_end desc
        ) as place
    from known

),

-- The actual year of the event is that of the baseline, some whole years later.
event_year as (

    select
        baseline.loss_event_id,
        known.period_start,
        known.period_end,
        known.amount_low,
        known.amount_high,
        known.amount
    from ranked as baseline
    inner join known
        on
            baseline.loss_event_id = known.loss_event_id
            and known.basis = 'actual'
            and baseline.period_grain = known.period_grain
            and extract(month from baseline.period_start) = extract(month from known.period_start)
            and baseline.announced_on between known.period_start and known.period_end
    where baseline.used_as = 'baseline' and baseline.place = 1

)

select
    event.loss_event_id,
    baseline.period_grain as baseline_period_grain,
    baseline.period_start as baseline_period_start,
    baseline.period_end as baseline_period_end,
    baseline.amount_low as baseline_amount_low,
    baseline.amount_high as baseline_amount_high,
    baseline.amount as baseline_amount,
    plan.period_start as plan_period_start,
    plan.period_end as plan_period_end,
    plan.amount_low as plan_amount_low,
    plan.amount_high as plan_amount_high,
    plan.amount as plan_amount,
    event_year.period_start as actual_period_start,
    event_year.period_end as actual_period_end,
    event_year.amount_low as actual_amount_low,
    event_year.amount_high as actual_amount_high,
    event_year.amount as actual_amount
from event
left join ranked as baseline
    on
        event.loss_event_id = baseline.loss_event_id
        and baseline.used_as = 'baseline'
        and baseline.place = 1
left join ranked as plan
    on
        event.loss_event_id = plan.loss_event_id
        and plan.used_as = 'plan'
        and plan.place = 1
left join event_year
    on event.loss_event_id = event_year.loss_event_id
