-- Grain: one row per row of revenue_movements, revenue_retention and vendor_revenue_bridge (evidence_key) and claim
-- behind it, of the period or the one before. The ledger lines of both stand in evidence.ledger_lines.
{{ config(materialized='table') }}
{% set per_vendor = [('revenue_retention', 'int_retention'), ('vendor_revenue_bridge', 'int_revenue_bridge')] %}
{% set claim_columns %}
    claim.role, claim.file, claim.line, claim.row_key, claim.source_id, claim.attribution, claim.said_on, claim.quote
{% endset %}
with

claim as (

    select
        pair.metric,
        pair.vendor_group_id,
        pair.customer_group_id,
        pair.period_start,
        pair.period_end,
        {{ claim_columns }}
    from {{ ref('int_change_pairs') }} as pair
    inner join {{ ref('int_change_periods') }} as period
        on {{ same_period('pair', 'period') }}
    inner join {{ ref('int_claim_periods') }} as claim
        on
            pair.vendor_id = claim.vendor_id
            and pair.customer_id = claim.customer_id
            and period.side_start = claim.period_start
            and period.side_end = claim.period_end
    where claim.basis = 'actual'

)

select distinct
    {{ evidence_key('revenue_movements', [
        'figure.vendor_id', 'figure.customer_id', 'figure.period_start', 'figure.period_end']) }} as evidence_key,
    {{ claim_columns }}
from {{ ref('int_movements') }} as figure
inner join claim
    on
        claim.metric = 'customer_spend'
        and figure.vendor_id = claim.vendor_group_id
        and figure.customer_id = claim.customer_group_id
        and {{ same_period('figure', 'claim') }}
{% for mart, model in per_vendor %}

union all

select distinct
    {{ evidence_key(mart, ['figure.vendor_id', 'figure.period_start', 'figure.period_end']) }} as evidence_key,
    {{ claim_columns }}
from {{ ref(model) }} as figure
inner join claim
    on
        figure.vendor_id = claim.vendor_group_id
        and {{ same_period('figure', 'claim') }}
{% endfor %}

union all

select distinct
    {{ evidence_key('vendor_revenue_bridge', ['figure.vendor_id', 'figure.period_start', 'figure.period_end']) }}
        as evidence_key,
    {{ claim_columns }}
from {{ ref('int_revenue_bridge') }} as figure
inner join {{ ref('int_claim_periods') }} as claim
    on
        figure.vendor_id = claim.vendor_group_id
        and {{ same_period('figure', 'claim') }}
where
    claim.basis = 'planned'
    and claim.customer_id <> ''

union all

select
    {{ evidence_key('vendor_revenue_bridge', ['figure.vendor_id', 'figure.period_start', 'figure.period_end']) }}
        as evidence_key,
    'contract' as role,
    claim.file, claim.line, claim.row_key, claim.source_id, claim.attribution, claim.said_on, claim.quote
from {{ ref('int_revenue_bridge') }} as figure
inner join {{ ref('int_contracts') }} as contract
    on coalesce(contract.ends_on, figure.period_start) >= figure.period_start
{{ join_group('vendor_group', 'contract.vendor_id', 'figure.period_end') }}
inner join {{ ref('int_contract_values') }} as value
    on contract.contract_id = value.contract_id
inner join {{ ref('int_contract_claims') }} as claim
    on contract.contract_id = claim.contract_id
where
    value.value_type = 'committed'
    and coalesce(figure.committed_low, figure.committed_high) is not null
    and coalesce(vendor_group.ultimate_parent_id, contract.vendor_id) = figure.vendor_id
