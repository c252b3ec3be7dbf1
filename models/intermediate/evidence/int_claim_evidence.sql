-- Grain: one row per figure of a mart (evidence_key) and claim behind it.
{% set claim_columns %}
    claim.role, claim.file, claim.line, claim.row_key, claim.source_id, claim.attribution, claim.said_on, claim.quote
{% endset %}
with

claim as (

    select * from {{ ref('int_claim_periods') }}

),

behind_figure as (

    select distinct
        {{ evidence_key('fct_spend', [
            'figure.vendor_id', 'figure.customer_id', 'figure.market_id', 'figure.period_start', 'figure.period_end',
            'figure.basis']) }} || '|reported' as evidence_key,
        {{ claim_columns }}
    from {{ ref('int_additive_claims') }} as figure
    inner join claim
        on
            figure.vendor_id = claim.vendor_id
            and figure.customer_id = claim.customer_id
            and figure.basis = claim.basis
            and (figure.market_id = claim.market_id or figure.market_id in ('all', 'unallocated'))
            and {{ same_period('figure', 'claim') }}
    where figure.metric = 'customer_spend'

    union all

    select
        {{ evidence_key('fct_vendor_revenue', [
            'figure.vendor_id', 'figure.market_id', 'figure.period_start', 'figure.period_end',
            'figure.basis']) }} || '|reported' as evidence_key,
        {{ claim_columns }}
    from {{ ref('int_additive_claims') }} as figure
    inner join claim
        on
            figure.vendor_id = claim.vendor_id
            and claim.customer_id = ''
            and figure.basis = claim.basis
            and (figure.market_id = claim.market_id or figure.market_id in ('all', 'unallocated'))
            and {{ same_period('figure', 'claim') }}
    where figure.metric = 'vendor_revenue'

    union all

    select distinct
        {{ evidence_key('vendor_concentration', ['figure.whole_id', 'figure.period_start', 'figure.period_end']) }}
            as evidence_key,
        {{ claim_columns }}
    from {{ ref('int_concentration_wholes') }} as figure
    inner join claim
        on
            figure.whole_id = claim.vendor_group_id
            and claim.basis = 'actual'
            and {{ same_period('figure', 'claim') }}
    where figure.whole_kind = 'vendor'

    union all

    select distinct
        {{ evidence_key('customer_dependence', ['figure.whole_id', 'figure.period_start', 'figure.period_end']) }}
            as evidence_key,
        {{ claim_columns }}
    from {{ ref('int_concentration_wholes') }} as figure
    inner join claim
        on
            figure.whole_id = claim.customer_group_id
            and claim.basis = 'actual'
            and {{ same_period('figure', 'claim') }}
    where figure.whole_kind = 'customer'

    union all

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

    select distinct
        {{ evidence_key('vendor_customers', [
            'figure.whole_id', 'figure.part_id', 'figure.period_start', 'figure.period_end']) }} as evidence_key,
        {{ claim_columns }}
    from {{ ref('int_concentration_parts') }} as figure
    inner join claim
        on
            figure.whole_id = claim.vendor_group_id
            and (figure.part_id = claim.customer_group_id or claim.customer_id = '')
            and claim.basis = 'actual'
            and {{ same_period('figure', 'claim') }}
    where figure.whole_kind = 'vendor'

    union all

    -- Everybody not named is what the total leaves, so all claims of the vendor stand behind it.
    select distinct
        {{ evidence_key('vendor_customers', [
            'figure.whole_id', "'not_named'", 'figure.period_start', 'figure.period_end']) }} as evidence_key,
        {{ claim_columns }}
    from {{ ref('int_concentration_wholes') }} as figure
    inner join claim
        on
            figure.whole_id = claim.vendor_group_id
            and claim.basis = 'actual'
            and {{ same_period('figure', 'claim') }}
    where
        figure.whole_kind = 'vendor'
        and figure.residual_rule <> 'complete'
        and figure.total_basis <> 'observed_only'

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
