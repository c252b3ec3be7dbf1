-- Grain: one row per claimed figure (metric, vendor, customer, market, period, basis) that no ledger covers.
-- Inside its coverage a ledger wins over every claim about actual figures; plans and the like are no ledger's matter.
with

claimed as (

    select * from {{ ref('int_claimed_totals') }}

    union all

    select * from {{ ref('int_claimed_spend') }}

)

select claimed.*
from claimed
left join {{ ref('int_covered_periods') }} as vendor_coverage
    on
        claimed.vendor_id = vendor_coverage.company_id
        and vendor_coverage.side = 'vendor'
        and {{ same_period('claimed', 'vendor_coverage') }}
left join {{ ref('int_covered_periods') }} as customer_coverage
    on
        claimed.customer_id = customer_coverage.company_id
        and customer_coverage.side = 'customer'
        and {{ same_period('claimed', 'customer_coverage') }}
where
    claimed.basis <> 'actual'
    or (vendor_coverage.company_id is null and customer_coverage.company_id is null)
