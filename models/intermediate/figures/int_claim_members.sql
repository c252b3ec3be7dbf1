-- Grain: one row per claimed figure over all markets (actual, planned) and pair of companies inside it at its period's
-- end: subsidiaries of its vendor, its customer or both, with a figure of their own or not.
with

claim as (

    select
        metric,
        vendor_id,
        customer_id,
        period_start,
        period_end,
        basis
    from {{ changed_part(ref('int_company_figures')) }}
    where
        basis in ('actual', 'planned')
        and origin = 'reported'

),

lineage as (

    select
        company_id,
        ancestor_id,
        valid_from,
        valid_to
    from {{ ref('int_company_ancestors') }}
    where {{ 'true' if var('roll_up_parents') else 'false' }}

),

by_vendor as (

    select
        claim.*,
        claim.vendor_id as member_vendor_id
    from claim

    union all

    select
        claim.*,
        lineage.company_id as member_vendor_id
    from claim
    inner join lineage
        on
            claim.vendor_id = lineage.ancestor_id
            and claim.period_end between lineage.valid_from and lineage.valid_to

),

by_customer as (

    select
        *,
        customer_id as member_customer_id
    from by_vendor

    union all

    select
        by_vendor.*,
        lineage.company_id as member_customer_id
    from by_vendor
    inner join lineage
        on
            by_vendor.customer_id = lineage.ancestor_id
            and by_vendor.period_end between lineage.valid_from and lineage.valid_to

)

select
    metric,
    vendor_id,
    customer_id,
    period_start,
    period_end,
    basis,
    member_vendor_id,
    member_customer_id
from by_customer
where vendor_id <> member_vendor_id or customer_id <> member_customer_id
