-- Grain: one row per vendor and customer whose signal in force is a leaving one: one loss event.
-- The words since the last staying one together: day, word, share and dates of the loss (DESIGN 3.2).
with

-- What a group says to itself is no loss, and redacted names and own labour are nobody in particular.
signal as (

    select * from {{ ref('int_signals') }}
    where
        vendor_id <> customer_id
        and is_superseded is distinct from true
        and vendor_id not in ('in_house', 'undisclosed')
        and customer_id <> 'undisclosed'

),

last_staying as (

    select
        vendor_id,
        customer_id,
        max(place) as place
    from signal
    where leaving_rank is null
    group by vendor_id, customer_id

),

leaving as (

    select signal.*
    from signal
    left join last_staying
        on
            signal.vendor_id = last_staying.vendor_id
            and signal.customer_id = last_staying.customer_id
    where signal.place > coalesce(last_staying.place, 0)

),

-- Which of the words counts for what.
chosen as (

    select
        vendor_id,
        customer_id,
        min(leaving_rank) as leaving_rank,
        min_by(announced_on, case when announced_on is not null then place end) as announced_on,
        min(known_on) as first_known_on,
        max(case when effective_from is not null then place end) as effective_from_place,
        max(case when coalesce(lost_share_low, lost_share_high) is not null then place end) as share_place
    from leaving
    group by vendor_id, customer_id

),

-- An end that was stated before the beginning in force belongs to an earlier pause, not to this loss.
said as (

    select
        chosen.vendor_id,
        chosen.customer_id,
        chosen.announced_on,
        chosen.first_known_on,
        chosen.share_place is not null as is_share_stated,
        min_by(leaving.signal, leaving.leaving_rank) as signal,
        min_by(
            leaving.attribution,
            case when leaving.leaving_rank = chosen.leaving_rank then leaving.attribution_rank end
        ) as attribution,
        max(case when leaving.place = chosen.effective_from_place then leaving.effective_from end) as effective_from,
        max_by(
            leaving.effective_to,
            case
                when leaving.effective_to is not null and leaving.place >= coalesce(chosen.effective_from_place, 0)
                    then leaving.place
            end
        ) as effective_to,
        max(case when leaving.place = chosen.share_place then leaving.lost_share_low end) as stated_share_low,
        max(case when leaving.place = chosen.share_place then leaving.lost_share_high end) as stated_share_high
    from chosen
    inner join leaving
        on
            chosen.vendor_id = leaving.vendor_id
            and chosen.customer_id = leaving.customer_id
    group by
        chosen.vendor_id, chosen.customer_id, chosen.announced_on, chosen.first_known_on, chosen.share_place

),

in_shares as (

    select
        said.*,
        coalesce(case when said.is_share_stated then said.stated_share_low else assumed.lost_share_low end, 0)
            as lost_share_low,
        coalesce(case when said.is_share_stated then said.stated_share_high else assumed.lost_share_high end, 1)
            as lost_share_high,
        case when not said.is_share_stated then assumed.lost_share_base end as assumed_share_base
    from said
    left join {{ ref('stg_signal_assumptions') }} as assumed
        on said.signal = assumed.signal

)

select
    {{ key_text('vendor_id') }} || '|' || {{ key_text('customer_id') }} || '|'
    || coalesce(cast(announced_on as {{ dbt.type_string() }}), 'undated') as loss_event_id,
    vendor_id,
    customer_id,
    signal,
    attribution,
    announced_on,
    first_known_on,
    effective_from,
    case when effective_from > effective_to then null else effective_to end as effective_to,
    cast({{ dbt.date_trunc('year', 'announced_on') }} as date) as event_year_start,
    is_share_stated,
    cast(lost_share_low as decimal(10, 9)) as lost_share_low,
    cast(
        case
            when lost_share_low = lost_share_high then lost_share_low
            when assumed_share_base between lost_share_low and lost_share_high then assumed_share_base
        end as decimal(10, 9)
    ) as lost_share_base,
    cast(lost_share_high as decimal(10, 9)) as lost_share_high
from in_shares
