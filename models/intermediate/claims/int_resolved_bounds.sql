-- Grain: one row per subject and attribute, its claims resolved to one low, high and point.
-- Each of the three is taken from the best tier that states it (DESIGN 3.2).
with

claim as (

    select * from {{ ref('int_claim_bounds') }}

),

-- Within a tier a high is never below a low of the same tier, nor a low above a high.
tier_bounds as (

    select
        subject_key,
        attribute,
        tier,
        case when min(low) is not null then least(min(low), coalesce(min(high), min(low))) end as low,
        case when max(high) is not null then greatest(max(high), coalesce(max(low), max(high))) end as high
    from claim
    group by subject_key, attribute, tier

),

best_tier as (

    select
        subject_key,
        attribute,
        min(case when low is not null then tier end) as low_tier,
        min(case when high is not null then tier end) as high_tier
    from tier_bounds
    group by subject_key, attribute

),

bounds as (

    select
        best_tier.subject_key,
        best_tier.attribute,
        best_tier.low_tier,
        best_tier.high_tier,
        low_bounds.low,
        high_bounds.high,
        coalesce(low_bounds.low > high_bounds.high, false) as is_crossed
    from best_tier
    left join tier_bounds as low_bounds
        on
            best_tier.subject_key = low_bounds.subject_key
            and best_tier.attribute = low_bounds.attribute
            and best_tier.low_tier = low_bounds.tier
    left join tier_bounds as high_bounds
        on
            best_tier.subject_key = high_bounds.subject_key
            and best_tier.attribute = high_bounds.attribute
            and best_tier.high_tier = high_bounds.tier

),

exact as (

    select
        *,
        dense_rank() over (
            partition by subject_key, attribute
            order by tier asc nulls last, said_on desc nulls last
        ) as recency
    from claim
    where low = high

),

-- Different exact claims on the latest day: no point, since no midpoint is ever made up.
point as (

    select
        subject_key,
        attribute,
        case when min(low) = max(low) then min(low) end as point
    from exact
    where recency = 1
    group by subject_key, attribute

),

-- Where a low from one tier crosses a high from another, the better tier stands.
standing as (

    select
        subject_key,
        attribute,
        case when is_crossed and low_tier > high_tier then null else low end as low,
        case when is_crossed and high_tier > low_tier then null else high end as high,
        case
            when is_crossed then least(low_tier, high_tier)
            else greatest(coalesce(low_tier, high_tier), coalesce(high_tier, low_tier))
        end as tier
    from bounds

)

select
    standing.subject_key,
    standing.attribute,
    standing.low,
    standing.high,
    case
        when point.point < standing.low or point.point > standing.high then null
        else point.point
    end as point,
    standing.tier
from standing
left join point
    on
        standing.subject_key = point.subject_key
        and standing.attribute = point.attribute
