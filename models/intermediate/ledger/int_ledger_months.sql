-- Grain: one row per vendor, customer, market and month with ledger lines.
-- The last step that reads single payments: all that follows adds up months.
-- depends_on: {{ ref('int_changed_months') }}
{{ config(materialized='incremental', incremental_strategy='changed', unique_key='month_start') }}
with

-- While lines are added up a number stands for each file, in order of name: texts take half as long again.
file as (

    select
        file,
        row_number() over (order by file) as number
    from {{ ref('chk_payment_months') }}
    group by file

),

line as (

    select
        coalesce(vendor.company_id, payment.vendor_id) as vendor_id,
        coalesce(customer.company_id, payment.customer_id) as customer_id,
        coalesce(payment.market_id, 'unclassified') as market_id,
        cast({{ dbt.date_trunc('month', 'payment.paid_on') }} as date) as month_start,
        {{ in_reporting_currency('payment.amount', 'payment.currency', 'rate') }} as amount,
        file.number as file_number,
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
    left join file
        on payment.file = file.file
    where {{ known_by_as_of('payment.paid_on') }}

)

select
    month_sum.vendor_id,
    month_sum.customer_id,
    month_sum.market_id,
    month_sum.month_start,
    {{ dbt.last_day('month_sum.month_start', 'month') }} as month_end,
    month_sum.amount,
    month_sum.line_count,
    first_file.file as first_file,
    last_file.file as last_file,
    month_sum.first_line,
    month_sum.last_line
from (
    select
        vendor_id,
        customer_id,
        market_id,
        month_start,
        cast(sum(amount) as decimal(18, 2)) as amount,
        count(*) as line_count,
        min(file_number) as first_file_number,
        max(file_number) as last_file_number,
        min(line) as first_line,
        max(line) as last_line
    from line
    group by vendor_id, customer_id, market_id, month_start
) as month_sum
left join file as first_file
    on month_sum.first_file_number = first_file.number
left join file as last_file
    on month_sum.last_file_number = last_file.number
