"""The tables of the benchmark, written by hand for DuckDB: what the warehouse is measured against.

    python benchmarks/by_hand.py FOLDER DATABASE

Made whole, as they are published: the same names, columns, types, rows and values, to the last
digit. Written as by someone who knows this ledger: it is in dollars and another currency, each
vendor's part of it is complete from its first month to its last, nobody claims anything beside
it, and no company belongs to another. So every low is its high, and nothing is checked, tested
or kept for the next build.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

# The one pass over the lines. Files go by number (in the order of their names), and months by
# number (12 * year + month - 1), so that a quarter is a month divided by three.
LINES = """
create temp table line_sum as
select
    coalesce(alias.company_id, payment.vendor_id) as vendor_id,
    payment.customer_id,
    coalesce(payment.market_id, 'unclassified') as market_id,
    12 * year(payment.paid_on) + month(payment.paid_on) - 1 as month,
    cast(sum(
        case
            when payment.currency = 'USD' then payment.amount
            else cast(round(payment.amount * rate.usd_per_unit, 2) as decimal(18, 2))
        end
    ) as decimal(18, 2)) as amount,
    count(*) as payment_count,
    min(payment.file_index) as first_file,
    max(payment.file_index) as last_file,
    min(payment.file_row_number) + 1 as first_line,
    max(payment.file_row_number) + 1 as last_line
from read_parquet('{folder}/payments/*.parquet') as payment
left join read_csv('{folder}/company_aliases.csv', all_varchar = true) as alias
    on payment.vendor_id = alias.alias
left join (
    select
        currency,
        12 * year(cast(valid_from as date)) + month(cast(valid_from as date)) - 1 as month,
        cast(usd_per_unit as decimal(18, 11)) as usd_per_unit
    from read_csv('{folder}/exchange_rates.csv', all_varchar = true)
) as rate
    on
        payment.currency = rate.currency
        and 12 * year(payment.paid_on) + month(payment.paid_on) - 1 = rate.month
group by all
"""

FILES = """
create temp table file as
select
    cast(row_number() over (order by file) - 1 as integer) as number,
    file as name
from glob('{folder}/payments/*.parquet')
"""

# Companies by number, in the order of their ids: all that follows joins and groups numbers.
COMPANIES = """
create temp table company as
select
    cast(row_number() over (order by named.company_id) as integer) as company,
    named.company_id,
    coalesce(listed.company_name, named.company_id) as company_name,
    '|' || named.company_id as key
from (
    select vendor_id as company_id from line_sum
    union
    select customer_id from line_sum
) as named
left join read_csv('{folder}/companies.csv', all_varchar = true) as listed
    on named.company_id = listed.company_id
"""

# Periods by number, one grain after the other. The period before has the number before, but the
# first of a grain has none. A grain is known by its number of months.
PERIODS = """
create temp table period as
with ledger as (
    select min(month) as first_month, max(month) as last_month from line_sum
),
numbered as (
    select distinct
        grain.months,
        grain.name,
        month // grain.months as number
    from ledger
    cross join unnest(range(first_month, last_month + 1)) as months (month)
    cross join (
        values (1, 'month'), (3, 'quarter'), (6, 'half_year'), (12, 'year')
    ) as grain (months, name)
),
dated as (
    select
        *,
        cast(date '0000-01-01' + to_months(cast(number * months as integer)) as date)
            as period_start
    from numbered
)
select
    cast(row_number() over (order by months, number) as integer) as period,
    cast(months as integer) as months,
    cast(number as integer) as number,
    name as period_grain,
    period_start,
    last_day(cast(period_start + to_months(cast(months - 1 as integer)) as date)) as period_end,
    number = min(number) over (partition by months) as is_first,
    number = max(number) over (partition by months) as is_last,
    concat('|', period_start, '|', period_end) as key
from dated
"""

# In order, since ordered rows are written in less time than sorting takes.
MONTHS = """
create temp table market_month as
select
    vendor.company as vendor,
    customer.company as customer,
    line_sum.market_id,
    period.period,
    period.number as month,
    line_sum.* exclude (vendor_id, customer_id, market_id, month)
