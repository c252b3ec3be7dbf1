-- Grain: one row per metric, vendor group, customer group and period of actual figures over all markets.
-- Companies under one ultimate parent at the period's end are one (ASC 280-10-50-42). A claim about a parent wins
-- over what is known of its subsidiaries; ledger lines of both add up; what a group pays itself is no revenue.
with

summed as (

    select
        metric,
        vendor_group_id,
        customer_group_id,
        period_grain,
        period_start,
        period_end,
        sum(greatest(amount_low, least_amount) - coalesce(internal_amount, 0)) as amount_low,
        -- What a claim about a parent contains raises it; greatest passes over a claim that contains nothing.
        case
            when count(amount_high) = count(*)
                then sum(greatest(amount_high, least_amount) - coalesce(internal_amount, 0))
        end as amount_high,
        case
            when count(case when least_amount is null or amount >= least_amount then amount end) = count(*)
                then sum(amount - coalesce(internal_amount, 0))
        end as amount,
        case when count(*) = 1 then max(share_low) end as share_low,
        case when count(*) = 1 then max(share_high) end as share_high,
        case when count(*) = 1 then max(share) end as share,
        case when count(*) = 1 then max(disclosure) end as disclosure,
        max(tier) as tier,
        max(case when parts_exceed or least_amount > amount_high then 1 else 0 end) = 1 as parts_exceed,
        case when max(origin) = 'ledger' then 'ledger' else 'reported' end as origin,
        min(case when is_covered then 1 else 0 end) = 1 as is_covered
    from {{ ref('int_grouped_figures') }}
    where is_topmost and (metric <> 'customer_spend' or vendor_group_id <> customer_group_id)
    group by metric, vendor_group_id, customer_group_id, period_grain, period_start, period_end

)

select
    summed.metric,
    summed.vendor_group_id as vendor_id,
    summed.customer_group_id as customer_id,
    summed.period_grain,
    summed.period_start,
    summed.period_end,
    cast(summed.amount_low as decimal(18, 2)) as amount_low,
    cast(summed.amount_high as decimal(18, 2)) as amount_high,
    cast(summed.amount as decimal(18, 2)) as amount,
    summed.share_low,
    summed.share_high,
    summed.share,
    summed.disclosure,
    summed.tier,
    summed.parts_exceed,
    summed.origin,
    summed.is_covered,
    known_total.metric is not null as is_total
from summed
left join {{ ref('int_known_totals') }} as known_total
    on
        summed.metric = known_total.metric
        and summed.vendor_group_id = known_total.vendor_group_id
        and summed.customer_group_id = known_total.customer_group_id
        and {{ same_period('summed', 'known_total') }}
