-- Grain: one row per vendor group and year (calendar or fiscal) with a total, a known customer, a plan or a commitment.
with

bridge_year as (

    select
        vendor_id,
        period_grain,
        period_start,
        period_end
    from {{ changed_part(ref('int_vendor_changes')) }}
    where period_grain in ('year', 'fiscal_year')

    union

    select
        vendor_id,
        period_grain,
        period_start,
        period_end
    from {{ changed_part(ref('int_plan_shortfalls')) }}

    union

    -- A year of which nothing else is known is no period of the warehouse.
    select
        committed.vendor_group_id as vendor_id,
        committed.period_grain,
        committed.period_start,
        committed.period_end
    from {{ ref('int_committed_revenue') }} as committed
    inner join {{ ref('int_periods') }} as period
        on {{ same_period('committed', 'period') }}
    where committed.vendor_group_id not in ('in_house', 'undisclosed')

),

-- An unknown low is nothing at the least; an unknown high is no limit.
decrease as (

    select
        vendor_id,
        period_start,
        period_end,
        case when opening_amount - closing_amount is not null then greatest(0, opening_amount - closing_amount) end
            as lost_amount,
        greatest(0, coalesce(opening_amount_low - closing_amount_high, 0)) as lost_low,
        case
            when opening_amount_high is not null then greatest(0, opening_amount_high - coalesce(closing_amount_low, 0))
        end as lost_high
    from {{ changed_part(ref('int_group_changes')) }}
    where
        metric = 'customer_spend'
        and period_grain in ('year', 'fiscal_year')
        and vendor_id <> customer_id
        and customer_id <> 'undisclosed'
        and opening_is_known
        and closing_is_known

),

lost as (

    select
        vendor_id,
        period_start,
        period_end,
        case when count(lost_amount) = count(*) then sum(lost_amount) end as lost_amount,
        sum(lost_low) as lost_low,
        case when count(lost_high) = count(*) then sum(lost_high) end as lost_high
    from decrease
    group by vendor_id, period_start, period_end

)

select
    bridge_year.vendor_id,
    bridge_year.period_grain,
    bridge_year.period_start,
    bridge_year.period_end,
    total.opening_amount,
    total.opening_amount_low,
    total.opening_amount_high,
    lost.lost_amount,
    lost.lost_low,
    lost.lost_high,
    total.closing_amount - total.opening_amount as net_amount,
    total.closing_amount_low - total.opening_amount_high as net_low,
    total.closing_amount_high - total.opening_amount_low as net_high,
    total.closing_amount,
    total.closing_amount_low,
    total.closing_amount_high,
    shortfall.amount_low as shortfall_low,
    shortfall.amount_high as shortfall_high,
    committed.amount_low as committed_low,
    committed.amount_high as committed_high
from bridge_year
left join {{ changed_part(ref('int_vendor_changes')) }} as total
    on
        bridge_year.vendor_id = total.vendor_id
        and {{ same_period('bridge_year', 'total') }}
left join lost
    on
        bridge_year.vendor_id = lost.vendor_id
        and {{ same_period('bridge_year', 'lost') }}
left join {{ changed_part(ref('int_plan_shortfalls')) }} as shortfall
    on
        bridge_year.vendor_id = shortfall.vendor_id
        and {{ same_period('bridge_year', 'shortfall') }}
left join {{ ref('int_committed_revenue') }} as committed
    on
        bridge_year.vendor_id = committed.vendor_group_id
        and {{ same_period('bridge_year', 'committed') }}
