-- Grain: one row per file, month and currency of accepted payments: how many, how much in their own currency.
-- depends_on: {{ ref('int_changed_months') }}
{{ config(materialized='incremental', incremental_strategy='changed', unique_key='month_start') }}
select
    file,
    cast({{ dbt.date_trunc('month', 'paid_on') }} as date) as month_start,
    currency,
    count(*) as rows_accepted,
    cast(sum(amount) as decimal(38, 2)) as amount_accepted,
    max(paid_on) as last_paid_on
from {{ payments_read() }} as payment
group by 1, 2, 3
