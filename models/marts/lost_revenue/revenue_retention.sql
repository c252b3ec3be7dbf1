-- Grain: one row per vendor and period: how much of last period's revenue its customers spent again.
{{ config(
    materialized='incremental', incremental_strategy='changed', unique_key='period_end',
    meta={'sorted_by': ['period_end', 'period_start', 'vendor_id']},
) }}
with

-- Divided once. Of the customers whose movement is not known, none or as many as the vendor's totals allow stayed.
rated as (

    select
        *,
        kept_amount / nullif(base_amount + opening_residual_high, 0) as gross_low,
        case
            when total_basis = 'observed_only' then null
            when is_known_in_part then case when base_amount > 0 or opening_residual_low > 0 then 1 end
            else (
                kept_amount + case
                    when kept_most_opening > closing_residual_high then closing_residual_high
                    else kept_most_opening
                end
            ) / nullif(base_amount + kept_most_opening, 0)
        end as gross_high,
        stayed_amount / nullif(base_amount + opening_residual_high, 0) as net_low,
        case
            when total_basis = 'observed_only' then null
            when is_known_in_part
                then (closing_amount + closing_residual_high) / nullif(base_amount + opening_residual_low, 0)
            when opening_residual_high = 0 then stayed_amount / nullif(base_amount, 0)
            else (stayed_amount + closing_residual_high) / nullif(base_amount + opening_residual_low, 0)
        end as net_high
    from {{ changed_part(ref('int_retention')) }}

)

select
    rated.vendor_id,
    vendor.company_name as vendor_name,
    rated.period_grain,
    rated.period_start,
    rated.period_end,
    cast(rated.opening_amount as decimal(18, 2)) as opening_amount,
    cast(rated.new_amount as decimal(18, 2)) as new_amount,
    cast(rated.reactivation_amount as decimal(18, 2)) as reactivation_amount,
    cast(rated.expansion_amount as decimal(18, 2)) as expansion_amount,
    cast(rated.contraction_amount as decimal(18, 2)) as contraction_amount,
    cast(rated.churn_amount as decimal(18, 2)) as churn_amount,
    cast(rated.inactive_amount as decimal(18, 2)) as inactive_amount,
    cast(rated.closing_amount as decimal(18, 2)) as closing_amount,
    '{{ var("reporting_currency") }}' as currency,
    -- A rate over some customers is not the vendor's.
    cast(case when rated.gross_low = rated.gross_high then rated.gross_low end as decimal(10, 9))
        as gross_revenue_retention,
    cast(rated.gross_low as decimal(10, 9)) as gross_revenue_retention_low,
    cast(rated.gross_high as decimal(10, 9)) as gross_revenue_retention_high,
    cast(case when rated.net_low = rated.net_high then rated.net_low end as decimal(28, 9)) as net_revenue_retention,
    cast(rated.net_low as decimal(28, 9)) as net_revenue_retention_low,
    cast(rated.net_high as decimal(28, 9)) as net_revenue_retention_high,
    rated.total_basis,
    cast(rated.unknown_customers as integer) as unknown_customers,
    {{ evidence_key('revenue_retention', [
        'rated.vendor_id', 'rated.period_start', 'rated.period_end',
    ]) }} as evidence_key
from rated
inner join {{ ref('int_companies') }} as vendor
    on rated.vendor_id = vendor.company_id
