-- Grain: one row per company whose sales may stand behind a loss, a risk or a conflict of interest: the vendors of
-- those, and whoever was ever in one group with them.
with

seller as (

    select company_id
    from {{ ref('int_loss_members') }}
    where side = 'vendor'

    union

    select vendor_id as company_id
    from {{ ref('int_ownership_conflicts') }}

),

related as (

    select company_id
    from seller

    union

    select parent.ultimate_parent_id as company_id
    from {{ ref('int_company_groups') }} as parent
    inner join seller
        on parent.company_id = seller.company_id

    union

    select member.company_id
    from {{ ref('int_company_groups') }} as member
    inner join seller
        on member.ultimate_parent_id = seller.company_id

)

select company_id
from related

union

select member.company_id
from {{ ref('int_company_groups') }} as member
inner join related
    on member.ultimate_parent_id = related.company_id
