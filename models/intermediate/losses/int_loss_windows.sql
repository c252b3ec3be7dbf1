-- Grain: one row per loss event and window of days: revenue that the vendor loses in it, at the least, in the base
-- scenario and at the most.
select
    loss_window.loss_event_id,
    event.vendor_id,
    event.customer_id,
    rate.is_spend_known,
    loss_window.window_name,
    loss_window.window_start,
    loss_window.window_end,
    {{ lost_amount('rate.rate_amount_low', 'event.lost_share_low', 'loss_window.days_low', '1',
        'loss_window.year_days') }} as lost_amount_low,
    -- A scenario needs all three: a share, a spend and a beginning.
    case
        when
            event.lost_share_base is not null
            and rate.rate_amount_base is not null
            and loss_window.days_base is not null
            then {{ lost_amount('rate.rate_amount_base', 'event.lost_share_base', 'loss_window.days_base', '1',
                'loss_window.year_days') }}
    end as lost_amount_base,
    {{ lost_amount('rate.rate_amount_high', 'event.lost_share_high', 'loss_window.days_high_numerator',
        'loss_window.days_high_denominator', 'loss_window.year_days') }} as lost_amount_high
from {{ ref('int_loss_window_days') }} as loss_window
inner join {{ ref('int_leaving_customers') }} as event
    on loss_window.loss_event_id = event.loss_event_id
inner join {{ ref('int_loss_rates') }} as rate
    on loss_window.loss_event_id = rate.loss_event_id
