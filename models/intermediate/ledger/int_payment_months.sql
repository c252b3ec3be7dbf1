-- Grain: one row per file, month and currency of accepted payments: how many, how much in their own currency.
-- depends_on: {{ ref('int_changed_months') }}
{{ config(materialized='incremental', incremental_strategy='changed', unique_key='month_start') }}
with

payment as (

    select
        *,
        cast({{ dbt.date_trunc('month', 'paid_on') }} as date) as month_start
    from {{ payments_read() }}

)

select
    file,
    month_start,
    currency,
    count(*) as rows_accepted,
    cast(sum(amount) as decimal(38, 2)) as amount_accepted,
    max(paid_on) as last_paid_on
from payment
group by file, month_start, currency
