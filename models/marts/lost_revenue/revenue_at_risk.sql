-- Grain: one row per vendor that a customer is leaving: what all its loss events in force put at risk.
select
    risk.vendor_id,
    vendor.company_name as vendor_name,
    cast(risk.loss_events as integer) as loss_events,
    cast(risk.known_customers as integer) as known_customers,
    risk.at_risk_named_amount_low,
    risk.at_risk_named_amount_high,
    risk.at_risk_amount_high,
    risk.revenue_period_start,
    risk.revenue_period_end,
    risk.revenue_amount,
    risk.revenue_amount_low,
    risk.revenue_amount_high,
    cast(
        case
            when risk.at_risk_named_amount_low = 0 and risk.revenue_amount_low is not null then 0
            when coalesce(risk.revenue_amount_high, 0) <= 0 then null
            else
                least(
                    round(
                        cast(risk.at_risk_named_amount_low as double) / cast(risk.revenue_amount_high as double), 9
                    ), 1
                )
        end as decimal(10, 9)
    ) as share_of_revenue_low,
    cast(
        case
            when risk.at_risk_amount_high = 0 and risk.revenue_amount_low is not null then 0
            when risk.at_risk_amount_high is null or coalesce(risk.revenue_amount_low, 0) <= 0 then null
            else
                least(
                    round(cast(risk.at_risk_amount_high as double) / cast(risk.revenue_amount_low as double), 9), 1
                )
        end as decimal(10, 9)
    ) as share_of_revenue_high,
    '{{ var("reporting_currency") }}' as currency,
    {{ evidence_key('revenue_at_risk', ['risk.vendor_id']) }} as evidence_key
from {{ ref('int_vendor_risks') }} as risk
inner join {{ ref('int_companies') }} as vendor
    on risk.vendor_id = vendor.company_id
order by risk.vendor_id
