-- Grain: one row per claim about revenue or spend in one period.
select
    file,
    line,
    row_key,
    figure_id,
    metric,
    vendor_id,
    customer_id,
    market_id,
    {{ as_type('period_start', 'date') }} as period_start,
    {{ as_type('period_end', 'date') }} as period_end,
    basis,
    {{ as_type('amount_low', 'money') }} as amount_low,
    {{ as_type('amount_high', 'money') }} as amount_high,
    currency,
    {{ as_type('share_low', 'share') }} as share_low,
    {{ as_type('share_high', 'share') }} as share_high,
    disclosure,
    attribution,
    {{ as_type('stated_on', 'date') }} as stated_on,
    source_id,
    quote
from ({{ accepted_rows('reported_figures') }}) as accepted
