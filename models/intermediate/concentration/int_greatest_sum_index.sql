-- Grain: one row per whole and period whose total is the sum of at most ten interval parts: its greatest HHI, exact.
-- It stands at a corner, where every part is at its low or its high (methods.md 2(4)), and all corners are tried.
-- A part without a high, or more intervals than that: no row.
{% set max_intervals = 10 %}
with

part as (

    select
        *,
        count(case when low_cents <> high_cents then 1 end) over (partition by {{ whole_key() }}) as intervals,
        count(case when high_cents is null then 1 end) over (partition by {{ whole_key() }}) as unbounded,
        row_number() over (
            partition by {{ whole_key() }}
            order by case when low_cents <> high_cents then 0 else 1 end, part_id
        ) - 1 as place
    from {{ changed_part(ref('int_interval_parts')) }}
    where method = 'sum'

),

-- The binary digits of `choice` say which intervals are at their high; exact parts count as their low.
at_corner as (

    select
        {{ whole_key('part') }},
        corner.choice,
        case
            when floor(corner.choice / power(2, part.place)) % 2 = 1 then part.high_cents
            else part.low_cents
        end as cents
    from part
    inner join range(0, {{ 2 ** max_intervals }}) as corner (choice)
        on corner.choice < power(2, part.intervals)
    where part.unbounded = 0 and part.intervals <= {{ max_intervals }}

),

corner_sum as (

    select
        {{ whole_key() }},
        choice,
        sum(cents) as total,
        sum(cents * cents) as squares
    from at_corner
    group by {{ whole_key() }}, choice

)

select
    {{ whole_key() }},
    max(cast(squares as double) / cast(total as double) / cast(total as double)) as hhi_high
from corner_sum
where total > 0
group by {{ whole_key() }}
