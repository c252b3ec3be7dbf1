-- Grain: one row per contract of which a value or a ceiling is stated and a day is known: what it comes to from the
-- day after the last known day on.
with

part as (

    select * from {{ ref('int_contract_parts') }}

),

-- As if the value were committed.
committed as (

    select
        value.contract_id,
        value.has_value,
        value.value_type,
        -- Where it binds to its stated end nothing is at risk, however much and long that is.
        ends.binds_to_stated_end or part.enforceable_part_low = part.scheduled_part_high as binds_to_stated_end,
        {{ part_of_amount('value.value_low', 'part.scheduled_part_low', 'part.whole') }} as scheduled_low,
        {{ part_of_amount('value.value_high', 'part.scheduled_part_high', 'part.whole') }} as scheduled_high,
        {{ part_of_amount('value.value_low', 'part.enforceable_part_low', 'part.whole') }} as enforceable_low,
        {{ part_of_amount('value.value_high', 'part.enforceable_part_high', 'part.whole') }} as enforceable_high,
        -- One value gives both sides of a difference, at its low and at its high.
        {{ part_of_amount('value.value_low', 'part.enforceable_part_high', 'part.whole') }} as low_to_latest_end,
        {{ part_of_amount('value.value_high', 'part.enforceable_part_low', 'part.whole') }} as high_to_earliest_end
    from {{ ref('int_contract_ends') }} as ends
    inner join {{ ref('int_contract_values') }} as value
        on ends.contract_id = value.contract_id
    left join part
        on value.contract_id = part.contract_id

)

-- What is merely expected cannot be enforced; what has no type may be a ceiling, which is no revenue.
select
    contract_id,
    case
        when not has_value or value_type is null then 0
        else scheduled_low
    end as scheduled_amount_low,
    case when has_value then scheduled_high else 0 end as scheduled_amount_high,
    case when value_type = 'committed' then enforceable_low else 0 end as enforceable_amount_low,
    case
        when not has_value or value_type = 'expected' then 0
        else enforceable_high
    end as enforceable_amount_high,
    case
        when value_type = 'expected' then scheduled_low
        when value_type = 'committed' and scheduled_low > low_to_latest_end then scheduled_low - low_to_latest_end
        else 0
    end as at_risk_amount_low,
    case
        when not has_value or (value_type = 'committed' and binds_to_stated_end) then 0
        when value_type = 'committed' then scheduled_high - high_to_earliest_end
        else scheduled_high
    end as at_risk_amount_high
from committed
