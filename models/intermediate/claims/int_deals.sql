-- Grain: one row per ownership deal: its claims resolved to one.
{% set words = ['deal_type', 'investor_id', 'target_id', 'status', 'announced_on', 'closed_on', 'voting'] %}
{% set amounts = {
    'amount': 'deal_amount', 'valuation': 'valuation_amount', 'prior_valuation': 'prior_valuation_amount',
} %}
with

words as (

    select
        deal_id,
        {% for word in words %}
        {{ best_claim(word) }} as {{ word }},
        {% endfor %}
        min(known_on) as first_known_on,
        max(tier) as tier
    from {{ ref('int_deal_claims') }}
    group by deal_id

)

select
    words.deal_id,
    words.deal_type,
    words.investor_id,
    words.target_id,
    words.status,
    words.announced_on,
    words.closed_on,
    words.first_known_on,
    cast(stake_pct.point as decimal(9, 6)) as stake_pct,
    cast(stake_pct.low as decimal(9, 6)) as stake_pct_low,
    cast(stake_pct.high as decimal(9, 6)) as stake_pct_high,
    words.voting,
    {% for amount, column in amounts.items() %}
    cast({{ amount }}.point as decimal(18, 2)) as {{ column }},
    cast({{ amount }}.low as decimal(18, 2)) as {{ column }}_low,
    cast({{ amount }}.high as decimal(18, 2)) as {{ column }}_high,
    {% endfor %}
    words.tier
from words
{% for attribute in ['stake_pct'] + (amounts | list) %}
left join {{ ref('int_resolved_bounds') }} as {{ attribute }}
    on
        {{ attribute }}.subject_key = 'deal|' || words.deal_id
        and {{ attribute }}.attribute = '{{ attribute }}'
{% endfor %}
