-- Grain: one row per document.
select
    file,
    line,
    row_key,
    source_id,
    publisher,
    title,
    {{ as_type('published_on', 'date') }} as published_on,
    url
from ({{ accepted_rows('sources') }}) as accepted
