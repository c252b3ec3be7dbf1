-- Grain: one row per US dollars for one unit, from that day on.
select
    file,
    line,
    row_key,
    currency,
    {{ as_type('valid_from', 'date') }} as valid_from,
    {{ as_type('usd_per_unit', 'rate') }} as usd_per_unit
from ({{ accepted_rows('exchange_rates') }}) as accepted
