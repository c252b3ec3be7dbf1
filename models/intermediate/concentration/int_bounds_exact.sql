-- Grain: one row per whole and period whose named amounts are exact; bounds by methods.md 2(5), exact.
{% set share = var('major_customer_share') %}
{% set per_ten_thousand = (share * 10000) | round | int %}
{% set units_in_one = (1 / share + 0.000001) | int %}
with

candidate_total as (

    select * from {{ changed_part(ref('int_exact_totals')) }}

),

named as (

    select distinct
        {{ whole_key() }},
        named,
        total_low,
        total_high,
        cap,
        squares,
        top1,
        top2,
        top3,
        top4
    from candidate_total

),

-- From here on in shares of the total: how many whole units the residual holds, and what is left over.
filled as (

    select
        *,
        case cap
            when 'unit' then {{ whole_quotient('total - named', 'unit') }}
            when 'whole' then 1
            when 'share' then {{ whole_quotient('(total - named) * 10000', 'total * ' ~ per_ten_thousand) }}
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
        {{ whole_key() }}, squares, scale, unit_share, units, top1, top2, top3, top4,
        case
            when cap in ('none', 'whole') then 0
            else greatest(cast(total - named as double) / cast(total as double) - units * unit_share, 0)
        end as rest_share
    from filled

    {% for units in range(0, units_in_one + 1) if units * share < 1 %}
    union all

    -- A residual of exactly {{ units }} units of the disclosure threshold.
    select
        {{ whole_key() }}, squares,
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
        {{ whole_key() }}, squares,
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
        {{ whole_key() }},
        {% for k in [1, 3, 4] %}
        {% set sums = [] %}
        {% for named in range(0, k + 1) %}
        {% do sums.append((named and 'cast(top' ~ named ~ ' as double) * scale') ~ ' + least(' ~ (k - named)
            ~ ', units) * unit_share + case when ' ~ (k - named) ~ ' > units then rest_share else 0 end') %}
        {% endfor %}
        max(greatest({{ sums | join(', ') }})) as top{{ k }},
        {% endfor %}
        max(
            cast(squares as double) * scale * scale
            + units * unit_share * unit_share
            + rest_share * rest_share
        ) as hhi
    from candidate
    group by {{ whole_key() }}

)

select
    {{ whole_key('named') }},
    cast(named.squares as double) / cast(named.total_high as double) / cast(named.total_high as double) as hhi_low,
    case
        when named.total_high is not null or named.cap <> 'whole' then least(greatest_value.hhi, 1)
    end as hhi_high,
    {% for k in [1, 3, 4] %}
    cast(named.top{{ k }} as double) / cast(named.total_high as double) as top{{ k }}_low,
    case
        when named.total_high is not null or named.cap <> 'whole' then least(greatest_value.top{{ k }}, 1)
    end as top{{ k }}_high,
    {% endfor %}
    cast(named.named as double) / cast(named.total_high as double) as named_low,
    cast(named.named as double) / cast(named.total_low as double) as named_high,
    case when named.total_high is null then 'total' end as unbounded_by
from named
inner join greatest_value
    on {{ same_whole('named', 'greatest_value') }}