from line_sum
inner join company as vendor on line_sum.vendor_id = vendor.company_id
inner join company as customer on line_sum.customer_id = customer.company_id
inner join period on line_sum.month = period.number and period.months = 1
order by vendor, customer, period
"""

SPEND = """
create table marts.fct_spend as
select
    vendor.company_id as vendor_id,
    vendor.company_name as vendor_name,
    customer.company_id as customer_id,
    customer.company_name as customer_name,
    spend.market_id,
    period.period_grain,
    period.period_start,
    period.period_end,
    'actual' as basis,
    'ledger' as origin,
    spend.amount as spend_amount,
    spend.amount as spend_amount_low,
    spend.amount as spend_amount_high,
    'USD' as currency,
    'ledger' as evidence_tier,
    spend.payment_count,
    first_file.name as first_file,
    last_file.name as last_file,
    spend.first_line,
    spend.last_line,
    concat(
        'fct_spend', vendor.key, customer.key, '|', spend.market_id, period.key, '|actual|ledger'
    ) as evidence_key
from market_month as spend
inner join period on spend.period = period.period
inner join company as vendor on spend.vendor = vendor.company
inner join company as customer on spend.customer = customer.company
inner join file as first_file on spend.first_file = first_file.number
inner join file as last_file on spend.last_file = last_file.number
"""

# Each grain is the sum of the one below it, over all markets.
PAIRS = """
create temp table pair_period as
with month as materialized (
    select vendor, customer, month as number, cast(sum(amount) as decimal(18, 2)) as amount
    from market_month group by all
),
quarter as materialized (
    select vendor, customer, number // 3 as number, cast(sum(amount) as decimal(18, 2)) as amount
    from month group by all
),
half_year as materialized (
    select vendor, customer, number // 2 as number, cast(sum(amount) as decimal(18, 2)) as amount
    from quarter group by all
),
year as (
    select vendor, customer, number // 2 as number, cast(sum(amount) as decimal(18, 2)) as amount
    from half_year group by all
)
select
    spend.vendor,
    spend.customer,
    period.period,
    spend.amount
from (
    select 1 as months, * from month
    union all
    select 3, * from quarter
    union all
    select 6, * from half_year
    union all
    select 12, * from year
) as spend
inner join period on spend.months = period.months and spend.number = period.number
"""

# A period is the closing of itself and the opening of the next.
MOVEMENTS = """
create temp table movement as
with change as (
    select
        coalesce(closing.vendor, opening.vendor) as vendor,
        coalesce(closing.customer, opening.customer) as customer,
        coalesce(closing.period, opening.period + 1) as period,
        coalesce(opening.amount, 0) as opening,
        coalesce(closing.amount, 0) as closing
    from pair_period as closing
    full join pair_period as opening
        on
            closing.vendor = opening.vendor
            and closing.customer = opening.customer
            and closing.period = opening.period + 1
),
first_spend as (
    select spend.vendor, spend.customer, period.months, min(spend.period) as period
    from pair_period as spend
    inner join period on spend.period = period.period
    where spend.amount > 0
    group by all
)
select
    change.*,
    case
        when opening <= 0 and closing <= 0 then 'inactive'
        when closing <= 0 then 'churn'
        when opening <= 0 and first_spend.period < change.period then 'reactivation'
        when opening <= 0 then 'new'
        when closing > opening then 'expansion'
        when closing < opening then 'contraction'
        else 'unchanged'
    end as movement
from change
inner join period on change.period = period.period and not period.is_first
left join first_spend
    on
        change.vendor = first_spend.vendor
        and change.customer = first_spend.customer
        and period.months = first_spend.months
where opening <> 0 or closing <> 0
"""

REVENUE_MOVEMENTS = """
create table marts.revenue_movements as
select
    vendor.company_id as vendor_id,
    vendor.company_name as vendor_name,
    customer.company_id as customer_id,
    customer.company_name as customer_name,
    period.period_grain,
    period.period_start,
    period.period_end,
    opening as opening_amount,
    opening as opening_amount_low,
    opening as opening_amount_high,
    closing as closing_amount,
    closing as closing_amount_low,
    closing as closing_amount_high,
    cast(closing - opening as decimal(18, 2)) as change_amount,
    'USD' as currency,
    movement,
    concat('revenue_movements', vendor.key, customer.key, period.key) as evidence_key
