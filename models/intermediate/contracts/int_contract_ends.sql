-- Grain: one row per contract: the days on which it may end, seen from the last known day.
-- Without a substantive penalty for leaving, a term is enforceable as far as notice reaches (ASC 606-10-25-3).
with

measured as (

    select
        contract.contract_id,
        last_day.last_known_day as measured_on,
        contract.ends_on as stated_end_on,
        contract.notice_days,
        contract.termination_penalty,
        -- Claims of different days may contradict each other: a term does not start after its end.
        case
            when contract.ends_on < coalesce(contract.starts_on, contract.signed_on) then null
            else coalesce(contract.starts_on, contract.signed_on)
        end as term_start_on,
        -- Until notice is given it can be given on the day itself.
        case
            when contract.notice_given_on <= last_day.last_known_day then contract.notice_given_on
            else last_day.last_known_day
        end as notice_on
    from {{ ref('int_contracts') }} as contract
    cross join {{ ref('int_last_known_day') }} as last_day
    where last_day.last_known_day is not null

),

noticed as (

    select
        *,
        -- Of two days the one that is known, where one is not.
        greatest(cast({{ dbt.dateadd('day', 1, 'measured_on') }} as date), term_start_on) as first_day,
        least(
            cast({{ dbt.dateadd('day', 'coalesce(notice_days, 0)', 'notice_on') }} as date),
            stated_end_on
        ) as notice_end_on
    from measured

)

select
    contract_id,
    measured_on,
    term_start_on,
    first_day,
    stated_end_on,
    coalesce(termination_penalty = 'yes', false) as binds_to_stated_end,
    case
        when termination_penalty = 'yes' and stated_end_on is not null then stated_end_on
        else notice_end_on
    end as earliest_end_on,
    -- Empty: no last day is known.
    case
        when termination_penalty = 'no' and notice_days is not null then notice_end_on
        else stated_end_on
    end as latest_end_on
from noticed
