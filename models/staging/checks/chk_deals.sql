-- Grain: one row per broken rule of one row of deals.
with recursive

column_rule as (

    {{ broken_rules('deals', references={'companies': ref('stg_company_names'), 'sources': ref('stg_sources')}, also=[no_rate_rule(rate_day('deals'))]) }}

),

ownership as (

    select
        claim.file,
        claim.line,
        claim.row_key,
        claim.investor_id as written_investor_id,
        investor.company_id as investor_id,
        target.company_id as target_id
    from ({{ input_rows('deals') }}) as claim
    inner join {{ ref('stg_company_names') }} as investor
        on claim.investor_id = investor.name
    inner join {{ ref('stg_company_names') }} as target
        on claim.target_id = target.name
    where
        claim.row_key not in (select column_rule.row_key from column_rule)
        and claim.deal_type <> 'asset_purchase'
        and coalesce(claim.status, '') <> 'abandoned'

),

-- Everything that an investor owns a part of, directly or through others.
owned as (

    select
        investor_id,
        target_id
    from ownership

    union

    select
        owned.investor_id,
        ownership.target_id
    from owned
    inner join ownership
        on owned.target_id = ownership.investor_id

)

select * from column_rule

union all

select
    ownership.file,
    ownership.line,
    ownership.row_key,
    'investor_id' as column_name,
    ownership.written_investor_id as value,
    'a loop: following the stakes leads back to the investor' as rule
from ownership
inner join owned as way_back
    on
        ownership.target_id = way_back.investor_id
        and ownership.investor_id = way_back.target_id

union all

select
    ownership.file,
    ownership.line,
    ownership.row_key,
    'investor_id' as column_name,
    ownership.written_investor_id as value,
    'a loop: a company does not invest in itself' as rule
from ownership
where ownership.investor_id = ownership.target_id
