-- Grain: one row per vendor at risk (evidence_key) and claim or stretch of ledger lines behind its loss events or its
-- latest revenue.
{% set columns = ['role', 'file', 'line', 'row_key', 'source_id', 'attribution', 'said_on', 'quote'] %}
with

risk as (

    select
        vendor_id,
        revenue_period_start as period_start,
        revenue_period_end as period_end,
        {{ evidence_key('revenue_at_risk', ['vendor_id']) }} as evidence_key,
        {{ evidence_key('vendor_concentration', ['vendor_id', 'revenue_period_start', 'revenue_period_end']) }}
            as figure_key
    from {{ ref('int_vendor_risks') }}

)

select
    risk.evidence_key,
    {{ 'event_evidence.' ~ columns | join(', event_evidence.') }}
from risk
inner join {{ ref('int_leaving_customers') }} as event
    on risk.vendor_id = event.vendor_id
inner join {{ ref('int_loss_evidence') }} as event_evidence
    on 'lost_revenue|' || event.loss_event_id = event_evidence.evidence_key

union

select
    risk.evidence_key,
    {{ 'claim.' ~ columns | join(', claim.') }}
from risk
inner join {{ ref('int_claim_periods') }} as claim
    on
        risk.vendor_id = claim.vendor_group_id
        and claim.customer_id = ''
        and claim.basis = 'actual'
        and {{ same_period('risk', 'claim') }}

union

select
    risk.evidence_key,
    {{ 'ledger.' ~ columns | join(', ledger.') }}
from risk
inner join {{ ref('int_ledger_evidence') }} as ledger
    on risk.figure_key = ledger.evidence_key
