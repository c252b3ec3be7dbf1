-- Grain: one row per figure of a mart (evidence_key) with ledger lines in it: file, lines, their number and sum.
-- Each condition leaves out lines that make no row of the mart: what a group pays itself, own labour and redacted
-- names, unless a complete ledger makes them part of a total.
{% set special = "('in_house', 'undisclosed')" %}
{% set named = "customer_group_id <> 'undisclosed' and vendor_group_id not in " ~ special
    ~ ' and vendor_group_id <> customer_group_id' %}
{% set figures = [
    ('fct_spend', ['vendor_id', 'customer_id', 'market_id', 'period_start', 'period_end', "'actual'", "'ledger'"],
        "period_grain = 'month'"),
    ('fct_vendor_revenue', ['vendor_id', 'market_id', 'period_start', 'period_end', "'actual'", "'ledger'"],
        'is_vendor_covered'),
    ('vendor_concentration', ['vendor_group_id', 'period_start', 'period_end'],
        'vendor_group_id not in ' ~ special ~ ' and (is_vendor_covered or ' ~ named ~ ')'),
    ('customer_dependence', ['customer_group_id', 'period_start', 'period_end'],
        "customer_group_id <> 'undisclosed' and (is_customer_covered or " ~ named ~ ')'),
    ('vendor_customers', ['vendor_group_id', 'named_customer_id', 'period_start', 'period_end'],
        '(' ~ named ~ ") or (named_customer_id = 'not_named' and is_vendor_covered and leaves_others)"),
] %}
with

ledger as (

    select
        ledger.*,
        coalesce(vendor_group.ultimate_parent_id, ledger.vendor_id) as vendor_group_id,
        coalesce(customer_group.ultimate_parent_id, ledger.customer_id) as customer_group_id,
        case
            when ledger.customer_id = 'undisclosed' then 'not_named'
            else coalesce(customer_group.ultimate_parent_id, ledger.customer_id)
        end as named_customer_id,
        -- Everybody not named has a row beside a total that leaves room for them: as in vendor_customers.
        coalesce({{ leaves_others('whole') }}, false) as leaves_others
    from {{ ref('int_ledger_spend') }} as ledger
    {{ join_group('vendor_group', 'ledger.vendor_id', 'ledger.period_end') }}
    {{ join_group('customer_group', 'ledger.customer_id', 'ledger.period_end') }}
    left join {{ ref('int_concentration_wholes') }} as whole
        on
            whole.whole_kind = 'vendor'
            and coalesce(vendor_group.ultimate_parent_id, ledger.vendor_id) = whole.whole_id
            and {{ same_period('ledger', 'whole') }}

),

figure as (
    {% for mart, key, condition in figures %}
    select
        {{ evidence_key(mart, key) }} as evidence_key,
        {{ ledger_sums() }}
    from ledger
    where {{ condition }}
    group by {{ key | reject('in', ["'actual'", "'ledger'"]) | join(', ') }}

    union all

    {% endfor %}
    select
        {{ evidence_key('market_concentration', ['market_id', 'period_start', 'period_end']) }} as evidence_key,
        {{ ledger_sums() }}
    from {{ ref('int_ledger_markets') }}
    group by market_id, period_start, period_end
)

select
    evidence_key,
    {{ ledger_evidence() }}
from figure
