-- What: by market and period, market_concentration holds what the months of fct_spend hold for the vendors in that
-- market, to the cent, where the row rests on the ledger alone: lines that name the market, all lines of a vendor that
-- sells in it only, and as a bound those of a covered vendor that name none. What a group pays itself is in no market.
-- When it matters: a line that is lost, or counted in two markets, makes a market smaller or larger than it is.
-- How to resolve: this is a defect of the project. Follow the market and period named here through
-- intermediate.int_ledger_markets and int_market_revenue. `difference` is the mart less the ledger; where it is zero,
-- the high differs.
with

line as (

    select
        spend.vendor_id,
        spend.market_id,
        coalesce(vendor_group.ultimate_parent_id, spend.vendor_id) as vendor_group_id,
        month_period.period_start,
        month_period.period_end,
        coverage.company_id is not null as is_covered,
        sum(spend.spend_amount_low) as amount
    from {{ ref('fct_spend') }} as spend
    inner join {{ tested_part(ref('int_month_periods'), 'period_end') }} as month_period
        on spend.period_start = month_period.month_start
    left join {{ ref('int_covered_periods') }} as coverage
        on
            spend.vendor_id = coverage.company_id
            and coverage.side = 'vendor'
            and {{ same_period('month_period', 'coverage') }}
    {{ join_group('vendor_group', 'spend.vendor_id', 'month_period.period_end') }}
    {{ join_group('customer_group', 'spend.customer_id', 'month_period.period_end') }}
    where
        spend.origin = 'ledger'
        and spend.vendor_id not in ('in_house', 'undisclosed')
        and coalesce(vendor_group.ultimate_parent_id, spend.vendor_id)
        <> coalesce(customer_group.ultimate_parent_id, spend.customer_id)
    group by
        spend.vendor_id, spend.market_id, coalesce(vendor_group.ultimate_parent_id, spend.vendor_id),
        month_period.period_start, month_period.period_end, coverage.company_id is not null

),

vendor as (

    select
        coalesce(listed.market_id, line.market_id) as market_id,
        line.vendor_id,
        line.vendor_group_id,
        line.period_start,
        line.period_end,
        sum(case when line.market_id <> 'unclassified' or listed.markets_of_vendor = 1 then line.amount else 0 end)
            as certain_amount,
        sum(case when line.market_id <> 'unclassified' or listed.markets_of_vendor = 1 then 0 else line.amount end)
            as uncertain_amount
    from line
    left join {{ ref('int_market_vendors') }} as listed
        on
            line.vendor_id = listed.vendor_id
            and (listed.markets_of_vendor = 1 or (line.market_id = 'unclassified' and line.is_covered))
    where line.market_id <> 'unclassified' or listed.market_id is not null
    group by
        coalesce(listed.market_id, line.market_id), line.vendor_id, line.vendor_group_id,
        line.period_start, line.period_end

),

vendor_group as (

    select
        market_id,
        period_start,
        period_end,
        sum(certain_amount + least(uncertain_amount, 0)) as amount_low,
        sum(certain_amount + greatest(uncertain_amount, 0)) as amount_high
    from vendor
    group by market_id, vendor_group_id, period_start, period_end

),

market as (

    select
        market_id,
        period_start,
        period_end,
        sum(amount_low) as amount_low,
        sum(amount_high) as amount_high,
        sum(greatest(amount_low, 0)) as positive_amount_low
    from vendor_group
    group by market_id, period_start, period_end

),

-- What somebody states may be as sure as a ledger, and is no ledger.
claimed as (

    select distinct evidence_key
    from {{ ref('claim_evidence') }}
    where role <> 'ledger'

),

compared as (

    select
        coalesce(market.market_id, mart.market_id) as market_id,
        coalesce(market.period_start, mart.period_start) as period_start,
        coalesce(market.period_end, mart.period_end) as period_end,
        mart.total_basis,
        mart.market_id is null as is_missing,
        coalesce(case when mart.total_basis = 'ledger' then market.amount_low else market.positive_amount_low end, 0)
            as ledger_amount_low,
        mart.market_amount_low,
        case when mart.total_basis = 'ledger' then coalesce(market.amount_high, 0) else mart.market_amount_high end
            as ledger_amount_high,
        mart.market_amount_high
    from market
    full outer join {{ tested_part(ref('market_concentration')) }} as mart
        on
            market.market_id = mart.market_id
            and {{ same_period('market', 'mart') }}
    left join claimed
        on mart.evidence_key = claimed.evidence_key
    where
        coalesce(mart.evidence_tier, 'ledger') = 'ledger'
        and claimed.evidence_key is null

)

select
    market_id,
    period_start,
    period_end,
    total_basis,
    ledger_amount_low,
    market_amount_low,
    ledger_amount_high,
    market_amount_high,
    coalesce(market_amount_low, 0) - ledger_amount_low as difference
from compared
where
    is_missing
    or ledger_amount_low is distinct from market_amount_low
    or ledger_amount_high is distinct from market_amount_high
