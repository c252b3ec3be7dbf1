-- Grain: one row per whole and period with interval parts; bounds by methods.md 2(3): sound, not always attained.
-- Each square is replaced by its chord; the budget that the lows leave is spent where the chord is steepest,
-- and the residual, a row of units up to its cap, is a piece whose chord has the slope of the cap.
{% set one = '1000000000000' %}
{% set ranks = [1, 2, 3, 4] %}
{% set known_low = 'whole.total_high_cents is not null or whole.low_squares > 0' %}
{% set known_high = "whole.total_high_cents is not null or whole.residual_rule not in ('partial', 'complete')" %}
with

part as (

    select
        *,
        -- Who may have spent nothing may be no customer, and then sets no limit to those not named.
        case when low_cents > 0 then high_share end as customer_high_share
    from {{ changed_part(ref('int_interval_parts')) }}

),

whole as (

    select
        {{ whole_key() }},
        max(method) as method,
        max(total_high_cents) as total_high_cents,
        max(residual_rule) as residual_rule,
        {{ one }} - max(named_low_share) as budget,
        sum(low_share * low_share) as low_squares,
        least(sum(high_share), {{ one }}) as named_high_share,
        case max(residual_rule)
            when 'complete' then 0
            when 'largest_only' then max(high_share)
            when 'top_customers'
                then coalesce(min(customer_high_share), {{ one }} - max(named_low_share))
            when 'over_threshold' then cast({{ var('major_customer_share') }} * {{ one }} as {{ wide_integer() }})
            else {{ one }} - max(named_low_share)
        end as unit
    from part
    group by {{ whole_key() }}

),

steepest_first as (

    select
        part.*,
        whole.budget,
        coalesce(
            sum(
                case
                    when part.low_share + part.high_share > whole.unit then part.high_share - part.low_share
                end
            ) over (
                partition by {{ whole_key('part') }}
                order by part.low_share + part.high_share desc, part.part_id asc
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as spent_before,
        part.low_share + part.high_share > whole.unit as is_before_residual,
        row_number() over (
            partition by {{ whole_key('part') }}
            order by part.low_share desc, part.part_id asc
        ) as low_place,
        row_number() over (
            partition by {{ whole_key('part') }}
            order by part.high_share desc, part.part_id asc
        ) as high_place
    from part
    inner join whole
        on {{ same_whole('part', 'whole') }}

),

spent as (

    select
        *,
        case
            when is_before_residual then greatest(least(high_share - low_share, budget - spent_before), 0)
            else 0
        end as spent_share
    from steepest_first

),

filled as (

    select
        {{ whole_key() }},
        {% for rank in ranks %}
        sum(case when low_place <= {{ rank }} then low_share else 0 end) as low_top{{ rank }},
        sum(case when high_place <= {{ rank }} then high_share else 0 end) as high_top{{ rank }},
        {% endfor %}
        sum(spent_share) as spent_share,
        sum(spent_share * (low_share + high_share)) as spent_squares
    from spent
    group by {{ whole_key() }}

)

-- Beside a total without a high, lows vanish; where nothing caps the residual either, so do the highs' limits.
select
    {{ whole_key('whole') }},
    whole.method,
    case when {{ known_low }} then cast(whole.low_squares as double) / 1e24 end as hhi_low,
    case
        when {{ known_high }}
            then
                least(
                    cast(
                        whole.low_squares
                        + filled.spent_squares
                        + whole.unit * (whole.budget - filled.spent_share) as double
                    ) / 1e24,
                    1
                )
    end as hhi_high,
    {% for k in [1, 3, 4] %}
    {% set sums = [] %}
    {% for named in range(0, k + 1) %}
    {% do sums.append((named and 'filled.high_top' ~ named)
        ~ ' + least(' ~ (k - named) ~ ' * whole.unit, whole.budget)') %}
    {% endfor %}
    case when {{ known_low }} then cast(filled.low_top{{ k }} as double) / 1e12 end as top{{ k }}_low,
    case
        when {{ known_high }} then least(cast(greatest({{ sums | join(', ') }}) as double) / 1e12, 1)
    end as top{{ k }}_high,
    {% endfor %}
    cast({{ one }} - whole.budget as double) / 1e12 as named_low,
    cast(whole.named_high_share as double) / 1e12 as named_high,
    case when whole.total_high_cents is null then 'total' end as unbounded_by
from whole
inner join filled
    on {{ same_whole('whole', 'filled') }}
