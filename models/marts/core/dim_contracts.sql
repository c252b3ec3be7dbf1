-- Grain: one row per contract.
select
    contract.contract_id,
    contract.vendor_id,
    vendor.company_name as vendor_name,
    contract.customer_id,
    customer.company_name as customer_name,
    contract.market_id,
    contract.title,
    contract.signed_on,
    contract.starts_on,
    contract.ends_on,
    contract.notice_given_on,
    contract.notice_days,
    contract.termination_penalty,
    contract.first_known_on,
    contract.value_type,
    contract.value_per,
    contract.contract_amount,
    contract.contract_amount_low,
    contract.contract_amount_high,
    '{{ var("reporting_currency") }}' as currency,
    {{ tier_name('contract.tier') }} as evidence_tier,
    {{ evidence_key('dim_contracts', ['contract.contract_id']) }} as evidence_key
from {{ ref('int_contracts') }} as contract
inner join {{ ref('int_companies') }} as vendor
    on contract.vendor_id = vendor.company_id
inner join {{ ref('int_companies') }} as customer
    on contract.customer_id = customer.company_id
order by contract.contract_id
