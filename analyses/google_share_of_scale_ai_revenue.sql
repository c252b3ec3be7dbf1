-- Question: what share of Scale AI's 2024 revenue was Google's?
-- Answer (default inputs): 17.24% as a point (150 of 870 million); 15.0% to 17.24% with the
--   spokesperson's "close to $1 billion".
-- Marts: marts.vendor_customers, marts.vendor_concentration
select
    customer_share.vendor_name,
    customer_share.customer_name,
    cast(customer_share.spend_amount / 1000000 as decimal(12, 1)) as spend_millions,
    cast(revenue.revenue_amount_low / 1000000 as decimal(12, 1))
        as revenue_low_millions,
    cast(revenue.revenue_amount / 1000000 as decimal(12, 1)) as revenue_millions,
    cast(revenue.revenue_amount_high / 1000000 as decimal(12, 1))
        as revenue_high_millions,
    revenue.currency,
    cast(customer_share.share_low as decimal(5, 4)) as share_low,
    cast(customer_share.share as decimal(5, 4)) as share,
    cast(customer_share.share_high as decimal(5, 4)) as share_high
from marts.vendor_customers as customer_share
inner join marts.vendor_concentration as revenue
    on
        customer_share.vendor_id = revenue.vendor_id
        and customer_share.period_start = revenue.period_start
        and customer_share.period_end = revenue.period_end
where
    customer_share.vendor_id = 'scale_ai'
    and customer_share.customer_id = 'google'
    and customer_share.period_grain = 'year'
    and customer_share.period_start = date '2024-01-01'
