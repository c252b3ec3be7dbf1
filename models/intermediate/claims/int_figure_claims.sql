-- Grain: one row per known claim of reported_figures, with companies resolved and money converted.
-- subject_key names what the claim is about: claims with the same key are alternatives.
with

claim as (

    {{ known_claims('reported_figures') }}

),

resolved as (

    select
        claim.metric,
        coalesce(vendor.company_id, '') as vendor_id,
        coalesce(customer.company_id, '') as customer_id,
        coalesce(claim.market_id, 'all') as market_id,
        {{ period_grain('claim.period_start', 'claim.period_end') }} as period_grain,
        claim.period_start,
        claim.period_end,
        claim.basis,
        {{ in_reporting_currency('claim.amount_low', 'claim.currency', 'rate') }} as amount_low,
        {{ in_reporting_currency('claim.amount_high', 'claim.currency', 'rate') }} as amount_high,
        claim.share_low,
        claim.share_high,
        claim.disclosure,
        claim.tier,
        claim.said_on,
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
            and claim.period_end between rate.valid_from and rate.valid_to

)

select
    {{ subject_key() }} as subject_key,
    *
from resolved
