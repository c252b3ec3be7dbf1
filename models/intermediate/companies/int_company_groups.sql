-- Grain: one row per company and stretch of days on which its ultimate parent is the same.
-- Days without a row: the company is its own ultimate parent.
with

-- The chain can change on the first day of a link and on the day after its last.
change as (

    select
        company_id,
        valid_from as changes_on
    from {{ ref('int_company_ancestors') }}

    union

    select
        company_id,
        cast({{ dbt.dateadd('day', 1, 'valid_to') }} as date) as changes_on
    from {{ ref('int_company_ancestors') }}

),

stretch as (

    select
        company_id,
        changes_on as valid_from,
        {{ day_before_next('changes_on', 'company_id') }} as valid_to
    from change

),

ranked as (

    select
        stretch.company_id,
        ancestor.ancestor_id,
        stretch.valid_from,
        stretch.valid_to,
        row_number() over (
            partition by stretch.company_id, stretch.valid_from
            order by ancestor.depth desc
        ) as nearest_to_top
    from stretch
    inner join {{ ref('int_company_ancestors') }} as ancestor
        on
            stretch.company_id = ancestor.company_id
            and stretch.valid_from between ancestor.valid_from and ancestor.valid_to

)

select
    company_id,
    ancestor_id as ultimate_parent_id,
    valid_from,
    valid_to
from ranked
where nearest_to_top = 1
