-- Question: who are the customers whose spend moved most from one year to the next, and how?
-- Answer (default inputs): Google spent 69.4 million less at Appen in 2024, a contraction. What Google spent at
--   Appen and Scale AI in 2025 is unknown, which is not churn.
-- Marts: marts.revenue_movements
select
    vendor_name,
    customer_name,
    extract(year from period_start) as year,
    movement,
    cast(opening_amount / 1e6 as decimal(9, 1)) as opening_millions,
    cast(closing_amount / 1e6 as decimal(9, 1)) as closing_millions,
    cast(change_amount / 1e6 as decimal(9, 1)) as change_millions,
    evidence_key
from marts.revenue_movements
where
    period_grain = 'year'
    and movement <> 'unchanged'
order by
    abs(change_amount) desc nulls last, opening_amount desc nulls last,
    vendor_name asc, customer_name asc, year asc, vendor_id asc, customer_id asc
limit 50
