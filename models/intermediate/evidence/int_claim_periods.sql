-- Grain: one row per claim of reported_figures, figure it stands behind and period that contains its own.
-- Behind a figure are the claims about it and about its parts in time; behind a spend that is a remainder or a
-- share, the claims about the vendor's revenue too. Companies as reported and as groups at the period's end.
with

claim as (

    select * from {{ ref('int_figure_claims') }}

),

-- Customers whose spend rests on the vendor's revenue.
resting as (

    select distinct
        vendor_id,
        customer_id,
        market_id,
        period_start,
        period_end,
        basis
    from claim
    where
        metric = 'revenue_excluding_customer'
        or (metric = 'customer_spend' and coalesce(amount_low, amount_high) is null)

),

behind as (

    select
        claim.*,
        claim.customer_id as figure_customer_id
    from claim

    union all

    select
        claim.*,
        resting.customer_id as figure_customer_id
    from claim
    inner join resting
        on
            claim.vendor_id = resting.vendor_id
            and claim.market_id = resting.market_id
            and {{ same_period('claim', 'resting') }}
            and claim.basis = resting.basis
    where claim.metric = 'vendor_revenue'

)

select
    behind.metric as role,
    behind.vendor_id,
    behind.figure_customer_id as customer_id,
    behind.market_id,
    behind.basis,
    period.period_start,
    period.period_end,
    coalesce(vendor_group.ultimate_parent_id, behind.vendor_id) as vendor_group_id,
    coalesce(customer_group.ultimate_parent_id, behind.figure_customer_id) as customer_group_id,
    behind.file,
    behind.line,
    behind.row_key,
    behind.source_id,
    behind.attribution,
    behind.said_on,
    behind.quote
from behind
inner join {{ ref('int_periods') }} as period
    on
        behind.period_start >= period.period_start
        and behind.period_end <= period.period_end
{{ join_group('vendor_group', 'behind.vendor_id', 'period.period_end') }}
{{ join_group('customer_group', 'behind.figure_customer_id', 'period.period_end') }}
