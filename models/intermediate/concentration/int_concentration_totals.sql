-- Grain: one row per whole and period for which a total is known.
with

covered_vendor as (

    select distinct
        company_id,
        period_start,
        period_end
    from {{ changed_part(ref('int_covered_periods')) }}
    where side = 'vendor'

),

-- Markets all of whose listed vendors have a complete ledger for the period.
covered_market as (

    select
        market_vendor.market_id,
        covered_vendor.period_start,
        covered_vendor.period_end
    from {{ ref('int_market_vendors') }} as market_vendor
    inner join covered_vendor
        on market_vendor.vendor_id = covered_vendor.company_id
    group by market_vendor.market_id, covered_vendor.period_start, covered_vendor.period_end
    having count(*) = max(market_vendor.vendors_in_market)

),

known_market as (

    select
        revenue.market_id,
        revenue.period_grain,
        revenue.period_start,
        revenue.period_end,
        max(revenue.tier) as tier,
        case
            when max(covered_market.market_id) is not null and min(case when revenue.is_covered then 1 else 0 end) = 1
                then 'ledger'
            else 'known_vendors'
        end as total_basis,
        cast(sum(revenue.amount_low) as decimal(18, 2)) as amount_low,
        cast(case when count(revenue.amount_high) = count(*) then sum(revenue.amount_high) end as decimal(18, 2))
            as amount_high,
        cast(case when count(revenue.amount) = count(*) then sum(revenue.amount) end as decimal(18, 2)) as amount
    from {{ changed_part(ref('int_market_revenue')) }} as revenue
    left join covered_market
        on
            revenue.market_id = covered_market.market_id
            and {{ same_period('revenue', 'covered_market') }}
    group by revenue.market_id, revenue.period_grain, revenue.period_start, revenue.period_end

),

stated_market as (

    select * from {{ changed_part(ref('int_claimed_totals')) }}
    where metric = 'market_size' and basis = 'actual'

),

company_total as (

    select
        figure.*,
        known_total.metric is not null as is_total
    from {{ changed_part(ref('int_group_figures')) }} as figure
    left join {{ changed_part(ref('int_known_totals')) }} as known_total
        on
            figure.metric = known_total.metric
            and figure.vendor_id = known_total.vendor_group_id
            and figure.customer_id = known_total.customer_group_id
            and {{ same_period('figure', 'known_total') }}
    where
        figure.metric in ('vendor_revenue', 'customer_budget')
        and figure.vendor_id not in ('in_house', 'undisclosed')
        and figure.customer_id <> 'undisclosed'

)

select
    case when metric = 'vendor_revenue' then 'vendor' else 'customer' end as whole_kind,
    case when metric = 'vendor_revenue' then vendor_id else customer_id end as whole_id,
    period_grain,
    period_start,
    period_end,
    case
        when not is_total then 'observed_only'
        when origin = 'ledger' then 'ledger'
        else 'reported'
    end as total_basis,
    disclosure,
    amount_low,
    case when is_total then amount_high end as amount_high,
    case when is_total then amount end as amount,
    tier,
    parts_exceed
from company_total

union all

select
    'market' as whole_kind,
    coalesce(stated_market.market_id, known_market.market_id) as whole_id,
    coalesce(stated_market.period_grain, known_market.period_grain) as period_grain,
    coalesce(stated_market.period_start, known_market.period_start) as period_start,
    coalesce(stated_market.period_end, known_market.period_end) as period_end,
    case
        when known_market.total_basis = 'ledger' then 'ledger'
        when stated_market.market_id is not null then 'reported'
        else 'known_vendors'
    end as total_basis,
    cast(null as {{ dbt.type_string() }}) as disclosure,
    case
        when known_market.total_basis = 'ledger' or stated_market.market_id is null then known_market.amount_low
        else stated_market.amount_low
    end as amount_low,
    case
        when known_market.total_basis = 'ledger' or stated_market.market_id is null then known_market.amount_high
        else stated_market.amount_high
    end as amount_high,
    case
        when known_market.total_basis = 'ledger' or stated_market.market_id is null then known_market.amount
        else stated_market.amount
    end as amount,
    coalesce(stated_market.tier, known_market.tier) as tier,
    coalesce(stated_market.parts_exceed, false) as parts_exceed
from known_market
full outer join stated_market
    on
        known_market.market_id = stated_market.market_id
        and {{ same_period('known_market', 'stated_market') }}
