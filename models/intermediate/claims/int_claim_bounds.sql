-- Grain: one row per claim and attribute that it states as an interval (an exact figure has low = high).
{% set figure_attributes = {'amount': ['amount_low', 'amount_high'], 'share': ['share_low', 'share_high']} %}
{% set deal_attributes = {
    'amount': ['amount_low', 'amount_high'],
    'valuation': ['valuation_low', 'valuation_high'],
    'prior_valuation': ['prior_valuation_low', 'prior_valuation_high'],
    'stake_pct': ['stake_pct', 'stake_pct'],
} %}
{% for attribute, columns in figure_attributes.items() %}
select
    subject_key,
    '{{ attribute }}' as attribute,
    cast({{ columns[0] }} as decimal(28, 9)) as low,
    cast({{ columns[1] }} as decimal(28, 9)) as high,
    tier,
    said_on,
    attribution,
    file,
    line,
    row_key,
    source_id,
    quote
from {{ ref('int_figure_claims') }}
where coalesce({{ columns | join(', ') }}) is not null

union all

{% endfor %}
{% for attribute, columns in deal_attributes.items() %}
select
    'deal|' || deal_id as subject_key,
    '{{ attribute }}' as attribute,
    cast({{ columns[0] }} as decimal(28, 9)) as low,
    cast({{ columns[1] }} as decimal(28, 9)) as high,
    tier,
    said_on,
    attribution,
    file,
    line,
    row_key,
    source_id,
    quote
from {{ ref('int_deal_claims') }}
where coalesce({{ columns | join(', ') }}) is not null

union all

{% endfor %}
select
    'demand_claim|' || {{ key_text('vendor_id') }}
    || '|' || coalesce({{ key_text('from_vendor_id') }}, '')
    || '|' || {{ key_text('market_id') }}
    || '|' || coalesce(cast(period_start as {{ dbt.type_string() }}), '')
    || '|' || coalesce(cast(period_end as {{ dbt.type_string() }}), '') as subject_key,
    metric as attribute,
    cast(value_low as decimal(28, 9)) as low,
    cast(value_high as decimal(28, 9)) as high,
    tier,
    said_on,
    attribution,
    file,
    line,
    row_key,
    source_id,
    quote
from {{ ref('int_demand_claims') }}
where coalesce(value_low, value_high) is not null
