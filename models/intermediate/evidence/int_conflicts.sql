-- Grain: one row per pair of statements that cannot both hold (DESIGN 3.2).
{% set no_second = "cast(null as " ~ dbt.type_string() ~ ")" %}
with

bound as (

    select * from {{ ref('int_claim_bounds') }}

),

-- Claims about one thing whose intervals have nothing in common.
claims_disagree as (

    select
        'claims_disagree' as conflict,
        first_claim.subject_key,
        first_claim.attribute,
        first_claim.file as first_file,
        first_claim.row_key as first_row_key,
        first_claim.low as first_low,
        first_claim.high as first_high,
        first_claim.attribution as first_attribution,
        first_claim.said_on as first_stated_on,
        first_claim.source_id as first_source_id,
        first_claim.quote as first_quote,
        second_claim.file as second_file,
        second_claim.row_key as second_row_key,
        second_claim.low as second_low,
        second_claim.high as second_high,
        second_claim.attribution as second_attribution,
        second_claim.said_on as second_stated_on,
        second_claim.source_id as second_source_id,
        second_claim.quote as second_quote
    from bound as first_claim
    inner join bound as second_claim
        on
            first_claim.subject_key = second_claim.subject_key
            and first_claim.attribute = second_claim.attribute
            and first_claim.row_key < second_claim.row_key
            and (first_claim.low > second_claim.high or first_claim.high < second_claim.low)

),

-- A leaving and a staying word of one customer about one vendor on one day.
signals_disagree as (

    select
        'signals_disagree' as conflict,
        'signal|' || {{ key_text('first_signal.vendor_id') }} || '|' || {{ key_text('first_signal.customer_id') }}
            as subject_key,
        'signal' as attribute,
        first_signal.file as first_file,
        first_signal.row_key as first_row_key,
        cast(null as decimal(28, 9)) as first_low,
        cast(null as decimal(28, 9)) as first_high,
        first_signal.attribution as first_attribution,
        first_signal.said_on as first_stated_on,
        first_signal.source_id as first_source_id,
        first_signal.quote as first_quote,
        second_signal.file as second_file,
        second_signal.row_key as second_row_key,
        cast(null as decimal(28, 9)) as second_low,
        cast(null as decimal(28, 9)) as second_high,
        second_signal.attribution as second_attribution,
        second_signal.said_on as second_stated_on,
        second_signal.source_id as second_source_id,
        second_signal.quote as second_quote
    from {{ ref('int_signals') }} as first_signal
    inner join {{ ref('int_signals') }} as second_signal
        on
            first_signal.vendor_id = second_signal.vendor_id
            and first_signal.customer_id = second_signal.customer_id
            and first_signal.said_on = second_signal.said_on
            and first_signal.row_key < second_signal.row_key
            and (first_signal.leaving_rank is null) <> (second_signal.leaving_rank is null)

)

select * from claims_disagree

union all

select * from signals_disagree

union all

select
    computed.conflict,
    computed.subject_key,
    computed.attribute,
    bound.file as first_file,
    bound.row_key as first_row_key,
    bound.low as first_low,
    bound.high as first_high,
    bound.attribution as first_attribution,
    bound.said_on as first_stated_on,
    bound.source_id as first_source_id,
    bound.quote as first_quote,
    {{ no_second }} as second_file,
    computed.text as second_row_key,
    computed.low as second_low,
    computed.high as second_high,
    {{ no_second }} as second_attribution,
    cast(null as date) as second_stated_on,
    {{ no_second }} as second_source_id,
    {{ no_second }} as second_quote
from {{ ref('int_computed_bounds') }} as computed
inner join bound
    on
        computed.subject_key = bound.subject_key
        and computed.attribute = bound.attribute
where
    computed.conflict in ('parts_exceed_total', 'parts_fall_short_of_total')
    or bound.low > computed.high
    or bound.high < computed.low
