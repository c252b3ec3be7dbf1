-- What: in a build of changes, every row that a model built in parts keeps of the build before stands there once, with
-- the same values: by month or period, the number of rows and, in marts, a sum over all values are what they were.
-- When it matters: the other tests look in such a build at what it made anew alone. A kept row that is lost, doubled or
-- changed would be in every sum over it, and untested.
-- How to resolve: this is a defect of the project, in macros/changes or in the model named here. Build everything with
-- dbt build --full-refresh; the result of that is right.
{# A build of changes names its models only when it runs. #}
-- depends_on: {{ ref('fct_spend') }}, {{ ref('fct_vendor_revenue') }}, {{ ref('vendor_concentration') }}
-- depends_on: {{ ref('vendor_customers') }}, {{ ref('customer_dependence') }}, {{ ref('market_concentration') }}
-- depends_on: {{ ref('revenue_movements') }}, {{ ref('revenue_retention') }}, {{ ref('vendor_revenue_bridge') }}
-- depends_on: {{ ref('demand_flows') }}
{% for node in (kept_models() if builds_changes_only() else []) %}
{% set key = node.config.unique_key %}
{% set is_kept = 'where not (' ~ is_changed(key) ~ ')' %}
select
    '{{ node.name }}' as model,
    coalesce(kept.{{ key }}, remembered.{{ key }}) as month_or_period_end,
    remembered.row_count as rows_before,
    kept.row_count as rows_now
from (
    {{ totals_of_rows(node) }}
    {{ is_kept }}
    group by {{ key }}
) as kept
full outer join (
    select * from (
        select
            part as {{ key }},
            row_count,
            fingerprint
        from state.totals
        where model = '{{ node.name }}'
    ) as of_model
    {{ is_kept }}
) as remembered
    on kept.{{ key }} = remembered.{{ key }}
where
    kept.row_count is distinct from remembered.row_count
    or kept.fingerprint is distinct from remembered.fingerprint
{{ 'union all' if not loop.last }}
{% else %}
-- A whole build keeps nothing.
select cast(null as {{ dbt.type_string() }}) as model
where false
{% endfor %}
