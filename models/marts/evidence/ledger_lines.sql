-- Grain: one row per figure of a mart (evidence_key) and row of fct_spend whose payments stand behind it.
-- Not stored, since each month stands behind a dozen figures: the keys that are asked for reach the marts, and from there
-- the lines. Inner joins alone: above others DuckDB 2.0.0 can take a sum of nothing for zero.
{{ config(materialized='view') }}
{% set group = 'ultimate_parent_id' if var('roll_up_parents') else 'company_id' %}
{% set special = "('in_house', 'undisclosed')" %}
-- What a group pays itself. As a plain comparison it would be a join of every company with every other.
{% set own = 'case when vendor.' ~ group ~ ' = customer.' ~ group ~ ' then true else false end' %}
{% set of_vendor = 'figure.vendor_id = vendor.' ~ group %}
{% set of_customer = 'figure.customer_id = customer.' ~ group %}
{% set in_market = 'line.vendor_id not in ' ~ special ~ ' and not ' ~ own %}
{% set both = ['vendor', 'customer'] %}
-- By mart: the companies that are looked at as groups, whose ledger covers the period, and which lines. Own labour,
-- redacted names and what a group pays itself count where a complete ledger makes them part of a total.
{% set of_period = [
    ('fct_vendor_revenue', [], none,
        "figure.origin = 'ledger' and figure.vendor_id = line.vendor_id and figure.market_id = line.market_id"),
    ('vendor_concentration', both, none,
        of_vendor ~ ' and customer.' ~ group ~ " <> 'undisclosed' and not " ~ own),
    ('vendor_concentration', both, 'vendor',
        of_vendor ~ ' and (customer.' ~ group ~ " = 'undisclosed' or " ~ own ~ ')'),
    ('customer_dependence', both, none,
        of_customer ~ ' and vendor.' ~ group ~ ' not in ' ~ special ~ ' and not ' ~ own),
    ('customer_dependence', both, 'customer',
        of_customer ~ ' and (vendor.' ~ group ~ ' in ' ~ special ~ ' or ' ~ own ~ ')'),
    ('vendor_customers', both, none, of_vendor ~ ' and ' ~ of_customer),
    ('vendor_customers', ['vendor'], 'vendor',
        of_vendor ~ " and figure.customer_id = 'not_named' and line.customer_id = 'undisclosed'"),
    ('market_concentration', both, none, in_market ~ ' and line_market.is_certain'),
    ('market_concentration', both, 'vendor', in_market ~ ' and not line_market.is_certain'),
    ('demand_flows', both, 'customer',
        "line_market.is_certain and line.customer_id <> 'undisclosed' and not " ~ own),
] %}
{% set of_both_periods = [
    ('revenue_movements', both, none, of_vendor ~ ' and ' ~ of_customer),
    ('revenue_retention', both, none, of_vendor ~ ' and not ' ~ own),
    ('vendor_revenue_bridge', both, none, of_vendor ~ ' and not ' ~ own),
] %}
with

-- From the first day of the period before, where that is a period of the warehouse.
span as (

    select
        period_start,
        period_end,
        min(first_day) as first_day
    from (
        select
            period_start,
            period_end,
            period_start as first_day
        from {{ published('dim_periods') }}
        union all
        select
            later.period_start,
            later.period_end,
            earlier.period_start as first_day
        from {{ published('dim_periods') }} as later
        inner join {{ published('dim_periods') }} as earlier
            on
                later.period_grain = earlier.period_grain
                and cast({{ dbt.dateadd('day', -1, 'later.period_start') }} as date) = earlier.period_end
    ) as of_either
    group by period_start, period_end

),

flow as (

    select distinct
        evidence_key,
        market_id,
        period_start,
        period_end
    from {{ published('demand_flows') }}

)

select
    evidence_key,
    vendor_id,
    customer_id,
    market_id,
    period_start,
    period_end,
    payment_count,
    first_file,
    last_file,
    first_line,
    last_line,
    spend_amount_low as amount,
    currency
from {{ published('fct_spend') }}
where origin = 'ledger'
{% for mart, sides, covered, condition in of_period + of_both_periods %}
{% set with_opening = loop.index > of_period | length %}
{% set opening = 'covered.opening_start' if mart == 'demand_flows' else 'span.first_day' if with_opening %}

union all

select
    figure.evidence_key,
    line.vendor_id,
    line.customer_id,
    line.market_id,
    line.period_start,
    line.period_end,
    line.payment_count,
    line.first_file,
    line.last_file,
    line.first_line,
    line.last_line,
    line.spend_amount_low as amount,
    line.currency
from {{ 'flow' if mart == 'demand_flows' else published(mart) }} as figure
{% if with_opening %}
inner join span
    on {{ same_period('figure', 'span') }}
{% endif %}
inner join {{ published('fct_spend') }} as line
    on line.origin = 'ledger'
{% for side in sides %}
inner join {{ published('dim_companies') }} as {{ side }}
    on
        line.{{ side }}_id = {{ side }}.company_id
        and figure.period_end >= {{ side }}.valid_from
        and figure.period_end <= {{ side }}.valid_to
{% endfor %}
{% if covered %}
inner join {{ published('covered_periods') }} as covered
    on
        line.{{ covered }}_id = covered.company_id
        and covered.side = '{{ covered }}'
        and {{ same_period('figure', 'covered') }}
{% endif %}
{% if 'line_market.' in condition %}
inner join {{ published('line_markets') }} as line_market
    on
        line.vendor_id = line_market.vendor_id
        and line.market_id = line_market.line_market_id
        and figure.market_id = line_market.market_id
{% endif %}
where
    line.period_start >= {{ opening or 'figure.period_start' }}
    and line.period_start <= {{ 'covered' if covered else 'figure' }}.period_end
    and {{ condition }}
{% endfor %}
