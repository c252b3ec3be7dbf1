-- Grain: one row per loss event whose customer's spend is known for a year before it and for the year of it: what
-- the vendor has lost of it, as published since. Signed: a negative loss is a customer that bought more.
with

spend as (

    select * from {{ ref('int_loss_spend') }}
    where baseline_period_start is not null and actual_period_start is not null

),

bounded as (

    select
        spend.*,
        rate.baseline_amount_high as bounded_amount_high
    from spend
    inner join {{ ref('int_loss_rates') }} as rate
        on spend.loss_event_id = rate.loss_event_id

)

-- A share of what may be nothing is no number. The share lost is 1 - actual / baseline: a negative actual makes it
-- greatest over the least baseline.
select
    loss_event_id,
    actual_period_start as realised_period_start,
    actual_period_end as realised_period_end,
    cast(baseline_amount_low - actual_amount_high as decimal(18, 2)) as realised_lost_amount_low,
    cast(bounded_amount_high - actual_amount_low as decimal(18, 2)) as realised_lost_amount_high,
    cast(baseline_amount - actual_amount as decimal(18, 2)) as realised_lost_amount,
    cast(
        case
            when baseline_amount_low > 0 and actual_amount_high >= 0
                then round(1 - cast(actual_amount_high as double) / cast(baseline_amount_low as double), 9)
            when baseline_amount_low > 0
                then round(1 - cast(actual_amount_high as double) / cast(bounded_amount_high as double), 9)
        end as decimal(18, 9)
    ) as realised_loss_share_low,
    cast(
        case
            when baseline_amount_low > 0 and actual_amount_low >= 0
                then round(1 - cast(actual_amount_low as double) / cast(bounded_amount_high as double), 9)
            when baseline_amount_low > 0
                then round(1 - cast(actual_amount_low as double) / cast(baseline_amount_low as double), 9)
        end as decimal(18, 9)
    ) as realised_loss_share_high
from bounded