from movement
inner join period on movement.period = period.period
inner join company as vendor on movement.vendor = vendor.company
inner join company as customer on movement.customer = customer.company
"""

# The rates are of the customers active at the start; what one leaves as a credit is no loss.
RETENTION = """
create table marts.revenue_retention as
with summed as (
    select
        vendor,
        period,
        sum(opening) as opening,
        sum(closing) as closing,
        sum(closing - opening) filter (movement = 'new') as new,
        sum(closing - opening) filter (movement = 'reactivation') as reactivation,
        sum(closing - opening) filter (movement = 'expansion') as expansion,
        sum(closing - opening) filter (movement = 'contraction') as contraction,
        sum(closing - opening) filter (movement = 'churn') as churn,
        sum(closing - opening) filter (movement = 'inactive') as inactive,
        sum(opening) filter (opening > 0) as base,
        coalesce(sum(least(opening, closing)) filter (opening > 0 and closing > 0), 0) as kept,
        coalesce(sum(closing) filter (opening > 0 and closing > 0), 0) as stayed
    from movement
    group by all
),
rated as (
    select
        *,
        cast(kept / base as decimal(10, 9)) as gross,
        cast(stayed / base as decimal(28, 9)) as net
    from summed
)
select
    vendor.company_id as vendor_id,
    vendor.company_name as vendor_name,
    period.period_grain,
    period.period_start,
    period.period_end,
    cast(opening as decimal(18, 2)) as opening_amount,
    cast(coalesce(new, 0) as decimal(18, 2)) as new_amount,
    cast(coalesce(reactivation, 0) as decimal(18, 2)) as reactivation_amount,
    cast(coalesce(expansion, 0) as decimal(18, 2)) as expansion_amount,
    cast(coalesce(contraction, 0) as decimal(18, 2)) as contraction_amount,
    cast(coalesce(churn, 0) as decimal(18, 2)) as churn_amount,
    cast(coalesce(inactive, 0) as decimal(18, 2)) as inactive_amount,
    cast(closing as decimal(18, 2)) as closing_amount,
    'USD' as currency,
    gross as gross_revenue_retention,
    gross as gross_revenue_retention_low,
    gross as gross_revenue_retention_high,
    net as net_revenue_retention,
    net as net_revenue_retention_low,
    net as net_revenue_retention_high,
    'ledger' as total_basis,
    0 as unknown_customers,
    concat('revenue_retention', vendor.key, period.key) as evidence_key
from rated
inner join period on rated.period = period.period
inner join company as vendor on rated.vendor = vendor.company
"""

# Shares are of positive net amounts, divided as whole cents: one division, rounded once.
RANKED = """
create temp table ranked as
select
    *,
    cast(row_number() over largest_first as integer) as rank,
    cast(sum(cents) over (
        largest_first rows between unbounded preceding and current row
    ) as double) as cumulative,
    cast(nullif(sum(cents) over (
        largest_first rows between unbounded preceding and unbounded following
    ), 0) as double) as total
from (
    select *, cast(greatest(amount, 0) * 100 as bigint) as cents
    from pair_period
)
window largest_first as (partition by vendor, period order by amount desc, customer)
order by vendor, period, rank
"""

CUSTOMERS = """
create table marts.vendor_customers as
with shared as (
    select
        *,
        cast(cents / total as decimal(10, 9)) as share,
        cast(cumulative / total as decimal(10, 9)) as cumulative_share
    from ranked
)
select
    vendor.company_id as vendor_id,
    vendor.company_name as vendor_name,
    period.period_grain,
    period.period_start,
    period.period_end,
    customer.company_id as customer_id,
    customer.company_name as customer_name,
    amount as spend_amount,
    amount as spend_amount_low,
    amount as spend_amount_high,
    'USD' as currency,
    share,
    share as share_low,
    share as share_high,
    rank,
    cumulative_share as cumulative_share_low,
    cumulative_share as cumulative_share_high,
    'ledger' as evidence_tier,
    concat('vendor_customers', vendor.key, customer.key, period.key) as evidence_key
