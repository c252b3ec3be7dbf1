-- Question: how much of what is left of each contract can be enforced, and how much can be called off?
-- Answer (default inputs): four contracts, of none of which the terms are known. Meta's commitment to Scale AI may
--   be 0 or more, without a bound; of the Army's 99.0 million anything from nothing to all may be left;
--   the Defense Department's 500.0 are a ceiling, under which nothing is owed; Google's at Appen states
--   no value, and ended on 19 March 2024.
-- Marts: marts.contract_runoff
select
    vendor_name,
    customer_name,
    title,
    value_type,
    measured_on,
    stated_end_on,
    earliest_enforceable_end_on,
    latest_enforceable_end_on,
    cast(scheduled_amount_low / 1000000 as decimal(12, 1)) as scheduled_low_millions,
    cast(scheduled_amount_high / 1000000 as decimal(12, 1)) as scheduled_high_millions,
    cast(enforceable_amount_low / 1000000 as decimal(12, 1)) as enforceable_low_millions,
    cast(enforceable_amount_high / 1000000 as decimal(12, 1)) as enforceable_high_millions,
    cast(at_risk_amount_low / 1000000 as decimal(12, 1)) as at_risk_low_millions,
    cast(at_risk_amount_high / 1000000 as decimal(12, 1)) as at_risk_high_millions,
    cast(ceiling_amount / 1000000 as decimal(12, 1)) as ceiling_millions
from marts.contract_runoff
order by vendor_name asc, customer_name asc, contract_id asc
