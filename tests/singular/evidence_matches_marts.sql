-- What: every evidence_key of a mart stands in evidence.evidence, and every key there in its mart.
-- When it matters: a figure without evidence cannot be judged; evidence without a figure means that a claim
-- or ledger line was read and is shown nowhere.
-- How to resolve: this is a defect of the project. Compare the mart's evidence_key with
-- intermediate.int_claim_evidence, int_ledger_evidence and int_flow_evidence; `missing_in` says which side lacks it.
{% set marts = [
    'dim_contracts', 'dim_deals', 'fct_spend', 'fct_vendor_revenue', 'vendor_concentration', 'vendor_customers',
    'customer_dependence', 'market_concentration', 'revenue_movements', 'revenue_retention', 'vendor_revenue_bridge',
    'contract_runoff', 'lost_revenue', 'revenue_at_risk', 'demand_flows', 'competitor_demand_shifts',
    'neutrality_conflicts',
] %}
with

figure as (

    {% for mart in marts %}
    select evidence_key from {{ ref(mart) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

proof as (

    select distinct evidence_key
    from {{ ref('evidence') }}

)

select
    coalesce(figure.evidence_key, proof.evidence_key) as evidence_key,
    case when figure.evidence_key is null then 'mart' else 'evidence' end as missing_in
from figure
full outer join proof
    on figure.evidence_key = proof.evidence_key
where figure.evidence_key is null or proof.evidence_key is null
