-- Grain: one row per market, vendor group and period of the vendor's actual revenue in that market.
with

grouped as (

    select
        revenue.*,
        coalesce(vendor_group.ultimate_parent_id, revenue.vendor_id) as vendor_group_id
    from {{ ref('int_company_market_revenue') }} as revenue
    {{ join_group('vendor_group', 'revenue.vendor_id', 'revenue.period_end') }}

),

-- A claim about the head of a group includes its subsidiaries.
head_claim as (

    select *
    from grouped
    where vendor_id = vendor_group_id and origin = 'reported'

)

select
    grouped.market_id,
    grouped.vendor_group_id as vendor_id,
    grouped.period_grain,
    grouped.period_start,
    grouped.period_end,
    cast(sum(grouped.amount_low) as decimal(18, 2)) as amount_low,
    cast(case when count(grouped.amount_high) = count(*) then sum(grouped.amount_high) end as decimal(18, 2))
        as amount_high,
    cast(case when count(grouped.amount) = count(*) then sum(grouped.amount) end as decimal(18, 2)) as amount,
    max(grouped.tier) as tier,
    min(case when grouped.is_covered then 1 else 0 end) = 1 as is_covered
from grouped
left join head_claim
    on
        grouped.market_id = head_claim.market_id
        and grouped.vendor_group_id = head_claim.vendor_group_id
        and {{ same_period('grouped', 'head_claim') }}
where head_claim.vendor_id is null or grouped.vendor_id = head_claim.vendor_id
group by
    grouped.market_id, grouped.vendor_group_id, grouped.period_grain, grouped.period_start, grouped.period_end
