-- Question: how concentrated was Scale AI on its customers in 2024, and what could be said of
--   it on 13 June 2025?
-- Answer (default inputs): HHI 225.0 to 1,676.6, not above 1,800 although one customer is known.
--   Built with as_of 2025-06-13, when 870 million was the only revenue stated: 297.3 to 1,676.6.
-- Marts: marts.vendor_concentration, evidence.build
-- The day is a setting of the build, so the second answer comes from a second database:
--   VENDOR_SHOCK_HOME=warehouse/2025-06-13 dbt build --vars 'as_of: 2025-06-13'
select
    coalesce(cast(build.as_of as varchar), 'everything') as known_by,
    concentration.vendor_name,
    cast(concentration.revenue_amount_low / 1000000 as decimal(12, 1))
        as revenue_low_millions,
    cast(concentration.revenue_amount_high / 1000000 as decimal(12, 1))
        as revenue_high_millions,
    concentration.named_customers,
    concentration.disclosure,
    cast(concentration.hhi_low as decimal(6, 1)) as hhi_low,
    cast(concentration.hhi_high as decimal(6, 1)) as hhi_high,
    cast(concentration.effective_customers_low as decimal(12, 1))
        as effective_customers_low,
    concentration.concentration_verdict,
    concentration.guideline
from marts.vendor_concentration as concentration
cross join evidence.build as build
where
    concentration.vendor_id = 'scale_ai'
    and concentration.period_grain = 'year'
    and concentration.period_start = date '2024-01-01'
