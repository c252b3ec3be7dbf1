-- Grain: one row per whole and period whose named amounts are exact, and total at which its greatest concentration may
-- stand (methods.md 2(5)). Over the total T the index is convex in 1/T between the totals at which the residual is a
-- whole number of its largest possible units, so its greatest value stands at one of those or at an end of T's range.
-- What that unit is (`cap`): unit, an amount; share, a share of T; whole, the residual itself; none, no residual.
{% set ranks = [1, 2, 3, 4] %}
with

whole as (

    select
        {{ whole_key() }},
        named_low_cents as named,
        greatest(total_low_cents, 1) as total_low,
        total_high_cents as total_high,
        case
            when residual_rule = 'largest_only' and greatest_high_cents > 0 then 'unit'
            when residual_rule = 'top_customers' and least_high_cents is not null then 'unit'
            when residual_rule = 'over_threshold' then 'share'
            when residual_rule = 'complete' then 'none'
            else 'whole'
        end as cap,
        case when residual_rule = 'largest_only' then greatest_high_cents else least_high_cents end as unit
    from {{ changed_part(ref('int_concentration_wholes')) }}
    where method = 'exact'

),

part as (

    select
        {{ whole_key('part') }},
        {{ cents('case when part.amount > 0 then part.amount else 0 end') }} as cents
    from {{ changed_part(ref('int_concentration_parts')) }} as part
    inner join whole
        on {{ same_whole('part', 'whole') }}

),

summed as (

    select
        {{ whole_key() }},
        {{ greatest_values('cast(cents as bigint)', 4) }} as largest,
        sum(cents * cents) as squares
    from part
    group by {{ whole_key() }}

),

named as (

    select
        whole.*,
        {% for rank in ranks %}
        coalesce({{ sum_of_first('summed.largest', rank) }}, 0) as top{{ rank }},
        {% endfor %}
        coalesce(summed.squares, 0) as squares
    from whole
    left join summed
        on {{ same_whole('whole', 'summed') }}

),

-- The index at T = named + q units rises in q up to (unit * named - 2 * squares) / unit^2, then falls.
unit_count as (

    select
        *,
        {{ whole_quotient('greatest(unit * named - 2 * squares, 0)', 'unit * unit') }} as turn,
        {{ whole_quotient('greatest(total_low - named, 0)', 'unit') }} as least_units,
        {{ whole_quotient('greatest(total_high - named, 0)', 'unit') }} as most_units
    from named
    where cap = 'unit'

),

candidate_total as (

    select
        *,
        total_low as total
    from named

    union all

    select
        *,
        total_high as total
    from named
    where total_high <> total_low

    union all

    -- Strictly between the two, each once.
    select
        {{ whole_key() }},
        named,
        total_low,
        total_high,
        cap,
        unit,
        top1,
        top2,
        top3,
        top4,
        squares,
        total
    from (
        {% for units in ['1', '2', '3', '4', 'turn', '(turn + 1)', '(least_units + 1)', 'most_units'] %}
        {{ 'union' if not loop.first }}

        select
            *,
            named + {{ units }} * unit as total
        from unit_count
        {% endfor %}
    ) as unit_total
    where total > total_low and (total_high is null or total < total_high)

)

select * from candidate_total
