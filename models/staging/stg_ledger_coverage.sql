-- Grain: one row per whose ledger is complete for which time.
select
    file,
    line,
    row_key,
    company_id,
    side,
    {{ as_type('covered_from', 'date') }} as covered_from,
    {{ as_type('covered_to', 'date') }} as covered_to
from ({{ accepted_rows('ledger_coverage') }}) as accepted
