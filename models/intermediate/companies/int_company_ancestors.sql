-- Grain: one row per company, ancestor and stretch of days on which every link between them holds.
-- Loops and overlapping parents are rejected rows, so on one day a company has one chain.
with recursive

control as (

    select
        child.company_id,
        parent.company_id as parent_company_id,
        coalesce(control_row.valid_from, date '1900-01-01') as valid_from,
        coalesce(control_row.valid_to, date '2199-12-31') as valid_to
    from {{ ref('stg_company_parents') }} as control_row
    inner join {{ ref('stg_company_names') }} as child
        on control_row.company_id = child.name
    inner join {{ ref('stg_company_names') }} as parent
        on control_row.parent_company_id = parent.name
    where {{ known_by_as_of("coalesce(control_row.valid_from, date '1900-01-01')") }}

),

chain as (

    select
        company_id,
        parent_company_id as ancestor_id,
        valid_from,
        valid_to,
        1 as depth
    from control

    union all

    select
        chain.company_id,
        control.parent_company_id as ancestor_id,
        greatest(chain.valid_from, control.valid_from) as valid_from,
        least(chain.valid_to, control.valid_to) as valid_to,
        chain.depth + 1 as depth
    from chain
    inner join control
        on
            chain.ancestor_id = control.company_id
            and chain.valid_from <= control.valid_to
            and chain.valid_to >= control.valid_from

)

select
    company_id,
    ancestor_id,
    valid_from,
    valid_to,
    depth
from chain
