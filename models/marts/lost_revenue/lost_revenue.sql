-- Grain: one row per loss event: a customer whose signal in force about a vendor is a leaving one.
select
    event.loss_event_id,
    event.vendor_id,
    vendor.company_name as vendor_name,
    event.customer_id,
    customer.company_name as customer_name,
    event.deal_id,
    event.signal,
    event.attribution,
    event.announced_on,
    event.first_known_on,
    event.notice_on,
    event.effective_from,
    event.effective_to,
    event.lost_share_low,
    event.lost_share_base,
    event.lost_share_high,
    rate.is_spend_known,
    rate.baseline_period_grain,
    rate.baseline_period_start,
    rate.baseline_period_end,
    rate.baseline_amount,
    rate.baseline_amount_low,
    rate.baseline_amount_high,
    rate.plan_amount,
    rate.plan_amount_low,
    rate.plan_amount_high,
    event.event_year_start,
    event_year.lost_amount_low as lost_event_year_amount_low,
    event_year.lost_amount_base as lost_event_year_amount_base,
    event_year.lost_amount_high as lost_event_year_amount_high,
    next_12_months.lost_amount_low as lost_next_12_months_amount_low,
    next_12_months.lost_amount_base as lost_next_12_months_amount_base,
    next_12_months.lost_amount_high as lost_next_12_months_amount_high,
    rate.share_of_vendor_revenue_low,
    rate.share_of_vendor_revenue_high,
    realised.realised_lost_amount,
    realised.realised_lost_amount_low,
    realised.realised_lost_amount_high,
    realised.realised_loss_share_low,
    realised.realised_loss_share_high,
    '{{ var("reporting_currency") }}' as currency,
    'lost_revenue|' || event.loss_event_id as evidence_key
from {{ ref('int_loss_events') }} as event
inner join {{ ref('int_companies') }} as vendor
    on event.vendor_id = vendor.company_id
inner join {{ ref('int_companies') }} as customer
    on event.customer_id = customer.company_id
inner join {{ ref('int_loss_rates') }} as rate
    on event.loss_event_id = rate.loss_event_id
left join {{ ref('int_loss_windows') }} as event_year
    on
        event.loss_event_id = event_year.loss_event_id
        and event_year.window_name = 'event_year'
left join {{ ref('int_loss_windows') }} as next_12_months
    on
        event.loss_event_id = next_12_months.loss_event_id
        and next_12_months.window_name = 'next_12_months'
left join {{ ref('int_loss_realised') }} as realised
    on event.loss_event_id = realised.loss_event_id
order by event.vendor_id, event.customer_id
