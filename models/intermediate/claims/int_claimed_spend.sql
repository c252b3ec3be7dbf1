-- Grain: one row per vendor, customer, market, period and basis of claimed spend, stated or summed up.
-- An amount stated directly counts first, then the vendor's revenue less its revenue without the customer,
-- then a stated share of the vendor's revenue.
with

subject as (

    select
        vendor_id,
        customer_id,
        market_id,
        period_grain,
        period_start,
        period_end,
        basis,
        max(case when metric = 'customer_spend' then amount_low end) as direct_low,
        max(case when metric = 'customer_spend' then amount_high end) as direct_high,
        max(case when metric = 'customer_spend' then amount end) as direct,
        max(case when metric = 'customer_spend' then share_low end) as share_low,
        max(case when metric = 'customer_spend' then share_high end) as share_high,
        max(case when metric = 'customer_spend' then share end) as share,
        max(case when metric = 'revenue_excluding_customer' then amount_low end) as rest_low,
        max(case when metric = 'revenue_excluding_customer' then amount_high end) as rest_high,
        max(case when metric = 'revenue_excluding_customer' then amount end) as rest,
        max(case when metric = 'customer_spend' then tier end) as spend_tier,
        max(case when metric = 'revenue_excluding_customer' then tier end) as rest_tier
    from {{ ref('int_reported_figures') }}
    where metric in ('customer_spend', 'revenue_excluding_customer')
    group by vendor_id, customer_id, market_id, period_grain, period_start, period_end, basis

),

beside_total as (

    select
        subject.*,
        coalesce(subject.direct_low, subject.direct_high) is not null as is_direct,
        coalesce(subject.rest_low, subject.rest_high) is not null as has_rest,
        total.amount_low as total_low,
        total.amount_high as total_high,
        total.amount as total,
        total.tier as total_tier
    from subject
    left join {{ ref('int_claimed_totals') }} as total
        on
            total.metric = 'vendor_revenue'
            and subject.vendor_id = total.vendor_id
            and subject.market_id = total.market_id
            and {{ same_period('subject', 'total') }}
            and subject.basis = total.basis

),

figure as (

    select
        'customer_spend' as metric,
        vendor_id,
        customer_id,
        market_id,
        period_grain,
        period_start,
        period_end,
        basis,
        case
            when is_direct then direct_low
            when has_rest and coalesce(total_low, total_high) is null then null
            when has_rest then cast(greatest(total_low - rest_high, 0) as decimal(18, 2))
            else {{ from_cents('floor(share_low * total_low * 100)') }}
        end as amount_low,
        case
            when is_direct then direct_high
            -- A remainder below nothing is a conflict, and says nothing.
            when has_rest and (total_high is null or total_high < rest_low) then null
            when has_rest then cast(total_high - coalesce(rest_low, 0) as decimal(18, 2))
            else {{ from_cents('ceil(share_high * total_high * 100)') }}
        end as amount_high,
        case
            when is_direct then direct
            when has_rest and total < rest then null
            when has_rest then cast(total - rest as decimal(18, 2))
            else cast(round(share * total, 2) as decimal(18, 2))
        end as amount,
        case when not is_direct and not has_rest then share_low end as share_low,
        case when not is_direct and not has_rest then share_high end as share_high,
        case when not is_direct and not has_rest then share end as share,
        cast(null as {{ dbt.type_string() }}) as disclosure,
        case
            when is_direct then spend_tier
            when has_rest then greatest(rest_tier, coalesce(total_tier, rest_tier))
            else greatest(spend_tier, coalesce(total_tier, spend_tier))
        end as tier,
        true as is_stated,
        false as parts_exceed,
        false as parts_fall_short
    from beside_total

),

{{ completed_figures('figure') }}

select * from completed
