-- What: counts accepted payments on days that neither their vendor's nor their customer's ledger_coverage covers.
-- When it matters: outside coverage a missing payment means unknown, not zero. What is there is only a lower
-- bound: such figures have no high, and shares that rest on them are empty or wide.
-- How to resolve: if the ledger is complete for that time, say so in ledger_coverage.csv (side vendor: all
-- that the company sells; side customer: all that it buys). If it is not, leave the warning.
{{ config(severity='warn', fail_calc='coalesce(sum(payments), 0)') }}
with

coverage as (

    select
        coalesce(name.company_id, coverage_row.company_id) as company_id,
        coverage_row.side,
        coverage_row.covered_from,
        coverage_row.covered_to
    from {{ ref('stg_ledger_coverage') }} as coverage_row
    left join {{ ref('stg_company_names') }} as name
        on coverage_row.company_id = name.name

),

month as (

    select distinct
        month_start,
        month_end
    from {{ ref('int_ledger_months') }}

),

-- By company and side the months in which any day is covered, and whether one stretch covers them all.
covered_month as (

    select
        coverage.company_id,
        coverage.side,
        month.month_start,
        bool_or(coverage.covered_from <= month.month_start and coverage.covered_to >= month.month_end) as is_whole
    from coverage
    inner join month
        on
            coverage.covered_from <= month.month_end
            and coverage.covered_to >= month.month_start
    group by coverage.company_id, coverage.side, month.month_start

),

not_covered as (

    select
        ledger.vendor_id,
        ledger.customer_id,
        ledger.month_start,
        seller.company_id is not null or buyer.company_id is not null as is_covered_in_part,
        sum(ledger.line_count) as payments
    from {{ ref('int_ledger_months') }} as ledger
    left join covered_month as seller
        on
            ledger.vendor_id = seller.company_id
            and ledger.month_start = seller.month_start
            and seller.side = 'vendor'
    left join covered_month as buyer
        on
            ledger.customer_id = buyer.company_id
            and ledger.month_start = buyer.month_start
            and buyer.side = 'customer'
    where
        not coalesce(seller.is_whole, false)
        and not coalesce(buyer.is_whole, false)
    group by
        ledger.vendor_id, ledger.customer_id, ledger.month_start,
        seller.company_id is not null or buyer.company_id is not null

),

-- Where coverage begins or ends within the month, the days tell: no other payments are read.
partial_month as (

    select cast({{ dbt.date_trunc('month', 'covered_from') }} as date) as month_start
    from coverage
    where covered_from <> cast({{ dbt.date_trunc('month', 'covered_from') }} as date)

    union all

    select cast({{ dbt.date_trunc('month', 'covered_to') }} as date) as month_start
    from coverage
    where covered_to <> {{ dbt.last_day('covered_to', 'month') }}

),

of_days as (

    select
        not_covered.vendor_id,
        not_covered.customer_id,
        not_covered.month_start,
        payment_row.paid_on
    from {{ ref('stg_payments') }} as payment_row
    left join {{ ref('stg_company_names') }} as vendor
        on payment_row.vendor_id = vendor.name
    left join {{ ref('stg_company_names') }} as customer
        on payment_row.customer_id = customer.name
    inner join not_covered
        on
            not_covered.is_covered_in_part
            and coalesce(vendor.company_id, payment_row.vendor_id) = not_covered.vendor_id
            and coalesce(customer.company_id, payment_row.customer_id) = not_covered.customer_id
            and cast({{ dbt.date_trunc('month', 'payment_row.paid_on') }} as date) = not_covered.month_start
    where
        {{ known_by_as_of('payment_row.paid_on') }}
        and cast({{ dbt.date_trunc('month', 'payment_row.paid_on') }} as date) in (
            select partial_month.month_start from partial_month
        )

),

outside as (

    select
        vendor_id,
        customer_id,
        month_start,
        payments
    from not_covered
    where not is_covered_in_part

    union all

    select
        of_days.vendor_id,
        of_days.customer_id,
        of_days.month_start,
        1 as payments
    from of_days
    where
        not exists (
            select 1
            from coverage
            where
                coverage.side = 'vendor'
                and coverage.company_id = of_days.vendor_id
                and of_days.paid_on between coverage.covered_from and coverage.covered_to
        )
        and not exists (
            select 1
            from coverage
            where
                coverage.side = 'customer'
                and coverage.company_id = of_days.customer_id
                and of_days.paid_on between coverage.covered_from and coverage.covered_to
        )

)

select
    vendor_id,
    customer_id,
    min(month_start) as first_month,
    max(month_start) as last_month,
    sum(payments) as payments
from outside
group by vendor_id, customer_id
