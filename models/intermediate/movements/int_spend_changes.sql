-- Grain: one row per metric (customer_spend, vendor_revenue), vendor, customer and period, companies as reported: what
-- there was in the period before (opening) and in the period (closing). A customer's point is given where it is exact,
-- since what is not has no class of change; a vendor's revenue is a level, and has the point that its claims give.
select
    metric,
    vendor_id,
    customer_id,
    period_grain,
    period_start,
    period_end,
    {% for side in ['opening', 'closing'] %}
    cast(
        max(case
            when side <> '{{ side }}' or not is_undisputed then null
            when amount_low = amount_high then amount_low
            when metric = 'vendor_revenue' then amount
        end) as decimal(18, 2)
    ) as {{ side }}_amount,
    cast(max(case when side = '{{ side }}' then amount_low end) as decimal(18, 2)) as {{ side }}_amount_low,
    cast(max(case when side = '{{ side }}' then amount_high end) as decimal(18, 2)) as {{ side }}_amount_high,
    bool_or(side = '{{ side }}' and is_covered) as {{ side }}_is_covered,
    {% endfor %}
    vendor_group_id,
    customer_group_id
from {{ ref('int_change_sides') }}
group by
    metric, vendor_id, customer_id, vendor_group_id, customer_group_id, period_grain, period_start, period_end
