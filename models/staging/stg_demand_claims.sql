-- Grain: one row per vendor's statement about what it gains.
select
    file,
    line,
    row_key,
    claim_id,
    vendor_id,
    from_vendor_id,
    market_id,
    metric,
    {{ as_type('value_low', 'money') }} as value_low,
    {{ as_type('value_high', 'money') }} as value_high,
    currency,
    {{ as_type('period_start', 'date') }} as period_start,
    {{ as_type('period_end', 'date') }} as period_end,
    attribution,
    {{ as_type('stated_on', 'date') }} as stated_on,
    source_id,
    quote
from ({{ accepted_rows('demand_claims') }}) as accepted
