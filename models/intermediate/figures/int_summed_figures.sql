-- Grain: one row per metric, vendor group, customer group and period whose figures do not stand alone: their sum.
-- A claim about a parent wins over what is known of its subsidiaries; ledger lines of both add up; what a group pays
-- itself is no revenue.
select
    metric,
    vendor_group_id as vendor_id,
    customer_group_id as customer_id,
    period_grain,
    period_start,
    period_end,
    cast(sum(greatest(amount_low, least_amount) - coalesce(internal_amount, 0)) as decimal(18, 2)) as amount_low,
    -- What a claim about a parent contains raises it; greatest passes over a claim that contains nothing.
    cast(
        case
            when count(amount_high) = count(*)
                then sum(greatest(amount_high, least_amount) - coalesce(internal_amount, 0))
        end as decimal(18, 2)
    ) as amount_high,
    cast(
        case
            when count(case when least_amount is null or amount >= least_amount then amount end) = count(*)
                then sum(amount - coalesce(internal_amount, 0))
        end as decimal(18, 2)
    ) as amount,
    case when count(*) = 1 then max(share_low) end as share_low,
    case when count(*) = 1 then max(share_high) end as share_high,
    case when count(*) = 1 then max(share) end as share,
    case when count(*) = 1 then max(disclosure) end as disclosure,
    max(tier) as tier,
    max(case when parts_exceed or least_amount > amount_high then 1 else 0 end) = 1 as parts_exceed,
    case when max(origin) = 'ledger' then 'ledger' else 'reported' end as origin,
    min(case when is_covered then 1 else 0 end) = 1 as is_covered
from {{ changed_part(ref('int_grouped_figures')) }}
where is_topmost and not is_alone and (metric <> 'customer_spend' or vendor_group_id <> customer_group_id)
group by metric, vendor_group_id, customer_group_id, period_grain, period_start, period_end
