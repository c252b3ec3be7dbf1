-- Grain: one row per chain of stakes from an owner down to a company, told by the deals it runs through.
-- Whoever owns part of a company owns that part of all that it controls. A chain enters no group twice: what a group
-- holds in itself is its own already, and so every chain ends.
{% set last_day = day_of_the_present() %}
with recursive

stake as (

    select
        *,
        case status when 'closed' then 3 when 'announced' then 2 else 1 end as status_rank,
        case voting when 'yes' then 2 when 'no' then 0 else 1 end as voting_rank,
        '|' || {{ key_text('deal_id') }} || '|' as deal_text,
        '|' || {{ key_text('target_group_id') }} || '|' as target_text
    from {{ ref('int_stakes') }}

),

-- In whose hands the stakes of an investor are: its own, and those of the companies that control it.
holder as (

    select distinct
        investor_id,
        investor_id as held_by_id
    from stake

    union

    select
        stake.investor_id,
        ancestor.ancestor_id as held_by_id
    from stake
    inner join {{ ref('int_company_ancestors') }} as ancestor
        on
            stake.investor_id = ancestor.company_id
            and {{ last_day }} between ancestor.valid_from and ancestor.valid_to
            and {{ 'true' if var('roll_up_parents') else 'false' }}

),

chain as (

    select
        investor_group_id as owner_id,
        target_id,
        target_group_id,
        cast(stake as decimal(20, 18)) as stake,
        cast(stake_low as decimal(20, 18)) as stake_low,
        cast(stake_high as decimal(20, 18)) as stake_high,
        status_rank,
        voting_rank,
        since,
        '|' || {{ key_text('investor_group_id') }} || '|' || target_text as visited,
        deal_text as deals,
        1 as links
    from stake

    union all

    select
        chain.owner_id,
        next_stake.target_id,
        next_stake.target_group_id,
        cast(chain.stake * next_stake.stake as decimal(20, 18)) as stake,
        cast(chain.stake_low * next_stake.stake_low as decimal(20, 18)) as stake_low,
        cast(chain.stake_high * next_stake.stake_high as decimal(20, 18)) as stake_high,
        least(chain.status_rank, next_stake.status_rank) as status_rank,
        least(chain.voting_rank, next_stake.voting_rank) as voting_rank,
        greatest(chain.since, next_stake.since) as since,
        chain.visited || next_stake.target_text as visited,
        chain.deals || next_stake.deal_text as deals,
        chain.links + 1 as links
    from chain
    inner join holder
        on chain.target_id = holder.held_by_id
    inner join stake as next_stake
        on
            holder.investor_id = next_stake.investor_id
            and position(next_stake.target_text in chain.visited) = 0
    where chain.target_group_id <> chain.owner_id

)

select
    owner_id,
    target_id,
    target_group_id as vendor_id,
    deals,
    links,
    stake,
    stake_low,
    stake_high,
    status_rank,
    voting_rank,
    since
from chain
