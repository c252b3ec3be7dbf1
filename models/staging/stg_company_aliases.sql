-- Grain: one row per another name found in the data.
select
    file,
    line,
    row_key,
    alias,
    company_id
from ({{ accepted_rows('company_aliases') }}) as accepted
