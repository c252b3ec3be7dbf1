-- What: every period of a mart stands in dim_periods under the same grain.
-- When it matters: a query that joins dim_periods, or filters one period_grain, would silently lose rows.
-- How to resolve: this is a defect of the project: a row was given a period, or a grain, that
-- intermediate.int_periods does not hold.
{% set marts = [
    'fct_spend', 'fct_vendor_revenue', 'vendor_concentration', 'vendor_customers', 'customer_dependence',
    'market_concentration', 'revenue_movements', 'revenue_retention', 'vendor_revenue_bridge',
    'demand_flows',
] %}
{% for mart in marts %}
select
    '{{ mart }}' as mart,
    figure.period_grain,
    figure.period_start,
    figure.period_end,
    count(*) as row_count
from {{ ref(mart) }} as figure
left join {{ ref('dim_periods') }} as period
    on
        figure.period_grain = period.period_grain
        and figure.period_start = period.period_start
        and figure.period_end = period.period_end
where period.period_grain is null
group by figure.period_grain, figure.period_start, figure.period_end
{{ 'union all' if not loop.last }}
{% endfor %}
