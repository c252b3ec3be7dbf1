-- Grain: one row per market and period: how much of it is in the hands of how few vendors.
{{ config(
    meta={'sorted_by': ['period_end', 'period_start', 'market_id']},
) }}
select
    concentration.whole_id as market_id,
    concentration.period_grain,
    concentration.period_start,
    concentration.period_end,
    concentration.total_amount as market_amount,
    concentration.total_amount_low as market_amount_low,
    concentration.total_amount_high as market_amount_high,
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
    concentration.top1_share_low as cr1_low,
    concentration.top1_share_high as cr1_high,
    concentration.top4_share_low as cr4_low,
    concentration.top4_share_high as cr4_high,
    concentration.hhi_low,
    concentration.hhi_high,
    concentration.effective_parts_low as effective_vendors_low,
    concentration.effective_parts_high as effective_vendors_high,
    concentration.concentration_verdict,
    '{{ var("hhi_guideline") }}' as guideline,
    concentration.is_contradicted,
    concentration.unbounded_by,
    {{ tier_name('concentration.tier') }} as evidence_tier,
    {{ evidence_key('market_concentration', [
        'concentration.whole_id', 'concentration.period_start', 'concentration.period_end',
    ]) }} as evidence_key
from {{ changed_part(ref('int_concentration')) }} as concentration
left join {{ ref('int_companies') }} as vendor
    on concentration.top_part_id = vendor.company_id
where concentration.whole_kind = 'market'
