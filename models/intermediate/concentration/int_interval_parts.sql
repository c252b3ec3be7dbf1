-- Grain: one row per named part of a whole that is bounded by its intervals, in cents and in shares of 10^-12.
-- Shares are rounded outwards, to whole numbers, so that their sums are exact. An empty high is unbounded.
{% set one = '1000000000000' %}
with

part as (

    select
        {{ whole_key('whole') }},
        whole.method,
        whole.residual_rule,
        whole.is_contradicted,
        whole.total_low_cents,
        whole.total_high_cents,
        part.part_id,
        part.share_low as stated_share_low,
        part.share_high as stated_share_high,
        {{ cents('case when part.amount_low > 0 then part.amount_low else 0 end') }} as low_cents,
        {{ cents('case when part.amount_high > 0 then part.amount_high when part.amount_high <= 0 then 0 end') }}
            as high_cents,
        whole.named_low_cents,
        whole.named_high_cents
    from {{ changed_part(ref('int_concentration_wholes')) }} as whole
    inner join {{ changed_part(ref('int_concentration_parts')) }} as part
        on {{ same_whole('whole', 'part') }}
    where whole.method in ('sum', 'share')

),

over_total as (

    select
        *,
        coalesce({{ whole_quotient('low_cents * ' ~ one, 'total_high_cents') }}, 0) as low_over_total,
        {{ whole_quotient('high_cents * ' ~ one ~ ' + total_low_cents - 1', 'total_low_cents') }} as high_over_total,
        case when method = 'share' then cast(floor(stated_share_low * {{ one }}) as {{ wide_integer() }}) end
            as low_stated,
        case when method = 'share' then cast(ceil(stated_share_high * {{ one }}) as {{ wide_integer() }}) end
            as high_stated
    from part

),

-- Stated shares are believed unless they and the others' amounts add up to more than everything.
believed as (

    select
        *,
        not coalesce(is_contradicted, false) and sum(coalesce(low_stated, low_over_total)) over (
            partition by {{ whole_key() }}
            order by part_id rows between unbounded preceding and unbounded following
        ) <= {{ one }} as are_shares_believed
    from over_total

),

-- A stated share, or the amount over the total; as a part of the sum also against the others at their other end.
-- greatest and least pass over what is not known.
shared as (

    select
        *,
        greatest(
            case when are_shares_believed and low_stated is not null then low_stated else low_over_total end,
            case
                when method = 'sum'
                    then {{ whole_quotient('low_cents * ' ~ one, 'low_cents + named_high_cents - high_cents') }}
            end
        ) as low_share,
        least(
            case when are_shares_believed and high_stated is not null then high_stated else high_over_total end,
            case
                when method = 'sum' then {{ whole_quotient(
                    'high_cents * ' ~ one ~ ' + high_cents + named_low_cents - low_cents - 1',
                    'high_cents + named_low_cents - low_cents') }}
            end
        ) as unlimited_high_share
    from believed

),

with_others as (

    select
        *,
        sum(low_share) over (
            partition by {{ whole_key() }}
            order by part_id rows between unbounded preceding and unbounded following
        ) as named_low_share
    from shared

)

select
    {{ whole_key() }},
    part_id,
    method,
    residual_rule,
    low_cents,
    high_cents,
    named_low_cents,
    named_high_cents,
    total_high_cents,
    low_share,
    -- Nobody has more than what the others leave at the least.
    greatest(
        least(coalesce(unlimited_high_share, {{ one }}), {{ one }}, {{ one }} - named_low_share + low_share),
        low_share
    ) as high_share,
    named_low_share
from with_others
