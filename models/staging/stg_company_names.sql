-- Grain: one row per name by which a company may be called: its id, or an alias.
select
    company_id as name,
    company_id
from {{ ref('stg_companies') }}

union all

select
    alias as name,
    company_id
from {{ ref('stg_company_aliases') }}
