-- Grain: one row per metric (customer_spend, vendor_revenue), vendor, customer and period, companies as reported, with
-- a figure in the period (closing) or in the one before (opening); for revenue also int_revenue_members.
-- No figure is zero where a ledger covers the whole period, nothing more where a claim contains the pair, else unknown.
{% set sides = ['opening', 'closing'] %}
{% set values = ['low', 'high', 'amount', 'is_disputed', 'is_covered'] %}
{% set key = ['is_revenue', 'vendor_id', 'customer_id', 'period_start', 'period_end'] %}
with

-- Each figure is the closing of its own period and the opening of the next.
{% for side in sides %}
{{ side }} as (

    select
        figure.metric = 'vendor_revenue' as is_revenue,
        figure.vendor_id,
        figure.customer_id,
        period.period_grain,
        period.period_start,
        period.period_end,
        greatest(figure.amount_low, figure.least_amount) as low,
        case when figure.amount_high is not null then greatest(figure.amount_high, figure.least_amount) end as high,
        figure.amount,
        coalesce(figure.least_amount > figure.amount_low, false) as is_disputed,
        figure.is_covered
    from {{ changed_part(ref('int_grouped_figures'), 'next_period_end') }} as figure
    inner join {{ changed_part(ref('int_change_periods')) }} as period
        on
            figure.period_start = period.side_start
            and figure.period_end = period.side_end
    where
        figure.metric in ('customer_spend', 'vendor_revenue')
        and period.side = '{{ side }}'

),

{% endfor %}
pair as (

    select
        {% for column in key %}
        coalesce(closing.{{ column }}, opening.{{ column }}) as {{ column }},
        {% endfor %}
        {% for side in sides %}
        {% for value in values %}
        {{ side }}.{{ value }} as {{ side }}_{{ value }},
        {% endfor %}
        {% endfor %}
        coalesce(closing.period_grain, opening.period_grain) as period_grain
    from closing
    full outer join opening
        on
        {% for column in key %}
            {{ 'and ' if not loop.first }}closing.{{ column }} = opening.{{ column }}
        {% endfor %}

    union all

    select
        true as is_revenue,
        vendor_id,
        '' as customer_id,
        period_start,
        period_end,
        {% for side in sides %}
        {% for value in values %}
        null as {{ side }}_{{ value }},
        {% endfor %}
        {% endfor %}
        period_grain
    from {{ changed_part(ref('int_revenue_members')) }}

),

covered as (

    select
        coverage.company_id,
        coverage.side as ledger_side,
        period.period_start,
        period.period_end,
        bool_or(period.side = 'opening') as opening_is_covered,
        bool_or(period.side = 'closing') as closing_is_covered
    from {{ changed_part(ref('int_covered_periods'), 'next_period_end') }} as coverage
    inner join {{ changed_part(ref('int_change_periods')) }} as period
        on
            coverage.period_start = period.side_start
            and coverage.period_end = period.side_end
    group by coverage.company_id, coverage.side, period.period_start, period.period_end

),

judged as (

    select
        pair.*,
        {% for side in sides %}
        coalesce(claim.{{ side }}_is_contained, false) as {{ side }}_is_contained,
        coalesce(claim.{{ side }}_is_split, false) as {{ side }}_is_split,
        coalesce(seller.{{ side }}_is_covered or buyer.{{ side }}_is_covered, false) as {{ side }}_has_coverage,
        {% endfor %}
        coalesce(vendor_group.ultimate_parent_id, pair.vendor_id) as vendor_group_id,
        coalesce(customer_group.ultimate_parent_id, pair.customer_id) as customer_group_id
    from pair
    {{ join_group('vendor_group', 'pair.vendor_id', 'pair.period_end') }}
    {{ join_group('customer_group', 'pair.customer_id', 'pair.period_end') }}
    left join covered as seller
        on
            pair.vendor_id = seller.company_id
            and {{ same_period('pair', 'seller') }}
            and seller.ledger_side = 'vendor'
    left join covered as buyer
        on
            pair.customer_id = buyer.company_id
            and {{ same_period('pair', 'buyer') }}
            and buyer.ledger_side = 'customer'
    left join {{ changed_part(ref('int_change_claims')) }} as claim
        on
            pair.is_revenue = (claim.metric = 'vendor_revenue')
            and pair.vendor_id = claim.vendor_id
            and pair.customer_id = claim.customer_id
            and {{ same_period('pair', 'claim') }}

)

select
    case when is_revenue then 'vendor_revenue' else 'customer_spend' end as metric,
    vendor_id,
    customer_id,
    period_grain,
    period_start,
    period_end,
    {% for side in sides %}
    {% set zero = side ~ '_is_contained or (' ~ side ~ '_is_covered is null and ' ~ side ~ '_has_coverage)' %}
    cast(
        case
            when {{ side }}_is_split or {{ side }}_is_disputed then null
            when {{ zero }} then 0
            when {{ side }}_low = {{ side }}_high then {{ side }}_low
            when is_revenue then {{ side }}_amount
        end as decimal(18, 2)
    ) as {{ side }}_amount,
    cast(case when {{ side }}_is_split or {{ zero }} then 0 else {{ side }}_low end as decimal(18, 2))
        as {{ side }}_amount_low,
    cast(case when {{ zero }} then 0 else {{ side }}_high end as decimal(18, 2)) as {{ side }}_amount_high,
    not {{ side }}_is_contained and coalesce({{ side }}_is_covered, {{ side }}_has_coverage) as {{ side }}_is_covered,
    {% endfor %}
    vendor_group_id,
    customer_group_id
from judged
