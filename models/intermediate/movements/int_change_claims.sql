-- Grain: one row per metric, vendor, customer and period of which a claim of either side says something beside its own
-- amount: that it contains the pair, as of the later period, too; or that it held a pair that has left the groups since.
{% set sides = ['opening', 'closing'] %}
with

inside as (

    select
        claim.metric,
        claim.vendor_id,
        claim.customer_id,
        claim.member_vendor_id,
        claim.member_customer_id,
        period.period_start,
        period.period_end,
        period.side,
        coalesce(vendor_group.ultimate_parent_id, claim.vendor_id)
        = coalesce(member_vendor_group.ultimate_parent_id, claim.member_vendor_id)
        and coalesce(customer_group.ultimate_parent_id, claim.customer_id)
        = coalesce(member_customer_group.ultimate_parent_id, claim.member_customer_id) as is_same_group
    from {{ ref('int_claim_members') }} as claim
    inner join {{ changed_part(ref('int_change_periods')) }} as period
        on
            claim.period_start = period.side_start
            and claim.period_end = period.side_end
    {{ join_group('vendor_group', 'claim.vendor_id', 'period.period_end') }}
    {{ join_group('customer_group', 'claim.customer_id', 'period.period_end') }}
    {{ join_group('member_vendor_group', 'claim.member_vendor_id', 'period.period_end') }}
    {{ join_group('member_customer_group', 'claim.member_customer_id', 'period.period_end') }}
    where
        claim.basis = 'actual'
        and claim.metric in ('customer_spend', 'vendor_revenue')

),

-- Only what was bought can have left with a customer: one without a figure on either side takes nothing along.
parted as (

    select distinct
        inside.metric,
        inside.vendor_id,
        inside.customer_id,
        inside.period_start,
        inside.period_end,
        inside.side
    from inside
    inner join {{ changed_part(ref('int_change_periods')) }} as period
        on {{ same_period('inside', 'period') }}
    left join {{ changed_part(ref('int_grouped_figures'), 'next_period_end') }} as figure
        on
            inside.metric = figure.metric
            and inside.member_vendor_id = figure.vendor_id
            and inside.member_customer_id = figure.customer_id
            and period.side_start = figure.period_start
            and period.side_end = figure.period_end
    where
        not inside.is_same_group
        and (inside.metric = 'vendor_revenue' or figure.metric is not null)

),

said as (

    select
        metric,
        member_vendor_id as vendor_id,
        member_customer_id as customer_id,
        period_start,
        period_end,
        side,
        'contained' as word
    from inside
    where is_same_group

    union all

    select
        metric,
        vendor_id,
        customer_id,
        period_start,
        period_end,
        side,
        'split' as word
    from parted

)

select
    {% for side in sides %}
    bool_or(side = '{{ side }}' and word = 'contained') as {{ side }}_is_contained,
    bool_or(side = '{{ side }}' and word = 'split') as {{ side }}_is_split,
    {% endfor %}
    metric,
    vendor_id,
    customer_id,
    period_start,
    period_end
from said
group by metric, vendor_id, customer_id, period_start, period_end
