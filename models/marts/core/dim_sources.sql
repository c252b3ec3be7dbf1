-- Grain: one row per document.
select
    source_id,
    publisher,
    title,
    published_on,
    url
from {{ ref('int_sources') }}
order by source_id
