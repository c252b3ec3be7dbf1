-- Grain: one row per input file and currency, what went in beside what was accepted and what was rejected.
with

accepted as (

    {% for input in input_names() if input != 'payments' %}
    select
        file,
        {{ currency_of_row(input) }} as currency,
        count(*) as rows_accepted,
        cast(sum({{ money_of_row(input, typed=true) }}) as decimal(38, 2)) as amount_accepted
    from {{ ref('stg_' ~ input) }}
    group by file, {{ currency_of_row(input) }}

    union all

    {% endfor %}
    select
        file,
        currency,
        cast(sum(rows_accepted) as bigint) as rows_accepted,
        cast(sum(amount_accepted) as decimal(38, 2)) as amount_accepted
    from {{ ref('int_payment_months') }}
    group by file, currency

)

select
    coalesce(total.file, accepted.file) as file,
    coalesce(total.currency, accepted.currency) as currency,
    coalesce(total.rows_in, 0) as rows_in,
    coalesce(accepted.rows_accepted, 0) as rows_accepted,
    coalesce(total.rows_rejected, 0) as rows_rejected,
    coalesce(total.amount_in, 0) as amount_in,
    coalesce(accepted.amount_accepted, 0) as amount_accepted,
    coalesce(total.amount_rejected, 0) as amount_rejected
from {{ ref('chk_totals') }} as total
full outer join accepted
    on
        total.file = accepted.file
        and total.currency = accepted.currency
