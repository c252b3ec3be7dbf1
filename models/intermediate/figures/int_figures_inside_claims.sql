-- Grain: one row per figure and claim about a parent (of its vendor, its customer or both) that contains it.
-- `is_direct`: no other claim lies between the two.
with

figure as (

    select * from {{ ref('int_company_figures') }}
    where basis = 'actual'

),

claim as (

    select * from figure
    where origin = 'reported'

),

lineage as (

    select * from {{ ref('int_company_ancestors') }}
    where {{ 'true' if var('roll_up_parents') else 'false' }}

),

vendor_member as (

    select
        metric,
        vendor_id,
        customer_id,
        period_start,
        period_end,
        vendor_id as member_vendor_id
    from claim

    union all

    select
        claim.metric,
        claim.vendor_id,
        claim.customer_id,
        claim.period_start,
        claim.period_end,
        lineage.company_id as member_vendor_id
    from claim
    inner join lineage
        on
            claim.vendor_id = lineage.ancestor_id
            and claim.period_end between lineage.valid_from and lineage.valid_to

),

member as (

    select
        *,
        customer_id as member_customer_id
    from vendor_member

    union all

    select
        vendor_member.*,
        lineage.company_id as member_customer_id
    from vendor_member
    inner join lineage
        on
            vendor_member.customer_id = lineage.ancestor_id
            and vendor_member.period_end between lineage.valid_from and lineage.valid_to

),

inside as (

    select
        member.metric,
        member.vendor_id,
        member.customer_id,
        member.period_start,
        member.period_end,
        member.member_vendor_id,
        member.member_customer_id,
        figure.amount_low
    from member
    inner join figure
        on
            member.metric = figure.metric
            and member.member_vendor_id = figure.vendor_id
            and member.member_customer_id = figure.customer_id
            and {{ same_period('member', 'figure') }}
    where member.vendor_id <> member.member_vendor_id or member.customer_id <> member.member_customer_id

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
