-- Question: how much of a vendor's revenue is at risk from all customers who are leaving it?
-- Answer (default inputs): Scale AI 0 to 800.0 million in the twelve months after each event: Google at
--   most 200.0, and three whose spend is unknown no more than that each. Appen 69.2 to 76.0 of 234.3.
--   Mercor: unbounded, since neither what Meta spends there nor Mercor's revenue is known.
-- Marts: marts.revenue_at_risk
select
    vendor_name,
    loss_events,
    known_customers,
    cast(at_risk_named_amount_low / 1000000 as decimal(12, 1))
        as at_risk_named_low_millions,
    cast(at_risk_named_amount_high / 1000000 as decimal(12, 1))
        as at_risk_named_high_millions,
    cast(at_risk_amount_high / 1000000 as decimal(12, 1)) as at_risk_high_millions,
    extract(year from revenue_period_start) as revenue_year,
    cast(revenue_amount / 1000000 as decimal(12, 1)) as revenue_millions,
    cast(share_of_revenue_low as decimal(5, 4)) as share_of_revenue_low,
    cast(share_of_revenue_high as decimal(5, 4)) as share_of_revenue_high
from marts.revenue_at_risk
order by at_risk_high_millions desc nulls first, vendor_name asc, vendor_id asc
