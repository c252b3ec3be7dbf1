-- Grain: one row per vendor group and period with a movement: the sums over customers whose movement is known, and what
-- the vendor's totals leave for all others (residual).
with

summed as (

    select
        vendor_id,
        period_grain,
        period_start,
        period_end,
        sum(case when movement <> 'unknown' then opening_amount else 0 end) as opening_amount,
        {% for movement in ['new', 'reactivation', 'expansion', 'contraction', 'churn', 'inactive'] %}
        sum(case when movement = '{{ movement }}' then change_amount else 0 end) as {{ movement }}_amount,
        {% endfor %}
        sum(case when movement <> 'unknown' then closing_amount else 0 end) as closing_amount,
        sum(case when movement <> 'unknown' and opening_amount > 0 then opening_amount else 0 end) as base_amount,
        -- What a customer leaves beyond its spend, as a credit, is no further loss.
        sum(case
            when movement = 'unknown' or opening_amount <= 0 or closing_amount <= 0 then 0
            when closing_amount < opening_amount then closing_amount
            else opening_amount
        end) as kept_amount,
        sum(case
            when movement = 'unknown' or opening_amount <= 0 or closing_amount <= 0 then 0
            else closing_amount
        end) as stayed_amount,
        count(case when movement = 'unknown' then 1 end) as unknown_customers
    from {{ changed_part(ref('int_movements')) }}
    where vendor_id not in ('in_house', 'undisclosed')
    group by vendor_id, period_grain, period_start, period_end

),

-- An empty residual has no limit, or is not known.
left_over as (

    select
        summed.*,
        case
            when total.opening_basis = 'ledger' and total.closing_basis = 'ledger' then 'ledger'
            when total.opening_basis <> 'observed_only' and total.closing_basis <> 'observed_only' then 'reported'
            else 'observed_only'
        end as total_basis,
        -- A customer known at one company of the group may have bought from another, too.
        total.companies > 1
        and (total.opening_basis <> 'ledger' or total.closing_basis <> 'ledger') as is_known_in_part,
        case
            when total.opening_amount_low > summed.opening_amount then total.opening_amount_low - summed.opening_amount
            else 0
        end as opening_residual_low,
        case
            when total.opening_amount_high >= summed.opening_amount
                then total.opening_amount_high - summed.opening_amount
        end as opening_residual_high,
        case
            when total.closing_amount_high >= summed.closing_amount
                then total.closing_amount_high - summed.closing_amount
        end as closing_residual_high
    from summed
    inner join {{ changed_part(ref('int_vendor_changes')) }} as total
        on
            summed.vendor_id = total.vendor_id
            and {{ same_period('summed', 'total') }}

)

select
    *,
    -- The share kept of the others is greatest where they had as much before as they can have now.
    case
        when closing_residual_high is null or closing_residual_high > opening_residual_high then opening_residual_high
        when closing_residual_high < opening_residual_low then opening_residual_low
        else closing_residual_high
    end as kept_most_opening
from left_over
