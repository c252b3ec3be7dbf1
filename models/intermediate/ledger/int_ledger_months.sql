-- Grain: one row per vendor, customer, market and month with ledger lines.
-- The last step that reads single payments: all that follows adds up months.
-- depends_on: {{ ref('int_changed_months') }}
{{ config(materialized='incremental', incremental_strategy='changed', unique_key='month_start') }}
with

line as (

    select
        coalesce(vendor.company_id, payment.vendor_id) as vendor_id,
        coalesce(customer.company_id, payment.customer_id) as customer_id,
        coalesce(payment.market_id, 'unclassified') as market_id,
        cast({{ dbt.date_trunc('month', 'payment.paid_on') }} as date) as month_start,
        {{ in_reporting_currency('payment.amount', 'payment.currency', 'rate') }} as amount,
        payment.file,
        payment.line
    from {{ payments_read() }} as payment
    left join {{ ref('stg_company_names') }} as vendor
        on payment.vendor_id = vendor.name
    left join {{ ref('stg_company_names') }} as customer
        on payment.customer_id = customer.name
    left join {{ ref('int_exchange_rates') }} as rate
        on
            payment.currency = rate.currency
            and payment.paid_on between rate.valid_from and rate.valid_to
    where {{ known_by_as_of('payment.paid_on') }}

)

select
    vendor_id,
    customer_id,
    market_id,
    month_start,
    {{ dbt.last_day('month_start', 'month') }} as month_end,
    cast(sum(amount) as decimal(18, 2)) as amount,
    count(*) as line_count,
    min(file) as first_file,
    max(file) as last_file,
    min(line) as first_line,
    max(line) as last_line
from line
group by vendor_id, customer_id, market_id, month_start
