-- Grain: one row per whole and period whose total is the sum of interval parts; bounds by methods.md 2(4).
-- The least index is exact. The greatest is exact up to ten intervals (all corners), above that, and
-- where a stated total narrows the sum, no wider than the sound bound of int_bounds_share.
-- A part without a high leaves the greatest values empty, unless a stated total limits it.
{% set max_intervals = 10 %}
with

part as (

    select * from {{ ref('int_interval_parts') }}
    where method = 'sum'

),

-- At the minimum every part lies at clip(t, low, high) with t = sum of squares / sum. Raising t past a low sets
-- that part free, past a high it is fixed there; between two such events t has a closed form.
event as (

    select
        whole_kind,
        whole_id,
        period_start,
        period_end,
        low_cents as at_cents,
        -low_cents as fixed_change,
        -low_cents * low_cents as squares_change,
        1 as free_change
    from part

    union all

    select
        whole_kind,
        whole_id,
        period_start,
        period_end,
        high_cents as at_cents,
        high_cents as fixed_change,
        high_cents * high_cents as squares_change,
        -1 as free_change
    from part
    where high_cents is not null

),

event_sum as (

    select
        whole_kind,
        whole_id,
        period_start,
        period_end,
        at_cents,
        sum(fixed_change) as fixed_change,
        sum(squares_change) as squares_change,
        sum(free_change) as free_change
    from event
    group by whole_kind, whole_id, period_start, period_end, at_cents

),

-- Some k parts at their lows against the others at their highs are a lower bound of the k largest; the k greatest
-- highs against the least that the others can be are an upper bound.
ranked as (

    select
        *,
        row_number() over (
            partition by whole_kind, whole_id, period_start, period_end
            order by low_cents desc, part_id asc
        ) as low_place,
        row_number() over (
            partition by whole_kind, whole_id, period_start, period_end
            order by high_cents desc nulls first, part_id asc
        ) as high_place
    from part

),

start as (

    select
        whole_kind,
        whole_id,
        period_start,
        period_end,
        sum(low_cents) as low_cents,
        sum(low_cents * low_cents) as low_squares,
        sum(high_cents) as high_cents,
        count(*) as parts,
        count(case when high_cents is null then 1 end) as unbounded,
        count(case when low_cents <> high_cents then 1 end) as intervals,
        min(case when high_cents is null then part_id end) as unbounded_by,
    {% for k in [1, 3, 4] %}
        sum(case when low_place <= {{ k }} then low_cents else 0 end) as low_top{{ k }},
        case
            when count(case when low_place > {{ k }} and high_cents is null then 1 end) = 0
                then sum(case when low_place > {{ k }} then high_cents else 0 end)
        end as high_beside_low_top{{ k }},
        case
            when count(case when high_place <= {{ k }} and high_cents is null then 1 end) = 0
                then sum(case when high_place <= {{ k }} then high_cents else 0 end)
        end as high_top{{ k }}{{ ',' if not loop.last }}
    {% endfor %}
    from ranked
    group by whole_kind, whole_id, period_start, period_end

),

segment as (

    select
        start.whole_kind,
        start.whole_id,
        start.period_start,
        start.period_end,
        event_sum.at_cents as from_cents,
        lead(event_sum.at_cents) over in_order as to_cents,
        start.low_cents + sum(event_sum.fixed_change) over in_order as fixed,
        start.low_squares + sum(event_sum.squares_change) over in_order as squares,
        sum(event_sum.free_change) over in_order as free
    from start
    inner join event_sum
        on
            start.whole_kind = event_sum.whole_kind
            and start.whole_id = event_sum.whole_id
            and start.period_start = event_sum.period_start
            and start.period_end = event_sum.period_end
    window in_order as (
        partition by start.whole_kind, start.whole_id, start.period_start, start.period_end
        order by event_sum.at_cents
    )

),

least_value as (

    select
        whole_kind,
        whole_id,
        period_start,
        period_end,
        min(
            case
                when fixed = 0 then 1 / cast(nullif(free, 0) as double)
                else
                    cast(squares as double)
                    / (cast(fixed as double) * cast(fixed as double) + free * cast(squares as double))
            end
        ) as hhi
    from segment
    where from_cents * fixed <= squares and (to_cents is null or squares <= to_cents * fixed)
    group by whole_kind, whole_id, period_start, period_end

),

corner as (

    select
        numbered.whole_kind,
        numbered.whole_id,
        numbered.period_start,
        numbered.period_end,
        choice.n as choice,
        sum(case when floor(choice.n / power(2, numbered.place)) % 2 = 1 then high_cents else low_cents end) as total,
        sum(
            case when floor(choice.n / power(2, numbered.place)) % 2 = 1 then high_cents * high_cents
            else low_cents * low_cents end
        ) as squares
    from (
        select
            part.*,
            start.intervals,
            row_number() over (
                partition by part.whole_kind, part.whole_id, part.period_start, part.period_end
                order by case when part.low_cents <> part.high_cents then 0 else 1 end, part.part_id
            ) - 1 as place
        from part
        inner join start
            on
                part.whole_kind = start.whole_kind
                and part.whole_id = start.whole_id
                and part.period_start = start.period_start
                and part.period_end = start.period_end
        where start.unbounded = 0 and start.intervals <= {{ max_intervals }}
    ) as numbered
    inner join range(0, {{ 2 ** max_intervals }}) as choice (n)
        on choice.n < power(2, numbered.intervals)
    group by numbered.whole_kind, numbered.whole_id, numbered.period_start, numbered.period_end, choice.n

),

greatest_value as (

    select
        whole_kind,
        whole_id,
        period_start,
        period_end,
        max(cast(squares as double) / cast(total as double) / cast(total as double)) as hhi
    from corner
    where total > 0
    group by whole_kind, whole_id, period_start, period_end

)

select
    start.whole_kind,
    start.whole_id,
    start.period_start,
    start.period_end,
    least_value.hhi as hhi_low,
    least(greatest_value.hhi, sound.hhi_high) as hhi_high,
{% for k in [1, 3, 4] %}
    greatest(
        cast(start.low_top{{ k }} as double)
        / nullif(cast(start.low_top{{ k }} + start.high_beside_low_top{{ k }} as double), 0),
        sound.top{{ k }}_low
    ) as top{{ k }}_low,
    case
        when start.parts <= {{ k }} then 1
        else least(
            cast(start.high_top{{ k }} as double)
            / nullif(cast(start.high_top{{ k }} + start.low_cents - start.low_top{{ k }} as double), 0),
            sound.top{{ k }}_high
        )
    end as top{{ k }}_high,
{% endfor %}
    case when sound.unbounded_by is not null then start.unbounded_by end as unbounded_by
from start
left join least_value
    on
        start.whole_kind = least_value.whole_kind
        and start.whole_id = least_value.whole_id
        and start.period_start = least_value.period_start
        and start.period_end = least_value.period_end
left join greatest_value
    on
        start.whole_kind = greatest_value.whole_kind
        and start.whole_id = greatest_value.whole_id
        and start.period_start = greatest_value.period_start
        and start.period_end = greatest_value.period_end
left join {{ ref('int_bounds_share') }} as sound
    on
        start.whole_kind = sound.whole_kind
        and start.whole_id = sound.whole_id
        and start.period_start = sound.period_start
        and start.period_end = sound.period_end
