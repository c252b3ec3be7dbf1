-- Grain: one row per vendor, customer and period whose period before is known: how the spend changed.
{{ config(
    materialized='incremental', incremental_strategy='changed', unique_key='period_end',
    meta={'sorted_by': ['period_end', 'period_start', 'vendor_id', 'customer_id']},
) }}
select
    movement.vendor_id,
    vendor.company_name as vendor_name,
    movement.customer_id,
    customer.company_name as customer_name,
    movement.period_grain,
    movement.period_start,
    movement.period_end,
    movement.opening_amount,
    movement.opening_amount_low,
    movement.opening_amount_high,
    movement.closing_amount,
    movement.closing_amount_low,
    movement.closing_amount_high,
    movement.change_amount,
    '{{ var("reporting_currency") }}' as currency,
    movement.movement,
    {{ evidence_key('revenue_movements', [
        'movement.vendor_id', 'movement.customer_id', 'movement.period_start', 'movement.period_end',
    ]) }} as evidence_key
from {{ changed_part(ref('int_movements')) }} as movement
inner join {{ ref('int_companies') }} as vendor
    on movement.vendor_id = vendor.company_id
inner join {{ ref('int_companies') }} as customer
    on movement.customer_id = customer.company_id
