-- Grain: one row per customer group, market, period, side (loser or gainer) and vendor that lost or gained there.
-- The rows and columns of one matrix of flows: losses and gains, the small ones together, and where they differ the
-- outside, so that both add up to the same total.
{# In ten-thousandths, for whole numbers. #}
{% set least_share = (var('flow_min_share') * 10000) | round | int %}
{% set matrix = 'customer_id, market_id, period_start, period_end' %}
with

moved as (

    select
        customer_id,
        market_id,
        period_grain,
        period_start,
        period_end,
        case when decrease_amount > 0 then 'loser' else 'gainer' end as side,
        vendor_id,
        decrease_amount + increase_amount as amount
    from {{ changed_part(ref('int_flow_changes')) }}
    where decrease_amount > 0 or increase_amount > 0

),

total as (

    select
        customer_id,
        market_id,
        period_grain,
        period_start,
        period_end,
        sum(case when side = 'loser' then amount else 0 end) as lost_amount,
        sum(case when side = 'gainer' then amount else 0 end) as gained_amount,
        cast(
            greatest(
                sum(case when side = 'loser' then amount else 0 end),
                sum(case when side = 'gainer' then amount else 0 end)
            ) as decimal(18, 2)
        ) as total_amount
    from moved
    group by customer_id, market_id, period_grain, period_start, period_end

),

sized as (

    select
        moved.*,
        10000 * {{ cents('moved.amount') }} >= {{ least_share }} * {{ cents('total.total_amount') }} as is_named
    from moved
    inner join total
        on
            moved.customer_id = total.customer_id
            and moved.market_id = total.market_id
            and {{ same_period('moved', 'total') }}

),

-- What is small stands first and what comes from outside last: int_flow_cells says why.
margin as (

    select
        customer_id,
        market_id,
        period_start,
        period_end,
        side,
        case when is_named then 2 else 1 end as place,
        case when is_named then vendor_id else 'other_' || side || 's' end as vendor_id,
        sum(amount) as amount
    from sized
    group by
        customer_id, market_id, period_start, period_end, side, is_named,
        case when is_named then vendor_id else 'other_' || side || 's' end

    union all

    select
        customer_id,
        market_id,
        period_start,
        period_end,
        case when gained_amount > lost_amount then 'loser' else 'gainer' end as side,
        3 as place,
        case when gained_amount > lost_amount then 'new_demand' else 'left_market' end as vendor_id,
        abs(gained_amount - lost_amount) as amount
    from total
    where gained_amount <> lost_amount

),

whole as (

    select
        margin.customer_id,
        margin.market_id,
        total.period_grain,
        margin.period_start,
        margin.period_end,
        margin.side,
        margin.vendor_id,
        margin.place,
        {{ cents('margin.amount') }} as cents,
        {{ cents('total.total_amount') }} as total_cents
    from margin
    inner join total
        on
            margin.customer_id = total.customer_id
            and margin.market_id = total.market_id
            and {{ same_period('margin', 'total') }}

)

select
    *,
    sum(cents) over (
        partition by {{ matrix }}, side
        order by place asc, cents desc, vendor_id asc
        rows between unbounded preceding and current row
    ) as cents_so_far,
    coalesce(
        min(case when place = 2 and side = 'loser' then cents end) over (partition by {{ matrix }})
        * min(case when place = 2 and side = 'gainer' then cents end) over (partition by {{ matrix }})
        >= total_cents,
        true
    ) as is_fine
from whole
