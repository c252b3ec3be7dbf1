-- Grain: one row per month whose payments are read in this build: all of them, or those that come to something else than
-- in the last good build, by the files, by a payment that breaks a rule now or broke one then, or by a rate.
-- depends_on: {{ ref('chk_payment_months') }}, {{ ref('chk_payments') }}, {{ ref('int_exchange_rates') }}
select month_start
from {{ ref('chk_changed_months') }}
where month_start is not null
{% if builds_changes_only() %}

union

select month_start
from (
    {{ rows_that_differ('chk_payments', ['file', 'line', 'row_key', 'month_start']) }}
) as broken_row
where month_start is not null

union

-- From a rate that is new or gone on.
select month.month_start
from (
    select month_start from {{ ref('chk_payment_months') }}
    union
    select month_start from {{ before('chk_payment_months') }}
) as month
inner join (
    {{ rows_that_differ('int_exchange_rates', ['currency', 'valid_from', 'usd_per_unit', 'reporting_usd_per_unit']) }}
) as rate
    on {{ dbt.last_day('month.month_start', 'month') }} >= rate.valid_from
{% endif %}
