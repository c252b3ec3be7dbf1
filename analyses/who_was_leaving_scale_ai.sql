-- Question: who was leaving Scale AI, by what this build knows?
-- Answer (default inputs): four customers, OpenAI since 18 June 2025, as was known on 19 June.
--   Built with as_of 2025-06-13 three: OpenAI was to stay. Built with as_of 2025-06-19 all four.
-- Marts: marts.lost_revenue, evidence.build
-- The day is a setting of the build, so each answer comes from a database of its own:
--   VENDOR_SHOCK_HOME=warehouse/2025-06-13 dbt build --vars 'as_of: 2025-06-13'
select
    coalesce(cast(build.as_of as varchar), 'everything') as known_by,
    loss.customer_name,
    loss.signal,
    loss.attribution,
    loss.announced_on,
    loss.first_known_on,
    cast(loss.lost_event_year_amount_high / 1000000 as decimal(12, 1))
        as lost_event_year_high_millions
from marts.lost_revenue as loss
cross join evidence.build as build
where loss.vendor_id = 'scale_ai'
order by loss.announced_on, loss.customer_name, loss.customer_id
