-- Grain: one row per figure of a mart (evidence_key) and claim behind it.
{% set claim_columns %}
    claim.role, claim.file, claim.line, claim.row_key, claim.source_id, claim.attribution, claim.said_on, claim.quote
{% endset %}
{% set in_market = "(figure.market_id = claim.market_id or figure.market_id in ('all', 'unallocated'))" %}
{% set period = ['figure.period_start', 'figure.period_end'] %}
-- By mart: where its figures are, their key besides the period, which claims are about them, and which are shown.
-- Everybody not named is what a total leaves, so all claims of the vendor stand behind it.
{% set figures = [
    ('fct_spend', 'int_additive_claims',
        ['figure.vendor_id', 'figure.customer_id', 'figure.market_id'] + period + ['figure.basis', "'reported'"],
        'figure.vendor_id = claim.vendor_id and figure.customer_id = claim.customer_id and figure.basis = claim.basis'
        ~ ' and ' ~ in_market, "figure.metric = 'customer_spend'"),
    ('fct_vendor_revenue', 'int_additive_claims',
        ['figure.vendor_id', 'figure.market_id'] + period + ['figure.basis', "'reported'"],
        "figure.vendor_id = claim.vendor_id and claim.customer_id = '' and figure.basis = claim.basis"
        ~ ' and ' ~ in_market, "figure.metric = 'vendor_revenue'"),
    ('vendor_concentration', 'int_concentration_wholes', ['figure.whole_id'] + period,
        "claim.basis = 'actual' and figure.whole_id = claim.vendor_group_id", "figure.whole_kind = 'vendor'"),
    ('customer_dependence', 'int_concentration_wholes', ['figure.whole_id'] + period,
        "claim.basis = 'actual' and figure.whole_id = claim.customer_group_id", "figure.whole_kind = 'customer'"),
    ('vendor_customers', 'int_concentration_parts', ['figure.whole_id', 'figure.part_id'] + period,
        "claim.basis = 'actual' and figure.whole_id = claim.vendor_group_id and (figure.part_id = claim.customer_group_id"
        ~ " or claim.customer_id = '')", "figure.whole_kind = 'vendor'"),
    ('vendor_customers', 'int_concentration_wholes', ['figure.whole_id', "'not_named'"] + period,
        "claim.basis = 'actual' and figure.whole_id = claim.vendor_group_id", "figure.whole_kind = 'vendor' and " ~ leaves_others('figure')),
] %}
with

claim as (

    select * from {{ ref('int_claim_periods') }}

),

behind_figure as (

    {% for mart, model, key, about, shown in figures %}
    select distinct
        {{ evidence_key(mart, key) }} as evidence_key,
        {{ claim_columns }}
    from {{ ref(model) }} as figure
    inner join claim
        on
            {{ about }}
            and {{ same_period('figure', 'claim') }}
    where {{ shown }}

    union all

    {% endfor %}
    select distinct
        {{ evidence_key('market_concentration', ['figure.whole_id', 'figure.period_start', 'figure.period_end']) }}
            as evidence_key,
        {{ claim_columns }}
    from {{ ref('int_concentration_wholes') }} as figure
    inner join claim
        on
            claim.basis = 'actual'
            and claim.role in ('market_size', 'vendor_revenue')
            and claim.customer_id = ''
            and {{ same_period('figure', 'claim') }}
    left join {{ ref('int_market_vendors') }} as market_vendor
        on
            claim.vendor_id = market_vendor.vendor_id
            and market_vendor.markets_of_vendor = 1
    where
        figure.whole_kind = 'market'
        and (claim.market_id = figure.whole_id or market_vendor.market_id = figure.whole_id)

    union all

    select
        {{ evidence_key('dim_deals', ['claim.deal_id']) }} as evidence_key,
        'deal' as role,
        claim.file, claim.line, claim.row_key, claim.source_id, claim.attribution, claim.said_on, claim.quote
    from {{ ref('int_deal_claims') }} as claim

    union all

    select
        {{ evidence_key('dim_contracts', ['claim.contract_id']) }} as evidence_key,
        'contract' as role,
        claim.file, claim.line, claim.row_key, claim.source_id, claim.attribution, claim.said_on, claim.quote
    from {{ ref('int_contract_claims') }} as claim

)

select * from behind_figure
