-- Grain: one row per event, market and competitor: what it claims, what is released in that time, how much of it the
-- competitor may gain, and whether the claim can be true.
with

claimed as (

    select
        competitor.event_id,
        competitor.market_id,
        competitor.vendor_id,
        revenue.value_low as claimed_amount_low,
        revenue.value_high as claimed_amount_high,
        revenue.period_start as claimed_period_start,
        revenue.period_end as claimed_period_end,
        multiple.value_low as claimed_multiple_low,
        multiple.value_high as claimed_multiple_high,
        coalesce(revenue.event_id, multiple.event_id) is not null as has_claim,
        -- Revenue claimed for no period is measured by the year of each loss.
        case
            when revenue.period_start is not null and revenue.period_end is not null then 'claim_period'
            else 'event_year'
        end as released_window,
        coalesce(diversion.ratio_numerator, 1) as ratio_numerator,
        coalesce(diversion.ratio_denominator, 1) as ratio_denominator,
        diversion.period_start as diversion_period_start
    from {{ ref('int_shift_competitors') }} as competitor
    {% for metric in ['revenue', 'multiple'] %}
    left join {{ ref('int_shift_claim_bounds') }} as {{ metric }}
        on
            competitor.event_id = {{ metric }}.event_id
            and competitor.market_id = {{ metric }}.market_id
            and competitor.vendor_id = {{ metric }}.vendor_id
            and {{ metric }}.metric = '{{ 'new_revenue' if metric == 'revenue' else 'demand_multiple' }}'
    {% endfor %}
    left join {{ ref('int_shift_diversions') }} as diversion
        on
            competitor.event_id = diversion.event_id
            and competitor.market_id = diversion.market_id
            and competitor.vendor_id = diversion.vendor_id

),

released as (

    select
        claimed.*,
        of_event.named_amount_low as released_named_amount_low,
        of_event.named_amount_high as released_named_amount_high,
        of_event.amount_high as released_amount_high,
        of_deal.named_amount_low as deal_named_amount_low,
        of_deal.named_amount_high as deal_named_amount_high,
        of_deal.amount_high as deal_amount_high
    from claimed
    {% for scope in ['event', 'deal'] %}
    left join {{ ref('int_shift_releases') }} as of_{{ scope }}
        on
            claimed.event_id = of_{{ scope }}.event_id
            and of_{{ scope }}.scope = '{{ scope }}'
            and claimed.released_window = of_{{ scope }}.window_name
            and (
                claimed.released_window = 'event_year'
                or (
                    claimed.claimed_period_start = of_{{ scope }}.window_start
                    and claimed.claimed_period_end = of_{{ scope }}.window_end
                )
            )
    {% endfor %}

)

select
    event_id,
    market_id,
    vendor_id,
    diversion_period_start,
    cast(0 as decimal(10, 9)) as diversion_ratio_low,
    cast(round(cast(ratio_numerator as double) / cast(ratio_denominator as double), 9) as decimal(10, 9))
        as diversion_ratio_high,
    case when released_named_amount_low is not null then released_window end as released_window,
    released_named_amount_low,
    released_named_amount_high,
    released_amount_high,
    -- At the least nothing, since own labour may take all; at the most rounded to the cent once, half a cent up.
    case when released_named_amount_low is not null then cast(0 as decimal(18, 2)) end as gain_amount_low,
    {{ from_cents(whole_quotient(
        '2 * ' ~ cents('released_amount_high') ~ ' * ratio_numerator + ratio_denominator', '2 * ratio_denominator')) }}
        as gain_amount_high,
    claimed_amount_low,
    claimed_amount_high,
    claimed_period_start,
    claimed_period_end,
    claimed_multiple_low,
    claimed_multiple_high,
    cast(
        case
            when claimed_amount_low > deal_named_amount_high then claimed_amount_low - deal_named_amount_high
            when claimed_amount_low <= deal_named_amount_high then 0
        end as decimal(18, 2)
    ) as needed_from_unnamed_amount,
    case
        when not has_claim then null
        when claimed_amount_low > deal_amount_high then 'exceeds_released'
        when claimed_amount_high <= deal_named_amount_low then 'plausible'
        else 'undetermined'
    end as claim_verdict
from released
