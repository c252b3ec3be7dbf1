-- Question: which customers leave which vendors, since when, and how much is lost?
-- Answer (default inputs): six loss events. Google takes 0 to 110.7 million from Scale AI in 2025 (202 of
--   365 days of the 200.0 planned) and 0 to 200.0 in the twelve months after; nobody says from when,
--   so there is no base. Appen was to lose 64.9 to 71.7 of Google's 82.8 in 2024, and lost 69.4.
--   What Microsoft, OpenAI and xAI spend at Scale AI is unknown: no more than Google may.
-- Marts: marts.lost_revenue
select
    vendor_name,
    customer_name,
    signal,
    attribution,
    announced_on,
    effective_from,
    deal_id,
    is_spend_known,
    cast(baseline_amount_high / 1000000 as decimal(12, 1)) as baseline_at_most_millions,
    cast(plan_amount / 1000000 as decimal(12, 1)) as plan_millions,
    cast(lost_event_year_amount_low / 1000000 as decimal(12, 1))
        as lost_event_year_low_millions,
    cast(lost_event_year_amount_base / 1000000 as decimal(12, 1))
        as lost_event_year_base_millions,
    cast(lost_event_year_amount_high / 1000000 as decimal(12, 1))
        as lost_event_year_high_millions,
    cast(lost_next_12_months_amount_high / 1000000 as decimal(12, 1))
        as lost_next_12_months_high_millions,
    cast(realised_lost_amount / 1000000 as decimal(12, 1)) as realised_lost_millions
from marts.lost_revenue
order by announced_on, vendor_name, customer_name, loss_event_id
