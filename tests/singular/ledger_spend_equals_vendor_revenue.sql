-- What: where a vendor's ledger covers a whole period (at every grain), its revenue in fct_vendor_revenue
-- equals the months of fct_spend in that period, by market, to the cent.
-- When it matters: both are the same payments. A difference, or a period missing on one side, means that one
-- of the two tables leaves money out.
-- How to resolve: this is a defect of the project. Follow the vendor, market and period named here in
-- intermediate.int_ledger_spend. `difference` is fct_vendor_revenue less fct_spend.
with

month_spend as (

    select
        vendor_id,
        market_id,
        period_start,
        period_end,
        sum(spend_amount_low) as spend_amount
    from {{ ref('fct_spend') }}
    where origin = 'ledger'
    group by vendor_id, market_id, period_start, period_end

),

spend as (

    select
        month_spend.vendor_id,
        month_spend.market_id,
        covered.period_start,
        covered.period_end,
        sum(month_spend.spend_amount) as spend_amount
    from month_spend
    inner join {{ tested_part(ref('int_covered_periods'), 'period_end') }} as covered
        on
            month_spend.vendor_id = covered.company_id
            and covered.side = 'vendor'
            and month_spend.period_start >= covered.period_start
            and month_spend.period_end <= covered.period_end
    group by
        month_spend.vendor_id, month_spend.market_id,
        covered.period_start, covered.period_end

),

revenue as (

    select
        vendor_id,
        market_id,
        period_start,
        period_end,
        sum(revenue_amount) as revenue_amount,
        sum(revenue_amount_low) as revenue_amount_low,
        sum(revenue_amount_high) as revenue_amount_high
    from {{ tested_part(ref('fct_vendor_revenue')) }}
    where origin = 'ledger'
    group by vendor_id, market_id, period_start, period_end

)

select
    coalesce(spend.vendor_id, revenue.vendor_id) as vendor_id,
    coalesce(spend.market_id, revenue.market_id) as market_id,
    coalesce(spend.period_start, revenue.period_start) as period_start,
    coalesce(spend.period_end, revenue.period_end) as period_end,
    spend.spend_amount,
    revenue.revenue_amount,
    coalesce(revenue.revenue_amount, 0) - coalesce(spend.spend_amount, 0) as difference
from spend
full outer join revenue
    on
        spend.vendor_id = revenue.vendor_id
        and spend.market_id = revenue.market_id
        and spend.period_start = revenue.period_start
        and spend.period_end = revenue.period_end
where
    spend.spend_amount is distinct from revenue.revenue_amount
    or spend.spend_amount is distinct from revenue.revenue_amount_low
    or spend.spend_amount is distinct from revenue.revenue_amount_high
    or spend.vendor_id is null
    or revenue.vendor_id is null
