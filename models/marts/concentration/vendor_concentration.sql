-- Grain: one row per vendor and period: how much of its revenue hangs on how few customers.
{{ config(
    meta={'sorted_by': ['period_end', 'period_start', 'vendor_id']},
) }}
select
    concentration.whole_id as vendor_id,
    vendor.company_name as vendor_name,
    concentration.period_grain,
    concentration.period_start,
    concentration.period_end,
    concentration.total_amount as revenue_amount,
    concentration.total_amount_low as revenue_amount_low,
    concentration.total_amount_high as revenue_amount_high,
    concentration.credit_amount,
    '{{ var("reporting_currency") }}' as currency,
    concentration.total_basis,
    concentration.residual_rule as disclosure,
    cast(concentration.part_count as integer) as named_customers,
    concentration.named_share_low,
    concentration.named_share_high,
    concentration.top_part_id as top_customer_id,
    customer.company_name as top_customer_name,
    concentration.top_part_share as top_customer_share,
    concentration.top_part_share_low as top_customer_share_low,
    concentration.top_part_share_high as top_customer_share_high,
    concentration.top1_share_low,
    concentration.top1_share_high,
    concentration.top3_share_low,
    concentration.top3_share_high,
    concentration.hhi_low,
    concentration.hhi_high,
    concentration.effective_parts_low as effective_customers_low,
    concentration.effective_parts_high as effective_customers_high,
    cast(concentration.major_parts as integer) as major_customers,
    cast(concentration.possible_major_parts as integer) as possible_major_customers,
    concentration.concentration_verdict,
    '{{ var("hhi_guideline") }}' as guideline,
    concentration.is_contradicted,
    concentration.unbounded_by,
    {{ tier_name('concentration.tier') }} as evidence_tier,
    {{ evidence_key('vendor_concentration', [
        'concentration.whole_id', 'concentration.period_start', 'concentration.period_end',
    ]) }} as evidence_key
from {{ changed_part(ref('int_concentration')) }} as concentration
inner join {{ ref('int_companies') }} as vendor
    on concentration.whole_id = vendor.company_id
left join {{ ref('int_companies') }} as customer
    on concentration.top_part_id = customer.company_id
where concentration.whole_kind = 'vendor'
