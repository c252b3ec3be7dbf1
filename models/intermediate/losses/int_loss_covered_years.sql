-- Grain: one row per loss event and year or fiscal year in which complete ledgers cover every pair of the two
-- groups' companies: spend without a line is zero there.
with

pair as (

    select
        vendor.loss_event_id,
        vendor.company_id as vendor_id,
        customer.company_id as customer_id
    from {{ ref('int_loss_members') }} as vendor
    inner join {{ ref('int_loss_members') }} as customer
        on
            vendor.loss_event_id = customer.loss_event_id
            and customer.side = 'customer'
    where vendor.side = 'vendor'

),

year_covered as (

    select * from {{ ref('int_covered_periods') }}
    where period_grain in ('year', 'fiscal_year')

),

-- Redacted lines of a ledger may be anybody's: beside them a missing line is no zero.
redacted as (

    select
        vendor_id,
        customer_id,
        period_start,
        period_end
    from {{ ref('int_company_figures') }}
    where
        metric = 'customer_spend'
        and basis = 'actual'
        and (vendor_id = 'undisclosed' or customer_id = 'undisclosed')

),

covered as (

    select
        pair.*,
        year_covered.period_grain,
        year_covered.period_start,
        year_covered.period_end
    from pair
    inner join year_covered
        on
            pair.vendor_id = year_covered.company_id
            and year_covered.side = 'vendor'
    left join redacted
        on
            pair.vendor_id = redacted.vendor_id
            and redacted.customer_id = 'undisclosed'
            and {{ same_period('year_covered', 'redacted') }}
    where redacted.vendor_id is null

    union

    select
        pair.*,
        year_covered.period_grain,
        year_covered.period_start,
        year_covered.period_end
    from pair
    inner join year_covered
        on
            pair.customer_id = year_covered.company_id
            and year_covered.side = 'customer'
    left join redacted
        on
            pair.customer_id = redacted.customer_id
            and redacted.vendor_id = 'undisclosed'
            and {{ same_period('year_covered', 'redacted') }}
    where redacted.customer_id is null

),

pairs as (

    select
        loss_event_id,
        count(*) as pair_count
    from pair
    group by loss_event_id

)

select
    covered.loss_event_id,
    covered.period_grain,
    covered.period_start,
    covered.period_end
from covered
inner join pairs
    on covered.loss_event_id = pairs.loss_event_id
group by
    covered.loss_event_id, covered.period_grain, covered.period_start, covered.period_end, pairs.pair_count
having count(*) = pairs.pair_count
