-- Grain: one row per contract of which a value is stated: its value and its ceiling, resolved apart.
with

claim as (

    select
        *,
        case
            when coalesce(value_type, '') <> 'ceiling' and coalesce(value_low, value_high) is not null then row_key
        end as value_claim_key,
        case when value_type = 'ceiling' then value_high end as ceiling_high
    from {{ ref('int_contract_claims') }}

),

resolved as (

    select
        contract_id,
        {{ best_claim('value_claim_key') }} as value_row_key,
        {{ best_claim('ceiling_high') }} as ceiling_amount
    from claim
    group by contract_id

)

select
    resolved.contract_id,
    resolved.value_row_key is not null as has_value,
    case when resolved.value_row_key is null then 'ceiling' else value_claim.value_type end as value_type,
    value_claim.value_per,
    -- Nothing is known below a stated high but that it is no less than nothing.
    case
        when value_claim.value_low > 0 then value_claim.value_low
        when resolved.value_row_key is not null then 0
    end as value_low,
    case when value_claim.value_high < 0 then 0 else value_claim.value_high end as value_high,
    resolved.ceiling_amount
from resolved
left join claim as value_claim
    on
        resolved.contract_id = value_claim.contract_id
        and resolved.value_row_key = value_claim.value_claim_key
where resolved.value_row_key is not null or resolved.ceiling_amount is not null
