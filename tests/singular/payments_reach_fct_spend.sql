-- What: by customer and month, the sum of the accepted payments known by as_of, in the reporting currency,
-- equals the ledger rows of fct_spend, to the cent.
-- When it matters: a month missing on either side, or a row doubled by a join, is money lost or made up in
-- every mart. The join is full and null-safe, so that a missing month fails too.
-- How to resolve: this is a defect of the project. Follow the customer and month named here from
-- staging.stg_payments through intermediate.int_ledger_months to marts.fct_spend.
with

payment as (

    select
        coalesce(customer.company_id, payment_row.customer_id) as customer_id,
        cast({{ dbt.date_trunc('month', 'payment_row.paid_on') }} as date)
            as period_start,
        {{ in_reporting_currency(
            'payment_row.amount', 'payment_row.currency', 'rate'
        ) }} as amount
    from {{ ref('stg_payments') }} as payment_row
    left join {{ ref('stg_company_names') }} as customer
        on payment_row.customer_id = customer.name
    left join {{ ref('int_exchange_rates') }} as rate
        on
            payment_row.currency = rate.currency
            and payment_row.paid_on between rate.valid_from and rate.valid_to
    where {{ known_by_as_of('payment_row.paid_on') }}

),

paid as (

    select
        customer_id,
        period_start,
        sum(amount) as paid_amount,
        count(case when amount is null then 1 end) as unconverted_payments
    from payment
    group by customer_id, period_start

),

spend as (

    select
        customer_id,
        period_start,
        sum(spend_amount_low) as spend_amount
    from {{ ref('fct_spend') }}
    where origin = 'ledger'
    group by customer_id, period_start

)

select
    coalesce(paid.customer_id, spend.customer_id) as customer_id,
    coalesce(paid.period_start, spend.period_start) as period_start,
    paid.paid_amount,
    spend.spend_amount,
    paid.unconverted_payments
from paid
full outer join spend
    on
        paid.customer_id = spend.customer_id
        and paid.period_start = spend.period_start
where
    paid.paid_amount is distinct from spend.spend_amount
    or coalesce(paid.unconverted_payments, 0) > 0
    or paid.customer_id is null
    or spend.customer_id is null
