-- Grain: one row per actual figure over all markets, companies as reported, with the groups that its vendor and
-- customer belong to at the period's end, and whether a claim about a parent contains it.
with

-- Every company that is under another one day, or has another under it.
related_company as (

    select company_id from {{ ref('int_company_groups') }}

    union

    select ultimate_parent_id as company_id from {{ ref('int_company_groups') }}

),

contained as (

    select distinct
        metric,
        member_vendor_id,
        member_customer_id,
        period_start,
        period_end
    from {{ changed_part(ref('int_figures_inside_claims')) }}

),

-- A claim about a parent leaves out what its group pays itself.
contents as (

    select
        inside.metric,
        inside.vendor_id,
        inside.customer_id,
        inside.period_start,
        inside.period_end,
        sum(
            case
                when inside.amount_low > coalesce(internal.amount, 0)
                    then inside.amount_low - coalesce(internal.amount, 0)
                else 0
            end
        ) as least_amount
    from {{ changed_part(ref('int_figures_inside_claims')) }} as inside
    left join {{ changed_part(ref('int_internal_figures')) }} as internal
        on
            inside.metric = internal.metric
            and inside.member_vendor_id = internal.vendor_id
            and inside.member_customer_id = internal.customer_id
            and {{ same_period('inside', 'internal') }}
    where inside.is_direct
    group by inside.metric, inside.vendor_id, inside.customer_id, inside.period_start, inside.period_end

)

select
    figure.*,
    coalesce(vendor_group.ultimate_parent_id, figure.vendor_id) as vendor_group_id,
    coalesce(customer_group.ultimate_parent_id, figure.customer_id) as customer_group_id,
    contained.metric is null as is_topmost,
    contents.least_amount,
    internal.amount as internal_amount,
    related_vendor.company_id is null
    and related_customer.company_id is null
    and contained.metric is null
    and contents.least_amount is null
    and internal.amount is null as is_alone
from {{ changed_part(ref('int_company_figures')) }} as figure
{{ join_group('vendor_group', 'figure.vendor_id', 'figure.period_end') }}
{{ join_group('customer_group', 'figure.customer_id', 'figure.period_end') }}
left join related_company as related_vendor
    on figure.vendor_id = related_vendor.company_id
left join related_company as related_customer
    on figure.customer_id = related_customer.company_id
left join contained
    on
        figure.metric = contained.metric
        and figure.vendor_id = contained.member_vendor_id
        and figure.customer_id = contained.member_customer_id
        and {{ same_period('figure', 'contained') }}
left join contents
    on {{ same_figure('figure', 'contents') }}
left join {{ changed_part(ref('int_internal_figures')) }} as internal
    on {{ same_figure('figure', 'internal') }}
where figure.basis = 'actual'
