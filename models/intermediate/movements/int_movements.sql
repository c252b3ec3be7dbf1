-- Grain: one row per vendor group, customer group and period whose period before is known, with the class of the change.
-- Classes go from special to general; the model's test allows no other.
-- Not stored: revenue_movements stores it.
{{ config(materialized='view') }}
with

change as (

    select
        *,
        opening_amount is null
        or closing_amount is null
        or vendor_id = 'undisclosed'
        or customer_id = 'undisclosed' as is_unknown
    from {{ ref('int_group_changes') }}
    where
        metric = 'customer_spend'
        and vendor_id <> customer_id
        and opening_is_known
        and (coalesce(opening_amount, 1) <> 0 or coalesce(closing_amount, 1) <> 0)

)

select
    change.vendor_id,
    change.customer_id,
    change.period_grain,
    change.period_start,
    change.period_end,
    change.opening_amount,
    change.opening_amount_low,
    change.opening_amount_high,
    change.closing_amount,
    change.closing_amount_low,
    change.closing_amount_high,
    cast(change.closing_amount - change.opening_amount as decimal(18, 2)) as change_amount,
    case
        when change.is_unknown then 'unknown'
        when change.opening_amount <= 0 and change.closing_amount <= 0 then 'inactive'
        when change.closing_amount <= 0 then 'churn'
        when change.opening_amount <= 0 and returned.vendor_id is not null then 'reactivation'
        when change.opening_amount <= 0 then 'new'
        when change.closing_amount > change.opening_amount then 'expansion'
        when change.closing_amount < change.opening_amount then 'contraction'
        when change.closing_amount = change.opening_amount then 'unchanged'
    end as movement
from change
left join {{ ref('int_returned_customers') }} as returned
    on
        change.vendor_id = returned.vendor_id
        and change.customer_id = returned.customer_id
        and {{ same_period('change', 'returned') }}
