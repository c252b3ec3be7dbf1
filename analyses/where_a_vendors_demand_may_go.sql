-- Question: if what leaves Scale AI after the deal spread over its competitors in proportion to their revenue, how much
--   could each have, at the most?
-- Answer (default inputs): of 440.0 million at the most in 2025, Surge AI 80.8%, Appen 18.2%, Labelbox 3.9%: ranges that
--   overlap, each at its own most. The revenue of the others is unknown and own labour has none: 0 to 100%, and so
--   nobody is sure of anything.
-- Marts: marts.competitor_demand_shifts
select
    from_vendor_name,
    vendor_name,
    cast(share_before_low as decimal(5, 4)) as share_before_low,
    cast(share_before_high as decimal(5, 4)) as share_before_high,
    share_before_basis,
    cast(diversion_ratio_low as decimal(5, 4)) as diversion_low,
    cast(diversion_ratio_high as decimal(5, 4)) as diversion_high,
    cast(released_amount_high / 1000000 as decimal(12, 1)) as released_high_millions,
    cast(gain_amount_low / 1000000 as decimal(12, 1)) as gain_low_millions,
    cast(gain_amount_high / 1000000 as decimal(12, 1)) as gain_high_millions,
    currency
from marts.competitor_demand_shifts
where event_id = 'meta_scale_ai_2025' and market_id = 'ai_training_data'
order by diversion_ratio_high, vendor_id
