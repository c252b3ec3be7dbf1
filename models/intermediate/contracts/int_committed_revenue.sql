-- Grain: one row per vendor group and year (also fiscal) in which customers have committed themselves to buy.
with

in_group as (

    select
        coalesce(vendor_group.ultimate_parent_id, commitment.vendor_id) as vendor_group_id,
        coalesce(customer_group.ultimate_parent_id, commitment.customer_id) as customer_group_id,
        commitment.*
    from {{ ref('int_commitment_years') }} as commitment
    {{ join_group('vendor_group', 'commitment.vendor_id', 'commitment.period_end') }}
    {{ join_group('customer_group', 'commitment.customer_id', 'commitment.period_end') }}

),

-- Where the term is not known, its value may fall into one year, or into none.
priced as (

    select
        vendor_group_id,
        period_grain,
        period_start,
        period_end,
        case
            when has_term and value_per = 'year'
                then {{ part_of_amount('value_low', 'overlap_days', 'year_days') }}
            when has_term and value_per = 'term'
                then {{ part_of_amount('value_low', 'overlap_days', 'term_days') }}
            else 0
        end as amount_low,
        case
            when value_per = 'year'
                then {{ part_of_amount('value_high', 'overlap_days', 'year_days') }}
            when has_term and value_per = 'term'
                then {{ part_of_amount('value_high', 'overlap_days', 'term_days') }}
            else value_high
        end as amount_high
    from in_group
    where vendor_group_id <> customer_group_id

)

-- One commitment without a bound leaves the sum without one.
select
    vendor_group_id,
    period_grain,
    period_start,
    period_end,
    cast(sum(amount_low) as decimal(18, 2)) as amount_low,
    case
        when count(amount_high) = count(*) then cast(sum(amount_high) as decimal(18, 2))
    end as amount_high
from priced
group by vendor_group_id, period_grain, period_start, period_end
