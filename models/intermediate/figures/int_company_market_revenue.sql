-- Grain: one row per market, vendor and period of the vendor's actual revenue in that market, vendors as reported.
-- A vendor that sells in one market only has all its revenue there; else a covered ledger counts first, then a claim
-- about the market, then lines outside coverage.
with

whole_revenue as (

    select
        market_vendor.market_id,
        revenue.vendor_id,
        revenue.period_grain,
        revenue.period_start,
        revenue.period_end,
        revenue.amount_low,
        revenue.amount_high,
        revenue.amount,
        revenue.tier,
        revenue.origin,
        revenue.is_covered
    from {{ changed_part(ref('int_company_figures')) }} as revenue
    inner join {{ ref('int_market_vendors') }} as market_vendor
        on
            revenue.vendor_id = market_vendor.vendor_id
            and market_vendor.markets_of_vendor = 1
    where
        revenue.metric = 'vendor_revenue'
        and revenue.basis = 'actual'
        and revenue.origin = 'reported'

),

claimed_revenue as (

    select
        claim.market_id,
        claim.vendor_id,
        claim.period_grain,
        claim.period_start,
        claim.period_end,
        claim.amount_low,
        claim.amount_high,
        claim.amount,
        claim.tier,
        'reported' as origin,
        false as is_covered
    from {{ changed_part(ref('int_standing_claims')) }} as claim
    left join {{ ref('int_market_vendors') }} as sole_market
        on
            claim.vendor_id = sole_market.vendor_id
            and sole_market.markets_of_vendor = 1
    where
        claim.metric = 'vendor_revenue'
        and claim.basis = 'actual'
        and claim.market_id <> 'all'
        and (sole_market.market_id is null or claim.market_id = sole_market.market_id)

),

ranked as (

    select
        *,
        row_number() over (partition by market_id, vendor_id, period_start, period_end order by preference) as choice
    from (
        select
            *,
            1 as preference
        from whole_revenue
        union all
        select
            *,
            case when is_covered then 2 else 4 end as preference
        from {{ changed_part(ref('int_ledger_market_revenue')) }}
        union all
        select
            *,
            3 as preference
        from claimed_revenue
    ) as candidate

)

select
    market_id,
    vendor_id,
    period_grain,
    period_start,
    period_end,
    amount_low,
    amount_high,
    amount,
    tier,
    origin,
    is_covered
from ranked
where choice = 1 and vendor_id not in ('in_house', 'undisclosed')
