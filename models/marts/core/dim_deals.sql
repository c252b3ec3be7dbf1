-- Grain: one row per ownership deal.
{% set words = ['deal_type', 'investor_id', 'target_id', 'status', 'announced_on', 'closed_on', 'voting'] %}
{% set amounts = ['amount', 'valuation', 'prior_valuation', 'stake_pct'] %}
with

words as (

    select
        deal_id,
        {% for word in words %}
        {{ best_claim(word) }} as {{ word }},
        {% endfor %}
        min(known_on) as first_known_on,
        count(*) as claims,
        max(tier) as tier
    from {{ ref('int_deal_claims') }}
    group by deal_id

)

select
    words.deal_id,
    words.deal_type,
    words.investor_id,
    investor.company_name as investor_name,
    words.target_id,
    target.company_name as target_name,
    words.status,
    words.announced_on,
    words.closed_on,
    words.first_known_on,
    cast(stake_pct.point as decimal(9, 6)) as stake_pct,
    cast(stake_pct.low as decimal(9, 6)) as stake_pct_low,
    cast(stake_pct.high as decimal(9, 6)) as stake_pct_high,
    words.voting,
    {% for amount in amounts if amount != 'stake_pct' %}
    cast({{ amount }}.point as decimal(18, 2)) as {{ 'deal_amount' if amount == 'amount' else amount ~ '_amount' }},
    cast({{ amount }}.low as decimal(18, 2)) as {{ 'deal_amount' if amount == 'amount' else amount ~ '_amount' }}_low,
    cast({{ amount }}.high as decimal(18, 2)) as {{ 'deal_amount' if amount == 'amount' else amount ~ '_amount' }}_high,
    {% endfor %}
    '{{ var("reporting_currency") }}' as currency,
    {{ tier_name('words.tier') }} as evidence_tier,
    {{ evidence_key('dim_deals', ['words.deal_id']) }} as evidence_key
from words
inner join {{ ref('int_companies') }} as investor
    on words.investor_id = investor.company_id
inner join {{ ref('int_companies') }} as target
    on words.target_id = target.company_id
{% for amount in amounts %}
left join {{ ref('int_resolved_bounds') }} as {{ amount }}
    on
        {{ amount }}.subject_key = 'deal|' || words.deal_id
        and {{ amount }}.attribute = '{{ amount }}'
{% endfor %}
order by words.deal_id
