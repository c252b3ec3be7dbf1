-- Grain: one row per vendor sells in a market.
select
    file,
    line,
    row_key,
    market_id,
    vendor_id
from ({{ accepted_rows('market_vendors') }}) as accepted
