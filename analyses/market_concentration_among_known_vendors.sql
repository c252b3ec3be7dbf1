-- Question: how concentrated is the market for AI training data among the vendors whose revenue
--   is known?
-- Answer (default inputs): in 2024 four of the eight listed vendors are known; the largest, Surge AI, has
--   43.8% to 51.0% of their sum, and the HHI is 3,909 to 4,067. The verdict stays undetermined:
--   the other four are unknown, so nothing is said of the market as a whole.
-- Marts: marts.market_concentration
select
    market_id,
    extract(year from period_start) as year,
    total_basis,
    named_vendors,
    cast(market_amount_low / 1000000 as decimal(12, 1)) as known_low_millions,
    cast(market_amount_high / 1000000 as decimal(12, 1)) as known_high_millions,
    top_vendor_name,
    cast(top_vendor_share_low as decimal(5, 4)) as top_vendor_share_low,
    cast(top_vendor_share_high as decimal(5, 4)) as top_vendor_share_high,
    cast(hhi_low as decimal(6, 1)) as hhi_low,
    cast(hhi_high as decimal(6, 1)) as hhi_high,
    concentration_verdict
from marts.market_concentration
where period_grain = 'year'
order by market_id, year
