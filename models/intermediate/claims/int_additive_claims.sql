-- Grain: one row per claimed spend or revenue that no ledger covers, so that markets add up.
with

claim as (

    select * from {{ ref('int_standing_claims') }}
    where metric in ('customer_spend', 'vendor_revenue')

),

-- Where single markets are stated, their total gives way to them and to what it leaves beside them.
market_sum as (

    select
        metric,
        vendor_id,
        customer_id,
        period_start,
        period_end,
        basis,
        sum(coalesce(amount_low, 0)) as amount_low,
        case when count(amount_high) = count(*) then sum(amount_high) end as amount_high,
        case when count(amount) = count(*) then sum(amount) end as amount
    from claim
    where market_id <> 'all'
    group by metric, vendor_id, customer_id, period_start, period_end, basis

),

beside_markets as (

    select
        total.metric,
        total.vendor_id,
        total.customer_id,
        total.period_grain,
        total.period_start,
        total.period_end,
        total.basis,
        total.disclosure,
        total.tier,
        case when market_sum.metric is null then 'all' else 'unallocated' end as market_id,
        case
            when market_sum.metric is null then total.amount_low
            else greatest(total.amount_low - market_sum.amount_high, 0)
        end as amount_low,
        case
            when market_sum.metric is null then total.amount_high
            else total.amount_high - market_sum.amount_low
        end as amount_high,
        case
            when market_sum.metric is null then total.amount
            when total.amount >= market_sum.amount then total.amount - market_sum.amount
        end as amount
    from claim as total
    left join market_sum
        on {{ same_figure('total', 'market_sum') }}
            and total.basis = market_sum.basis
    where total.market_id = 'all' and (market_sum.metric is null or total.is_stated)

),

additive as (

    select
        metric,
        vendor_id,
        customer_id,
        market_id,
        period_grain,
        period_start,
        period_end,
        basis,
        amount_low,
        amount_high,
        amount,
        disclosure,
        tier
    from claim
    where market_id <> 'all'

    union all

    select
        metric,
        vendor_id,
        customer_id,
        market_id,
        period_grain,
        period_start,
        period_end,
        basis,
        amount_low,
        amount_high,
        amount,
        disclosure,
        tier
    from beside_markets

)

select * from additive
