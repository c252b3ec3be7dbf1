-- What: the stretches of one company in dim_companies follow each other without gap or overlap, from
-- 1900-01-01 to 2199-12-31.
-- When it matters: a join on company and day would lose a row in a gap, and double it where two overlap.
-- How to resolve: this is a defect of the project, in marts.dim_companies; overlapping parents in the input
-- are rejected rows before they come here.
with

stretch as (

    select
        company_id,
        valid_from,
        valid_to,
        lag(valid_to) over in_order as previous_valid_to,
        lead(valid_from) over in_order as next_valid_from
    from {{ ref('dim_companies') }}
    window in_order as (
        partition by company_id
        order by valid_from
    )

)

select *
from stretch
where
    valid_from is distinct from coalesce(
        cast({{ dbt.dateadd('day', 1, 'previous_valid_to') }} as date),
        date '1900-01-01'
    )
    or (next_valid_from is null and valid_to is distinct from date '2199-12-31')
