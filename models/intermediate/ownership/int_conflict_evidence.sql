-- Grain: one row per row of neutrality_conflicts (evidence_key) and row of an input that stands behind it.
{% set last_day = day_of_the_present() %}
{% set claim_columns %}
    claim.file, claim.line, claim.row_key, claim.source_id, claim.attribution, claim.said_on, claim.quote
{% endset %}
with

conflict as (

    select
        customer_id,
        vendor_id,
        owner_id,
        {{ evidence_key('neutrality_conflicts', ['customer_id', 'vendor_id', 'owner_id']) }} as evidence_key
    from {{ ref('int_ownership_conflicts') }}

),

baseline as (

    select
        baseline.vendor_id,
        {{ evidence_key('vendor_concentration', [
            'vendor_whole.whole_id', 'vendor_whole.period_start', 'vendor_whole.period_end']) }} as whole_key
    from {{ ref('int_vendor_baselines') }} as baseline
    inner join {{ ref('int_concentration_wholes') }} as vendor_whole
        on
            vendor_whole.whole_kind = 'vendor'
            and {{ same_period('baseline', 'vendor_whole') }}
    {{ join_group('vendor_group', 'vendor_whole.whole_id', last_day) }}
    where
        baseline.vendor_id = coalesce(vendor_group.ultimate_parent_id, vendor_whole.whole_id)
        -- Chosen here: where nobody is in conflict, the ledger need not be read.
        and baseline.vendor_id in (select conflict.vendor_id from conflict)

),

-- What stands behind the vendor's revenue and its customers' spend in the baseline year.
figure as (

    {% for model in ['int_claim_evidence', 'int_ledger_evidence'] %}
    select
        baseline.vendor_id,
        claim.role,
        {{ claim_columns }}
    from {{ ref(model) }} as claim
    inner join baseline
        on claim.evidence_key = baseline.whole_key
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

rivalry as (

    select
        coalesce(company_group.ultimate_parent_id, claim.company_id) as customer_id,
        coalesce(rival_group.ultimate_parent_id, claim.rival_id) as owner_id,
        claim.file,
        claim.line,
        claim.row_key,
        claim.source_id,
        claim.known_on
    from {{ ref('int_rivalries') }} as claim
    {{ join_group('company_group', 'claim.company_id', last_day) }}
    {{ join_group('rival_group', 'claim.rival_id', last_day) }}

)

select
    conflict.evidence_key,
    'deal' as role,
    {{ claim_columns }}
from conflict
inner join {{ ref('int_ownership_chains') }} as chain
    on
        conflict.owner_id = chain.owner_id
        and conflict.vendor_id = chain.vendor_id
inner join {{ ref('int_deal_claims') }} as claim
    on position('|' || {{ key_text('claim.deal_id') }} || '|' in chain.deals) > 0

union

-- A rivalry is nobody's words, but its document stands behind it.
select
    conflict.evidence_key,
    'rivalry' as role,
    rivalry.file,
    rivalry.line,
    rivalry.row_key,
    rivalry.source_id,
    cast(null as {{ dbt.type_string() }}) as attribution,
    rivalry.known_on as said_on,
    cast(null as {{ dbt.type_string() }}) as quote
from conflict
inner join rivalry
    on
        conflict.customer_id = rivalry.customer_id
        and conflict.owner_id = rivalry.owner_id

union

select
    conflict.evidence_key,
    claim.role,
    {{ claim_columns }}
from conflict
inner join {{ ref('int_spender_evidence') }} as claim
    on
        conflict.vendor_id = claim.vendor_id
        and conflict.customer_id = claim.customer_id

union

select
    conflict.evidence_key,
    claim.role,
    {{ claim_columns }}
from conflict
inner join figure as claim
    on conflict.vendor_id = claim.vendor_id
