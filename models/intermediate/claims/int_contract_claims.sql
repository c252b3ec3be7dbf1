-- Grain: one row per known claim about one contract, with companies resolved and money converted.
with

claim as (

    {{ known_claims('contracts') }}

)

select
    claim.contract_id,
    coalesce(vendor.company_id, claim.vendor_id) as vendor_id,
    coalesce(customer.company_id, claim.customer_id) as customer_id,
    coalesce(claim.market_id, 'all') as market_id,
    claim.title,
    claim.signed_on,
    claim.starts_on,
    claim.ends_on,
    claim.notice_given_on,
    claim.notice_days,
    claim.termination_penalty,
    claim.value_type,
    claim.value_per,
    {{ in_reporting_currency('claim.value_low', 'claim.currency', 'rate') }} as value_low,
    {{ in_reporting_currency('claim.value_high', 'claim.currency', 'rate') }} as value_high,
    claim.tier,
    claim.said_on,
    claim.known_on,
    claim.attribution,
    claim.file,
    claim.line,
    claim.row_key,
    claim.source_id,
    claim.quote
from claim
left join {{ ref('stg_company_names') }} as vendor
    on claim.vendor_id = vendor.name
left join {{ ref('stg_company_names') }} as customer
    on claim.customer_id = customer.name
left join {{ ref('int_exchange_rates') }} as rate
    on
        claim.currency = rate.currency
        and {{ rate_day('contracts') | replace('try_cast(', 'cast(claim.') }} between rate.valid_from and rate.valid_to
