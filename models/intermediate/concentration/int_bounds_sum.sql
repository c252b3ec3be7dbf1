-- Grain: one row per whole and period whose total is the sum of interval parts; bounds by methods.md 2(4).
-- The least index is exact, the greatest too up to ten intervals; where there are more, or a stated total narrows
-- the sum, the sound bound of int_bounds_share holds. A part without a high leaves the greatest values empty, unless
-- a stated total limits it.
with

-- Some k parts at their lows against the others at their highs are a lower bound of the k largest; the k greatest
-- highs against the least that the others can be are an upper bound.
ranked as (

    select
        *,
        row_number() over (
            partition by {{ whole_key() }} order by low_cents desc, part_id asc
        ) as low_place,
        row_number() over (
            partition by {{ whole_key() }} order by high_cents desc nulls first, part_id asc
        ) as high_place
    from {{ changed_part(ref('int_interval_parts')) }}
    where method = 'sum'

),

summed as (

    select
        {{ whole_key() }},
        {% for k in [1, 3, 4] %}
        sum(case when low_place <= {{ k }} then low_cents else 0 end) as low_top{{ k }},
        case
            when count(case when low_place > {{ k }} and high_cents is null then 1 end) = 0
                then sum(case when low_place > {{ k }} then high_cents else 0 end)
        end as high_beside_low_top{{ k }},
        case
            when count(case when high_place <= {{ k }} and high_cents is null then 1 end) = 0
                then sum(case when high_place <= {{ k }} then high_cents else 0 end)
        end as high_top{{ k }},
        {% endfor %}
        count(*) as parts,
        sum(low_cents) as low_cents,
        min(case when high_cents is null then part_id end) as unbounded_by
    from ranked
    group by {{ whole_key() }}

)

-- greatest and least pass over what is not known.
select
    {{ whole_key('summed') }},
    least_index.hhi_low,
    least(greatest_index.hhi_high, sound.hhi_high) as hhi_high,
    {% for k in [1, 3, 4] %}
    greatest(
        cast(summed.low_top{{ k }} as double)
        / nullif(cast(summed.low_top{{ k }} + summed.high_beside_low_top{{ k }} as double), 0),
        sound.top{{ k }}_low
    ) as top{{ k }}_low,
    case
        when summed.parts <= {{ k }} then 1
        else
            least(
                cast(summed.high_top{{ k }} as double)
                / nullif(cast(summed.high_top{{ k }} + summed.low_cents - summed.low_top{{ k }} as double), 0),
                sound.top{{ k }}_high
            )
    end as top{{ k }}_high,
    {% endfor %}
    case when sound.unbounded_by is not null then summed.unbounded_by end as unbounded_by
from summed
left join {{ changed_part(ref('int_least_sum_index')) }} as least_index
    on {{ same_whole('summed', 'least_index') }}
left join {{ changed_part(ref('int_greatest_sum_index')) }} as greatest_index
    on {{ same_whole('summed', 'greatest_index') }}
left join {{ changed_part(ref('int_bounds_share')) }} as sound
    on {{ same_whole('summed', 'sound') }}
