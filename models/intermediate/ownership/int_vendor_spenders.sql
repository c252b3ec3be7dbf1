-- Grain: one row per vendor whose owners are known and customer that is said to buy from it, both as groups on the last
-- known day, whatever says so: a figure of any basis, a ledger line, a contract, a word about leaving or staying.
{% set last_day = day_of_the_present() %}
with

owned as (

    select distinct vendor_id
    from {{ ref('int_owners') }}

),

pair as (

    select
        vendor_id,
        customer_id
    from {{ ref('int_company_figures') }}
    where metric = 'customer_spend'

    union all

    select
        vendor_id,
        customer_id
    from {{ ref('int_contracts') }}

    union all

    select
        vendor_id,
        customer_id
    from {{ ref('int_signals') }}

)

select distinct
    owned.vendor_id,
    coalesce(customer_group.ultimate_parent_id, pair.customer_id) as customer_id
from pair
{{ join_group('vendor_group', 'pair.vendor_id', last_day) }}
{{ join_group('customer_group', 'pair.customer_id', last_day) }}
inner join owned
    on coalesce(vendor_group.ultimate_parent_id, pair.vendor_id) = owned.vendor_id
where
    pair.vendor_id not in ('in_house', 'undisclosed')
    and pair.customer_id not in ('in_house', 'undisclosed')
    and owned.vendor_id <> coalesce(customer_group.ultimate_parent_id, pair.customer_id)
