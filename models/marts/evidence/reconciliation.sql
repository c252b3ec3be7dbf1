-- Grain: one row per input file and currency: what went in equals what was accepted plus what was rejected.
select
    file,
    currency,
    rows_in,
    rows_accepted,
    rows_rejected,
    amount_in,
    amount_accepted,
    amount_rejected
from {{ ref('int_reconciliation') }}
order by file, currency
