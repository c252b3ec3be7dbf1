-- Grain: one row per metric, vendor, customer, period and side (opening, closing): what the pair had in that period.
-- No figure is zero where a ledger covers the whole period, nothing more where a claim contains the pair, else unknown.
with

side as (

    select
        pair.metric,
        pair.vendor_id,
        pair.customer_id,
        pair.vendor_group_id,
        pair.customer_group_id,
        pair.period_grain,
        pair.period_start,
        pair.period_end,
        period.side,
        period.side_start,
        period.side_end
    from {{ ref('int_change_pairs') }} as pair
    inner join {{ ref('int_change_periods') }} as period
        on {{ same_period('pair', 'period') }}

),

contained as (

    select distinct
        metric,
        member_vendor_id,
        member_customer_id,
        period_start,
        period_end,
        side
    from {{ ref('int_change_claims') }}
    where is_same_group

),

split_claim as (

    select distinct
        metric,
        vendor_id,
        customer_id,
        period_start,
        period_end,
        side
    from {{ ref('int_change_claims') }}
    where not is_same_group

),

judged as (

    select
        side.*,
        figure.amount_low,
        figure.amount_high,
        figure.amount,
        figure.least_amount,
        coalesce(figure.is_covered, false) as is_figure_covered,
        contained.metric is not null as is_contained,
        split_claim.metric is not null as is_split,
        figure.metric is not null as has_figure,
        coalesce(vendor_coverage.company_id, customer_coverage.company_id) is not null as has_coverage
    from side
    left join {{ ref('int_grouped_figures') }} as figure
        on
            side.metric = figure.metric
            and side.vendor_id = figure.vendor_id
            and side.customer_id = figure.customer_id
            and side.side_start = figure.period_start
            and side.side_end = figure.period_end
    left join {{ ref('int_covered_periods') }} as vendor_coverage
        on
            side.vendor_id = vendor_coverage.company_id
            and vendor_coverage.side = 'vendor'
            and side.side_start = vendor_coverage.period_start
            and side.side_end = vendor_coverage.period_end
    left join {{ ref('int_covered_periods') }} as customer_coverage
        on
            side.customer_id = customer_coverage.company_id
            and customer_coverage.side = 'customer'
            and side.side_start = customer_coverage.period_start
            and side.side_end = customer_coverage.period_end
    left join contained
        on
            side.metric = contained.metric
            and side.vendor_id = contained.member_vendor_id
            and side.customer_id = contained.member_customer_id
            and {{ same_period('side', 'contained') }}
            and side.side = contained.side
    left join split_claim
        on {{ same_figure('side', 'split_claim') }}
            and side.side = split_claim.side

)

select
    metric,
    vendor_id,
    customer_id,
    vendor_group_id,
    customer_group_id,
    period_grain,
    period_start,
    period_end,
    side,
    case
        when is_contained then 0
        -- What the rest of the claim came to without what has left it is not known: from nothing to all of it.
        when is_split then 0
        when has_figure then greatest(amount_low, least_amount)
        when has_coverage then 0
    end as amount_low,
    case
        when is_contained then 0
        when has_figure and amount_high is not null then greatest(amount_high, least_amount)
        when not has_figure and has_coverage then 0
    end as amount_high,
    case
        when is_contained then 0
        when has_figure then amount
        when has_coverage then 0
    end as amount,
    not is_split and coalesce(least_amount <= amount_low, true) as is_undisputed,
    not is_contained and (is_figure_covered or (not has_figure and has_coverage)) as is_covered
from judged
