-- Grain: one row per event, market, competitor and metric that it claims: its claims resolved to one low and high, each
-- from the best tier that states it (DESIGN 3.2).
{% set subject = 'event_id, market_id, vendor_id, metric, period_start, period_end' %}
with

tiered as (

    select
        *,
        min(case when value_low is not null then tier end) over (partition by {{ subject }}) as low_tier,
        min(case when value_high is not null then tier end) over (partition by {{ subject }}) as high_tier
    from {{ ref('int_shift_claims') }}

),

-- Within a tier a high is never below a low of the same tier; least and greatest pass over an empty bound.
bounds as (

    select
        {{ subject }},
        low_tier,
        high_tier,
        least(
            min(case when tier = low_tier then value_low end), min(case when tier = low_tier then value_high end)
        ) as value_low,
        greatest(
            max(case when tier = high_tier then value_high end), max(case when tier = high_tier then value_low end)
        ) as value_high
    from tiered
    group by {{ subject }}, low_tier, high_tier

)

-- Where a low from one tier crosses a high from another, the better tier stands.
select
    {{ subject }},
    case when low_tier > high_tier and value_low > value_high then null else value_low end as value_low,
    case when high_tier > low_tier and value_low > value_high then null else value_high end as value_high
from bounds