from shared
inner join period on shared.period = period.period
inner join company as vendor on shared.vendor = vendor.company
inner join company as customer on shared.customer = customer.company
"""

VENDOR_CONCENTRATION = """
create table marts.vendor_concentration as
with summed as (
    select
        vendor,
        period,
        cast(sum(amount) as decimal(18, 2)) as amount,
        cast(sum(least(amount, 0)) as decimal(18, 2)) as credit,
        cast(count(*) filter (amount > 0) as integer) as customers,
        max(customer) filter (rank = 1) as top,
        max(total) as total,
        max(cents) as top1,
        max(cumulative) filter (rank <= 3) as top3,
        cast(sum(cast(cents as hugeint) * cents) as double) as squares,
        cast(count(*) filter (cents * 10 >= total) as integer) as major
    from ranked
    group by all
),
measured as (
    select
        *,
        cast(10000 * (squares / total / total) as decimal(11, 6)) as hhi,
        cast(total / total as decimal(10, 9)) as named,
        cast(top1 / total as decimal(10, 9)) as share1,
        cast(top3 / total as decimal(10, 9)) as share3,
        case when total is not null then major end as majors
    from summed
)
select
    vendor.company_id as vendor_id,
    vendor.company_name as vendor_name,
    period.period_grain,
    period.period_start,
    period.period_end,
    amount as revenue_amount,
    amount as revenue_amount_low,
    amount as revenue_amount_high,
    credit as credit_amount,
    'USD' as currency,
    'ledger' as total_basis,
    'complete' as disclosure,
    customers as named_customers,
    named as named_share_low,
    named as named_share_high,
    top.company_id as top_customer_id,
    top.company_name as top_customer_name,
    share1 as top_customer_share,
    share1 as top_customer_share_low,
    share1 as top_customer_share_high,
    share1 as top1_share_low,
    share1 as top1_share_high,
    share3 as top3_share_low,
    share3 as top3_share_high,
    hhi as hhi_low,
    hhi as hhi_high,
    cast(10000 / cast(hhi as double) as decimal(18, 6)) as effective_customers_low,
    cast(10000 / cast(hhi as double) as decimal(18, 6)) as effective_customers_high,
    majors as major_customers,
    majors as possible_major_customers,
    case when hhi > 1800 then 'above' when hhi <= 1800 then 'not_above' else 'undetermined' end
        as concentration_verdict,
    '2023 US Merger Guidelines, Guideline 1: HHI above 1,800' as guideline,
    false as is_contradicted,
    cast(null as varchar) as unbounded_by,
    'ledger' as evidence_tier,
    concat('vendor_concentration', vendor.key, period.key) as evidence_key
from measured
inner join period on measured.period = period.period
inner join company as vendor on measured.vendor = vendor.company
inner join company as top on measured.top = top.company
"""

# No customer's ledger is complete, so there is no whole to have shares of. Of equal vendors the
# one with the lower number is the first.
CUSTOMER_DEPENDENCE = """
create table marts.customer_dependence as
with summed as (
    select
        customer,
        period,
        cast(sum(amount) as decimal(18, 2)) as amount,
        cast(sum(least(amount, 0)) as decimal(18, 2)) as credit,
        cast(count(*) filter (amount > 0) as integer) as vendors,
        arg_max(vendor, cast(amount * 100 as bigint) * 10000000 - vendor) as top
    from pair_period
    group by all
    order by customer, period
)
select
    customer.company_id as customer_id,
    customer.company_name as customer_name,
    period.period_grain,
    period.period_start,
    period.period_end,
    cast(null as decimal(18, 2)) as spend_amount,
    amount as spend_amount_low,
    cast(null as decimal(18, 2)) as spend_amount_high,
    credit as credit_amount,
    'USD' as currency,
    'observed_only' as total_basis,
    vendors as named_vendors,
    cast(null as decimal(10, 9)) as named_share_low,
    cast(null as decimal(10, 9)) as named_share_high,
    top.company_id as top_vendor_id,
    top.company_name as top_vendor_name,
    cast(null as decimal(10, 9)) as top_vendor_share,
    cast(null as decimal(10, 9)) as top_vendor_share_low,
    cast(null as decimal(10, 9)) as top_vendor_share_high,
    cast(null as decimal(10, 9)) as top1_share_low,
    cast(null as decimal(10, 9)) as top1_share_high,
    cast(null as decimal(10, 9)) as top3_share_low,
    cast(null as decimal(10, 9)) as top3_share_high,
    cast(null as decimal(11, 6)) as hhi_low,
    cast(null as decimal(11, 6)) as hhi_high,
    cast(null as decimal(18, 6)) as effective_vendors_low,
    cast(null as decimal(18, 6)) as effective_vendors_high,
    cast(null as integer) as major_vendors,
    cast(null as integer) as possible_major_vendors,
    'undetermined' as concentration_verdict,
    '2023 US Merger Guidelines, Guideline 1: HHI above 1,800' as guideline,
    false as is_contradicted,
    cast(null as varchar) as unbounded_by,
    'ledger' as evidence_tier,
    concat('customer_dependence', customer.key, period.key) as evidence_key
