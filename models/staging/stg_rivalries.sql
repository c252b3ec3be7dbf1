-- Grain: one row per two companies compete (symmetric).
select
    file,
    line,
    row_key,
    company_id,
    rival_id,
    arena,
    source_id
from ({{ accepted_rows('rivalries') }}) as accepted
