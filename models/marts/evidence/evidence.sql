-- Grain: one row per figure of a mart (evidence_key) and claim behind it; for the ledger behind a figure one row.
-- That of the ledger is not stored: evidence.ledger_lines finds the lines when asked.
{{ config(materialized='view') }}
with

line_sum as (

    select
        evidence_key,
        min(first_file) as first_file,
        max(last_file) as last_file,
        min(first_line) as first_line,
        max(last_line) as last_line,
        sum(payment_count) as line_count,
        sum(amount) as amount
    from {{ published('ledger_lines') }}
    group by evidence_key

),

ledger as (

    select
        evidence_key,
        {{ ledger_evidence() }}
    from line_sum

)

select
    evidence_key,
    role,
    input_file,
    line,
    row_key,
    source_id,
    attribution,
    stated_on,
    quote
from {{ published('claim_evidence') }}

union all

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
from ledger
