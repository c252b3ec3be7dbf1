{# Two steps that complete claimed figures, used for totals and for spend alike. Each takes the name of a CTE with
   the columns of figure_columns() and gives all its rows, stated totals raised where the parts exceed them
   (`parts_exceed`: a conflict; `parts_fall_short`: all parts are known and do not add up to it), and the totals that nobody stated but whose parts are all known. #}

{% macro figure_columns() %}
    {{ return([
        'metric', 'vendor_id', 'customer_id', 'market_id', 'period_grain', 'period_start', 'period_end', 'basis',
        'amount_low', 'amount_high', 'amount', 'share_low', 'share_high', 'share', 'disclosure', 'tier',
        'is_stated', 'parts_exceed', 'parts_fall_short',
    ]) }}
{% endmacro %}


{# Sums of parts: a bound of the sum is known only where it is known of every part. #}
{% macro summed_amounts() %}
        sum(coalesce(amount_low, 0)) as least_amount,
        case when count(amount_low) = count(*) then sum(amount_low) end as amount_low,
        case when count(amount_high) = count(*) then sum(amount_high) end as amount_high,
        case when count(amount) = count(*) then sum(amount) end as amount,
        max(tier) as tier,
        max(case when parts_exceed then 1 else 0 end) = 1 as parts_exceed
{% endmacro %}


{# A stated total beside the sum of its parts, and the derived totals. `parts` has the key columns, the columns
   of summed_amounts() and is_complete. #}
{% macro totals_over_parts(figures, parts, key) %}
    select
    {% for column in figure_columns() %}
        {% if column == 'amount_low' %}
        case
            when parts.least_amount > coalesce(figure.amount_low, 0) then cast(parts.least_amount as decimal(18, 2))
            else figure.amount_low
        end as amount_low,
        {% elif column == 'amount_high' %}
        case
            when parts.least_amount > figure.amount_high then cast(parts.least_amount as decimal(18, 2))
            else figure.amount_high
        end as amount_high,
        {% elif column == 'amount' %}
        case when parts.least_amount > figure.amount then null else figure.amount end as amount,
        {% elif column == 'parts_exceed' %}
        figure.parts_exceed or coalesce(parts.least_amount > figure.amount_high, false) as parts_exceed,
        {% elif column == 'parts_fall_short' %}
        figure.parts_fall_short or coalesce(parts.is_complete and parts.amount_high < figure.amount_low, false)
            as parts_fall_short
        {% else %}
        figure.{{ column }},
        {% endif %}
    {% endfor %}
    from {{ figures }} as figure
    left join {{ parts }} as parts
        on
        {% for column in key %}
            {{ 'and ' if not loop.first }}figure.{{ column }} = parts.{{ column }}
        {% endfor %}

    union all

    select
        parts.metric,
        parts.vendor_id,
        parts.customer_id,
        parts.market_id,
        parts.period_grain,
        parts.period_start,
        parts.period_end,
        parts.basis,
        cast(parts.amount_low as decimal(18, 2)) as amount_low,
        cast(case when parts.is_complete then parts.amount_high end as decimal(18, 2)) as amount_high,
        cast(case when parts.is_complete then parts.amount end as decimal(18, 2)) as amount,
        cast(null as decimal(10, 9)) as share_low,
        cast(null as decimal(10, 9)) as share_high,
        cast(null as decimal(10, 9)) as share,
        cast(null as {{ dbt.type_string() }}) as disclosure,
        parts.tier,
        false as is_stated,
        parts.parts_exceed,
        false as parts_fall_short
    from {{ parts }} as parts
    left join {{ figures }} as figure
        on
        {% for column in key %}
            {{ 'and ' if not loop.first }}figure.{{ column }} = parts.{{ column }}
        {% endfor %}
    where
        figure.metric is null
        and (parts.is_complete or parts.is_lower_bound)
{% endmacro %}


{# All markets over single markets. The sum is complete where every market in which the vendor sells is there;
   otherwise it is a lower bound. A market's own size has no total. #}
{% macro add_market_totals(figures) %}
    with market_part as (

        select
            figure.metric,
            figure.vendor_id,
            figure.customer_id,
            'all' as market_id,
            figure.period_grain,
            figure.period_start,
            figure.period_end,
            figure.basis,
            count(market_vendor.market_id) as listed_markets,
            max(market_vendor.markets_of_vendor) as markets_of_vendor,
            {{ summed_amounts() }}
        from {{ figures }} as figure
        left join {{ ref('int_market_vendors') }} as market_vendor
            on
                figure.vendor_id = market_vendor.vendor_id
                and figure.market_id = market_vendor.market_id
        where figure.market_id <> 'all' and figure.metric <> 'market_size'
        group by
            figure.metric, figure.vendor_id, figure.customer_id, figure.period_grain,
            figure.period_start, figure.period_end, figure.basis

    ),

    market_total as (

        select
            *,
            coalesce(listed_markets = markets_of_vendor, false) as is_complete,
            true as is_lower_bound
        from market_part

    )

    {{ totals_over_parts(figures, 'market_total',
        ['metric', 'vendor_id', 'customer_id', 'market_id', 'period_start', 'period_end', 'basis']) }}
{% endmacro %}


{# A coarser period over all its finer ones. Run-rates and ceilings are never summed. #}
{% macro add_period_totals(figures, finer, coarser) %}
    with finer_part as (

        select
            figure.metric,
            figure.vendor_id,
            figure.customer_id,
            figure.market_id,
            '{{ coarser.name }}' as period_grain,
            {{ period_start('figure.period_start', coarser) }} as period_start,
            figure.basis,
            count(*) as periods,
            {{ summed_amounts() }}
        from {{ figures }} as figure
        where
            figure.period_grain = '{{ finer.name }}'
            and figure.basis not in ('run_rate', 'ceiling')
        group by
            figure.metric, figure.vendor_id, figure.customer_id, figure.market_id, figure.basis,
            {{ period_start('figure.period_start', coarser) }}

    ),

    period_total as (

        select
            finer_part.*,
            {{ dbt.last_day(dbt.dateadd('month', coarser.months - 1, 'finer_part.period_start'), 'month') }} as period_end,
            finer_part.periods = {{ coarser.months // finer.months }} as is_complete,
            false as is_lower_bound
        from finer_part

    )

    {{ totals_over_parts(figures, 'period_total',
        ['metric', 'vendor_id', 'customer_id', 'market_id', 'period_start', 'period_end', 'basis']) }}
{% endmacro %}


{# The chain of CTEs from `figures` to `completed`: markets first, then ever coarser periods. #}
{% macro completed_figures(figures) %}
{% set grains = period_grains() %}
all_markets as (
    {{ add_market_totals(figures) }}
),

with_quarters as (
    {{ add_period_totals('all_markets', grains[0], grains[1]) }}
),

with_half_years as (
    {{ add_period_totals('with_quarters', grains[1], grains[2]) }}
),

with_years as (
    {{ add_period_totals('with_half_years', grains[2], grains[3]) }}
),

completed as (
    {% if grains | length > 4 %}
    {{ add_period_totals('with_years', grains[1] if grains[4].first_month in (4, 7, 10) else grains[0], grains[4]) }}
    {% else %}
    select * from with_years
    {% endif %}
)
{% endmacro %}
