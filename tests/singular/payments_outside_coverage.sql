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

payment as (

    select
        coalesce(vendor.company_id, payment_row.vendor_id) as vendor_id,
        coalesce(customer.company_id, payment_row.customer_id) as customer_id,
        payment_row.paid_on,
        count(*) as payments
    from {{ ref('stg_payments') }} as payment_row
    left join {{ ref('stg_company_names') }} as vendor
        on payment_row.vendor_id = vendor.name
    left join {{ ref('stg_company_names') }} as customer
        on payment_row.customer_id = customer.name
    where {{ known_by_as_of('payment_row.paid_on') }}
    group by
        coalesce(vendor.company_id, payment_row.vendor_id),
        coalesce(customer.company_id, payment_row.customer_id),
        payment_row.paid_on

)

select
    vendor_id,
    customer_id,
    min(paid_on) as first_paid_on,
    max(paid_on) as last_paid_on,
    sum(payments) as payments
from payment
where
    not exists (
        select 1
        from coverage
        where
            coverage.side = 'vendor'
            and coverage.company_id = payment.vendor_id
            and payment.paid_on between coverage.covered_from and coverage.covered_to
    )
    and not exists (
        select 1
        from coverage
        where
            coverage.side = 'customer'
            and coverage.company_id = payment.customer_id
            and payment.paid_on between coverage.covered_from and coverage.covered_to
    )
group by vendor_id, customer_id
