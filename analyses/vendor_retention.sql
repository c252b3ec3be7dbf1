-- Question: how much of a year's revenue did a vendor keep in the next, from the customers it had?
-- Answer (default inputs): only Appen in 2024 can be bounded: 4.9% to 74.6% gross and 4.9% to 85.8% net. Google kept
--   13.4 of 82.8 million; of the other 190.2 nobody knows who stayed. A rate over Google alone would not be Appen's.
-- Marts: marts.revenue_retention
select
    vendor_name,
    extract(year from period_start) as year,
    total_basis,
    unknown_customers,
    cast(gross_revenue_retention as decimal(9, 4)) as gross_retention,
    cast(gross_revenue_retention_low as decimal(9, 4)) as gross_retention_low,
    cast(gross_revenue_retention_high as decimal(9, 4)) as gross_retention_high,
    cast(net_revenue_retention as decimal(9, 4)) as net_retention,
    cast(net_revenue_retention_low as decimal(9, 4)) as net_retention_low,
    cast(net_revenue_retention_high as decimal(9, 4)) as net_retention_high
from marts.revenue_retention
where
    period_grain = 'year'
    and total_basis <> 'observed_only'
order by vendor_name, vendor_id, year
