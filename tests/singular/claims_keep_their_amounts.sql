-- What: a spend or revenue of which somebody states an amount, in claims of one tier, is bounded in fct_spend or
-- fct_vendor_revenue by the lowest low and the highest high stated, converted at the rate of its period's last day, to
-- the cent. Its parts may raise the low of a range up to its high; what goes beyond is in evidence_conflicts.
-- When it matters: a claim's amount was changed, or went to another vendor, customer or period, on its way to the marts.
-- How to resolve: this is a defect of the project. Follow the claims about the companies and period named here from
-- staging.stg_reported_figures through intermediate.int_figure_claims and int_resolved_bounds. The differences are the
-- mart less the claims.
{% set subject = ['metric', 'vendor_id', 'customer_id', 'market_id', 'period_start', 'period_end', 'basis'] %}
with

known as (

    {{ known_claims('reported_figures') }}

),

claim as (

    select
        known.metric,
        coalesce(vendor.company_id, known.vendor_id) as vendor_id,
        coalesce(customer.company_id, known.customer_id, '') as customer_id,
        coalesce(known.market_id, 'all') as market_id,
        known.period_start,
        known.period_end,
        known.basis,
        known.tier,
        {{ in_reporting_currency('known.amount_low', 'known.currency', 'rate') }} as amount_low,
        {{ in_reporting_currency('known.amount_high', 'known.currency', 'rate') }} as amount_high
    from known
    left join {{ ref('stg_company_names') }} as vendor
        on known.vendor_id = vendor.name
    left join {{ ref('stg_company_names') }} as customer
        on known.customer_id = customer.name
    left join {{ ref('int_exchange_rates') }} as rate
        on
            known.currency = rate.currency
            and known.period_end between rate.valid_from and rate.valid_to
    where known.metric in ('customer_spend', 'vendor_revenue')

),

-- least and greatest pass over an empty bound: within a tier a high is never below a low.
stated as (

    select
        {{ subject | join(', ') }},
        {{ subject_key() }} as subject_key,
        case when count(amount_low) > 0 then least(min(amount_low), min(amount_high)) end as amount_low,
        case when count(amount_high) > 0 then greatest(max(amount_high), max(amount_low)) end as amount_high
    from claim
    group by {{ subject | join(', ') }}
    having min(tier) = max(tier) and coalesce(count(amount_low), 0) + coalesce(count(amount_high), 0) > 0

),

shown as (

    select
        'customer_spend' as metric,
        vendor_id,
        customer_id,
        market_id,
        period_start,
        period_end,
        basis,
        spend_amount_low as amount_low,
        spend_amount_high as amount_high
    from {{ ref('fct_spend') }}
    where origin = 'reported'

    union all

    select
        'vendor_revenue' as metric,
        vendor_id,
        '' as customer_id,
        market_id,
        period_start,
        period_end,
        basis,
        revenue_amount_low as amount_low,
        revenue_amount_high as amount_high
    from {{ ref('fct_vendor_revenue') }}
    where origin = 'reported'

),

raised as (

    select distinct subject_key
    from {{ ref('evidence_conflicts') }}
    where conflict = 'parts_exceed_total'

)

select
    {{ 'stated.' ~ subject | join(', stated.') }},
    stated.amount_low as stated_low,
    shown.amount_low as shown_low,
    shown.amount_low - stated.amount_low as difference_low,
    stated.amount_high as stated_high,
    shown.amount_high as shown_high,
    shown.amount_high - stated.amount_high as difference_high
from stated
inner join shown
    on
        {{ same_figure('stated', 'shown') }}
        and stated.market_id = shown.market_id
        and stated.basis = shown.basis
left join raised
    on stated.subject_key = raised.subject_key
where
    raised.subject_key is null
    and (
        coalesce(shown.amount_low < stated.amount_low, shown.amount_low is null and stated.amount_low is not null)
        or shown.amount_low > stated.amount_high
        or stated.amount_high <> shown.amount_high
        or (shown.amount_high is null and stated.amount_high is not null)
    )
