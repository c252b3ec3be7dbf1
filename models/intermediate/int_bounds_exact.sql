-- Grain: one row per whole and period whose named amounts are exact; bounds by methods.md 2(5), exact.
-- Over the total T in [T_low, T_high] the index is convex in 1/T between the totals at which the residual
-- is a whole number of its largest possible units, so its greatest value stands at one of those or at an end.
{% set share = var('major_customer_share') %}
{% set units_in_one = (1 / share + 0.000001) | int %}
{% set ranks = [1, 2, 3, 4] %}
with

whole as (

    select
        whole_kind,
        whole_id,
        period_start,
        period_end,
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
    from {{ ref('int_concentration_wholes') }}
    where method = 'exact'

),

ranked_part as (

    select
        part.*,
        {{ cents('case when part.amount > 0 then part.amount else 0 end') }} as cents,
        row_number() over (
            partition by part.whole_kind, part.whole_id, part.period_start, part.period_end
            order by part.amount desc, part.part_id asc
        ) as place
    from {{ ref('int_concentration_parts') }} as part

),

named as (

    select
        whole.whole_kind,
        whole.whole_id,
        whole.period_start,
        whole.period_end,
        whole.named,
        whole.total_low,
        whole.total_high,
        whole.cap,
        whole.unit,
        coalesce(sum(part.cents * part.cents), 0) as squares,
    {% for rank in ranks %}
        coalesce(sum(case when part.place <= {{ rank }} then part.cents end), 0) as top{{ rank }}{{ ',' if not loop.last }}
    {% endfor %}
    from whole
    left join ranked_part as part
        on
            whole.whole_kind = part.whole_kind
            and whole.whole_id = part.whole_id
            and whole.period_start = part.period_start
            and whole.period_end = part.period_end
    group by
        whole.whole_kind, whole.whole_id, whole.period_start, whole.period_end,
        whole.named, whole.total_low, whole.total_high, whole.cap, whole.unit

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

    select *, total_low as total from named

    union

    select *, total_high as total from named
    where total_high is not null

{% for units in ['1', '2', '3', '4', 'turn', '(turn + 1)', '(least_units + 1)', 'most_units'] %}
    union

    select
        * exclude (turn, least_units, most_units),
        named + {{ units }} * unit as total
    from unit_count
    where named + {{ units }} * unit between total_low and coalesce(total_high, named + {{ units }} * unit)
{% endfor %}

),

-- From here on in shares of the total: how many whole units the residual holds, and what is left over.
filled as (

    select
        *,
        case cap
            when 'unit' then {{ whole_quotient('total - named', 'unit') }}
            when 'whole' then 1
            when 'share' then {{ whole_quotient('(total - named) * 10000', 'total * ' ~ (share * 10000) | round | int) }}
            else 0
        end as units,
        1 / cast(total as double) as scale,
        case cap
            when 'unit' then cast(unit as double) / cast(total as double)
            when 'whole' then cast(total - named as double) / cast(total as double)
            when 'share' then cast({{ share }} as double)
            else 0
        end as unit_share
    from candidate_total

),

candidate as (

    select
        whole_kind, whole_id, period_start, period_end, squares, scale, unit_share, units, top1, top2, top3, top4,
        case
            when cap in ('none', 'whole') then 0
            else greatest(cast(total - named as double) / cast(total as double) - units * unit_share, 0)
        end as rest_share
    from filled

{% for units in range(0, units_in_one + 1) if units * share < 1 %}
    union all

    -- A residual of exactly {{ units }} units of the disclosure threshold.
    select
        whole_kind, whole_id, period_start, period_end, squares,
        (1 - {{ units }} * cast({{ share }} as double)) / cast(named as double) as scale,
        cast({{ share }} as double) as unit_share,
        {{ units }} as units,
        top1, top2, top3, top4,
        0 as rest_share
    from named
    where
        cap = 'share'
        and named > 0
        and cast(named as double) / (1 - {{ units }} * cast({{ share }} as double)) >= cast(total_low as double)
        and (
            total_high is null
            or cast(named as double) / (1 - {{ units }} * cast({{ share }} as double)) <= cast(total_high as double)
        )
{% endfor %}

    union all

    -- A total without limit: the named parts vanish beside it.
    select
        whole_kind, whole_id, period_start, period_end, squares,
        0 as scale,
        cast({{ share }} as double) as unit_share,
        {{ units_in_one }} as units,
        top1, top2, top3, top4,
        greatest(1 - {{ units_in_one }} * cast({{ share }} as double), 0) as rest_share
    from named
    where cap = 'share' and total_high is null

),

greatest_value as (

    select
        whole_kind,
        whole_id,
        period_start,
        period_end,
        max(cast(squares as double) * scale * scale + units * unit_share * unit_share + rest_share * rest_share) as hhi,
    {% for k in [1, 3, 4] %}
        max(greatest(
        {% for j in range(0, k + 1) %}
            {{ 'cast(top' ~ j ~ ' as double) * scale' if j else '0' }}
            + least({{ k - j }}, units) * unit_share
            + case when {{ k - j }} > units then rest_share else 0 end{{ ',' if not loop.last }}
        {% endfor %}
        )) as top{{ k }}{{ ',' if not loop.last }}
    {% endfor %}
    from candidate
    group by whole_kind, whole_id, period_start, period_end

)

select
    named.whole_kind,
    named.whole_id,
    named.period_start,
    named.period_end,
    cast(named.squares as double) / cast(named.total_high as double) / cast(named.total_high as double) as hhi_low,
    case when named.total_high is null and named.cap = 'whole' then null else least(greatest_value.hhi, 1) end as hhi_high,
{% for k in [1, 3, 4] %}
    cast(named.top{{ k }} as double) / cast(named.total_high as double) as top{{ k }}_low,
    case when named.total_high is null and named.cap = 'whole' then null else least(greatest_value.top{{ k }}, 1) end
        as top{{ k }}_high,
{% endfor %}
    cast(named.named as double) / cast(named.total_high as double) as named_low,
    cast(named.named as double) / cast(named.total_low as double) as named_high,
    case when named.total_high is null then 'total' end as unbounded_by
from named
inner join greatest_value
    on
        named.whole_kind = greatest_value.whole_kind
        and named.whole_id = greatest_value.whole_id
        and named.period_start = greatest_value.period_start
        and named.period_end = greatest_value.period_end
