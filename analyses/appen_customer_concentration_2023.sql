-- Question: how concentrated was Appen on its customers in 2023, the year before Google left?
-- Answer (default inputs): Google 30.33%; HHI 920 to 5,774, undetermined against 1,800: no fact
--   says that Google is the largest, so one other customer may have all the rest (69.67%).
-- Marts: marts.vendor_concentration
select
    vendor_name,
    top_customer_name as largest_named_customer,
    cast(top_customer_share as decimal(5, 4)) as largest_named_share,
    cast(top1_share_low as decimal(5, 4)) as largest_share_low,
    cast(top1_share_high as decimal(5, 4)) as largest_share_high,
    disclosure,
    cast(hhi_low as decimal(6, 1)) as hhi_low,
    cast(hhi_high as decimal(6, 1)) as hhi_high,
    concentration_verdict,
    guideline
from marts.vendor_concentration
where
    vendor_id = 'appen'
    and period_grain = 'year'
    and period_start = date '2023-01-01'
