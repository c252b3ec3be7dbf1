-- Grain: one row per customer, vendor and owner: the owner has a part of the vendor and is the customer's rival.
select
    conflicted.customer_id,
    customer.company_name as customer_name,
    conflicted.vendor_id,
    vendor.company_name as vendor_name,
    conflicted.owner_id,
    owning.company_name as owner_name,
    conflicted.arena,
    conflicted.effective_stake,
    conflicted.effective_stake_low,
    conflicted.effective_stake_high,
    conflicted.voting,
    conflicted.deal_status,
    conflicted.since,
    exposure.baseline_period_start,
    exposure.baseline_period_end,
    exposure.is_spend_known,
    exposure.exposed_amount_low,
    exposure.exposed_amount_high,
    '{{ var("reporting_currency") }}' as currency,
    exposure.revenue_in_conflict_share_low,
    exposure.revenue_in_conflict_share_high,
    {{ evidence_key('neutrality_conflicts', [
        'conflicted.customer_id', 'conflicted.vendor_id', 'conflicted.owner_id',
    ]) }} as evidence_key
from {{ ref('int_ownership_conflicts') }} as conflicted
inner join {{ ref('int_conflict_exposures') }} as exposure
    on
        conflicted.vendor_id = exposure.vendor_id
        and conflicted.customer_id = exposure.customer_id
inner join {{ ref('int_companies') }} as customer
    on conflicted.customer_id = customer.company_id
inner join {{ ref('int_companies') }} as vendor
    on conflicted.vendor_id = vendor.company_id
inner join {{ ref('int_companies') }} as owning
    on conflicted.owner_id = owning.company_id
order by conflicted.customer_id, conflicted.vendor_id, conflicted.owner_id
