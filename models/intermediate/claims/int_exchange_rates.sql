-- Grain: one row per currency and stretch of days on which its rate and the reporting currency's hold.
with

rate as (

    select
        currency,
        valid_from,
        usd_per_unit
    from {{ ref('stg_exchange_rates') }}
    where {{ known_by_as_of('valid_from') }} and currency <> 'USD'

    union all

    select
        'USD' as currency,
        date '1900-01-01' as valid_from,
        cast(1 as decimal(18, 11)) as usd_per_unit

),

reporting_rate as (

    select *
    from rate
    where currency = '{{ var("reporting_currency") }}'

),

-- A new stretch begins whenever one of the two rates changes.
change as (

    select
        currency,
        valid_from
    from rate
    where currency <> '{{ var("reporting_currency") }}'

    union

    select
        rate.currency,
        reporting_rate.valid_from
    from rate
    cross join reporting_rate
    where rate.currency <> '{{ var("reporting_currency") }}'

),

in_force as (

    select
        change.currency,
        change.valid_from,
        rate.usd_per_unit,
        reporting_rate.usd_per_unit as reporting_usd_per_unit,
        row_number() over (
            partition by change.currency, change.valid_from
            order by rate.valid_from desc, reporting_rate.valid_from desc
        ) as latest
    from change
    inner join rate
        on
            change.currency = rate.currency
            and change.valid_from >= rate.valid_from
    inner join reporting_rate
        on change.valid_from >= reporting_rate.valid_from

)

select
    currency,
    valid_from,
    coalesce(
        {{ day_before_next('valid_from', 'currency') }}, date '2199-12-31'
    ) as valid_to,
    usd_per_unit,
    reporting_usd_per_unit
from in_force
where latest = 1
