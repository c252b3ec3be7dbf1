"""The tables of the benchmark, written by hand for DuckDB: what the warehouse is measured against.

    python benchmarks/by_hand.py FOLDER DATABASE

Made as someone would who needs just these tables of one complete ledger in two currencies: no
checks, no claims, no groups of companies, no evidence.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

SPEND = """
create table fct_spend as
select
    coalesce(alias.company_id, payment.vendor_id) as vendor_id,
    payment.customer_id,
    coalesce(payment.market_id, 'unclassified') as market_id,
    cast(date_trunc('month', payment.paid_on) as date) as month_start,
    cast(sum(
        case
            when payment.currency = 'USD' then payment.amount
            else cast(round(payment.amount * rate.usd_per_unit, 2) as decimal(18, 2))
        end
    ) as decimal(18, 2)) as amount
from read_parquet('{folder}/payments/*.parquet') as payment
left join read_csv('{folder}/company_aliases.csv', all_varchar = true) as alias
    on payment.vendor_id = alias.alias
left join (
    select
        currency,
        cast(valid_from as date) as valid_from,
        cast(usd_per_unit as decimal(18, 11)) as usd_per_unit
    from read_csv('{folder}/exchange_rates.csv', all_varchar = true)
) as rate
    on
        payment.currency = rate.currency
        and date_trunc('month', payment.paid_on) = rate.valid_from
group by all
"""

# Months of all markets, added up to each grain.
PERIODS = """
create table period_spend as
select
    vendor_id,
    customer_id,
    'month' as period_grain,
    month_start as period_start,
    sum(amount) as amount
from fct_spend
group by all
union all
select
    vendor_id,
    customer_id,
    grain.name,
    cast(month_start - to_months((month(month_start) - 1) % grain.months) as date),
    sum(amount)
from fct_spend
cross join (values ('quarter', 3), ('half_year', 6), ('year', 12)) as grain (name, months)
group by all
"""

MOVEMENTS = """
create table revenue_movements as
with side as (
    select *, 0 as opening, amount as closing from period_spend
    union all
    select
        * replace (cast(period_start + to_months(
            case period_grain
                when 'month' then 1
                when 'quarter' then 3
                when 'half_year' then 6
                else 12
            end
        ) as date) as period_start),
        amount,
        0
    from period_spend
),
change as (
    select
        vendor_id,
        customer_id,
        period_grain,
        period_start,
        cast(sum(opening) as decimal(18, 2)) as opening_amount,
        cast(sum(closing) as decimal(18, 2)) as closing_amount
    from side
    group by all
    having sum(opening) <> 0 or sum(closing) <> 0
),
ranged as (
    select change.*
    from change
    inner join (
        select period_grain, min(period_start) as first_period, max(period_start) as last_period
        from period_spend group by all
    ) using (period_grain)
    where period_start > first_period and period_start <= last_period
),
first_spend as (
    select vendor_id, customer_id, period_grain, min(period_start) as first_active
    from period_spend
    where amount > 0
    group by all
)
select
    ranged.*,
    closing_amount - opening_amount as change_amount,
    case
        when opening_amount <= 0 and closing_amount <= 0 then 'inactive'
        when closing_amount <= 0 then 'churn'
        when opening_amount <= 0 and first_active < period_start then 'reactivation'
        when opening_amount <= 0 then 'new'
        when closing_amount > opening_amount then 'expansion'
        when closing_amount < opening_amount then 'contraction'
        else 'unchanged'
    end as movement
from ranged
left join first_spend using (vendor_id, customer_id, period_grain)
"""

RETENTION = """
create table revenue_retention as
with summed as (
    select
        vendor_id,
        period_grain,
        period_start,
        sum(opening_amount) as opening_amount,
        sum(closing_amount) as closing_amount,
        sum(change_amount) filter (movement = 'new') as new_amount,
        sum(change_amount) filter (movement = 'reactivation') as reactivation_amount,
        sum(change_amount) filter (movement = 'expansion') as expansion_amount,
        sum(change_amount) filter (movement = 'contraction') as contraction_amount,
        sum(change_amount) filter (movement = 'churn') as churn_amount,
        sum(opening_amount) filter (opening_amount > 0) as base_amount,
        sum(least(opening_amount, closing_amount))
            filter (opening_amount > 0 and closing_amount > 0) as kept_amount,
        sum(closing_amount) filter (opening_amount > 0 and closing_amount > 0) as stayed_amount
    from revenue_movements
    group by all
)
select
    *,
    coalesce(kept_amount, 0) / base_amount as gross_revenue_retention,
    coalesce(stayed_amount, 0) / base_amount as net_revenue_retention
from summed
"""

CUSTOMERS = """
create table vendor_customers as
select
    *,
    greatest(amount, 0) / nullif(sum(greatest(amount, 0)) over vendor, 0) as share,
    row_number() over (vendor order by amount desc, customer_id) as rank
from period_spend
window vendor as (partition by vendor_id, period_grain, period_start)
"""

CONCENTRATION = """
create table vendor_concentration as
select
    vendor_id,
    period_grain,
    period_start,
    sum(amount) as revenue_amount,
    count(*) filter (amount > 0) as named_customers,
    max(customer_id) filter (rank = 1) as top_customer_id,
    max(share) as top1_share,
    sum(share) filter (rank <= 3) as top3_share,
    10000 * sum(share * share) as hhi
from vendor_customers
group by all
having count(*) filter (amount > 0) > 0
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
    for sql in (SPEND, PERIODS, MOVEMENTS, RETENTION, CUSTOMERS, CONCENTRATION):
        connection.execute(sql.replace("{folder}", str(folder)))
    connection.close()


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "8GB")
