-- Grain: one row per customer and period: how much of its spend hangs on how few vendors.
{{ config(
    meta={'sorted_by': ['period_end', 'period_start', 'customer_id']},
) }}
select
    concentration.whole_id as customer_id,
    customer.company_name as customer_name,
    concentration.period_grain,
    concentration.period_start,
    concentration.period_end,
    concentration.total_amount as spend_amount,
    concentration.total_amount_low as spend_amount_low,
    concentration.total_amount_high as spend_amount_high,
    concentration.credit_amount,
    '{{ var("reporting_currency") }}' as currency,
    concentration.total_basis,
    cast(concentration.part_count as integer) as named_vendors,
    concentration.named_share_low,
    concentration.named_share_high,
    concentration.top_part_id as top_vendor_id,
    vendor.company_name as top_vendor_name,
    concentration.top_part_share as top_vendor_share,
    concentration.top_part_share_low as top_vendor_share_low,
    concentration.top_part_share_high as top_vendor_share_high,
    concentration.top1_share_low,
    concentration.top1_share_high,
    concentration.top3_share_low,
    concentration.top3_share_high,
    concentration.hhi_low,
    concentration.hhi_high,
    concentration.effective_parts_low as effective_vendors_low,
    concentration.effective_parts_high as effective_vendors_high,
    cast(concentration.major_parts as integer) as major_vendors,
    cast(concentration.possible_major_parts as integer) as possible_major_vendors,
    concentration.concentration_verdict,
    '{{ var("hhi_guideline") }}' as guideline,
    concentration.is_contradicted,
    concentration.unbounded_by,
    {{ tier_name('concentration.tier') }} as evidence_tier,
    {{ evidence_key('customer_dependence', [
        'concentration.whole_id', 'concentration.period_start', 'concentration.period_end',
    ]) }} as evidence_key
from {{ changed_part(ref('int_concentration')) }} as concentration
inner join {{ ref('int_companies') }} as customer
    on concentration.whole_id = customer.company_id
left join {{ ref('int_companies') }} as vendor
    on concentration.top_part_id = vendor.company_id
where concentration.whole_kind = 'customer'
