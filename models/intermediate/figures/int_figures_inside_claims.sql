-- Grain: one row per figure and claim about a parent (of its vendor, its customer or both) that contains it.
-- `is_direct`: no other claim lies between the two.
with

inside as (

    select
        claim.metric,
        claim.vendor_id,
        claim.customer_id,
        claim.period_start,
        claim.period_end,
        claim.member_vendor_id,
        claim.member_customer_id,
        figure.amount_low
    from {{ changed_part(ref('int_claim_members')) }} as claim
    inner join {{ changed_part(ref('int_company_figures')) }} as figure
        on
            claim.metric = figure.metric
            and claim.member_vendor_id = figure.vendor_id
            and claim.member_customer_id = figure.customer_id
            and {{ same_period('claim', 'figure') }}
            and claim.basis = figure.basis
    where claim.basis = 'actual'

),

between_claims as (

    select distinct
        outer_claim.metric,
        outer_claim.vendor_id,
        outer_claim.customer_id,
        outer_claim.period_start,
        outer_claim.period_end,
        inner_claim.member_vendor_id,
        inner_claim.member_customer_id
    from inside as outer_claim
    inner join inside as inner_claim
        on
            outer_claim.metric = inner_claim.metric
            and outer_claim.member_vendor_id = inner_claim.vendor_id
            and outer_claim.member_customer_id = inner_claim.customer_id
            and {{ same_period('outer_claim', 'inner_claim') }}

)

select
    inside.*,
    between_claims.metric is null as is_direct
from inside
left join between_claims
    on {{ same_figure('inside', 'between_claims') }}
        and inside.member_vendor_id = between_claims.member_vendor_id
        and inside.member_customer_id = between_claims.member_customer_id
