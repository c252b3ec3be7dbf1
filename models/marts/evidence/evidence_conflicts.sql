-- Grain: one row per pair of statements that cannot both hold, with their words.
select
    conflict,
    subject_key,
    attribute,
    first_file,
    first_row_key,
    first_low,
    first_high,
    first_attribution,
    first_stated_on,
    first_source_id,
    first_quote,
    second_file,
    second_row_key,
    second_low,
    second_high,
    second_attribution,
    second_stated_on,
    second_source_id,
    second_quote
from {{ ref('int_conflicts') }}
order by subject_key, attribute, conflict, first_row_key, second_row_key
