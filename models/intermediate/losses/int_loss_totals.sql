-- Grain: one row per loss event and year or fiscal year that ended before it with the vendor's revenue known: the
-- total, the customer's own part, and what it leaves to customers not named.
with

year_total as (

    select
        event.loss_event_id,
        event.customer_id,
        event.announced_on,
        whole.*
    from {{ ref('int_leaving_customers') }} as event
    inner join {{ ref('int_concentration') }} as whole
        on
            whole.whole_kind = 'vendor'
            and event.vendor_id = whole.whole_id
            and event.announced_on > whole.period_end
    where
        whole.period_grain in ('year', 'fiscal_year')
        and whole.total_basis <> 'observed_only'

),

-- A total of the vendor's group as it was then says nothing of the group as it is since a company joined or left it.
regrouped as (

    select
        year_total.loss_event_id,
        year_total.period_start,
        year_total.period_end
    from year_total
    inner join {{ ref('int_company_groups') }} as member
        on
            year_total.whole_id = member.ultimate_parent_id
            and {{ 'true' if var('roll_up_parents') else 'false' }}
    group by
        year_total.loss_event_id, year_total.announced_on, year_total.period_start, year_total.period_end,
        member.company_id
    having
        bool_or(year_total.period_end between member.valid_from and member.valid_to)
        <> bool_or(year_total.announced_on between member.valid_from and member.valid_to)

),

regrouped_year as (

    select distinct
        loss_event_id,
        period_start,
        period_end
    from regrouped

),

-- The largest named customer is no less than the greatest low, and no more than the greatest high.
largest as (

    select
        year_total.loss_event_id,
        year_total.period_start,
        year_total.period_end,
        max(part.amount_low) as largest_amount_low,
        case when count(part.amount_high) = count(*) then max(part.amount_high) end as largest_amount_high
    from year_total
    inner join {{ ref('int_part_shares') }} as part
        on {{ same_whole('year_total', 'part') }}
    group by year_total.loss_event_id, year_total.period_start, year_total.period_end

)

select
    year_total.loss_event_id,
    year_total.whole_id as vendor_id,
    year_total.customer_id,
    year_total.period_grain,
    year_total.period_start,
    year_total.period_end,
    year_total.total_amount_low,
    year_total.total_amount_high,
    year_total.residual_rule,
    -- Everything beside the least of the named; where everybody is named, nothing is left to anybody else.
    cast(
        case when year_total.residual_amount_high < 0 then 0 else year_total.residual_amount_high end as decimal(18, 2)
    ) as beside_named_amount_high,
    cast(
        case
            when year_total.residual_rule = 'complete' or year_total.residual_amount_high < 0 then 0
            else year_total.residual_amount_high
        end as decimal(18, 2)
    ) as residual_amount_high,
    year_total.part_count,
    largest.largest_amount_low,
    largest.largest_amount_high,
    part.part_id is not null as is_part,
    part.amount_low as part_amount_low,
    part.amount_high as part_amount_high,
    part.share_low as part_share_low,
    part.share_high as part_share_high,
    row_number() over (
        partition by year_total.loss_event_id
        order by case when year_total.period_grain = 'year' then 0 else 1 end, year_total.period_end desc
    ) = 1 as is_latest
from year_total
left join regrouped_year
    on
        year_total.loss_event_id = regrouped_year.loss_event_id
        and {{ same_period('year_total', 'regrouped_year') }}
left join largest
    on
        year_total.loss_event_id = largest.loss_event_id
        and {{ same_period('year_total', 'largest') }}
left join {{ ref('int_part_shares') }} as part
    on {{ same_whole('year_total', 'part') }}
        and year_total.customer_id = part.part_id
where regrouped_year.loss_event_id is null
