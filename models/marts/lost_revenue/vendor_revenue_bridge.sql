-- Grain: one row per vendor and year: from the revenue of the year before to that of the year.
{{ config(
    materialized='incremental', incremental_strategy='changed', unique_key='period_end',
    meta={'sorted_by': ['period_end', 'period_start', 'vendor_id']},
) }}
select
    bridge.vendor_id,
    vendor.company_name as vendor_name,
    bridge.period_grain,
    bridge.period_start,
    bridge.period_end,
    bridge.opening_amount,
    bridge.opening_amount_low,
    bridge.opening_amount_high,
    cast(bridge.lost_amount as decimal(18, 2)) as gross_lost_amount,
    cast(bridge.lost_low as decimal(18, 2)) as gross_lost_amount_low,
    cast(bridge.lost_high as decimal(18, 2)) as gross_lost_amount_high,
    cast(bridge.net_amount + bridge.lost_amount as decimal(18, 2)) as replacement_amount,
    cast(bridge.net_low + bridge.lost_low as decimal(18, 2)) as replacement_amount_low,
    cast(bridge.net_high + bridge.lost_high as decimal(18, 2)) as replacement_amount_high,
    cast(bridge.net_amount as decimal(18, 2)) as net_change_amount,
    cast(bridge.net_low as decimal(18, 2)) as net_change_amount_low,
    cast(bridge.net_high as decimal(18, 2)) as net_change_amount_high,
    bridge.closing_amount,
    bridge.closing_amount_low,
    bridge.closing_amount_high,
    case when bridge.shortfall_low = bridge.shortfall_high then bridge.shortfall_low end as plan_shortfall_amount,
    bridge.shortfall_low as plan_shortfall_amount_low,
    bridge.shortfall_high as plan_shortfall_amount_high,
    bridge.committed_low as committed_amount_low,
    bridge.committed_high as committed_amount_high,
    '{{ var("reporting_currency") }}' as currency,
    {{ evidence_key('vendor_revenue_bridge', [
        'bridge.vendor_id', 'bridge.period_start', 'bridge.period_end',
    ]) }} as evidence_key
from {{ changed_part(ref('int_revenue_bridge')) }} as bridge
inner join {{ ref('int_companies') }} as vendor
    on bridge.vendor_id = vendor.company_id
