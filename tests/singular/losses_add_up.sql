-- What: what lost_revenue and neutrality_conflicts take for a customer's spend is that of vendor_customers; what
-- revenue_at_risk and competitor_demand_shifts add up is what lost_revenue holds; the revenue in revenue_at_risk and
-- vendor_revenue_bridge is that of vendor_concentration. To the cent, where the companies' groups never changed; a
-- stated revenue, where no group and no ledger stands beside it.
-- When it matters: a loss that is lost or counted twice on the way is a risk, or a rival's gain, that is none.
-- How to resolve: this is a defect of the project. Follow `mart` and `row_key` to the row, and compare it with the row
-- of `source` for the same companies and period. `difference` is the mart less the source.
with

-- A group that changes is another customer or vendor at another day.
regrouped as (

    select
        company_id,
        ultimate_parent_id
    from {{ ref('dim_companies') }}
    where valid_from <> date '1900-01-01' or valid_to <> date '2199-12-31'

),

moved as (

    select company_id from regrouped
    union
    select ultimate_parent_id from regrouped

),

spend as (

    select
        vendor_id,
        customer_id,
        period_start,
        period_end,
        spend_amount,
        spend_amount_low,
        spend_amount_high
    from {{ ref('vendor_customers') }}
    where customer_id <> 'not_named'

),

loss as (

    select * from {{ ref('lost_revenue') }}
    where vendor_id not in ('in_house', 'undisclosed') and customer_id <> 'undisclosed'

),

known_loss as (

    select
        vendor_id,
        count(*) as loss_events,
        count(case when is_spend_known then 1 end) as known_customers,
        sum(case when is_spend_known then lost_next_12_months_amount_low else 0 end) as amount_low,
        case
            when count(case when is_spend_known and lost_next_12_months_amount_high is null then 1 end) = 0
                then sum(case when is_spend_known then lost_next_12_months_amount_high else 0 end)
        end as amount_high
    from {{ ref('lost_revenue') }}
    group by vendor_id

),

-- By loss event and by deal.
released as (

    select
        event_id,
        sum(case when is_spend_known then amount_low else 0 end) as amount_low,
        case
            when count(amount_low) = count(*) and count(case when is_spend_known and amount_high is null then 1 end) = 0
                then sum(case when is_spend_known then amount_high else 0 end)
        end as amount_high
    from (
        select
            loss_event_id as event_id,
            is_spend_known,
            lost_event_year_amount_low as amount_low,
            lost_event_year_amount_high as amount_high
        from {{ ref('lost_revenue') }}
        union all
        select
            deal_id as event_id,
            is_spend_known,
            lost_event_year_amount_low as amount_low,
            lost_event_year_amount_high as amount_high
        from {{ ref('lost_revenue') }}
        where deal_id is not null
    ) as of_event
    group by event_id

),

-- Lines and members beside a stated total may raise it, each mart in its way.
beside_total as (

    select ultimate_parent_id as vendor_id
    from {{ ref('dim_companies') }}
    where company_id <> ultimate_parent_id

    union

    select vendor_id
    from {{ ref('fct_spend') }}
    where origin = 'ledger' or customer_id = 'undisclosed'

),

-- Where everybody is named, vendor_concentration knows more of a stated total than the bridge does.
revenue as (

    select mart.*
    from {{ ref('vendor_concentration') }} as mart
    left join beside_total
        on mart.vendor_id = beside_total.vendor_id
    where
        mart.total_basis = 'ledger'
        or (
            mart.total_basis = 'reported'
            and beside_total.vendor_id is null
            and not mart.is_contradicted
            and coalesce(mart.disclosure, '') <> 'complete'
        )

),

