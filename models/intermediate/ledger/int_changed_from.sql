-- Grain: one row, the day from which on this build makes every period anew that ends on it or later: what changed in one
-- tells on those that follow. Far ahead where nothing has changed.
-- depends_on: {{ ref('int_changed_months') }}, {{ ref('int_covered_periods') }}, {{ ref('int_claimed_totals') }}
-- depends_on: {{ ref('int_standing_claims') }}, {{ ref('int_committed_revenue') }}
{% if builds_changes_only() %}
{% set period_models = ['int_covered_periods', 'int_claimed_totals', 'int_standing_claims', 'int_committed_revenue'] %}
with

change as (

    select {{ dbt.last_day('month_start', 'month') }} as period_end
    from {{ ref('int_changed_months') }}

    {% for name in period_models %}
    union all

    select period_end
    from (
        {{ rows_that_differ(name) }}
    ) as {{ name }}_change

    {% endfor %}
)

select coalesce(min(period_end), date '2199-12-31') as changed_from
from change
{% else %}
select date '1900-01-01' as changed_from
{% endif %}
