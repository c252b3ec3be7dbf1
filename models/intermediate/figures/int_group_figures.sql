-- Grain: one row per metric, vendor group, customer group and period of actual figures over all markets.
-- Companies under one ultimate parent at the period's end are one (ASC 280-10-50-42).
-- Not stored: most companies are in no group, and their figures are those of int_grouped_figures.
{{ config(materialized='view') }}
select
    metric,
    vendor_group_id as vendor_id,
    customer_group_id as customer_id,
    period_grain,
    period_start,
    period_end,
    amount_low,
    amount_high,
    amount,
    share_low,
    share_high,
    share,
    disclosure,
    tier,
    parts_exceed,
    origin,
    is_covered
from {{ ref('int_grouped_figures') }}
where is_alone and (metric <> 'customer_spend' or vendor_group_id <> customer_group_id)

union all

select
    metric,
    vendor_id,
    customer_id,
    period_grain,
    period_start,
    period_end,
    amount_low,
    amount_high,
    amount,
    share_low,
    share_high,
    share,
    disclosure,
    tier,
    parts_exceed,
    origin,
    is_covered
from {{ ref('int_summed_figures') }}
