-- Grain: one row per vendor group and period: its revenue in the period before and in the period, and where each is from.
with

summed as (

    select
        vendor_id,
        period_grain,
        period_start,
        period_end,
        {% for side in ['opening', 'closing'] %}
        max(case when metric = 'vendor_revenue' then {{ side }}_amount end) as {{ side }}_revenue,
        max(case when metric = 'vendor_revenue' then {{ side }}_amount_low end) as {{ side }}_revenue_low,
        max(case when metric = 'vendor_revenue' then {{ side }}_amount_high end) as {{ side }}_revenue_high,
        sum(case when vendor_id = customer_id and {{ side }}_is_known then {{ side }}_amount_low else 0 end)
            as {{ side }}_own_amount,
        sum(case when metric = 'customer_spend' and vendor_id <> customer_id then {{ side }}_amount_low end)
            as {{ side }}_parts_low,
        case
            when bool_or(metric = 'vendor_revenue' and {{ side }}_is_complete and {{ side }}_is_covered) then 'ledger'
            when bool_or(metric = 'vendor_revenue' and {{ side }}_is_complete) then 'reported'
            else 'observed_only'
        end as {{ side }}_basis,
        {% endfor %}
        count(case when metric = 'customer_spend' and vendor_id <> customer_id then 1 end) as named_customers
    from {{ ref('int_group_changes') }}
    where vendor_id not in ('in_house', 'undisclosed')
    group by vendor_id, period_grain, period_start, period_end

)

-- A ledger's revenue is its lines less what the group pays itself; customers above a stated total raise it to their sum.
select
    vendor_id,
    period_grain,
    period_start,
    period_end,
    {% for side in ['opening', 'closing'] %}
    {{ side }}_basis,
    cast(case
        when {{ side }}_basis = 'ledger' then {{ side }}_revenue - {{ side }}_own_amount
        when {{ side }}_basis = 'reported' and coalesce({{ side }}_parts_low <= {{ side }}_revenue, true)
            then {{ side }}_revenue
    end as decimal(18, 2)) as {{ side }}_amount,
    cast(case
        when {{ side }}_basis = 'ledger' then {{ side }}_revenue - {{ side }}_own_amount
        when {{ side }}_parts_low > {{ side }}_revenue_low then {{ side }}_parts_low
        else coalesce({{ side }}_revenue_low, {{ side }}_parts_low)
    end as decimal(18, 2)) as {{ side }}_amount_low,
    cast(case
        when {{ side }}_basis = 'observed_only' then null
        when {{ side }}_basis = 'ledger' then {{ side }}_revenue - {{ side }}_own_amount
        when {{ side }}_parts_low > {{ side }}_revenue_high then {{ side }}_parts_low
        else {{ side }}_revenue_high
    end as decimal(18, 2)) as {{ side }}_amount_high,
    {% endfor %}
    named_customers
from summed
-- A group that sells to itself alone has no revenue.
where
    named_customers > 0
    {% for side in ['opening', 'closing'] %}
    or coalesce({{ side }}_revenue_low, {{ side }}_revenue_high) <> coalesce({{ side }}_own_amount, 0)
    {% endfor %}
