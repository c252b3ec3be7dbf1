-- What: the rows of vendor_customers are those that vendor_concentration counts. Spend adds up to the
-- revenue wherever all of it is known exactly (always for a ledger), shares add up to 1, and the customer
-- with rank 1 and the number of named customers are the same in both.
-- When it matters: a customer missing or doubled there makes the shares of all others wrong.
-- How to resolve: this is a defect of the project. Compare the rows of both marts for the vendor and period
-- named here; `fault` says what differs.
with

customers as (

    select
        vendor_id,
        period_start,
        period_end,
        count(*) as row_count,
        count(spend_amount) as exact_amounts,
        sum(spend_amount) as spend_amount,
        count(share) as exact_shares,
        sum(share) as share_sum,
        count(coalesce(
            share, share_low, share_high, cumulative_share_low, cumulative_share_high
        )) as shown_shares,
        max(case when rank = 1 then customer_id end) as top_customer_id,
        count(
            case
                when customer_id = 'not_named' then null
                when spend_amount_high is null or spend_amount_high > 0 then 1
            end
        ) as named_customers
    from {{ tested_part(ref('vendor_customers')) }}
    group by vendor_id, period_start, period_end

),

compared as (

    select
        coalesce(mart.vendor_id, customers.vendor_id) as vendor_id,
        coalesce(mart.period_start, customers.period_start) as period_start,
        coalesce(mart.period_end, customers.period_end) as period_end,
        mart.total_basis,
        mart.revenue_amount,
        customers.spend_amount,
        customers.share_sum,
        case
            when mart.vendor_id is null then 'no row in vendor_concentration'
            when
                customers.vendor_id is null
                and (
                    mart.named_customers > 0
                    or (mart.disclosure <> 'complete' and mart.total_basis <> 'observed_only')
                )
                then 'no row in vendor_customers'
            when
                mart.total_basis = 'ledger'
                and (
                    mart.revenue_amount is null
                    or coalesce(customers.spend_amount, 0) <> mart.revenue_amount
                )
                then 'spend does not add up to the revenue of the ledger'
            when
                mart.total_basis = 'observed_only'
                and customers.shown_shares > 0
                then 'shares although the revenue is unknown'
            when
                customers.exact_amounts = customers.row_count
                and mart.revenue_amount is not null
                and customers.spend_amount <> mart.revenue_amount
                then 'exact spend does not add up to the exact revenue'
            -- Each share is rounded to nine decimals.
            when
                customers.exact_shares = customers.row_count
                and abs(customers.share_sum - 1) > 0.000000001 * customers.row_count
                then 'shares do not add up to 1'
            when
                coalesce(mart.top_customer_id, '')
                <> coalesce(customers.top_customer_id, '')
                then 'another customer has rank 1'
            when mart.named_customers <> coalesce(customers.named_customers, 0)
                then 'another number of named customers'
        end as fault
    from {{ tested_part(ref('vendor_concentration')) }} as mart
    full outer join customers
        on
            mart.vendor_id = customers.vendor_id
            and mart.period_start = customers.period_start
            and mart.period_end = customers.period_end

)

select
    vendor_id,
    period_start,
    period_end,
    fault,
    total_basis,
    revenue_amount,
    spend_amount,
    coalesce(spend_amount, 0) - coalesce(revenue_amount, 0) as difference,
    share_sum
from compared
where fault is not null