compared as (

    select
        'lost_revenue' as mart,
        'vendor_customers' as source,
        loss.evidence_key as row_key,
        'baseline_amount_low' as column_name,
        coalesce(spend.spend_amount_low, 0) as source_amount,
        coalesce(loss.baseline_amount_low, 0) as mart_amount
    from loss
    left join spend
        on
            loss.vendor_id = spend.vendor_id
            and loss.customer_id = spend.customer_id
            and loss.baseline_period_start = spend.period_start
            and loss.baseline_period_end = spend.period_end
    where
        loss.is_spend_known
        and loss.baseline_period_start is not null
        and loss.vendor_id not in (select moved.company_id from moved)
        and loss.customer_id not in (select moved.company_id from moved)

    union all

    select
        'lost_revenue' as mart,
        'vendor_customers' as source,
        loss.evidence_key as row_key,
        'baseline_amount_high' as column_name,
        spend.spend_amount_high as source_amount,
        loss.baseline_amount_high as mart_amount
    from loss
    inner join spend
        on
            loss.vendor_id = spend.vendor_id
            and loss.customer_id = spend.customer_id
            and loss.baseline_period_start = spend.period_start
            and loss.baseline_period_end = spend.period_end
    where
        loss.is_spend_known
        and spend.spend_amount_high is not null
        and loss.vendor_id not in (select moved.company_id from moved)
        and loss.customer_id not in (select moved.company_id from moved)

    union all

    {% for bound in ['low', 'high'] %}
    select
        'neutrality_conflicts' as mart,
        'vendor_customers' as source,
        exposed.evidence_key as row_key,
        'exposed_amount_{{ bound }}' as column_name,
        greatest(spend.spend_amount_{{ bound }}, 0) as source_amount,
        exposed.exposed_amount_{{ bound }} as mart_amount
    from {{ ref('neutrality_conflicts') }} as exposed
    inner join spend
        on
            exposed.vendor_id = spend.vendor_id
            and exposed.customer_id = spend.customer_id
            and exposed.baseline_period_start = spend.period_start
            and exposed.baseline_period_end = spend.period_end
    where
        spend.spend_amount_{{ bound }} is not null
        and exposed.vendor_id not in (select moved.company_id from moved)
        and exposed.customer_id not in (select moved.company_id from moved)

    union all

    select
        'revenue_at_risk' as mart,
        'lost_revenue' as source,
        coalesce(risk.evidence_key, 'revenue_at_risk of ' || known_loss.vendor_id) as row_key,
        'at_risk_named_amount_{{ bound }}' as column_name,
        known_loss.amount_{{ bound }} as source_amount,
        risk.at_risk_named_amount_{{ bound }} as mart_amount
    from known_loss
    full outer join {{ ref('revenue_at_risk') }} as risk
        on known_loss.vendor_id = risk.vendor_id

    union all

    select
        'competitor_demand_shifts' as mart,
        'lost_revenue' as source,
        shift.evidence_key as row_key,
        'released_named_amount_{{ bound }}' as column_name,
        released.amount_{{ bound }} as source_amount,
        shift.released_named_amount_{{ bound }} as mart_amount
    from {{ ref('competitor_demand_shifts') }} as shift
    inner join released
        on shift.event_id = released.event_id
    where shift.released_window = 'event_year'

    union all

    {% endfor %}
    {% for measure in ['loss_events', 'known_customers'] %}
    select
        'revenue_at_risk' as mart,
        'lost_revenue' as source,
        coalesce(risk.evidence_key, 'revenue_at_risk of ' || known_loss.vendor_id) as row_key,
        '{{ measure }}' as column_name,
        known_loss.{{ measure }} as source_amount,
        risk.{{ measure }} as mart_amount
    from known_loss
    full outer join {{ ref('revenue_at_risk') }} as risk
        on known_loss.vendor_id = risk.vendor_id

    union all

    {% endfor %}
    {% for measure in ['', '_low', '_high'] %}
    select
        'revenue_at_risk' as mart,
        'vendor_concentration' as source,
        risk.evidence_key as row_key,
        'revenue_amount{{ measure }}' as column_name,
        total.revenue_amount{{ measure }} as source_amount,
        risk.revenue_amount{{ measure }} as mart_amount
    from {{ ref('revenue_at_risk') }} as risk
    left join {{ ref('vendor_concentration') }} as total
        on
            risk.vendor_id = total.vendor_id
            and risk.revenue_period_start = total.period_start
            and risk.revenue_period_end = total.period_end

    union all

    {% for side, day in {'closing': 'bridge.period_end', 'opening': 'bridge.period_start'}.items() %}
    select
        'vendor_revenue_bridge' as mart,
        'vendor_concentration' as source,
        bridge.evidence_key as row_key,
        '{{ side }}_amount{{ measure }}' as column_name,
        -- A low that nobody states is empty in one and zero in the other.
        {% if measure == '_low' %}
        coalesce(revenue.revenue_amount_low, 0) as source_amount,
        coalesce(bridge.{{ side }}_amount_low, 0) as mart_amount
        {% else %}
        revenue.revenue_amount{{ measure }} as source_amount,
        bridge.{{ side }}_amount{{ measure }} as mart_amount
        {% endif %}
    from {{ ref('vendor_revenue_bridge') }} as bridge
    inner join revenue
        on
            bridge.vendor_id = revenue.vendor_id
            and bridge.period_grain = revenue.period_grain
            {% if side == 'closing' %}
            and bridge.period_end = revenue.period_end
            {% else %}
            and bridge.period_start = cast({{ dbt.dateadd('day', 1, 'revenue.period_end') }} as date)
            {% endif %}
    where bridge.vendor_id not in (select moved.company_id from moved)
    {{ 'union all' if not loop.last }}
    {% endfor %}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    mart,
    source,
    row_key,
    column_name,
    source_amount,
    mart_amount,
    coalesce(mart_amount, 0) - coalesce(source_amount, 0) as difference
from compared
where source_amount is distinct from mart_amount
