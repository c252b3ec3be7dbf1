-- Grain: one row per figure of a mart (evidence_key) and claim behind it; where the ledger lines behind it are not simply
-- those of its companies and period, one row for these.
{% set models = [
    'int_claim_evidence', 'int_movement_evidence', 'int_loss_evidence', 'int_risk_evidence', 'int_conflict_evidence',
    'int_shift_evidence',
] %}
with

behind_figure as (

    {% for model in models %}
    select
        evidence_key,
        role,
        file,
        line,
        row_key,
        source_id,
        attribution,
        said_on,
        quote
    from {{ ref(model) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    evidence_key,
    role,
    file as input_file,
    line,
    row_key,
    source_id,
    attribution,
    said_on as stated_on,
    quote
from behind_figure
order by evidence_key, role, input_file, row_key
