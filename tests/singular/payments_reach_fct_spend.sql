-- What: by vendor, customer, market and month, the sum of the accepted payments known by as_of, in the reporting
-- currency, equals the ledger row of fct_spend, to the cent; low, point and high of that row are one, where known.
-- When it matters: a month missing on either side, a row doubled by a join, or one that went to another company or
-- market, is money lost or made up in every mart. The join is full and null-safe, so that a missing month fails too.
-- How to resolve: this is a defect of the project. Follow the vendor, customer and month named here from
-- staging.stg_payments through intermediate.int_ledger_months to marts.fct_spend. `difference` is fct_spend less
-- payments; `unconverted_payments` found no exchange rate.
{% set payments = ref('stg_payments') %}
{% if tests_changes_only() %}
-- All of the months that fct_spend has anew, whether or not their payments were read again.
{% set first_day = dbt.date_trunc('month', "date '" ~ changed_from() ~ "'") %}
{% set payments = '(select * from ' ~ payments ~ ' where paid_on >= ' ~ first_day ~ ')' %}
{% endif %}
with

payment as (

    select
        coalesce(vendor.company_id, payment_row.vendor_id) as vendor_id,
        coalesce(customer.company_id, payment_row.customer_id) as customer_id,
        coalesce(payment_row.market_id, 'unclassified') as market_id,
        cast({{ dbt.date_trunc('month', 'payment_row.paid_on') }} as date)
            as period_start,
        {{ in_reporting_currency(
            'payment_row.amount', 'payment_row.currency', 'rate'
        ) }} as amount
    from {{ payments }} as payment_row
    left join {{ ref('stg_company_names') }} as vendor
        on payment_row.vendor_id = vendor.name
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
        vendor_id,
        customer_id,
        market_id,
        period_start,
        sum(amount) as paid_amount,
        count(case when amount is null then 1 end) as unconverted_payments
    from payment
    group by vendor_id, customer_id, market_id, period_start

),

spend as (

    select
        vendor_id,
        customer_id,
        market_id,
        period_start,
        sum(spend_amount_low) as spend_amount,
        sum(coalesce(spend_amount, spend_amount_low)) as point_amount,
        sum(coalesce(spend_amount_high, spend_amount_low)) as high_amount
    from {{ tested_part(ref('fct_spend')) }}
    where origin = 'ledger'
    group by vendor_id, customer_id, market_id, period_start

)

select
    coalesce(paid.vendor_id, spend.vendor_id) as vendor_id,
    coalesce(paid.customer_id, spend.customer_id) as customer_id,
    coalesce(paid.market_id, spend.market_id) as market_id,
    coalesce(paid.period_start, spend.period_start) as period_start,
    paid.paid_amount,
    spend.spend_amount,
    coalesce(spend.spend_amount, 0) - coalesce(paid.paid_amount, 0) as difference,
    paid.unconverted_payments
from paid
full outer join spend
    on
        paid.vendor_id = spend.vendor_id
        and paid.customer_id = spend.customer_id
        and paid.market_id = spend.market_id
        and paid.period_start = spend.period_start
where
    paid.paid_amount is distinct from spend.spend_amount
    or spend.spend_amount is distinct from spend.point_amount
    or spend.spend_amount is distinct from spend.high_amount
    or coalesce(paid.unconverted_payments, 0) > 0
    or paid.customer_id is null
    or spend.customer_id is null
