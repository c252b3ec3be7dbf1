-- Grain: one row per vendor, period and customer, and where the revenue is known a last one for everybody not named.
{{ config(
    meta={'sorted_by': ['period_end', 'period_start', 'vendor_id', 'rank nulls last', 'customer_id']},
) }}
with

named as (

    select
        whole_id as vendor_id,
        period_grain,
        period_start,
        period_end,
        part_id as customer_id,
        amount,
        amount_low,
        amount_high,
        share,
        share_low,
        share_high,
        part_rank,
        cumulative_share_low,
        cumulative_share_high,
        tier
    from {{ changed_part(ref('int_part_shares')) }}
    where whole_kind = 'vendor'

),

-- What the total leaves: nobody in particular, so it has no rank, and no row where everybody is named.
not_named as (

    select
        whole_id as vendor_id,
        period_grain,
        period_start,
        period_end,
        'not_named' as customer_id,
        residual_amount as amount,
        residual_amount_low as amount_low,
        residual_amount_high as amount_high,
        residual_share as share,
        1 - named_share_high as share_low,
        1 - named_share_low as share_high,
        cast(null as bigint) as part_rank,
        case when method <> 'none' then cast(1 as decimal(10, 9)) end as cumulative_share_low,
        case when method <> 'none' then cast(1 as decimal(10, 9)) end as cumulative_share_high,
        tier
    from {{ changed_part(ref('int_concentration')) }}
    where
        whole_kind = 'vendor'
        and {{ leaves_others() }}

)

select
    customer_row.vendor_id,
    vendor.company_name as vendor_name,
    customer_row.period_grain,
    customer_row.period_start,
    customer_row.period_end,
    customer_row.customer_id,
    coalesce(customer.company_name, 'Everybody not named') as customer_name,
    cast(customer_row.amount as decimal(18, 2)) as spend_amount,
    cast(customer_row.amount_low as decimal(18, 2)) as spend_amount_low,
    cast(customer_row.amount_high as decimal(18, 2)) as spend_amount_high,
    '{{ var("reporting_currency") }}' as currency,
    cast(customer_row.share as decimal(10, 9)) as share,
    cast(customer_row.share_low as decimal(10, 9)) as share_low,
    cast(customer_row.share_high as decimal(10, 9)) as share_high,
    cast(customer_row.part_rank as integer) as rank,
    customer_row.cumulative_share_low,
    customer_row.cumulative_share_high,
    {{ tier_name('customer_row.tier') }} as evidence_tier,
    {{ evidence_key('vendor_customers', [
        'customer_row.vendor_id', 'customer_row.customer_id', 'customer_row.period_start', 'customer_row.period_end',
    ]) }} as evidence_key
from (
    select * from named
    union all
    select * from not_named
) as customer_row
inner join {{ ref('int_companies') }} as vendor
    on customer_row.vendor_id = vendor.company_id
left join {{ ref('int_companies') }} as customer
    on customer_row.customer_id = customer.company_id
