-- Grain: one row per known claim about one deal, with companies resolved and money converted.
{% set amounts = ['amount', 'valuation', 'prior_valuation'] %}
with

claim as (

    {{ known_claims('deals') }}

)

select
    claim.deal_id,
    claim.deal_type,
    coalesce(investor.company_id, claim.investor_id) as investor_id,
    coalesce(target.company_id, claim.target_id) as target_id,
    claim.status,
    claim.announced_on,
    claim.closed_on,
    claim.stake_pct,
    claim.voting,
    {% for amount in amounts %}
    {% for bound in ['low', 'high'] %}
    {{ in_reporting_currency('claim.' ~ amount ~ '_' ~ bound, 'claim.currency', 'rate') }} as {{ amount }}_{{ bound }},
    {% endfor %}
    {% endfor %}
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
left join {{ ref('stg_company_names') }} as investor
    on claim.investor_id = investor.name
left join {{ ref('stg_company_names') }} as target
    on claim.target_id = target.name
left join {{ ref('int_exchange_rates') }} as rate
    on
        claim.currency = rate.currency
        and {{ rate_day('deals') | replace('try_cast(', 'cast(claim.') }} between rate.valid_from and rate.valid_to
