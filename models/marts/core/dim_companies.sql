-- Grain: one row per company and stretch of days on which its parents are the same.
with

change as (

    select
        company_id,
        date '1900-01-01' as valid_from
    from {{ ref('int_companies') }}

    union

    select
        company_id,
        valid_from
    from {{ ref('int_company_groups') }}

    union

    select
        company_id,
        cast({{ dbt.dateadd('day', 1, 'valid_to') }} as date) as valid_from
    from {{ ref('int_company_groups') }}
    where valid_to < date '2199-12-31'

),

stretch as (

    select
        company_id,
        valid_from,
        coalesce(
            {{ day_before_next('valid_from', 'company_id') }}, date '2199-12-31'
        ) as valid_to
    from change

)

select
    stretch.company_id,
    company.company_name,
    company.segment,
    case
        when company.company_id in ('in_house', 'undisclosed') then company.company_id
        else 'company'
    end as company_kind,
    parent.ancestor_id as parent_company_id,
    parent_company.company_name as parent_company_name,
    coalesce(company_group.ultimate_parent_id, company.company_id) as ultimate_parent_id,
    coalesce(ultimate_parent.company_name, company.company_name) as ultimate_parent_name,
    stretch.valid_from,
    stretch.valid_to,
    company.registered_in
from stretch
inner join {{ ref('int_companies') }} as company
    on stretch.company_id = company.company_id
left join {{ ref('int_company_ancestors') }} as parent
    on
        stretch.company_id = parent.company_id
        and parent.depth = 1
        and stretch.valid_from between parent.valid_from and parent.valid_to
left join {{ ref('int_company_groups') }} as company_group
    on
        stretch.company_id = company_group.company_id
        and stretch.valid_from between company_group.valid_from and company_group.valid_to
left join {{ ref('int_companies') }} as parent_company
    on parent.ancestor_id = parent_company.company_id
left join {{ ref('int_companies') }} as ultimate_parent
    on company_group.ultimate_parent_id = ultimate_parent.company_id
order by stretch.company_id, stretch.valid_from
