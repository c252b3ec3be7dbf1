-- Grain: one row per metric (vendor_revenue, customer_budget), company and period: what of a complete ledger of the
-- company's it was paid by, or paid to, other companies of its own group at the period's end.
with

internal as (

    select
        ledger.vendor_id,
        ledger.customer_id,
        ledger.period_start,
        ledger.period_end,
        ledger.is_vendor_covered,
        ledger.is_customer_covered,
        ledger.amount
    from {{ changed_part(ref('int_ledger_spend')) }} as ledger
    {{ join_group('vendor_group', 'ledger.vendor_id', 'ledger.period_end') }}
    {{ join_group('customer_group', 'ledger.customer_id', 'ledger.period_end') }}
    where
        coalesce(vendor_group.ultimate_parent_id, ledger.vendor_id)
        = coalesce(customer_group.ultimate_parent_id, ledger.customer_id)

)

select
    'vendor_revenue' as metric,
    vendor_id,
    '' as customer_id,
    period_start,
    period_end,
    cast(sum(amount) as decimal(18, 2)) as amount
from internal
where is_vendor_covered
group by vendor_id, period_start, period_end

union all

select
    'customer_budget' as metric,
    '' as vendor_id,
    customer_id,
    period_start,
    period_end,
    cast(sum(amount) as decimal(18, 2)) as amount
from internal
where is_customer_covered
group by customer_id, period_start, period_end
