-- Grain: one row per company and period of whose revenue there is no figure in the period nor in the one before, but
-- without whom a total is not known: of a group with a revenue as of the period's end, or inside a claim of either side.
with

known as (

    select distinct
        figure.vendor_id,
        period.period_grain,
        period.period_start,
        period.period_end
    from {{ changed_part(ref('int_grouped_figures'), 'next_period_end') }} as figure
    inner join {{ changed_part(ref('int_change_periods')) }} as period
        on
            figure.period_start = period.side_start
            and figure.period_end = period.side_end
    where figure.metric = 'vendor_revenue'

),

-- Those that have left the group since, too: the claim before still held them.
named as (

    select
        vendor_id,
        period_grain,
        period_start,
        period_end
    from known

    union

    select
        claim.member_vendor_id as vendor_id,
        period.period_grain,
        period.period_start,
        period.period_end
    from {{ ref('int_claim_members') }} as claim
    inner join {{ changed_part(ref('int_change_periods')) }} as period
        on
            claim.period_start = period.side_start
            and claim.period_end = period.side_end
    where
        claim.metric = 'vendor_revenue'
        and claim.basis = 'actual'

),

revenue_group as (

    select distinct
        coalesce(vendor_group.ultimate_parent_id, named.vendor_id) as group_id,
        named.period_grain,
        named.period_start,
        named.period_end
    from named
    {{ join_group('vendor_group', 'named.vendor_id', 'named.period_end') }}

),

needed as (

    select
        vendor_id,
        period_grain,
        period_start,
        period_end
    from named

    union

    select
        group_id as vendor_id,
        period_grain,
        period_start,
        period_end
    from revenue_group

    union

    select
        member.company_id as vendor_id,
        revenue_group.period_grain,
        revenue_group.period_start,
        revenue_group.period_end
    from revenue_group
    inner join {{ ref('int_company_groups') }} as member
        on
            revenue_group.group_id = member.ultimate_parent_id
            and revenue_group.period_end between member.valid_from and member.valid_to
            and {{ 'true' if var('roll_up_parents') else 'false' }}

)

select
    needed.vendor_id,
    needed.period_grain,
    needed.period_start,
    needed.period_end
from needed
left join known
    on
        needed.vendor_id = known.vendor_id
        and {{ same_period('needed', 'known') }}
where known.vendor_id is null
