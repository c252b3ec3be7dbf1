-- Grain: one row per whole (a vendor's revenue, a customer's spend, a market), period and named part of it.
-- Parts of a vendor are its customers, of a customer or a market its vendors. Own labour and redacted names
-- are no part that could be named.
-- Not stored: figures under other names.
{{ config(materialized='view') }}
with

part as (

    select
        'vendor' as whole_kind,
        vendor_id as whole_id,
        period_grain,
        period_start,
        period_end,
        customer_id as part_id,
        amount_low,
        amount_high,
        amount,
        share_low,
        share_high,
        share,
        tier,
        parts_exceed
    from {{ ref('int_group_figures') }}
    where
        metric = 'customer_spend'
        and vendor_id not in ('in_house', 'undisclosed')
        and customer_id <> 'undisclosed'

    union all

    select
        'customer' as whole_kind,
        customer_id as whole_id,
        period_grain,
        period_start,
        period_end,
        vendor_id as part_id,
        amount_low,
        amount_high,
        amount,
        cast(null as decimal(10, 9)) as share_low,
        cast(null as decimal(10, 9)) as share_high,
        cast(null as decimal(10, 9)) as share,
        tier,
        parts_exceed
    from {{ ref('int_group_figures') }}
    where
        metric = 'customer_spend'
        and vendor_id not in ('in_house', 'undisclosed')
        and customer_id <> 'undisclosed'

    union all

    select
        'market' as whole_kind,
        market_id as whole_id,
        period_grain,
        period_start,
        period_end,
        vendor_id as part_id,
        amount_low,
        amount_high,
        amount,
        cast(null as decimal(10, 9)) as share_low,
        cast(null as decimal(10, 9)) as share_high,
        cast(null as decimal(10, 9)) as share,
        tier,
        parts_exceed
    from {{ ref('int_market_revenue') }}

)

-- Bounds that meet are a point, whoever states them.
select
    whole_kind,
    whole_id,
    period_grain,
    period_start,
    period_end,
    part_id,
    amount_low,
    amount_high,
    case when amount_low = amount_high then amount_low else amount end as amount,
    share_low,
    share_high,
    share,
    tier,
    parts_exceed
from part
