{#
    Arguments: thing, its column; complete, whether every day has a row.
    Rows returned: the stretch, and the last day and first day of those before and after it.
#}
{% test one_row_a_day(model, thing, complete=false) %}
-- What: the stretches of days of one thing (valid_from to valid_to) do not overlap; where they are to be complete, they
-- follow each other without a gap, from 1900-01-01 to 2199-12-31.
-- When it matters: a join on thing and day doubles a row where two stretches overlap, and loses it in a gap.
-- How to resolve: this is a defect of the project, in the model that the test is named after; parents that overlap in
-- the inputs are rejected rows before they come here.
with

stretch as (

    select
        {{ thing }},
        lag(valid_to) over in_order as previous_valid_to,
        valid_from,
        valid_to,
        lead(valid_from) over in_order as next_valid_from
    from {{ model }}
    window in_order as (
        partition by {{ thing }}
        order by valid_from, valid_to
    )

)

select *
from stretch
where
    valid_to < valid_from
    or previous_valid_to >= valid_from
{% if complete %}
    or valid_from is distinct from coalesce(
        cast({{ dbt.dateadd('day', 1, 'previous_valid_to') }} as date),
        date '1900-01-01'
    )
    or (next_valid_from is null and valid_to is distinct from date '2199-12-31')
{% endif %}
{% endtest %}
