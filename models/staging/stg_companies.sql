-- Grain: one row per company or agency; `in_house` (own labour) and `undisclosed` (redacted names) are special.
select
    file,
    line,
    row_key,
    company_id,
    company_name,
    segment
from ({{ accepted_rows('companies') }}) as accepted
