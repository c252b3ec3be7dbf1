-- Question: how did Appen get from one year's revenue to the next, and what did Google's leaving cost?
-- Answer (default inputs): in 2024 the revenue fell from 273.0 to 234.3 million, by 38.7: Google took 69.4 away, and
--   30.7 came from elsewhere. In 2022 and 2023 revenue fell by 59.2 and 115.1; whose it was, nobody said.
-- Marts: marts.vendor_revenue_bridge
select
    extract(year from period_start) as year,
    cast(opening_amount / 1e6 as decimal(9, 1)) as opening_millions,
    cast(-gross_lost_amount / 1e6 as decimal(9, 1)) as lost_millions,
    cast(replacement_amount / 1e6 as decimal(9, 1)) as replaced_millions,
    cast(net_change_amount / 1e6 as decimal(9, 1)) as net_change_millions,
    cast(closing_amount / 1e6 as decimal(9, 1)) as closing_millions,
    evidence_key
from marts.vendor_revenue_bridge
where
    vendor_id = 'appen'
    and period_grain = 'year'
    and net_change_amount is not null
order by year
