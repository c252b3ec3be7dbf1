-- Grain: one row per vendor and customer, both as groups on the last known day, and claim that says that the one buys
-- from the other.
{% set last_day = day_of_the_present() %}
{% set claim_columns %}
    claim.file, claim.line, claim.row_key, claim.source_id, claim.attribution, claim.said_on, claim.quote
{% endset %}
with

pair as (

    select
        claim.vendor_id,
        claim.customer_id,
        'signal' as role,
        {{ claim_columns }}
    from {{ ref('int_signals') }} as claim

    union all

    select
        claim.vendor_id,
        claim.customer_id,
        'contract' as role,
        {{ claim_columns }}
    from {{ ref('int_contract_claims') }} as claim

    union all

    select
        claim.vendor_id,
        claim.customer_id,
        claim.role,
        {{ claim_columns }}
    from {{ ref('int_claim_periods') }} as claim
    where claim.role = 'customer_spend'

)

select distinct
    coalesce(vendor_group.ultimate_parent_id, claim.vendor_id) as vendor_id,
    coalesce(customer_group.ultimate_parent_id, claim.customer_id) as customer_id,
    claim.role,
    {{ claim_columns }}
from pair as claim
{{ join_group('vendor_group', 'claim.vendor_id', last_day) }}
{{ join_group('customer_group', 'claim.customer_id', last_day) }}
