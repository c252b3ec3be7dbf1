-- Grain: one row per loss event (evidence_key) and claim or stretch of ledger lines behind it.
{% set columns = ['file', 'line', 'row_key', 'source_id', 'attribution', 'said_on', 'quote'] %}
with

event as (

    select * from {{ ref('int_loss_events') }}

),

behind_event as (

    -- All that the customer said of the vendor, what no longer holds included.
    select
        event.loss_event_id,
        'signal' as role,
        {{ 'signal.' ~ columns | join(', signal.') }}
    from event
    inner join {{ ref('int_signals') }} as signal
        on
            event.vendor_id = signal.vendor_id
            and event.customer_id = signal.customer_id

    union all

    select
        event.loss_event_id,
        'deal' as role,
        {{ 'claim.' ~ columns | join(', claim.') }}
    from event
    inner join {{ ref('int_deal_claims') }} as claim
        on event.deal_id = claim.deal_id

    union all

    select
        event.loss_event_id,
        'contract' as role,
        {{ 'claim.' ~ columns | join(', claim.') }}
    from event
    inner join {{ ref('int_contract_claims') }} as claim
        on event.notice_contract_id = claim.contract_id

    union all

    select
        loss_event_id,
        role,
        {{ columns | join(',\n        ') }}
    from {{ ref('int_loss_figure_evidence') }}

)

select
    'lost_revenue|' || loss_event_id as evidence_key,
    role,
    {{ columns | join(',\n    ') }}
from behind_event
