-- Grain: one row per metric, vendor, customer, market, period and basis that somebody stated.
-- The alternatives resolved; ids that the metric does not have are empty texts.
{% set disclosures = ['complete', 'top_customers', 'largest_only', 'over_threshold', 'partial'] %}
with

subject as (

    select distinct
        subject_key,
        metric,
        vendor_id,
        customer_id,
        market_id,
        period_grain,
        period_start,
        period_end,
        basis
    from {{ ref('int_figure_claims') }}

),

disclosure_rank as (

    select
        subject_key,
        tier,
        case disclosure
            {% for word in disclosures %}
            when '{{ word }}' then {{ loop.index }}
            {% endfor %}
        end as strength
    from {{ ref('int_figure_claims') }}
    where disclosure is not null

),

-- The strongest word of the best tier that states one.
disclosure as (

    select
        subject_key,
        min(strength) as strength,
        min(tier) as tier
    from disclosure_rank
    where
        (subject_key, tier) in (
            select
                best.subject_key,
                min(best.tier) as tier
            from disclosure_rank as best
            group by best.subject_key
        )
    group by subject_key

)

select
    subject.subject_key,
    subject.metric,
    subject.vendor_id,
    subject.customer_id,
    subject.market_id,
    subject.period_grain,
    subject.period_start,
    subject.period_end,
    subject.basis,
    cast(amount.low as decimal(18, 2)) as amount_low,
    cast(amount.high as decimal(18, 2)) as amount_high,
    cast(amount.point as decimal(18, 2)) as amount,
    cast(share.low as decimal(10, 9)) as share_low,
    cast(share.high as decimal(10, 9)) as share_high,
    cast(share.point as decimal(10, 9)) as share,
    case disclosure.strength
        {% for word in disclosures %}
        when {{ loop.index }} then '{{ word }}'
        {% endfor %}
    end as disclosure,
    coalesce(amount.tier, share.tier, disclosure.tier) as tier
from subject
left join {{ ref('int_resolved_bounds') }} as amount
    on
        subject.subject_key = amount.subject_key
        and amount.attribute = 'amount'
left join {{ ref('int_resolved_bounds') }} as share
    on
        subject.subject_key = share.subject_key
        and share.attribute = 'share'
left join disclosure
    on subject.subject_key = disclosure.subject_key
