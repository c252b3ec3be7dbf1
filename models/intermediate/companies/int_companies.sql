-- Grain: one row per company, those included that only the ledger names.
with

ledger_name as (

    select vendor_id as company_id
    from {{ ref('int_ledger_months') }}

    union

    select customer_id as company_id
    from {{ ref('int_ledger_months') }}

    union

    select coalesce(name.company_id, coverage.company_id) as company_id
    from {{ ref('stg_ledger_coverage') }} as coverage
    left join {{ ref('stg_company_names') }} as name
        on coverage.company_id = name.name
    where {{ known_by_as_of('coverage.covered_from') }}

)

select
    company_id,
    company_name,
    segment,
    'companies' as registered_in
from {{ ref('stg_companies') }}

union all

select
    company_id,
    company_id as company_name,
    cast(null as {{ dbt.type_string() }}) as segment,
    'payments' as registered_in
from ledger_name
where company_id not in (select listed.company_id from {{ ref('stg_companies') }} as listed)
