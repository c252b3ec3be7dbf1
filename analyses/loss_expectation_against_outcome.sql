-- Question: what was expected of each loss whose outcome is known, and what came?
-- Answer (default inputs): one case. Appen was to lose 64.9 to 71.7 million of Google's 82.8 in 2024, and
--   lost 69.4 (contained). From 273.0 the year before, at least 201.3 was to remain if nobody else bought
--   less; 234.3 came. Last year again (B0) is 16.5% above that; Google's share gone from the effective
--   date on (B1) is 208.1, 11.2% below. The expectation is that of this build: `make backtest` rebuilds
--   it as of the day before the outcome.
-- Marts: marts.lost_revenue, marts.vendor_concentration
with

event as (

    select
        *,
        event_year_start + interval 1 year as next_year_start,
        greatest(coalesce(effective_from, announced_on), event_year_start) as first_day_without
    from marts.lost_revenue

),

-- All who leave the vendor in the year, as expected and (B1) gone altogether from the effective date on.
leaving as (

    select
        vendor_id,
        event_year_start,
        case
            when count(lost_event_year_amount_high) = count(*) then sum(lost_event_year_amount_high)
        end as lost_amount_high,
        sum(
            baseline_amount
            * greatest(date_diff('day', first_day_without, next_year_start), 0)
            / date_diff('day', event_year_start, next_year_start)
        ) as step_amount
    from event
    group by vendor_id, event_year_start

),

outcome as (

    select * from event
    where
        realised_lost_amount_low is not null
        and realised_lost_amount_high is not null
        and baseline_period_grain = 'year'

),

revenue as (

    select
        outcome.loss_event_id,
        max_by(before.revenue_amount_low, before.period_start) as before_low,
        max_by(before.revenue_amount, before.period_start) as before_amount
    from outcome
    inner join marts.vendor_concentration as before
        on
            outcome.vendor_id = before.vendor_id
            and outcome.event_year_start > before.period_end
    where before.period_grain = 'year' and before.total_basis <> 'observed_only'
    group by outcome.loss_event_id

),

scored as (

    select
        outcome.*,
        greatest(revenue.before_low - leaving.lost_amount_high, 0) as expected_revenue_low,
        after.revenue_amount as realised_revenue,
        revenue.before_amount as b0_revenue,
        revenue.before_amount - leaving.step_amount as b1_revenue
    from outcome
    inner join leaving
        on
            outcome.vendor_id = leaving.vendor_id
            and outcome.event_year_start = leaving.event_year_start
    left join revenue
        on outcome.loss_event_id = revenue.loss_event_id
    left join marts.vendor_concentration as after
        on
            outcome.vendor_id = after.vendor_id
            and outcome.event_year_start = after.period_start
            and after.period_grain = 'year'
            and after.total_basis <> 'observed_only'

)

select
    vendor_name,
    customer_name,
    extract(year from event_year_start) as year,
    cast(lost_event_year_amount_low / 1000000 as decimal(12, 1)) as expected_loss_low_millions,
    cast(lost_event_year_amount_base / 1000000 as decimal(12, 1)) as expected_loss_base_millions,
    cast(lost_event_year_amount_high / 1000000 as decimal(12, 1)) as expected_loss_high_millions,
    cast(realised_lost_amount / 1000000 as decimal(12, 1)) as realised_loss_millions,
    case
        when
            realised_lost_amount_low >= lost_event_year_amount_low
            and realised_lost_amount_high <= coalesce(lost_event_year_amount_high, realised_lost_amount_high)
            then 'contained'
        when
            realised_lost_amount_high < lost_event_year_amount_low
            or realised_lost_amount_low > lost_event_year_amount_high then 'missed'
        else 'undetermined'
    end as verdict,
    cast(expected_revenue_low / 1000000 as decimal(12, 1)) as expected_revenue_at_least_millions,
    cast(realised_revenue / 1000000 as decimal(12, 1)) as realised_revenue_millions,
    cast(b0_revenue / 1000000 as decimal(12, 1)) as b0_revenue_millions,
    cast(b0_revenue / nullif(realised_revenue, 0) - 1 as decimal(9, 3)) as b0_error,
    cast(b1_revenue / 1000000 as decimal(12, 1)) as b1_revenue_millions,
    cast(b1_revenue / nullif(realised_revenue, 0) - 1 as decimal(9, 3)) as b1_error
from scored
order by vendor_name asc, customer_name asc, loss_event_id asc
