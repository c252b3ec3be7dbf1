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
        claim.deal_id,
        claim.status,
        claim.stake_pct as written_stake_pct,
        claim.investor_id as written_investor_id,
        {{ as_type('claim.stake_pct', 'percent', try=true) }} as stake_pct,
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

),

standing as (

    select * from ownership
    where coalesce(status, '') <> 'abandoned'

),

-- The least that is said of each deal: claims are alternatives, deals add up. A deal that somebody calls off counts
-- for nothing here.
deal_stake as (

    select
        target_id,
        deal_id,
        min(stake_pct) as stake_pct
    from ownership
    group by target_id, deal_id
    having count(case when status = 'abandoned' then 1 end) = 0

),

oversold as (

    select target_id
    from deal_stake
    group by target_id
    having sum(stake_pct) > 100

),

-- Everything that an investor owns a part of, directly or through others.
owned as (

    select
        investor_id,
        target_id
    from standing

    union

    select
        owned.investor_id,
        standing.target_id
    from owned
    inner join standing
        on owned.target_id = standing.investor_id

)

select * from column_rule

union all

select
    standing.file,
    standing.line,
    standing.row_key,
    'investor_id' as column_name,
    standing.written_investor_id as value,
    'a loop: following the stakes leads back to the investor' as rule
from standing
inner join owned as way_back
    on
        standing.target_id = way_back.investor_id
        and standing.investor_id = way_back.target_id

union all

select
    standing.file,
    standing.line,
    standing.row_key,
    'investor_id' as column_name,
    standing.written_investor_id as value,
    'a loop: a company does not invest in itself' as rule
from standing
where standing.investor_id = standing.target_id

union all

select
    ownership.file,
    ownership.line,
    ownership.row_key,
    'stake_pct' as column_name,
    ownership.written_stake_pct as value,
    'the stakes in this company add up to more than 100 percent' as rule
from ownership
inner join deal_stake
    on
        ownership.target_id = deal_stake.target_id
        and ownership.deal_id = deal_stake.deal_id
where
    ownership.stake_pct is not null
    and ownership.target_id in (select oversold.target_id from oversold)
