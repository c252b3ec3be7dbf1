-- Grain: one row per event, market of its vendor and competitor there: where the demand may have gone.
select
    competitor.event_id,
    competitor.event_type,
    competitor.event_on,
    competitor.deal_id,
    competitor.from_vendor_id,
    from_vendor.company_name as from_vendor_name,
    competitor.market_id,
    competitor.vendor_id,
    coalesce(vendor.company_name, competitor.vendor_id) as vendor_name,
    share_before.period_start as share_before_period_start,
    share_before.total_basis as share_before_basis,
    share_before.share as share_before,
    share_before.share_low as share_before_low,
    share_before.share_high as share_before_high,
    share_after.period_start as share_after_period_start,
    share_after.total_basis as share_after_basis,
    share_after.share as share_after,
    share_after.share_low as share_after_low,
    share_after.share_high as share_after_high,
    shift.diversion_period_start,
    shift.diversion_ratio_low,
    shift.diversion_ratio_high,
    shift.released_window,
    shift.released_named_amount_low,
    shift.released_named_amount_high,
    shift.released_amount_high,
    shift.gain_amount_low,
    shift.gain_amount_high,
    shift.claimed_period_start,
    shift.claimed_period_end,
    shift.claimed_amount_low,
    shift.claimed_amount_high,
    shift.claimed_multiple_low,
    shift.claimed_multiple_high,
    shift.needed_from_unnamed_amount,
    '{{ var("reporting_currency") }}' as currency,
    shift.claim_verdict,
    {{ evidence_key('competitor_demand_shifts', [
        'competitor.event_id', 'competitor.market_id', 'competitor.vendor_id',
    ]) }} as evidence_key
from {{ ref('int_shift_competitors') }} as competitor
inner join {{ ref('int_shift_amounts') }} as shift
    on
        competitor.event_id = shift.event_id
        and competitor.market_id = shift.market_id
        and competitor.vendor_id = shift.vendor_id
{% for side in ['before', 'after'] %}
left join {{ ref('int_shift_shares') }} as share_{{ side }}
    on
        competitor.event_id = share_{{ side }}.event_id
        and competitor.market_id = share_{{ side }}.market_id
        and competitor.vendor_id = share_{{ side }}.vendor_id
        and share_{{ side }}.side = '{{ side }}'
{% endfor %}
inner join {{ ref('int_companies') }} as from_vendor
    on competitor.from_vendor_id = from_vendor.company_id
left join {{ ref('int_companies') }} as vendor
    on competitor.vendor_id = vendor.company_id
order by competitor.event_id, competitor.market_id, competitor.vendor_id
