-- Grain: one row per vendor's revenue, customer's budget or market's size, per market, period and basis,
-- stated or summed up from stated parts.
with

stated as (

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
        share_low,
        share_high,
        share,
        disclosure,
        tier,
        true as is_stated,
        false as parts_exceed,
        false as parts_fall_short
    from {{ ref('int_reported_figures') }}
    where metric in ('vendor_revenue', 'customer_budget', 'market_size')

),

{{ completed_figures('stated') }}

select * from completed
