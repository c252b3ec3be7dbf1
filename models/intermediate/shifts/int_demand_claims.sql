-- Grain: one row per known statement of a vendor about what it gains, with companies resolved and money converted.
with

claim as (

    {{ known_claims('demand_claims') }}

)

select
    claim.claim_id,
    coalesce(vendor.company_id, claim.vendor_id) as vendor_id,
    coalesce(from_vendor.company_id, claim.from_vendor_id) as from_vendor_id,
    coalesce(claim.market_id, 'all') as market_id,
    claim.metric,
    {% for bound in ['low', 'high'] %}
    -- A multiple is no money.
    case
        when claim.metric = 'demand_multiple' then claim.value_{{ bound }}
        else {{ in_reporting_currency('claim.value_' ~ bound, 'claim.currency', 'rate') }}
    end as value_{{ bound }},
    {% endfor %}
    claim.period_start,
    claim.period_end,
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
left join {{ ref('stg_company_names') }} as from_vendor
    on claim.from_vendor_id = from_vendor.name
left join {{ ref('int_exchange_rates') }} as rate
    on
        claim.currency = rate.currency
        and {{ rate_day('demand_claims') | replace('try_cast(', 'cast(claim.') }}
        between rate.valid_from and rate.valid_to
