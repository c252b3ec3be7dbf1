-- Grain: one row per contract: its claims resolved to one.
{% set words = [
    'vendor_id', 'customer_id', 'market_id', 'title', 'signed_on', 'starts_on', 'ends_on', 'notice_given_on',
    'notice_days', 'termination_penalty',
] %}
with

words as (

    select
        contract_id,
        {% for word in words %}
        {{ best_claim(word) }} as {{ word }},
        {% endfor %}
        {{ best_claim('case when coalesce(value_low, value_high) is not null then row_key end') }} as value_row_key,
        min(known_on) as first_known_on,
        max(tier) as tier
    from {{ ref('int_contract_claims') }}
    group by contract_id

)

-- Type, rhythm and amount of the value belong together: all from the one claim that states it.
select
    words.contract_id,
    words.vendor_id,
    words.customer_id,
    words.market_id,
    words.title,
    words.signed_on,
    words.starts_on,
    words.ends_on,
    words.notice_given_on,
    words.notice_days,
    words.termination_penalty,
    words.first_known_on,
    value_claim.value_type,
    value_claim.value_per,
    case when value_claim.value_low = value_claim.value_high then value_claim.value_low end as contract_amount,
    value_claim.value_low as contract_amount_low,
    value_claim.value_high as contract_amount_high,
    words.tier
from words
left join {{ ref('int_contract_claims') }} as value_claim
    on
        words.contract_id = value_claim.contract_id
        and words.value_row_key = value_claim.row_key
