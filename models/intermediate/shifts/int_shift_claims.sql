-- Grain: one row per event, market, competitor and claim of what that competitor gains from it: of several things that
-- it claims the one closest to the event. Companies as groups on the day of the event.
with

said as (

    select
        competitor.event_id,
        competitor.market_id,
        competitor.vendor_id,
        claim.metric,
        claim.value_low,
        claim.value_high,
        claim.period_start,
        claim.period_end,
        claim.tier,
        claim.row_key,
        -- About this vendor rather than any, this market rather than all, the group itself rather than a part of it,
        -- and the period that ends first; then by name.
        rank() over (
            partition by competitor.event_id, competitor.market_id, competitor.vendor_id, claim.metric
            order by
                case when claim.from_vendor_id is null then 2 else 1 end asc,
                case when claim.market_id = 'all' then 2 else 1 end asc,
                case when claim.vendor_id = competitor.vendor_id then 1 else 2 end asc,
                coalesce(claim.period_end, date '2199-12-31') asc,
                coalesce(claim.period_start, date '1900-01-01') desc,
                claim.vendor_id asc,
                coalesce(claim.from_vendor_id, '') asc
        ) as distance
    from {{ ref('int_shift_competitors') }} as competitor
    inner join {{ ref('int_demand_claims') }} as claim
        on
            claim.market_id in (competitor.market_id, 'all')
            -- What was said before the event and the deal it follows, or of a time before them, is not about it.
            and coalesce(competitor.cause_on <= claim.said_on, true)
            and coalesce(competitor.cause_on <= claim.period_end, true)
    {{ join_group('vendor_group', 'claim.vendor_id', 'competitor.event_on') }}
    {{ join_group('from_group', 'claim.from_vendor_id', 'competitor.event_on') }}
    where
        competitor.vendor_id = coalesce(vendor_group.ultimate_parent_id, claim.vendor_id)
        and competitor.from_vendor_id
        = coalesce(from_group.ultimate_parent_id, claim.from_vendor_id, competitor.from_vendor_id)

)

select
    event_id,
    market_id,
    vendor_id,
    metric,
    value_low,
    value_high,
    period_start,
    period_end,
    tier,
    row_key
from said
where distance = 1
