-- Grain: one row per customer, vendor and owner of a part of the vendor that is the customer's rival, all as groups.
{% set last_day = day_of_the_present() %}
with

rivalry as (

    select distinct
        coalesce(company_group.ultimate_parent_id, rivalry.company_id) as company_id,
        coalesce(rival_group.ultimate_parent_id, rivalry.rival_id) as rival_id,
        rivalry.arena
    from {{ ref('int_rivalries') }} as rivalry
    {{ join_group('company_group', 'rivalry.company_id', last_day) }}
    {{ join_group('rival_group', 'rivalry.rival_id', last_day) }}

),

rivals as (

    select
        company_id,
        rival_id,
        {{ dbt.listagg('arena', "', '", 'order by arena') }} as arena
    from rivalry
    where company_id <> rival_id
    group by company_id, rival_id

)

select
    spender.customer_id,
    spender.vendor_id,
    owner.owner_id,
    rivals.arena,
    owner.effective_stake,
    owner.effective_stake_low,
    owner.effective_stake_high,
    owner.voting,
    owner.deal_status,
    owner.since
from {{ ref('int_vendor_spenders') }} as spender
inner join {{ ref('int_owners') }} as owner
    on spender.vendor_id = owner.vendor_id
inner join rivals
    on
        spender.customer_id = rivals.company_id
        and owner.owner_id = rivals.rival_id
