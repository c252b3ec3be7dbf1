-- Grain: one row per claim, pair of int_change_pairs inside it at the claim's own time, period and side.
-- `is_same_group`: as of the later period, too, both belong to the same groups; else the claim has been split since.
select
    claim.metric,
    claim.vendor_id,
    claim.customer_id,
    claim.member_vendor_id,
    claim.member_customer_id,
    period.period_start,
    period.period_end,
    period.side,
    claim_pair.vendor_group_id = member_pair.vendor_group_id
    and claim_pair.customer_group_id = member_pair.customer_group_id as is_same_group
from {{ ref('int_claim_members') }} as claim
inner join {{ ref('int_change_periods') }} as period
    on
        claim.period_start = period.side_start
        and claim.period_end = period.side_end
inner join {{ ref('int_change_pairs') }} as claim_pair
    on
        claim.metric = claim_pair.metric
        and claim.vendor_id = claim_pair.vendor_id
        and claim.customer_id = claim_pair.customer_id
        and {{ same_period('period', 'claim_pair') }}
inner join {{ ref('int_change_pairs') }} as member_pair
    on
        claim.metric = member_pair.metric
        and claim.member_vendor_id = member_pair.vendor_id
        and claim.member_customer_id = member_pair.customer_id
        and {{ same_period('period', 'member_pair') }}
where claim.basis = 'actual'
