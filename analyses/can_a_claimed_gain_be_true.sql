-- Question: can Labelbox's "hundreds of millions of new revenue" from customers who leave Scale AI be true?
-- Answer (default inputs): undetermined. At least 200 million are claimed for 2025; Google, the only customer whose spend
--   is known, releases 110.7 at the most, so that 89.3 at the least must come from others; with those whose spend is
--   unknown at their bound, 440.0 million are released at the most. Handshake claims three times its demand: no revenue.
-- Marts: marts.competitor_demand_shifts
select
    event_on,
    from_vendor_name,
    vendor_name,
    cast(claimed_amount_low / 1000000 as decimal(12, 1)) as claimed_low_millions,
    cast(claimed_amount_high / 1000000 as decimal(12, 1)) as claimed_high_millions,
    claimed_multiple_low as times_its_demand,
    claimed_period_end,
    cast(released_named_amount_low / 1000000 as decimal(12, 1)) as released_named_low_millions,
    cast(released_named_amount_high / 1000000 as decimal(12, 1)) as released_named_high_millions,
    cast(released_amount_high / 1000000 as decimal(12, 1)) as released_high_millions,
    cast(needed_from_unnamed_amount / 1000000 as decimal(12, 1)) as needed_from_others_millions,
    currency,
    claim_verdict
from marts.competitor_demand_shifts
where event_type = 'deal' and claim_verdict is not null
order by event_on, event_id, from_vendor_id, market_id, vendor_id
