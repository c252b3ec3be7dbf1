-- Grain: one row per vendor group: its latest year of which something is known, with the bounds of its revenue and of
-- what customers not named can have spent. Calendar years first; groups as on the last known day.
{% set last_day = day_of_the_present() %}
with

whole as (

    select
        vendor_whole.*,
        coalesce(vendor_group.ultimate_parent_id, vendor_whole.whole_id) as vendor_id
    from {{ ref('int_concentration_wholes') }} as vendor_whole
    {{ join_group('vendor_group', 'vendor_whole.whole_id', last_day) }}
    where
        vendor_whole.whole_kind = 'vendor'
        and vendor_whole.period_grain in ('year', 'fiscal_year')

),

recent as (

    select
        *,
        rank() over (
            partition by vendor_id
            order by case period_grain when 'year' then 1 else 2 end, period_end desc
        ) as recency
    from whole

),

-- A group that a company has joined or left since then was another whole.
regrouped as (

    select
        whole.vendor_id,
        member.company_id
    from recent as whole
    inner join {{ ref('int_company_groups') }} as member
        on
            whole.vendor_id = member.ultimate_parent_id
            and {{ 'true' if var('roll_up_parents') else 'false' }}
    where whole.recency = 1
    group by whole.vendor_id, whole.period_start, whole.period_end, member.company_id
    having
        bool_or(whole.period_end between member.valid_from and member.valid_to)
        <> bool_or({{ last_day }} between member.valid_from and member.valid_to)

),

regrouped_vendor as (

    select distinct vendor_id
    from regrouped

),

latest as (

    select
        whole.vendor_id,
        whole.period_grain,
        whole.period_start,
        whole.period_end,
        count(*) = 1
        and min(whole.whole_id) = whole.vendor_id
        and min(whole.total_basis) <> 'observed_only'
        and count(regrouped_vendor.vendor_id) = 0 as is_total,
        min(whole.total_low_cents) as total_low_cents,
        min(whole.total_high_cents) as total_high_cents,
        sum(whole.named_low_cents) as named_low_cents,
        min(whole.residual_rule) as residual_rule,
        case when sum(whole.unbounded_count) = 0 then max(whole.greatest_high_cents) end as greatest_high_cents
    from recent as whole
    left join regrouped_vendor
        on whole.vendor_id = regrouped_vendor.vendor_id
    where whole.recency = 1
    group by whole.vendor_id, whole.period_grain, whole.period_start, whole.period_end

),

bounded as (

    select
        vendor_id,
        period_grain,
        period_start,
        period_end,
        named_low_cents,
        case when is_total then total_low_cents end as total_low_cents,
        case when is_total then total_high_cents end as total_high_cents,
        case when is_total then residual_rule else 'partial' end as residual_rule,
        case when is_total then total_high_cents - named_low_cents end as residual_cents,
        greatest_high_cents,
        -- Unnamed customers under the threshold may still be larger than the largest named.
        case
            when residual_rule = 'over_threshold'
                then {{ cents(from_cents('total_high_cents') ~ ' * ' ~ var('major_customer_share')) }}
            else 0
        end as threshold_cents
    from latest

)

-- `least` passes over a residual that is not known, which is no limit.
select
    vendor_id,
    period_grain,
    period_start,
    period_end,
    named_low_cents,
    total_low_cents,
    total_high_cents,
    case when residual_rule = 'complete' then 0 else residual_cents end as residual_cents,
    case
        when residual_rule = 'complete' then 0
        when
            residual_rule in ('largest_only', 'top_customers', 'over_threshold')
            and greatest_high_cents is not null
            and threshold_cents is not null
            then least(residual_cents, greatest(greatest_high_cents, threshold_cents))
        else residual_cents
    end as unknown_customer_cents
from bounded
