-- Grain: one row per vendor and conflicted customer: what the customer spent there in the vendor's latest known year,
-- and, repeated, the share of the vendor's revenue that hangs on all its conflicted customers. Whole cents.
{% set last_day = day_of_the_present() %}
with

conflicted as (

    select distinct
        vendor_id,
        customer_id
    from {{ ref('int_ownership_conflicts') }}

),

spent as (

    select
        conflicted.vendor_id,
        conflicted.customer_id,
        part.period_start,
        part.period_end,
        sum({{ cents('case when part.amount_low > 0 then part.amount_low else 0 end') }}) as low_cents,
        case
            when count(part.amount_high) = count(*)
                then sum({{ cents('case when part.amount_high > 0 then part.amount_high else 0 end') }})
        end as high_cents
    from {{ ref('int_concentration_parts') }} as part
    {{ join_group('vendor_group', 'part.whole_id', last_day) }}
    {{ join_group('customer_group', 'part.part_id', last_day) }}
    -- Of a ledger's history only what is asked for.
    inner join conflicted
        on
            coalesce(vendor_group.ultimate_parent_id, part.whole_id) = conflicted.vendor_id
            and coalesce(customer_group.ultimate_parent_id, part.part_id) = conflicted.customer_id
    where
        part.whole_kind = 'vendor'
        and coalesce(part.amount_low, part.amount_high) is not null
    group by conflicted.vendor_id, conflicted.customer_id, part.period_start, part.period_end

),

-- No spend is more than what the total leaves beside the other named customers.
exposed as (

    select
        conflicted.vendor_id,
        conflicted.customer_id,
        baseline.period_start,
        baseline.period_end,
        baseline.total_low_cents,
        baseline.total_high_cents,
        baseline.residual_cents,
        -- Of a vendor that has named everybody, whoever is not among them has spent nothing.
        coalesce(spent.customer_id is not null or baseline.unknown_customer_cents = 0, false) as is_spend_known,
        case when baseline.vendor_id is not null then coalesce(spent.low_cents, 0) end as low_cents,
        case
            when spent.customer_id is null then baseline.unknown_customer_cents
            else
                coalesce(
                    spent.high_cents,
                    baseline.total_high_cents - baseline.named_low_cents + spent.low_cents
                )
        end as high_cents
    from conflicted
    left join {{ ref('int_vendor_baselines') }} as baseline
        on conflicted.vendor_id = baseline.vendor_id
    left join spent
        on
            conflicted.vendor_id = spent.vendor_id
            and conflicted.customer_id = spent.customer_id
            and {{ same_period('baseline', 'spent') }}

),

-- Customers whose spend is unknown have together no more than what the total leaves beside the named.
summed as (

    select
        vendor_id,
        is_spend_known,
        sum(low_cents) as low_cents,
        case when count(high_cents) = count(*) then sum(high_cents) end as high_cents,
        min(residual_cents) as residual_cents
    from exposed
    group by vendor_id, is_spend_known

),

-- `least` passes over a residual that is not known; the sum is then empty or bounded by the largest named.
in_conflict as (

    select
        vendor_id,
        sum(low_cents) as low_cents,
        case
            when count(high_cents) = count(*)
                then sum(case when is_spend_known then high_cents else least(high_cents, residual_cents) end)
        end as high_cents
    from summed
    group by vendor_id

),

in_shares as (

    select
        exposed.*,
        cast(in_conflict.low_cents as double) / nullif(cast(exposed.total_high_cents as double), 0) as share_low,
        cast(in_conflict.high_cents as double) / nullif(cast(exposed.total_low_cents as double), 0) as share_high
    from exposed
    inner join in_conflict
        on exposed.vendor_id = in_conflict.vendor_id

)

select
    vendor_id,
    customer_id,
    period_start as baseline_period_start,
    period_end as baseline_period_end,
    is_spend_known,
    {{ from_cents('low_cents') }} as exposed_amount_low,
    {{ from_cents('high_cents') }} as exposed_amount_high,
    cast(round(case when share_low > 1 then 1 else share_low end, 9) as decimal(10, 9))
        as revenue_in_conflict_share_low,
    cast(round(case when share_high > 1 then 1 else share_high end, 9) as decimal(10, 9))
        as revenue_in_conflict_share_high
from in_shares
