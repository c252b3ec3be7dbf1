-- Grain: one row per market, vendor group and period of the vendor's actual revenue in that market.
with

grouped as (

    select
        revenue.*,
        coalesce(vendor_group.ultimate_parent_id, revenue.vendor_id) as vendor_group_id
    from {{ changed_part(ref('int_company_market_revenue')) }} as revenue
    {{ join_group('vendor_group', 'revenue.vendor_id', 'revenue.period_end') }}

),

-- Revenue that a claim about a parent, at any height above, contains.
inside as (

    select
        member.market_id,
        member.vendor_id as member_id,
        claim.vendor_id as claim_id,
        member.period_start,
        member.period_end
    from grouped as member
    inner join {{ ref('int_company_ancestors') }} as lineage
        on
            member.vendor_id = lineage.company_id
            and member.period_end between lineage.valid_from and lineage.valid_to
            and {{ 'true' if var('roll_up_parents') else 'false' }}
    inner join grouped as claim
        on
            lineage.ancestor_id = claim.vendor_id
            and member.market_id = claim.market_id
            and {{ same_period('member', 'claim') }}
            and claim.origin = 'reported'

),

contained as (

    select distinct
        market_id,
        member_id as vendor_id,
        period_start,
        period_end
    from inside

),

containing as (

    select distinct
        market_id,
        claim_id as vendor_id,
        period_start,
        period_end
    from inside

),

-- The topmost claims are the group's revenue; what contains nothing else is a lower bound of it.
summed as (

    select
        grouped.market_id,
        grouped.vendor_group_id as vendor_id,
        grouped.period_grain,
        grouped.period_start,
        grouped.period_end,
        sum(case when contained.vendor_id is null then grouped.amount_low end) as amount_low,
        case
            when
                count(case when contained.vendor_id is null then grouped.amount_high end)
                = count(case when contained.vendor_id is null then 1 end)
                then sum(case when contained.vendor_id is null then grouped.amount_high end)
        end as amount_high,
        case
            when
                count(case when contained.vendor_id is null then grouped.amount end)
                = count(case when contained.vendor_id is null then 1 end)
                then sum(case when contained.vendor_id is null then grouped.amount end)
        end as amount,
        coalesce(sum(case when containing.vendor_id is null then grouped.amount_low end), 0) as least_amount,
        max(grouped.tier) as tier,
        bool_and(grouped.is_covered) as is_covered
    from grouped
    left join contained
        on
            grouped.market_id = contained.market_id
            and grouped.vendor_id = contained.vendor_id
            and {{ same_period('grouped', 'contained') }}
    left join containing
        on
            grouped.market_id = containing.market_id
            and grouped.vendor_id = containing.vendor_id
            and {{ same_period('grouped', 'containing') }}
    group by
        grouped.market_id, grouped.vendor_group_id, grouped.period_grain, grouped.period_start, grouped.period_end

)

select
    market_id,
    vendor_id,
    period_grain,
    period_start,
    period_end,
    cast(case when least_amount > amount_low then least_amount else amount_low end as decimal(18, 2)) as amount_low,
    cast(case when least_amount > amount_high then least_amount else amount_high end as decimal(18, 2)) as amount_high,
    cast(case when least_amount <= amount then amount end as decimal(18, 2)) as amount,
    tier,
    is_covered,
    coalesce(least_amount > amount_high, false) as parts_exceed
from summed
