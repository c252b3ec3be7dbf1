-- Grain: one row per market, vendor group and period of the vendor's actual revenue in that market.
-- A vendor that sells in one market only has all its revenue there.
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
    from {{ ref('int_company_figures') }} as revenue
    inner join {{ ref('int_market_vendors') }} as market_vendor
        on
            revenue.vendor_id = market_vendor.vendor_id
            and market_vendor.markets_of_vendor = 1
    where revenue.metric = 'vendor_revenue' and revenue.basis = 'actual'

),

-- Lines without a market may belong to any of them.
ledger as (

    select
        market_id,
        vendor_id,
        period_grain,
        period_start,
        period_end,
        sum(amount) as amount,
        is_vendor_covered
    from {{ ref('int_ledger_spend') }}
    group by market_id, vendor_id, period_grain, period_start, period_end, is_vendor_covered

),

ledger_revenue as (

    select
        ledger.market_id,
        ledger.vendor_id,
        ledger.period_grain,
        ledger.period_start,
        ledger.period_end,
        ledger.amount as amount_low,
        case when ledger.is_vendor_covered then ledger.amount + greatest(coalesce(unclassified.amount, 0), 0) end
            as amount_high,
        case when ledger.is_vendor_covered and unclassified.amount is null then ledger.amount end as amount,
        0 as tier,
        'ledger' as origin,
        ledger.is_vendor_covered as is_covered
    from ledger
    left join ledger as unclassified
        on
            ledger.vendor_id = unclassified.vendor_id
            and {{ same_period('ledger', 'unclassified') }}
            and unclassified.market_id = 'unclassified'
    where ledger.market_id <> 'unclassified'

),

claimed_revenue as (

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
        'reported' as origin,
        false as is_covered
    from {{ ref('int_standing_claims') }}
    where metric = 'vendor_revenue' and basis = 'actual' and market_id <> 'all'

),

-- The whole revenue first, then a covered ledger, then a claim, then lines outside coverage.
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
        from ledger_revenue
        union all
        select
            *,
            3 as preference
        from claimed_revenue
    ) as candidate

),

grouped as (

    select
        ranked.*,
        coalesce(vendor_group.ultimate_parent_id, ranked.vendor_id) as vendor_group_id
    from ranked
    {{ join_group('vendor_group', 'ranked.vendor_id', 'ranked.period_end') }}
    where ranked.choice = 1 and ranked.vendor_id not in ('in_house', 'undisclosed')

),

-- A claim about the head of a group includes its subsidiaries.
head_claim as (

    select *
    from grouped
    where vendor_id = vendor_group_id and origin = 'reported'

)

select
    grouped.market_id,
    grouped.vendor_group_id as vendor_id,
    grouped.period_grain,
    grouped.period_start,
    grouped.period_end,
    cast(sum(grouped.amount_low) as decimal(18, 2)) as amount_low,
    cast(case when count(grouped.amount_high) = count(*) then sum(grouped.amount_high) end as decimal(18, 2))
        as amount_high,
    cast(case when count(grouped.amount) = count(*) then sum(grouped.amount) end as decimal(18, 2)) as amount,
    max(grouped.tier) as tier,
    min(case when grouped.is_covered then 1 else 0 end) = 1 as is_covered
from grouped
left join head_claim
    on
        grouped.market_id = head_claim.market_id
        and grouped.vendor_group_id = head_claim.vendor_group_id
        and {{ same_period('grouped', 'head_claim') }}
where head_claim.vendor_id is null or grouped.vendor_id = head_claim.vendor_id
group by
    grouped.market_id, grouped.vendor_group_id, grouped.period_grain, grouped.period_start, grouped.period_end
