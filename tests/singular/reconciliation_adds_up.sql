-- What: for each file and currency, rows and money in the file = accepted + rejected, and what is accepted is what
-- staging holds.
-- When it matters: otherwise a row was lost or counted twice between the file and staging, and no number
-- that rests on the file can be trusted.
-- How to resolve: this is a defect of the project, not of the data. Compare staging.stg_<input> with
-- inputs.<input> and staging.chk_<input> for the file named here. `rows_missing` and `amount_missing` are what the file
-- has beyond accepted and rejected.
with

staged as (

    {% for input in input_names() %}
    select
        file,
        {{ currency_of_row(input) }} as currency,
        count(*) as rows_staged,
        cast(sum({{ money_of_row(input, typed=true) }}) as decimal(38, 2)) as amount_staged
    from {{ ref('stg_' ~ input) }}
    group by file, {{ currency_of_row(input) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    coalesce(reconciled.file, staged.file) as file,
    coalesce(reconciled.currency, staged.currency) as currency,
    reconciled.rows_in,
    reconciled.rows_accepted,
    reconciled.rows_rejected,
    staged.rows_staged,
    reconciled.amount_in,
    reconciled.amount_accepted,
    reconciled.amount_rejected,
    staged.amount_staged,
    coalesce(reconciled.rows_in, 0) - coalesce(reconciled.rows_accepted + reconciled.rows_rejected, 0) as rows_missing,
    coalesce(reconciled.amount_in, 0) - coalesce(reconciled.amount_accepted + reconciled.amount_rejected, 0)
        as amount_missing
from {{ ref('reconciliation') }} as reconciled
full outer join staged
    on
        reconciled.file = staged.file
        and reconciled.currency = staged.currency
where
    reconciled.file is null
    or reconciled.rows_in is distinct from reconciled.rows_accepted + reconciled.rows_rejected
    or reconciled.amount_in is distinct from reconciled.amount_accepted + reconciled.amount_rejected
    or reconciled.rows_accepted is distinct from coalesce(staged.rows_staged, 0)
    or reconciled.amount_accepted is distinct from coalesce(staged.amount_staged, 0)
