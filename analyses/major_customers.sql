-- Question: who are the major customers, those with 10 percent of a vendor's revenue or more
--   (ASC 280-10-50-42)?
-- Answer (default inputs): Google at Appen in 2023 and Google at Scale AI in 2024; no longer at
--   Appen in 2024 (5.7%). How many others there may be is bounded, not known: possible_major_customers
--   counts all whom the figures allow, named or not.
-- Marts: marts.vendor_customers, marts.vendor_concentration, evidence.build
select
    customer_share.vendor_name,
    extract(year from customer_share.period_start) as year,
    customer_share.customer_name,
    cast(customer_share.share_low as decimal(5, 4)) as share_low,
    cast(customer_share.share_high as decimal(5, 4)) as share_high,
    case
        when customer_share.share_low >= build.major_customer_share then 'yes'
        when customer_share.share_high < build.major_customer_share then 'no'
        else 'undetermined'
    end as is_major,
    revenue.major_customers,
    revenue.possible_major_customers
from marts.vendor_customers as customer_share
inner join marts.vendor_concentration as revenue
    on
        customer_share.vendor_id = revenue.vendor_id
        and customer_share.period_start = revenue.period_start
        and customer_share.period_end = revenue.period_end
cross join evidence.build as build
where
    customer_share.customer_id <> 'not_named'
    and customer_share.period_grain = 'year'
order by customer_share.vendor_name, customer_share.vendor_id, year, customer_share.rank
