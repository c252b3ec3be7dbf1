-- Grain: one row per event, market and competitor whose revenue there is known in the latest year before the event of
-- which any competitor's is: the most of what moves that goes to it, as a fraction of whole numbers. At the least it is
-- nothing, since own labour and competitors whose revenue is unknown may take all.
with

known as (

    select
        competitor.event_id,
        competitor.market_id,
        competitor.vendor_id,
        revenue.period_grain,
        revenue.period_start,
        revenue.period_end,
        sum({{ cents('case when revenue.amount_low > 0 then revenue.amount_low else 0 end') }}) as low_cents,
        case
            when count(revenue.amount_high) = count(*)
                then sum({{ cents('case when revenue.amount_high > 0 then revenue.amount_high else 0 end') }})
        end as high_cents
    from {{ ref('int_shift_competitors') }} as competitor
    inner join {{ ref('int_market_revenue') }} as revenue
        on
            competitor.market_id = revenue.market_id
            and competitor.event_on > revenue.period_end
            and revenue.period_grain in ('year', 'fiscal_year')
            and coalesce(revenue.amount_low, revenue.amount_high) is not null
    {{ join_group('vendor_group', 'revenue.vendor_id', 'competitor.event_on') }}
    where
        competitor.vendor_id <> 'in_house'
        and competitor.vendor_id = coalesce(vendor_group.ultimate_parent_id, revenue.vendor_id)
    group by
        competitor.event_id, competitor.market_id, competitor.vendor_id, revenue.period_grain,
        revenue.period_start, revenue.period_end

),

recent as (

    select
        *,
        rank() over (
            partition by event_id, market_id
            order by case period_grain when 'year' then 1 else 2 end, period_end desc
        ) as recency,
        sum(low_cents) over (partition by event_id, market_id, period_start, period_end) as all_low_cents
    from known

),

latest as (

    select
        *,
        all_low_cents - low_cents + high_cents as least_total_cents
    from recent
    where recency = 1

)

-- Without a high it may take all; so may each where all of them sell nothing.
select
    event_id,
    market_id,
    vendor_id,
    period_grain,
    period_start,
    period_end,
    case when least_total_cents > 0 then high_cents else 1 end as ratio_numerator,
    case when least_total_cents > 0 then least_total_cents else 1 end as ratio_denominator
from latest
