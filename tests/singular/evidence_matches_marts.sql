-- What: every evidence_key of a mart is made of the row's own ids, period and basis; every claim in evidence.claim_evidence
-- stands behind a row of a mart; and every row of a mart has a claim there or rests on ledger lines.
-- When it matters: a figure without evidence cannot be judged; evidence without a figure means that a claim
-- or ledger line was read and is shown nowhere; a key that is not the row's own leads to somebody else's words.
-- How to resolve: this is a defect of the project. Compare the mart's evidence_key with intermediate.int_claim_evidence
-- and int_movement_evidence; `missing_in` says which side lacks it.
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
-- Rows of these may rest on evidence.ledger_lines alone. That a row which says so has its lines, to the cent, is what
-- the tests payments_reach_fct_spend, ledger_spend_equals_vendor_revenue and ledger_reaches_... compare.
{% set on_ledger = {
    'fct_spend': "origin = 'ledger'",
    'fct_vendor_revenue': "origin = 'ledger'",
    'vendor_concentration': "evidence_tier = 'ledger'",
    'vendor_customers': "evidence_tier = 'ledger'",
    'customer_dependence': "evidence_tier = 'ledger'",
    'market_concentration': "evidence_tier = 'ledger'",
    'revenue_movements': 'true',
    'revenue_retention': 'true',
    'demand_flows': 'true',
    'vendor_revenue_bridge': 'evidence_key in (select of_ledger.evidence_key from of_ledger)',
} %}
with

proof as (

    select distinct evidence_key
    from {{ ref('claim_evidence') }}

),

-- A bridge may also rest on plans and commitments.
of_ledger as (

    select distinct line.evidence_key
    from {{ ref('ledger_lines') }} as line
    inner join {{ tested_part(ref('vendor_revenue_bridge')) }} as bridge
        on line.evidence_key = bridge.evidence_key
    where line.evidence_key >= 'vendor_revenue_bridge|' and line.evidence_key < 'vendor_revenue_bridge~'

),

shown as (

    select distinct figure.evidence_key
    from (
        {% for mart in marts %}
        select evidence_key from {{ ref(mart) }}
        {{ 'union all' if not loop.last }}
        {% endfor %}
    ) as figure
    inner join proof
        on figure.evidence_key = proof.evidence_key

)

{% for mart, key in marts.items() %}
{% if mart == 'lost_revenue' %}
{% set own_key = "'lost_revenue|' || loss_event_id" %}
{% elif mart == 'contract_runoff' %}
{% set own_key = evidence_key('dim_contracts', key) %}
{% else %}
{% set own_key = evidence_key(mart, key) %}
{% endif %}
select
    '{{ mart }}' as mart,
    evidence_key,
    {{ own_key }} as own_key,
    'neither: the key is not the row''s own' as missing_in
from {{ tested_part(ref(mart)) }}
where evidence_key <> {{ own_key }}

union all

-- Claims are made anew in every build, so all that rests on them is looked at.
{% if on_ledger.get(mart) != 'true' %}
select
    '{{ mart }}' as mart,
    evidence_key,
    cast(null as {{ dbt.type_string() }}) as own_key,
    'evidence' as missing_in
from {{ tested_part(ref(mart)) if mart == 'vendor_revenue_bridge' else ref(mart) }}
where
    not ({{ on_ledger.get(mart, 'false') }})
    and evidence_key not in (select proof.evidence_key from proof)

union all

{% endif %}
{% endfor %}
select
    cast(null as {{ dbt.type_string() }}) as mart,
    evidence_key,
    cast(null as {{ dbt.type_string() }}) as own_key,
    'mart' as missing_in
from proof
where evidence_key not in (select shown.evidence_key from shown)
