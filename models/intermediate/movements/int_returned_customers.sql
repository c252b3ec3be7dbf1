-- Grain: one row per vendor group, customer group and period in which the customer, inactive in the period before,
-- spends again: any of the companies of the two groups had net spend in an earlier period of the same length.
with

starter as (

    select
        vendor_id,
        customer_id,
        period_grain,
        period_start,
        period_end
    from {{ changed_part(ref('int_group_changes')) }}
    where
        metric = 'customer_spend'
        and vendor_id <> customer_id
        and opening_amount <= 0
        and closing_amount > 0

),

group_member as (

    select
        ultimate_parent_id as group_id,
        company_id,
        valid_from,
        valid_to
    from {{ ref('int_company_groups') }}
    where {{ 'true' if var('roll_up_parents') else 'false' }}

),

by_vendor as (

    select
        *,
        vendor_id as member_vendor_id
    from starter

    union all

    select
        starter.*,
        group_member.company_id as member_vendor_id
    from starter
    inner join group_member
        on
            starter.vendor_id = group_member.group_id
            and starter.period_end between group_member.valid_from and group_member.valid_to

),

by_customer as (

    select
        *,
        customer_id as member_customer_id
    from by_vendor

    union all

    select
        by_vendor.*,
        group_member.company_id as member_customer_id
    from by_vendor
    inner join group_member
        on
            by_vendor.customer_id = group_member.group_id
            and by_vendor.period_end between group_member.valid_from and group_member.valid_to

)

select distinct
    by_customer.vendor_id,
    by_customer.customer_id,
    by_customer.period_start,
    by_customer.period_end
from by_customer
inner join {{ ref('int_first_spend') }} as first_spend
    on
        by_customer.member_vendor_id = first_spend.vendor_id
        and by_customer.member_customer_id = first_spend.customer_id
        and by_customer.period_grain = first_spend.period_grain
        and by_customer.period_start > first_spend.first_period_end
