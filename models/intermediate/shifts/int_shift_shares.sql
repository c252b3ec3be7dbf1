-- Grain: one row per event, market, competitor and side of the event (before, after): the competitor's share of the
-- market in the nearest year in which it is known. Calendar years first.
with

known as (

    select
        competitor.event_id,
        competitor.market_id,
        competitor.vendor_id,
        case when competitor.event_on > part.period_end then 'before' else 'after' end as side,
        part.period_grain,
        part.period_start,
        part.period_end,
        case when count(part.share_low) = count(*) then sum(part.share_low) end as share_low,
        case when count(part.share_high) = count(*) then least(sum(part.share_high), 1) end as share_high,
        case when count(part.share) = count(*) then sum(part.share) end as share
    from {{ ref('int_shift_competitors') }} as competitor
    inner join {{ ref('int_part_shares') }} as part
        on
            competitor.market_id = part.whole_id
            and part.whole_kind = 'market'
            and part.period_grain in ('year', 'fiscal_year')
    {{ join_group('part_group', 'part.part_id', 'competitor.event_on') }}
    where
        competitor.vendor_id = coalesce(part_group.ultimate_parent_id, part.part_id)
        and competitor.event_on is not null
        and coalesce(part.share_low, part.share_high, part.share) is not null
    group by
        competitor.event_id, competitor.market_id, competitor.vendor_id, competitor.event_on, part.period_grain,
        part.period_start, part.period_end

),

ranked as (

    select
        *,
        row_number() over (
            partition by event_id, market_id, vendor_id, side
            order by
                case period_grain when 'year' then 1 else 2 end asc,
                case when side = 'before' then period_end end desc,
                case when side = 'after' then period_end end asc
        ) as distance
    from known

)

select
    ranked.event_id,
    ranked.market_id,
    ranked.vendor_id,
    ranked.side,
    ranked.period_grain,
    ranked.period_start,
    ranked.period_end,
    total.total_basis,
    cast(ranked.share_low as decimal(10, 9)) as share_low,
    cast(ranked.share_high as decimal(10, 9)) as share_high,
    cast(ranked.share as decimal(10, 9)) as share
from ranked
inner join {{ ref('int_concentration_wholes') }} as total
    on
        total.whole_kind = 'market'
        and ranked.market_id = total.whole_id
        and {{ same_period('ranked', 'total') }}
where ranked.distance = 1
