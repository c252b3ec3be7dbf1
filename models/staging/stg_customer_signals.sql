-- Grain: one row per statement about a customer leaving or staying.
select
    file,
    line,
    row_key,
    signal_id,
    vendor_id,
    customer_id,
    signal,
    {{ as_type('lost_share_low', 'share') }} as lost_share_low,
    {{ as_type('lost_share_high', 'share') }} as lost_share_high,
    {{ as_type('announced_on', 'date') }} as announced_on,
    {{ as_type('effective_from', 'date') }} as effective_from,
    {{ as_type('effective_to', 'date') }} as effective_to,
    attribution,
    {{ as_type('stated_on', 'date') }} as stated_on,
    source_id,
    quote
from ({{ accepted_rows('customer_signals') }}) as accepted
