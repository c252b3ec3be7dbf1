-- Grain: one row per whole and period whose total is the sum of interval parts: its least HHI, exact.
-- At the minimum every part lies at clip(t, low, high) with t = sum of squares / sum (methods.md 2(4)). Raising t past
-- a low sets that part free, past a high it is fixed there; between two such events t has a closed form.
with

part as (

    select * from {{ changed_part(ref('int_interval_parts')) }}
    where method = 'sum'

),

event as (

    select
        {{ whole_key() }},
        low_cents as at_cents,
        -low_cents as fixed_change,
        -low_cents * low_cents as squares_change,
        1 as free_change
    from part

    union all

    select
        {{ whole_key() }},
        high_cents as at_cents,
        high_cents as fixed_change,
        high_cents * high_cents as squares_change,
        -1 as free_change
    from part
    where high_cents is not null

),

event_sum as (

    select
        {{ whole_key() }},
        at_cents,
        sum(fixed_change) as fixed_change,
        sum(squares_change) as squares_change,
        sum(free_change) as free_change
    from event
    group by {{ whole_key() }}, at_cents

),

all_at_low as (

    select
        {{ whole_key() }},
        sum(low_cents) as fixed,
        sum(low_cents * low_cents) as squares
    from part
    group by {{ whole_key() }}

),

segment as (

    select
        {{ whole_key('all_at_low') }},
        event_sum.at_cents as from_cents,
        lead(event_sum.at_cents) over in_order as to_cents,
        all_at_low.fixed + sum(event_sum.fixed_change) over in_order as fixed,
        all_at_low.squares + sum(event_sum.squares_change) over in_order as squares,
        sum(event_sum.free_change) over in_order as free
    from all_at_low
    inner join event_sum
        on {{ same_whole('all_at_low', 'event_sum') }}
    window in_order as (
        partition by {{ whole_key('all_at_low') }}
        order by event_sum.at_cents
    )

)

-- With every part free, all can be equal.
select
    {{ whole_key() }},
    min(
        case
            when fixed = 0 then 1 / cast(nullif(free, 0) as double)
            else
                cast(squares as double)
                / (
                    cast(fixed as double) * cast(fixed as double)
                    + free * cast(squares as double)
                )
        end
    ) as hhi_low
from segment
where
    from_cents * fixed <= squares
    and (to_cents is null or squares <= to_cents * fixed)
group by {{ whole_key() }}
