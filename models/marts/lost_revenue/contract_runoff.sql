-- Grain: one row per contract.
select
    contract.contract_id,
    contract.vendor_id,
    vendor.company_name as vendor_name,
    contract.customer_id,
    customer.company_name as customer_name,
    contract.market_id,
    contract.title,
    value.value_type,
    value.value_per,
    contract.termination_penalty,
    contract.notice_given_on,
    contract.notice_days,
    ends.measured_on,
    contract.ends_on as stated_end_on,
    case when ends.earliest_end_on = ends.latest_end_on then ends.latest_end_on end as enforceable_end_on,
    ends.earliest_end_on as earliest_enforceable_end_on,
    ends.latest_end_on as latest_enforceable_end_on,
    {% for measure in ['scheduled', 'enforceable', 'at_risk'] %}
    {% for bound in ['low', 'high'] %}
    cast(amount.{{ measure }}_amount_{{ bound }} as decimal(18, 2)) as {{ measure }}_amount_{{ bound }},
    {% endfor %}
    {% endfor %}
    cast(value.ceiling_amount as decimal(18, 2)) as ceiling_amount,
    '{{ var("reporting_currency") }}' as currency,
    {{ tier_name('contract.tier') }} as evidence_tier,
    {{ evidence_key('dim_contracts', ['contract.contract_id']) }} as evidence_key
from {{ ref('int_contracts') }} as contract
inner join {{ ref('int_companies') }} as vendor
    on contract.vendor_id = vendor.company_id
inner join {{ ref('int_companies') }} as customer
    on contract.customer_id = customer.company_id
left join {{ ref('int_contract_ends') }} as ends
    on contract.contract_id = ends.contract_id
left join {{ ref('int_contract_values') }} as value
    on contract.contract_id = value.contract_id
left join {{ ref('int_contract_amounts') }} as amount
    on contract.contract_id = amount.contract_id
order by contract.contract_id
