-- Grain: one row per customer group, market, period, loser and gainer: what may have gone from one to the other.
-- Not stored: every loser of a customer meets every gainer. The point is the product of the two over the total
-- (maximum entropy), in whole cents that add up to every loss and to every gain.
{{ config(materialized='view') }}
{% set matrix = 'customer_id, market_id, period_start, period_end' %}
with

pair as (

    select
        loser.customer_id,
        loser.market_id,
        loser.period_grain,
        loser.period_start,
        loser.period_end,
        loser.vendor_id as from_vendor_id,
        gainer.vendor_id as to_vendor_id,
        loser.cents as lost,
        gainer.cents as gained,
        loser.total_cents as total,
        loser.cents_so_far as lost_so_far,
        gainer.cents_so_far as gained_so_far,
        loser.is_fine
    from {{ ref('int_flow_margins') }} as loser
    inner join {{ ref('int_flow_margins') }} as gainer
        on
            loser.customer_id = gainer.customer_id
            and loser.market_id = gainer.market_id
            and {{ same_period('loser', 'gainer') }}
    where loser.side = 'loser' and gainer.side = 'gainer'

),

-- Cumulative sums rounded down, and their differences: rows and columns add up, a flow is less than two cents away
-- from the product, and none is negative: the first and last row and column cannot be, and between them stand vendors
-- whose product is at least a cent each.
fine as (

    select
        *,
        {{ whole_quotient('lost_so_far * gained_so_far', 'total') }}
        - {{ whole_quotient('(lost_so_far - lost) * gained_so_far', 'total') }}
        - {{ whole_quotient('lost_so_far * (gained_so_far - gained)', 'total') }}
        + {{ whole_quotient('(lost_so_far - lost) * (gained_so_far - gained)', 'total') }} as flow
    from pair
    where is_fine

),

-- A product of less than a cent (with a share of 1 percent only in totals below 100): what rounding down each product
-- leaves of rows and columns is dealt out from the first corner to the last.
floored as (

    select
        *,
        {{ whole_quotient('lost * gained', 'total') }} as whole_part
    from pair
    where not is_fine

),

leftover as (

    select
        *,
        lost - sum(whole_part) over (partition by {{ matrix }}, from_vendor_id) as row_rest,
        gained - sum(whole_part) over (partition by {{ matrix }}, to_vendor_id) as column_rest
    from floored

),

dealt as (

    select
        *,
        sum(row_rest) over (
            partition by {{ matrix }}, to_vendor_id
            order by lost_so_far
            rows between unbounded preceding and current row
        ) as rows_so_far,
        sum(column_rest) over (
            partition by {{ matrix }}, from_vendor_id
            order by gained_so_far
            rows between unbounded preceding and current row
        ) as columns_so_far
    from leftover

),

flow as (

    select
        {{ matrix }},
        period_grain,
        from_vendor_id,
        to_vendor_id,
        lost,
        gained,
        total,
        flow
    from fine

    union all

    select
        {{ matrix }},
        period_grain,
        from_vendor_id,
        to_vendor_id,
        lost,
        gained,
        total,
        whole_part + greatest(
            least(rows_so_far, columns_so_far) - greatest(rows_so_far - row_rest, columns_so_far - column_rest), 0
        ) as flow
    from dealt

)

select
    customer_id,
    market_id,
    period_grain,
    period_start,
    period_end,
    from_vendor_id,
    to_vendor_id,
    greatest(lost + gained - total, 0) as flow_low,
    flow,
    least(lost, gained) as flow_high
from flow
