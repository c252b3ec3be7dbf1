-- Grain: one row per how much a signal costs, by scenario.
select
    file,
    line,
    row_key,
    signal,
    {{ as_type('lost_share_low', 'share') }} as lost_share_low,
    {{ as_type('lost_share_base', 'share') }} as lost_share_base,
    {{ as_type('lost_share_high', 'share') }} as lost_share_high,
    note
from ({{ accepted_rows('signal_assumptions') }}) as accepted
