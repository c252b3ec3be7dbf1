-- Grain: one row per named part of a whole and period: its share of the whole, as bounds and, where both amounts
-- are points, as a point; its rank among the named; and whether it is a major customer. Of wholes without a total only
-- vendors, whose customers are published: of the others no part has a share.
{% set threshold = (var('major_customer_share') * 10000) | round | int %}
{% set one = '1000000000000' %}
with

-- Chosen before the join: without a total there are many wholes, of every customer of a ledger.
whole as (

    select * from {{ changed_part(ref('int_concentration_wholes')) }}
    where method <> 'none' or whole_kind = 'vendor'

),

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
    from {{ changed_part(ref('int_concentration_parts')) }} as part
    inner join whole
        on {{ same_whole('part', 'whole') }}
    left join {{ changed_part(ref('int_interval_parts')) }} as interval_part
        on {{ same_whole('part', 'interval_part') }}
            and part.part_id = interval_part.part_id

),

-- A share as a quotient of whole numbers: exact amounts over their total at its other end, else of 10^-12.
quotient as (

    select
        *,
        case when method = 'exact' then amount_cents else low_share end as low_part,
        case when method = 'exact' then total_high_cents else {{ one }} end as low_whole,
        case when method = 'exact' then amount_cents else high_share end as high_part,
        case when method = 'exact' then total_low_cents else {{ one }} end as high_whole
    from part

),

in_shares as (

    select
        *,
        case when not has_unbounded_part then cast(low_part as double) / cast(low_whole as double) end
            as part_share_low,
        -- Nothing of a total that may be nothing is nothing.
        case
            when is_unbounded then null
            when high_part = 0 then 0
            else cast(high_part as double) / cast(high_whole as double)
        end as part_share_high,
        case
            when method = 'none' then null
            when amount_cents is not null and total_cents > 0
                then cast(amount_cents as double) / cast(total_cents as double)
            else cast(share as double)
        end as part_share
    from quotient

),

-- All that a part needs by itself, in narrow columns, before parts are put in order: a single part fits 64 bits.
rounded as (

    select
        {{ whole_key() }},
        period_grain,
        part_id,
        amount_low,
        amount_high,
        amount,
        tier,
        share_high as stated_share_high,
        cast(round(part_share_low, 9) as decimal(10, 9)) as share_low,
        cast(round(part_share_high, 9) as decimal(10, 9)) as share_high,
        case
            when part_share between part_share_low - 1e-9 and coalesce(part_share_high, 1) + 1e-9
                then cast(round(part_share, 9) as decimal(10, 9))
        end as share,
        coalesce(low_part * 10000 >= low_whole * {{ threshold }}, false) as is_major,
        coalesce(is_unbounded or high_part * 10000 >= high_whole * {{ threshold }}, true) and method <> 'none'
            as may_be_major,
        cast(low_part as bigint) as low_part,
        cast(high_part as bigint) as high_part,
        case
            when not has_unbounded_part and (method <> 'share' or total_high_cents is not null)
                then cast(low_whole as double)
        end as low_whole,
        case when not has_unbounded_part then cast(high_whole as double) end as high_whole
    from in_shares

),

ranked as (

    select
        *,
        row_number() over to_here as part_rank,
        cast(sum(low_part) over to_here as double) as cumulative_low_part,
        cast(sum(high_part) over to_here as double) as cumulative_high_part
    from rounded
    window to_here as (
        partition by {{ whole_key() }}
        order by {{ ascending(part_order('stated_share_high')) }}
        rows between unbounded preceding and current row
    )

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
    share_low,
    share_high,
    share,
    part_rank,
    cast(round(cumulative_low_part / low_whole, 9) as decimal(10, 9)) as cumulative_share_low,
    -- least passes over what is not known.
    cast(
        case
            when cumulative_high_part = 0 and high_whole is not null then 0
            when cumulative_high_part / high_whole is not null
                then round(least(cumulative_high_part / high_whole, 1), 9)
        end as decimal(10, 9)
    ) as cumulative_share_high,
    is_major,
    may_be_major,
    tier
from ranked