from summed
inner join period on summed.period = period.period
inner join company as customer on summed.customer = customer.company
inner join company as top on summed.top = top.company
"""

# Lines that name no market are in none. A market is measured among the vendors that are known, by
# what they net above zero.
MARKET_CONCENTRATION = """
create table marts.market_concentration as
with vendor_month as (
    select market_id, vendor, month, sum(amount) as amount
    from market_month
    where market_id <> 'unclassified'
    group by all
),
vendor_period as (
    select
        spend.market_id,
        spend.vendor,
        period.period,
        cast(sum(spend.amount) as decimal(18, 2)) as amount
    from vendor_month as spend
    inner join period on spend.month // period.months = period.number
    group by all
),
ranked as (
    select
        *,
        cast(greatest(amount, 0) * 100 as bigint) as cents,
        row_number() over (partition by market_id, period order by amount desc, vendor) as rank
    from vendor_period
),
summed as (
    select
        market_id,
        period,
        cast(sum(greatest(amount, 0)) as decimal(18, 2)) as amount,
        cast(sum(least(amount, 0)) as decimal(18, 2)) as credit,
        cast(count(*) filter (amount > 0) as integer) as vendors,
        max(vendor) filter (rank = 1) as top,
        cast(nullif(sum(cents), 0) as double) as total,
        max(cents) as top1,
        cast(sum(cents) filter (rank <= 4) as double) as top4,
        cast(sum(cast(cents as hugeint) * cents) as double) as squares
    from ranked
    group by all
),
measured as (
    select
        *,
        cast(10000 * (squares / total / total) as decimal(11, 6)) as hhi,
        cast(total / total as decimal(10, 9)) as named,
        cast(top1 / total as decimal(10, 9)) as share1,
        cast(top4 / total as decimal(10, 9)) as share4
    from summed
)
select
    measured.market_id,
    period.period_grain,
    period.period_start,
    period.period_end,
    amount as market_amount,
    amount as market_amount_low,
    amount as market_amount_high,
    credit as credit_amount,
    'USD' as currency,
    'known_vendors' as total_basis,
    vendors as named_vendors,
    named as named_share_low,
    named as named_share_high,
    top.company_id as top_vendor_id,
    top.company_name as top_vendor_name,
    share1 as top_vendor_share,
    share1 as top_vendor_share_low,
    share1 as top_vendor_share_high,
    share1 as cr1_low,
    share1 as cr1_high,
    share4 as cr4_low,
    share4 as cr4_high,
    hhi as hhi_low,
    hhi as hhi_high,
    cast(10000 / cast(hhi as double) as decimal(18, 6)) as effective_vendors_low,
    cast(10000 / cast(hhi as double) as decimal(18, 6)) as effective_vendors_high,
    'undetermined' as concentration_verdict,
    '2023 US Merger Guidelines, Guideline 1: HHI above 1,800' as guideline,
    false as is_contradicted,
    cast(null as varchar) as unbounded_by,
    'ledger' as evidence_tier,
    concat('market_concentration|', measured.market_id, period.key) as evidence_key
from measured
inner join period on measured.period = period.period
inner join company as top on measured.top = top.company
"""


def build(folder: Path, database: Path, memory_limit: str) -> None:
    """Make the tables in a new database.

    Args:
        folder: what generate.py wrote.
        database: file to make; one that is there is replaced.
        memory_limit: as DuckDB reads it.
    """
    for old in (database, database.with_suffix(".duckdb.wal")):
        old.unlink(missing_ok=True)
    connection = duckdb.connect(str(database))
    connection.execute(f"set memory_limit = '{memory_limit}'")
    connection.execute("set preserve_insertion_order = false")
    connection.execute("create schema marts")
    for sql in (
        LINES,
        FILES,
        COMPANIES,
        PERIODS,
        MONTHS,
        "drop table line_sum",
        SPEND,
        PAIRS,
        MARKET_CONCENTRATION,
        "drop table market_month",
        MOVEMENTS,
        REVENUE_MOVEMENTS,
        RETENTION,
        "drop table movement",
        CUSTOMER_DEPENDENCE,
        RANKED,
        "drop table pair_period",
        CUSTOMERS,
        VENDOR_CONCENTRATION,
    ):
        connection.execute(sql.replace("{folder}", str(folder)))
    connection.close()


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "8GB")
