-- What: every accepted claim of reported_figures about a customer's spend or a vendor's revenue that is known by
-- as_of stands behind a row of fct_spend or fct_vendor_revenue, unless a ledger covers what it is about.
-- When it matters: a claim that stands behind no row was read and then forgotten: the figures look as if
-- nobody had said it.
-- How to resolve: this is a defect of the project. Follow the claim named here from
-- intermediate.int_figure_claims to intermediate.int_standing_claims and intermediate.int_claim_evidence.
with

claim as (

    {{ known_claims('reported_figures') }}

),

covered as (

    select
        covered_period.side,
        name.name as company_name,
        covered_period.period_start,
        covered_period.period_end
    from {{ ref('int_covered_periods') }} as covered_period
    inner join {{ ref('stg_company_names') }} as name
        on covered_period.company_id = name.company_id

),

shown as (

    select distinct
        input_file,
        row_key
    from {{ ref('claim_evidence') }}
    where
        evidence_key like 'fct_spend|%'
        or evidence_key like 'fct_vendor_revenue|%'

)

select
    claim.file,
    claim.line,
    claim.row_key,
    claim.metric,
    claim.vendor_id,
    claim.customer_id,
    claim.period_start,
    claim.period_end,
    claim.amount_low,
    claim.amount_high,
    claim.currency
from claim
left join covered as covered_vendor
    on
        claim.basis = 'actual'
        and claim.vendor_id = covered_vendor.company_name
        and covered_vendor.side = 'vendor'
        and claim.period_start = covered_vendor.period_start
        and claim.period_end = covered_vendor.period_end
left join covered as covered_customer
    on
        claim.basis = 'actual'
        and claim.customer_id = covered_customer.company_name
        and covered_customer.side = 'customer'
        and claim.period_start = covered_customer.period_start
        and claim.period_end = covered_customer.period_end
left join shown
    on
        claim.file = shown.input_file
        and claim.row_key = shown.row_key
where
    claim.metric in ('customer_spend', 'vendor_revenue')
    and covered_vendor.company_name is null
    and covered_customer.company_name is null
    and shown.row_key is null
