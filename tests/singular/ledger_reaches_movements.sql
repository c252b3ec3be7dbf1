-- What: per vendor, customer and period, opening and closing of revenue_movements equal the months of fct_spend, as
-- groups of the later period, to the cent where a ledger covers them; they are empty where none does; and every pair
-- whose earlier period is known has a row. What a group pays itself, and what follows on nothing known, stays out.
-- When it matters: a line that is lost or counted twice on the way is a churn or a gain that never was.
-- How to resolve: this is a defect of the project. Follow the pair and period named here through
-- intermediate.int_spend_changes and int_group_changes. The differences are the mart less the ledger.
with

line as (

    select
        spend.vendor_id,
        spend.customer_id,
        month_period.period_start,
        month_period.period_end,
        sum(spend.spend_amount_low) as amount
    from {{ ref('fct_spend') }} as spend
    inner join {{ tested_part(ref('int_month_periods'), 'next_period_end') }} as month_period
        on spend.period_start = month_period.month_start
    where spend.origin = 'ledger'
    group by spend.vendor_id, spend.customer_id, month_period.period_start, month_period.period_end

),

pair as (

    select
        line.vendor_id,
        line.customer_id,
        period.period_start,
        period.period_end,
        sum(case when period.side = 'opening' then line.amount end) as opening_amount,
        sum(case when period.side = 'closing' then line.amount end) as closing_amount
    from line
    inner join {{ tested_part(ref('int_change_periods'), 'period_end') }} as period
        on
            line.period_start = period.side_start
            and line.period_end = period.side_end
    group by line.vendor_id, line.customer_id, period.period_start, period.period_end

),

covered as (

    select
        coverage.company_id,
        coverage.side,
        period.period_start,
        period.period_end,
        bool_or(period.side = 'opening') as opening_is_covered,
        bool_or(period.side = 'closing') as closing_is_covered
    from {{ ref('int_covered_periods') }} as coverage
    inner join {{ tested_part(ref('int_change_periods'), 'period_end') }} as period
        on
            coverage.period_start = period.side_start
            and coverage.period_end = period.side_end
    group by coverage.company_id, coverage.side, period.period_start, period.period_end

),

member as (
    {{ group_members() }}
),

known_pair as (

    select
        pair.period_start,
        pair.period_end,
        pair.opening_amount,
        pair.closing_amount,
        coalesce(vendor.ultimate_parent_id, pair.vendor_id) as vendor_id,
        coalesce(customer.ultimate_parent_id, pair.customer_id) as customer_id,
        coalesce(seller.opening_is_covered, false) or coalesce(buyer.opening_is_covered, false) as opening_is_covered,
        coalesce(seller.closing_is_covered, false) or coalesce(buyer.closing_is_covered, false) as closing_is_covered
    from pair
    left join covered as seller
        on
            pair.vendor_id = seller.company_id
            and seller.side = 'vendor'
            and {{ same_period('pair', 'seller') }}
    left join covered as buyer
        on
            pair.customer_id = buyer.company_id
            and buyer.side = 'customer'
            and {{ same_period('pair', 'buyer') }}
    left join member as vendor
        on
            pair.vendor_id = vendor.company_id
            and pair.period_end between vendor.valid_from and vendor.valid_to
    left join member as customer
        on
            pair.customer_id = customer.company_id
            and pair.period_end between customer.valid_from and customer.valid_to

),

ledger as (

    select
        vendor_id,
        customer_id,
        period_start,
        period_end,
        case when bool_and(opening_is_covered) then sum(coalesce(opening_amount, 0)) end as opening_amount,
        case when bool_and(closing_is_covered) then sum(coalesce(closing_amount, 0)) end as closing_amount
    from known_pair
    where vendor_id <> customer_id
    group by vendor_id, customer_id, period_start, period_end
    having bool_or(opening_is_covered or opening_amount is not null)

),

-- Where claims stand beside the ledger, they count too.
claimed as (

    select distinct
        coalesce(vendor.ultimate_parent_id, spend.vendor_id) as vendor_id,
        coalesce(customer.ultimate_parent_id, spend.customer_id) as customer_id,
        period.period_start,
        period.period_end
    from {{ ref('fct_spend') }} as spend
    inner join {{ tested_part(ref('int_change_periods'), 'period_end') }} as period
        on
            spend.period_start = period.side_start
            and spend.period_end = period.side_end
    left join member as vendor
        on
            spend.vendor_id = vendor.company_id
            and period.period_end between vendor.valid_from and vendor.valid_to
    left join member as customer
        on
            spend.customer_id = customer.company_id
            and period.period_end between customer.valid_from and customer.valid_to
    where
        spend.origin = 'reported'
        and spend.basis = 'actual'

)

select
    coalesce(ledger.vendor_id, movement.vendor_id) as vendor_id,
    coalesce(ledger.customer_id, movement.customer_id) as customer_id,
    coalesce(ledger.period_start, movement.period_start) as period_start,
    coalesce(ledger.period_end, movement.period_end) as period_end,
    ledger.opening_amount as ledger_opening,
    movement.opening_amount,
    coalesce(movement.opening_amount, 0) - coalesce(ledger.opening_amount, 0) as opening_difference,
    ledger.closing_amount as ledger_closing,
    movement.closing_amount,
    coalesce(movement.closing_amount, 0) - coalesce(ledger.closing_amount, 0) as closing_difference
from ledger
full outer join {{ tested_part(ref('revenue_movements')) }} as movement
    on
        ledger.vendor_id = movement.vendor_id
        and ledger.customer_id = movement.customer_id
        and {{ same_period('ledger', 'movement') }}
left join claimed
    on
        coalesce(ledger.vendor_id, movement.vendor_id) = claimed.vendor_id
        and coalesce(ledger.customer_id, movement.customer_id) = claimed.customer_id
        and coalesce(ledger.period_start, movement.period_start) = claimed.period_start
        and coalesce(ledger.period_end, movement.period_end) = claimed.period_end
where
    claimed.vendor_id is null
    and (
        ledger.vendor_id is null
        or (
            movement.vendor_id is null
            and (coalesce(ledger.opening_amount, 1) <> 0 or coalesce(ledger.closing_amount, 1) <> 0)
        )
        or (
            movement.vendor_id is not null
            and (
                ledger.opening_amount is distinct from movement.opening_amount
                or ledger.closing_amount is distinct from movement.closing_amount
            )
        )
    )
