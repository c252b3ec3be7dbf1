-- Grain: one row per named part of a whole and period: its share of the whole, as bounds and, where both amounts
-- are points, as a point; its rank among the named; and whether it is a major customer.
{% set threshold = (var('major_customer_share') * 10000) | round | int %}
with

part as (

    select
        part.*,
        whole.method,
        whole.total_low_cents,
        whole.total_high_cents,
        whole.total_cents,
        {{ cents('case when part.amount > 0 then part.amount when part.amount <= 0 then 0 end') }} as amount_cents,
        interval_part.low_share,
        interval_part.high_share,
        interval_part.high_cents is null and whole.method = 'sum' and whole.total_high_cents is null as is_unbounded,
        whole.method = 'sum' and whole.total_high_cents is null as has_unbounded_part
    from {{ ref('int_concentration_parts') }} as part
    inner join {{ ref('int_concentration_wholes') }} as whole
        on {{ same_whole('part', 'whole') }}
    left join {{ ref('int_interval_parts') }} as interval_part
        on {{ same_whole('part', 'interval_part') }}
            and part.part_id = interval_part.part_id

),

ranked as (

    select
        *,
        row_number() over (
            partition by {{ whole_key() }}
            order by
                coalesce(amount, amount_low) desc nulls last,
                amount_high desc nulls last,
                share_high desc nulls last,
                part_id asc
        ) as part_rank
    from part

),

cumulated as (

    select
        *,
        sum(amount_cents) over to_here as cumulative_cents,
        sum(low_share) over to_here as cumulative_low_share,
        sum(high_share) over to_here as cumulative_high_share
    from ranked
    window to_here as (
        partition by {{ whole_key() }}
        order by part_rank
        rows between unbounded preceding and current row
    )

),

in_shares as (

    select
        *,
        case
            when method = 'exact' then cast(amount_cents as double) / cast(total_high_cents as double)
            when method = 'sum' and has_unbounded_part then null
            when method = 'share' and total_high_cents is null and share_low is null then null
            else cast(low_share as double) / 1e12
        end as part_share_low,
        -- Nothing of a total that may be nothing is nothing.
        case
            when method = 'exact' and amount_cents = 0 then 0
            when method = 'exact' then cast(amount_cents as double) / cast(total_low_cents as double)
            when is_unbounded then null
            else cast(high_share as double) / 1e12
        end as part_share_high,
        case
            when method = 'none' then null
            when amount_cents is not null and total_cents > 0
                then cast(amount_cents as double) / cast(total_cents as double)
            else cast(share as double)
        end as part_share,
        case
            when method = 'exact' then cast(cumulative_cents as double) / cast(total_high_cents as double)
            when method = 'sum' and has_unbounded_part then null
            when method = 'share' and total_high_cents is null then null
            else cast(cumulative_low_share as double) / 1e12
        end as cumulative_share_low,
        case
            when method = 'exact' and cumulative_cents = 0 then 0
            when method = 'exact' then cast(cumulative_cents as double) / cast(total_low_cents as double)
            when method = 'none' or method = 'sum' and has_unbounded_part then null
            else least(cast(cumulative_high_share as double) / 1e12, 1)
        end as cumulative_share_high,
        case
            when method = 'exact' then amount_cents * 10000 >= total_high_cents * {{ threshold }}
            else low_share * 10000 >= {{ threshold }} * 1000000000000
        end as is_major,
        case
            when method = 'exact' then amount_cents * 10000 >= total_low_cents * {{ threshold }}
            else coalesce(is_unbounded, false) or high_share * 10000 >= {{ threshold }} * 1000000000000
        end as may_be_major
    from cumulated

)

select
    whole_kind,
    whole_id,
    period_grain,
    period_start,
    period_end,
    part_id,
    amount_low,
    amount_high,
    amount,
    cast(round(part_share_low, 9) as decimal(10, 9)) as share_low,
    cast(round(part_share_high, 9) as decimal(10, 9)) as share_high,
    case
        when part_share between part_share_low - 1e-9 and coalesce(part_share_high, 1) + 1e-9
            then cast(round(part_share, 9) as decimal(10, 9))
    end as share,
    part_rank,
    cast(round(cumulative_share_low, 9) as decimal(10, 9)) as cumulative_share_low,
    cast(round(cumulative_share_high, 9) as decimal(10, 9)) as cumulative_share_high,
    coalesce(is_major and method <> 'none', false) as is_major,
    coalesce(may_be_major, true) and method <> 'none' as may_be_major,
    tier
from in_shares
