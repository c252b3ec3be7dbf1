-- What: every evidence_key of a mart stands in evidence.evidence, and every key there in its mart; and the key is made of
-- the row's own ids, period and basis.
-- When it matters: a figure without evidence cannot be judged; evidence without a figure means that a claim
-- or ledger line was read and is shown nowhere; a key that is not the row's own leads to somebody else's words.
-- How to resolve: this is a defect of the project. Compare the mart's evidence_key with
-- intermediate.int_claim_evidence, int_ledger_evidence and int_flow_evidence; `missing_in` says which side lacks it.
{% set marts = {
    'dim_contracts': ['contract_id'],
    'dim_deals': ['deal_id'],
    'fct_spend': ['vendor_id', 'customer_id', 'market_id', 'period_start', 'period_end', 'basis', 'origin'],
    'fct_vendor_revenue': ['vendor_id', 'market_id', 'period_start', 'period_end', 'basis', 'origin'],
    'vendor_concentration': ['vendor_id', 'period_start', 'period_end'],
    'vendor_customers': ['vendor_id', 'customer_id', 'period_start', 'period_end'],
    'customer_dependence': ['customer_id', 'period_start', 'period_end'],
    'market_concentration': ['market_id', 'period_start', 'period_end'],
    'revenue_movements': ['vendor_id', 'customer_id', 'period_start', 'period_end'],
    'revenue_retention': ['vendor_id', 'period_start', 'period_end'],
    'vendor_revenue_bridge': ['vendor_id', 'period_start', 'period_end'],
    'contract_runoff': ['contract_id'],
    'lost_revenue': ['loss_event_id'],
    'revenue_at_risk': ['vendor_id'],
    'demand_flows': ['market_id', 'period_start', 'period_end'],
    'competitor_demand_shifts': ['event_id', 'market_id', 'vendor_id'],
    'neutrality_conflicts': ['customer_id', 'vendor_id', 'owner_id'],
} %}
with

figure as (

    {% for mart, key in marts.items() %}
    select
        '{{ mart }}' as mart,
        evidence_key,
        {% if mart == 'lost_revenue' %}
        'lost_revenue|' || loss_event_id as own_key
        {% elif mart == 'contract_runoff' %}
        {{ evidence_key('dim_contracts', key) }} as own_key
        {% else %}
        {{ evidence_key(mart, key) }} as own_key
        {% endif %}
    from {{ ref(mart) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

proof as (

    select distinct evidence_key
    from {{ ref('evidence') }}

)

select
    figure.mart,
    coalesce(figure.evidence_key, proof.evidence_key) as evidence_key,
    figure.own_key,
    case
        when figure.own_key is null then 'mart'
        when proof.evidence_key is null then 'evidence'
        else 'neither: the key is not the row''s own'
    end as missing_in
from figure
full outer join proof
    on figure.evidence_key = proof.evidence_key
where
    figure.own_key is null
    or proof.evidence_key is null
    or figure.own_key <> figure.evidence_key
