-- Question: in whose work is an owner's stake in Scale AI a conflict, and how much of the revenue hangs on them?
-- Answer (default inputs): Google, Microsoft, OpenAI and xAI, all rivals of Meta, which has 49% without votes; 15.0%
--   of the revenue of 2024 at the least (Google's 150 million), 69.0% at the most, since nobody knows what the others
--   spend.
-- Marts: marts.neutrality_conflicts
select
    vendor_name,
    owner_name,
    customer_name,
    arena,
    cast(effective_stake as decimal(5, 4)) as effective_stake,
    voting,
    deal_status,
    since,
    cast(exposed_amount_low / 1000000 as decimal(12, 1)) as exposed_low_millions,
    cast(exposed_amount_high / 1000000 as decimal(12, 1)) as exposed_high_millions,
    currency,
    cast(revenue_in_conflict_share_low as decimal(5, 4)) as vendor_share_low,
    cast(revenue_in_conflict_share_high as decimal(5, 4)) as vendor_share_high
from marts.neutrality_conflicts
where vendor_id = 'scale_ai'
order by exposed_amount_low desc, customer_id asc, owner_id asc
