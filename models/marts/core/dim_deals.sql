-- Grain: one row per ownership deal.
select
    deal.deal_id,
    deal.deal_type,
    deal.investor_id,
    investor.company_name as investor_name,
    deal.target_id,
    target.company_name as target_name,
    deal.status,
    deal.announced_on,
    deal.closed_on,
    deal.first_known_on,
    deal.stake_pct,
    deal.stake_pct_low,
    deal.stake_pct_high,
    deal.voting,
    deal.deal_amount,
    deal.deal_amount_low,
    deal.deal_amount_high,
    deal.valuation_amount,
    deal.valuation_amount_low,
    deal.valuation_amount_high,
    deal.prior_valuation_amount,
    deal.prior_valuation_amount_low,
    deal.prior_valuation_amount_high,
    '{{ var("reporting_currency") }}' as currency,
    {{ tier_name('deal.tier') }} as evidence_tier,
    {{ evidence_key('dim_deals', ['deal.deal_id']) }} as evidence_key
from {{ ref('int_deals') }} as deal
inner join {{ ref('int_companies') }} as investor
    on deal.investor_id = investor.company_id
inner join {{ ref('int_companies') }} as target
    on deal.target_id = target.company_id
order by deal.deal_id
