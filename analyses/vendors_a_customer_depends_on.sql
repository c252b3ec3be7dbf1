-- Question: on which vendors does a customer depend?
-- Answer (default inputs): Google paid Appen 82.8 million in 2023; in 2024 Scale AI 150.0 and Appen 13.4.
--   What Google spends in all is unknown, so the spend is a lower bound (observed_only) and there
--   is no share, no index and no verdict: unknown is not zero.
-- Marts: marts.customer_dependence, marts.vendor_customers
select
    dependence.customer_name,
    extract(year from dependence.period_start) as year,
    dependence.total_basis,
    cast(dependence.spend_amount_low / 1000000 as decimal(12, 1))
        as spend_at_least_millions,
    cast(dependence.spend_amount_high / 1000000 as decimal(12, 1))
        as spend_at_most_millions,
    vendor.vendor_name,
    cast(vendor.spend_amount / 1000000 as decimal(12, 1)) as vendor_spend_millions,
    cast(dependence.hhi_low as decimal(6, 1)) as hhi_low,
    cast(dependence.hhi_high as decimal(6, 1)) as hhi_high,
    dependence.concentration_verdict
from marts.customer_dependence as dependence
inner join marts.vendor_customers as vendor
    on
        dependence.customer_id = vendor.customer_id
        and dependence.period_start = vendor.period_start
        and dependence.period_end = vendor.period_end
where dependence.period_grain = 'year'
order by
    dependence.customer_name asc, dependence.customer_id asc, year asc, vendor.spend_amount_low desc,
    vendor.vendor_id asc
