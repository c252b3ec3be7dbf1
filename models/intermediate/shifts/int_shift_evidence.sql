-- Grain: one row per row of competitor_demand_shifts (evidence_key) and row of an input that stands behind it.
{% set claim_columns %}
    claim.file, claim.line, claim.row_key, claim.source_id, claim.attribution, claim.said_on, claim.quote
{% endset %}
with

shift as (

    select
        event_id,
        event_type,
        deal_id,
        market_id,
        vendor_id,
        {{ evidence_key('competitor_demand_shifts', ['event_id', 'market_id', 'vendor_id']) }} as evidence_key
    from {{ ref('int_shift_competitors') }}

),

-- Years of the market from which shares and diversion are.
measured as (

    select
        event_id,
        market_id,
        vendor_id,
        period_start,
        period_end
    from {{ ref('int_shift_shares') }}

    union

    select
        event_id,
        market_id,
        vendor_id,
        period_start,
        period_end
    from {{ ref('int_shift_diversions') }}

),

figure as (

    select
        event_id,
        market_id,
        vendor_id,
        {{ evidence_key('market_concentration', ['market_id', 'period_start', 'period_end']) }} as figure_key
    from measured

)

select
    shift.evidence_key,
    'deal' as role,
    {{ claim_columns }}
from shift
inner join {{ ref('int_deal_claims') }} as claim
    on shift.deal_id = claim.deal_id

union

-- All loss events that are linked to the deal: against them a claim is judged, on the rows of each.
select
    shift.evidence_key,
    claim.role,
    {{ claim_columns }}
from shift
inner join {{ ref('int_loss_events') }} as loss
    on
        shift.deal_id = loss.deal_id
        or (shift.event_type = 'loss_event' and shift.event_id = loss.loss_event_id)
inner join {{ ref('int_loss_evidence') }} as claim
    on 'lost_revenue|' || loss.loss_event_id = claim.evidence_key

union

select
    shift.evidence_key,
    'demand_claim' as role,
    {{ claim_columns }}
from shift
inner join {{ ref('int_shift_claims') }} as chosen
    on
        shift.event_id = chosen.event_id
        and shift.market_id = chosen.market_id
        and shift.vendor_id = chosen.vendor_id
inner join {{ ref('int_demand_claims') }} as claim
    on chosen.row_key = claim.row_key
{% for model in ['int_claim_evidence', 'int_market_evidence'] %}

union

select
    shift.evidence_key,
    claim.role,
    {{ claim_columns }}
from shift
inner join figure
    on
        shift.event_id = figure.event_id
        and shift.market_id = figure.market_id
        and shift.vendor_id = figure.vendor_id
inner join {{ ref(model) }} as claim
    on figure.figure_key = claim.evidence_key
{% endfor %}
