-- What: for each file and currency, rows and money in the file = accepted + rejected.
-- When it matters: otherwise a row was lost or counted twice between the file and staging, and no number
-- that rests on the file can be trusted.
-- How to resolve: this is a defect of the project, not of the data. Compare staging.stg_<input> with
-- inputs.<input> and staging.chk_<input> for the file named here.
select
    file,
    currency,
    rows_in,
    rows_accepted,
    rows_rejected,
    amount_in,
    amount_accepted,
    amount_rejected,
    rows_in - rows_accepted - rows_rejected as rows_missing,
    amount_in - amount_accepted - amount_rejected as amount_missing
from {{ ref('reconciliation') }}
where
    rows_in is distinct from rows_accepted + rows_rejected
    or amount_in is distinct from amount_accepted + amount_rejected
