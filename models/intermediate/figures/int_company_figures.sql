-- Grain: one row per metric, vendor, customer, period and basis over all markets, companies as reported.
-- Ledger and claims together: inside its coverage the ledger wins over every claim.
with

standing_claim as (

    select * from {{ changed_part(ref('int_standing_claims')) }}
    where market_id = 'all'

),

-- One line of the ledger is spend, and part of the revenue or budget of whoever's ledger is complete.
ledger as (

    select
        'customer_spend' as metric,
        vendor_id,
        customer_id,
        period_grain,
        period_start,
        period_end,
        cast(sum(amount) as decimal(18, 2)) as amount,
        is_covered
    from {{ changed_part(ref('int_ledger_spend')) }}
    group by vendor_id, customer_id, period_grain, period_start, period_end, is_covered

    union all

    select
        'vendor_revenue' as metric,
        vendor_id,
        '' as customer_id,
        period_grain,
        period_start,
        period_end,
        cast(sum(amount) as decimal(18, 2)) as amount,
        true as is_covered
    from {{ changed_part(ref('int_ledger_spend')) }}
    where is_vendor_covered
    group by vendor_id, period_grain, period_start, period_end

    union all

    select
        'customer_budget' as metric,
        '' as vendor_id,
        customer_id,
        period_grain,
        period_start,
        period_end,
        cast(sum(amount) as decimal(18, 2)) as amount,
        true as is_covered
    from {{ changed_part(ref('int_ledger_spend')) }}
    where is_customer_covered
    group by customer_id, period_grain, period_start, period_end

),

actual_claim as (

    select * from standing_claim
    where basis = 'actual'

),

-- Ledger lines outside coverage are a lower bound of what a claim states.
actual as (

    select
        coalesce(ledger.metric, claim.metric) as metric,
        coalesce(ledger.vendor_id, claim.vendor_id) as vendor_id,
        coalesce(ledger.customer_id, claim.customer_id) as customer_id,
        coalesce(ledger.period_grain, claim.period_grain) as period_grain,
        coalesce(ledger.period_start, claim.period_start) as period_start,
        coalesce(ledger.period_end, claim.period_end) as period_end,
        'actual' as basis,
        case when ledger.amount > claim.amount_low then ledger.amount else coalesce(claim.amount_low, ledger.amount) end
            as amount_low,
        case
            when ledger.is_covered then ledger.amount
            when ledger.amount > claim.amount_high then null
            else claim.amount_high
        end as amount_high,
        case
            when ledger.is_covered then ledger.amount
            when ledger.amount > claim.amount then null
            else claim.amount
        end as amount,
        claim.share_low,
        claim.share_high,
        claim.share,
        claim.disclosure,
        case when claim.metric is null then 0 else claim.tier end as tier,
        coalesce(claim.parts_exceed, false) as parts_exceed,
        case when claim.metric is null then 'ledger' else 'reported' end as origin,
        coalesce(ledger.is_covered, false) as is_covered
    from ledger
    full outer join actual_claim as claim
        on {{ same_figure('ledger', 'claim') }}

)

select * from actual

union all

select
    metric,
    vendor_id,
    customer_id,
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
    parts_exceed,
    'reported' as origin,
    false as is_covered
from standing_claim
where basis <> 'actual'
