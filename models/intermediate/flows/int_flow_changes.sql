-- Grain: one row per customer group, market, period and vendor group that the customer paid in it or in the one before.
-- Only lines of customers whose ledger covers both periods: there a missing payment is zero. Companies are rolled up
-- as of the later period's end in both, so that neither an acquisition nor a new name is a change.
with

covered as (

    select
        later.company_id as customer_id,
        later.period_grain,
        later.period_start,
        later.period_end,
        earlier.period_start as opening_start,
        earlier.period_end as opening_end
    from {{ changed_part(ref('int_covered_periods')) }} as later
    inner join {{ changed_part(ref('int_covered_periods'), 'next_period_end') }} as earlier
        on
            later.company_id = earlier.company_id
            and later.side = earlier.side
            and later.period_grain = earlier.period_grain
            and cast({{ dbt.dateadd('day', -1, 'later.period_start') }} as date) = earlier.period_end
    where later.side = 'customer' and later.company_id <> 'undisclosed'

),

compared as (

    select
        customer_id,
        period_start,
        period_end,
        opening_start as lines_from,
        opening_end as lines_to,
        1 as is_opening
    from covered

    union all

    select
        customer_id,
        period_start,
        period_end,
        period_start as lines_from,
        period_end as lines_to,
        0 as is_opening
    from covered

),

spend as (

    select
        coalesce(customer_group.ultimate_parent_id, ledger.customer_id) as customer_id,
        line_market.market_id,
        ledger.period_grain,
        compared.period_start,
        compared.period_end,
        coalesce(vendor_group.ultimate_parent_id, ledger.vendor_id) as vendor_id,
        compared.is_opening,
        ledger.amount
    from {{ changed_part(ref('int_ledger_spend'), 'next_period_end') }} as ledger
    inner join compared
        on
            ledger.customer_id = compared.customer_id
            and ledger.period_start = compared.lines_from
            and ledger.period_end = compared.lines_to
    inner join {{ ref('int_line_markets') }} as line_market
        on
            ledger.vendor_id = line_market.vendor_id
            and ledger.market_id = line_market.line_market_id
            and line_market.is_certain
    {{ join_group('vendor_group', 'ledger.vendor_id', 'compared.period_end') }}
    {{ join_group('customer_group', 'ledger.customer_id', 'compared.period_end') }}

),

-- Credits beyond what was paid are no demand.
demand as (

    select
        customer_id,
        market_id,
        period_grain,
        period_start,
        period_end,
        vendor_id,
        greatest(sum(case when is_opening = 1 then amount else 0 end), 0) as opening_amount,
        greatest(sum(case when is_opening = 0 then amount else 0 end), 0) as closing_amount
    from spend
    where vendor_id <> customer_id
    group by customer_id, market_id, period_grain, period_start, period_end, vendor_id

)

select
    customer_id,
    market_id,
    period_grain,
    period_start,
    period_end,
    vendor_id,
    cast(opening_amount as decimal(18, 2)) as opening_amount,
    cast(closing_amount as decimal(18, 2)) as closing_amount,
    cast(greatest(opening_amount - closing_amount, 0) as decimal(18, 2)) as decrease_amount,
    cast(greatest(closing_amount - opening_amount, 0) as decimal(18, 2)) as increase_amount
from demand
