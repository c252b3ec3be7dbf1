-- Grain: one row per owner and vendor of which it owns a part, directly or through others, both as groups.
with

-- The chains into one company add up; several exact parts cannot be more than all of it.
company_stake as (

    select
        owner_id,
        vendor_id,
        target_id,
        case when count(stake) = count(*) then least(sum(stake), 1) end as stake,
        least(sum(stake_low), 1) as stake_low,
        least(sum(stake_high), 1) as stake_high,
        min(status_rank) as status_rank,
        max(voting_rank) as voting_rank,
        min(since) as since
    from {{ ref('int_ownership_chains') }}
    group by owner_id, vendor_id, target_id

)

-- Of several companies in the vendor's group the one of which most is owned counts: parts of different companies
-- are not parts of one whole.
select
    owner_id,
    vendor_id,
    cast(
        case
            when count(stake) = count(*) then max(stake)
            when max(stake_low) = max(stake_high) then max(stake_low)
        end as decimal(10, 9)
    ) as effective_stake,
    cast(max(stake_low) as decimal(10, 9)) as effective_stake_low,
    cast(max(stake_high) as decimal(10, 9)) as effective_stake_high,
    case max(voting_rank) when 2 then 'yes' when 0 then 'no' end as voting,
    case min(status_rank) when 3 then 'closed' when 2 then 'announced' else 'reported' end as deal_status,
    min(since) as since
from company_stake
group by owner_id, vendor_id
