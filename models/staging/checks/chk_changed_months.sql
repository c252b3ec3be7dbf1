-- Grain: one row per month of payments in which the files say something else than in the last good build; all months
-- where everything is built. Empty stands for days that are none.
-- depends_on: {{ ref('chk_payment_months') }}
select distinct month_start
{% if builds_changes_only() %}
from (
    {{ rows_that_differ('chk_payment_months',
        ['file', 'month_start', 'currency', 'rows_in', 'amount_in', 'line_fingerprint']) }}
) as changed_row
{% else %}
from {{ ref('chk_payment_months') }}
{% endif %}
