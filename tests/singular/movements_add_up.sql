-- What: the class of a movement follows from its amounts; opening and movements of revenue_retention add up to closing
-- and are the sums of revenue_movements, to the cent; in vendor_revenue_bridge opening and net change make closing, and
-- what was lost and replaced makes the net change.
-- When it matters: a bridge that does not add up explains nothing.
-- How to resolve: this is a defect of the project, in intermediate.int_movements, int_retention or int_revenue_bridge.
-- `difference` is closing less opening less change; where it is zero, the class is another or revenue_movements has
-- another sum.
{% set classes = ['new', 'reactivation', 'expansion', 'contraction', 'churn', 'inactive'] %}
with

summed as (

    select
        vendor_id,
        period_start,
        period_end,
        sum(case when movement <> 'unknown' then opening_amount else 0 end) as opening_amount,
        {% for class in classes %}
        sum(case when movement = '{{ class }}' then closing_amount - opening_amount else 0 end) as {{ class }}_amount,
        {% endfor %}
        sum(case when movement <> 'unknown' then change_amount else 0 end) as change_amount,
        sum(case when movement <> 'unknown' then closing_amount else 0 end) as closing_amount,
        count(case when movement = 'unknown' then 1 end) as unknown_customers
    from {{ tested_part(ref('revenue_movements')) }}
    where vendor_id not in ('in_house', 'undisclosed')
    group by vendor_id, period_start, period_end

)

select
    'revenue_movements' as mart,
    vendor_id,
    customer_id,
    period_start,
    period_end,
    movement,
    opening_amount,
    change_amount,
    closing_amount,
    closing_amount - opening_amount - change_amount as difference
from {{ tested_part(ref('revenue_movements')) }}
where
    movement is null
    or change_amount is distinct from closing_amount - opening_amount
    or (movement <> 'unknown' and change_amount is null)
    or (movement in ('new', 'reactivation') and not (opening_amount <= 0 and closing_amount > 0))
    or (movement = 'churn' and not (opening_amount > 0 and closing_amount <= 0))
    or (movement = 'inactive' and (opening_amount > 0 or closing_amount > 0))
    or (movement in ('expansion', 'contraction', 'unchanged') and not (opening_amount > 0 and closing_amount > 0))
    or (movement = 'expansion' and change_amount <= 0)
    or (movement = 'contraction' and change_amount >= 0)
    or (movement = 'unchanged' and change_amount <> 0)
    or (opening_amount = 0 and closing_amount = 0)

union all

select
    'revenue_retention' as mart,
    coalesce(summed.vendor_id, retention.vendor_id) as vendor_id,
    cast(null as {{ dbt.type_string() }}) as customer_id,
    coalesce(summed.period_start, retention.period_start) as period_start,
    coalesce(summed.period_end, retention.period_end) as period_end,
    cast(null as {{ dbt.type_string() }}) as movement,
    retention.opening_amount,
    summed.change_amount,
    retention.closing_amount,
    retention.closing_amount - retention.opening_amount - coalesce(summed.change_amount, 0) as difference
from summed
full outer join {{ tested_part(ref('revenue_retention')) }} as retention
    on
        summed.vendor_id = retention.vendor_id
        and {{ same_period('summed', 'retention') }}
where
    retention.closing_amount is distinct from
    retention.opening_amount
    {% for class in classes %}
    + retention.{{ class }}_amount
    {% endfor %}
    or summed.opening_amount is distinct from retention.opening_amount
    {% for class in classes %}
    or summed.{{ class }}_amount is distinct from retention.{{ class }}_amount
    {% endfor %}
    or summed.closing_amount is distinct from retention.closing_amount
    or summed.unknown_customers is distinct from retention.unknown_customers

union all

select
    'vendor_revenue_bridge' as mart,
    vendor_id,
    cast(null as {{ dbt.type_string() }}) as customer_id,
    period_start,
    period_end,
    cast(null as {{ dbt.type_string() }}) as movement,
    opening_amount,
    net_change_amount as change_amount,
    closing_amount,
    closing_amount - opening_amount - net_change_amount as difference
from {{ tested_part(ref('vendor_revenue_bridge')) }}
where
    opening_amount + net_change_amount is distinct from case when opening_amount is not null then closing_amount end
    or replacement_amount - gross_lost_amount
    is distinct from case when gross_lost_amount is not null then net_change_amount end
