-- Grain: one row per broken rule of one row of payments.
-- Where a build in which no row broke a rule is gone on from, only the months that differ from it are looked at, and
-- whether their keys stand anywhere else; all months where a currency's first rate is gone.
-- depends_on: {{ ref('chk_changed_months') }}
{% set month = payment_month() %}
{{ broken_rules(
    'payments',
    also=[
        reserved_company_rule('vendor_id'),
        reserved_company_rule('customer_id'),
        reserved_market_rule(['all', 'unallocated']),
        no_rate_rule(rate_day('payments')),
    ],
    only=(month ~ ' is null or ' ~ month ~ ' in (select changed.month_start from ' ~ ref('chk_changed_months')
        ~ ' as changed where changed.month_start is not null)'
        if builds_changes_only() and not run_query(may_break_a_rule_now()) else ''),
    beside=', ' ~ month ~ ' as month_start',
) }}
