-- Grain: one row per metric, vendor group, customer group and period: opening and closing of int_spend_changes, added up
-- over the pairs of companies. Groups are those at the end of the period, so that an acquisition is no change.
-- Not stored: most pairs are alone and stand as they are; only those of groups with other companies are added up.
{{ config(materialized='view') }}
{% set sides = ['opening', 'closing'] %}
with

parent as (

    select distinct ultimate_parent_id
    from {{ ref('int_company_groups') }}

)

select
    spend.metric,
    spend.vendor_group_id as vendor_id,
    spend.customer_group_id as customer_id,
    spend.period_grain,
    spend.period_start,
    spend.period_end,
    {% for side in sides %}
    spend.{{ side }}_amount,
    spend.{{ side }}_amount_low,
    spend.{{ side }}_amount_high,
    coalesce(spend.{{ side }}_amount_low, spend.{{ side }}_amount_high) is not null as {{ side }}_is_known,
    coalesce(spend.{{ side }}_amount_low, spend.{{ side }}_amount_high) is not null as {{ side }}_is_complete,
    spend.{{ side }}_is_covered,
    {% endfor %}
    1 as pair_count
from {{ ref('int_spend_changes') }} as spend
left join parent as vendor_parent
    on spend.vendor_group_id = vendor_parent.ultimate_parent_id
left join parent as customer_parent
    on spend.customer_group_id = customer_parent.ultimate_parent_id
where coalesce(vendor_parent.ultimate_parent_id, customer_parent.ultimate_parent_id) is null

union all

select
    spend.metric,
    spend.vendor_group_id as vendor_id,
    spend.customer_group_id as customer_id,
    spend.period_grain,
    spend.period_start,
    spend.period_end,
    {% for side in sides %}
    cast(
        case when count(spend.{{ side }}_amount) = count(*) then sum(spend.{{ side }}_amount) end as decimal(18, 2)
    ) as {{ side }}_amount,
    cast(sum(spend.{{ side }}_amount_low) as decimal(18, 2)) as {{ side }}_amount_low,
    cast(
        case when count(spend.{{ side }}_amount_high) = count(*) then sum(spend.{{ side }}_amount_high) end
        as decimal(18, 2)
    ) as {{ side }}_amount_high,
    bool_or(coalesce(spend.{{ side }}_amount_low, spend.{{ side }}_amount_high) is not null) as {{ side }}_is_known,
    bool_and(coalesce(spend.{{ side }}_amount_low, spend.{{ side }}_amount_high) is not null) as {{ side }}_is_complete,
    bool_and(spend.{{ side }}_is_covered) as {{ side }}_is_covered,
    {% endfor %}
    count(*) as pair_count
from {{ ref('int_spend_changes') }} as spend
left join parent as vendor_parent
    on spend.vendor_group_id = vendor_parent.ultimate_parent_id
left join parent as customer_parent
    on spend.customer_group_id = customer_parent.ultimate_parent_id
where coalesce(vendor_parent.ultimate_parent_id, customer_parent.ultimate_parent_id) is not null
group by
    spend.metric, spend.vendor_group_id, spend.customer_group_id,
    spend.period_grain, spend.period_start, spend.period_end
