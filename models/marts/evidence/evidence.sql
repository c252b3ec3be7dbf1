-- Grain: one row per figure of a mart (evidence_key) and claim behind it; for the ledger behind a figure one row.
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
from {{ ref('int_claim_evidence') }}

union all

select
    evidence_key,
    'ledger' as role,
    file as input_file,
    line,
    row_key,
    cast(null as {{ dbt.type_string() }}) as source_id,
    'ledger' as attribution,
    cast(null as date) as stated_on,
    cast(null as {{ dbt.type_string() }}) as quote
from {{ ref('int_ledger_evidence') }}
order by evidence_key, role, input_file, row_key
