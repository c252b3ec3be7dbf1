-- Grain: one row per control of one company by another for a time.
select
    file,
    line,
    row_key,
    company_id,
    parent_company_id,
    {{ as_type('valid_from', 'date') }} as valid_from,
    {{ as_type('valid_to', 'date') }} as valid_to
from ({{ accepted_rows('company_parents') }}) as accepted
