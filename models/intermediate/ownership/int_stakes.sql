-- Grain: one row per deal that gives its investor a part of its target: no asset purchase, and none abandoned.
-- Groups as on the last known day: a stake lasts, so whoever buys the investor later holds it.
{% set last_day = day_of_the_present() %}
with

stake as (

    select
        deal_id,
        investor_id,
        target_id,
        coalesce(status, 'reported') as status,
        voting,
        coalesce(closed_on, announced_on, first_known_on) as since,
        -- Times a hundredth: a division would go through doubles.
        coalesce(stake_pct, case when stake_pct_low = stake_pct_high then stake_pct_low end)
        * cast(0.01 as decimal(3, 2)) as stake,
        coalesce(stake_pct_low, 0) * cast(0.01 as decimal(3, 2)) as stake_low,
        coalesce(stake_pct_high, 100) * cast(0.01 as decimal(3, 2)) as stake_high
    from {{ ref('int_deals') }}
    where
        deal_type in ('equity_stake', 'acquisition')
        and coalesce(status, 'reported') <> 'abandoned'

)

select
    stake.deal_id,
    stake.investor_id,
    coalesce(investor_group.ultimate_parent_id, stake.investor_id) as investor_group_id,
    stake.target_id,
    coalesce(target_group.ultimate_parent_id, stake.target_id) as target_group_id,
    stake.status,
    stake.voting,
    stake.since,
    cast(stake.stake as decimal(10, 8)) as stake,
    cast(stake.stake_low as decimal(10, 8)) as stake_low,
    cast(stake.stake_high as decimal(10, 8)) as stake_high
from stake
{{ join_group('investor_group', 'stake.investor_id', last_day) }}
{{ join_group('target_group', 'stake.target_id', last_day) }}
