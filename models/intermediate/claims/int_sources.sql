-- Grain: one row per document that was published by as_of, or whose day is not known.
select
    source_id,
    publisher,
    title,
    published_on,
    url
from {{ ref('stg_sources') }}
where published_on is null or {{ known_by_as_of('published_on') }}
