-- Grain: one row per vendor group and period: its revenue in the period before and in the period, and where each is from.
with

-- What members with a complete ledger were paid by others of the group is in their revenue, and not in the group's.
own as (

    select
        {% for side in ['opening', 'closing'] %}
        sum(case when revenue.{{ side }}_is_covered then spend.{{ side }}_amount_low end) as {{ side }}_amount,
        {% endfor %}
        spend.vendor_group_id as vendor_id,
        spend.period_start,
        spend.period_end
    from {{ changed_part(ref('int_spend_changes')) }} as spend
    inner join {{ changed_part(ref('int_spend_changes')) }} as revenue
        on
            spend.vendor_id = revenue.vendor_id
            and {{ same_period('spend', 'revenue') }}
    where
        spend.metric = 'customer_spend'
        and spend.vendor_group_id = spend.customer_group_id
        and revenue.metric = 'vendor_revenue'
    group by spend.vendor_group_id, spend.period_start, spend.period_end

),

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
        sum(case when metric = 'customer_spend' and vendor_id <> customer_id then {{ side }}_amount_low end)
            as {{ side }}_parts_low,
        case
            when bool_or(metric = 'vendor_revenue' and {{ side }}_is_complete and {{ side }}_is_covered) then 'ledger'
            when bool_or(metric = 'vendor_revenue' and {{ side }}_is_complete) then 'reported'
            else 'observed_only'
        end as {{ side }}_basis,
        {% endfor %}
        count(case when metric = 'customer_spend' and vendor_id <> customer_id then 1 end) as named_customers,
        max(case when metric = 'vendor_revenue' then pair_count end) as companies
    from {{ changed_part(ref('int_group_changes')) }}
    where vendor_id not in ('in_house', 'undisclosed')
    group by vendor_id, period_grain, period_start, period_end

),

netted as (

    select
        {% for side in ['opening', 'closing'] %}
        coalesce(own.{{ side }}_amount, 0) as {{ side }}_own,
        summed.{{ side }}_revenue - coalesce(own.{{ side }}_amount, 0) as {{ side }}_net,
        summed.{{ side }}_revenue_low - coalesce(own.{{ side }}_amount, 0) as {{ side }}_net_low,
        summed.{{ side }}_revenue_high - coalesce(own.{{ side }}_amount, 0) as {{ side }}_net_high,
        {% endfor %}
        summed.*
    from summed
    left join own
        on
            summed.vendor_id = own.vendor_id
            and {{ same_period('summed', 'own') }}

)

-- Customers above a stated total raise it to their sum.
select
    vendor_id,
    period_grain,
    period_start,
    period_end,
    {% for side in ['opening', 'closing'] %}
    {{ side }}_basis,
    cast(case
        when {{ side }}_basis = 'ledger' then {{ side }}_net
        when {{ side }}_basis = 'reported' and coalesce({{ side }}_parts_low <= {{ side }}_net, true)
            then {{ side }}_net
    end as decimal(18, 2)) as {{ side }}_amount,
    cast(case
        when {{ side }}_basis = 'ledger' then {{ side }}_net
        when {{ side }}_parts_low > {{ side }}_net_low then {{ side }}_parts_low
        else coalesce({{ side }}_net_low, {{ side }}_parts_low)
    end as decimal(18, 2)) as {{ side }}_amount_low,
    cast(case
        when {{ side }}_basis = 'observed_only' then null
        when {{ side }}_basis = 'ledger' then {{ side }}_net
        when {{ side }}_parts_low > {{ side }}_net_high then {{ side }}_parts_low
        else {{ side }}_net_high
    end as decimal(18, 2)) as {{ side }}_amount_high,
    {% endfor %}
    named_customers,
    companies
from netted
-- A group that sells to itself alone has no revenue; one of which is said that it has little or none has a total.
where
    named_customers > 0
    {% for side in ['opening', 'closing'] %}
    or {{ side }}_basis = 'reported'
    or coalesce({{ side }}_revenue_low, {{ side }}_revenue_high) <> {{ side }}_own
    {% endfor %}
