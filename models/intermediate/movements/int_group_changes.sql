-- Grain: one row per metric, vendor group, customer group and period: opening and closing of int_spend_changes, added up
-- over the pairs of companies. Groups are those at the end of the period, so that an acquisition is no change.
select
    metric,
    vendor_group_id as vendor_id,
    customer_group_id as customer_id,
    period_grain,
    period_start,
    period_end,
    {% for side in ['opening', 'closing'] %}
    cast(case when count({{ side }}_amount) = count(*) then sum({{ side }}_amount) end as decimal(18, 2))
        as {{ side }}_amount,
    cast(sum({{ side }}_amount_low) as decimal(18, 2)) as {{ side }}_amount_low,
    cast(case when count({{ side }}_amount_high) = count(*) then sum({{ side }}_amount_high) end as decimal(18, 2))
        as {{ side }}_amount_high,
    bool_or(coalesce({{ side }}_amount_low, {{ side }}_amount_high) is not null) as {{ side }}_is_known,
    bool_and(coalesce({{ side }}_amount_low, {{ side }}_amount_high) is not null) as {{ side }}_is_complete,
    bool_and({{ side }}_is_covered) as {{ side }}_is_covered,
    {% endfor %}
    count(*) as pair_count
from {{ ref('int_spend_changes') }}
group by metric, vendor_group_id, customer_group_id, period_grain, period_start, period_end
