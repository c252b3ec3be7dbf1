"""Make a ledger to measure with: all input files, and payments as Parquet, one file a month.

    python benchmarks/generate.py FOLDER --payments 10000000

Same arguments and DuckDB version, same files. The ledger has what real ones have: a few large
vendors and customers and many small ones, customers who come, leave, pause and return, credit
notes, two currencies, lines without a market, vendors under a new name, and lines that arrive a
month or two late (in the file of the month in which they arrive).
"""

from __future__ import annotations

import argparse
import csv
import shutil
from pathlib import Path

import duckdb

PROJECT = Path(__file__).parent.parent
MONTHS = 60
FIRST_MONTH = "2020-01-01"

# A number from 0 to below 1 that depends on the seed, a salt and the columns alone.
CHANCE = """
create macro chance(salt, a, b) as
    (hash(salt, a, b, getvariable('seed')) >> 11) / 9007199254740992.0
"""

# A vendor is the more popular the lower its number, a customer likewise but less so. A pair is
# active from a month to another one, most from the first; one in six pauses in between.
PAIRS = """
create table pair as
with drawn as (
    select
        range as pair_id,
        cast(floor($vendors * pow(chance(1, range, 0), 3)) as integer) as vendor,
        cast(floor($customers * pow(chance(2, range, 0), 1.5)) as integer) as customer,
        cast(greatest(0, floor($months * (1.4 * chance(3, range, 0) - 0.4))) as integer)
            as first_month,
        cast(3 + floor(-40 * ln(1 - chance(4, range, 0))) as integer) as months,
        chance(5, range, 0) < 0.17 as pauses,
        cast(3 + floor(9 * chance(6, range, 0)) as integer) as pause_after,
        cast(2 + floor(7 * chance(7, range, 0)) as integer) as pause_months,
        -- Log-normal by Box and Muller: how often and how much the customer buys.
        exp(0.9 * sqrt(-2 * ln(1 - chance(8, range, 0))) * cos(2 * pi() * chance(9, range, 0)))
            as frequency,
        exp(6 + 1.1 * sqrt(-2 * ln(1 - chance(10, range, 0)))
            * cos(2 * pi() * chance(11, range, 0)))
            as usual_amount
    from range($pairs)
)
select * from drawn
qualify row_number() over (partition by vendor, customer order by pair_id) = 1
"""

PAIR_MONTHS = """
create table pair_month as
select
    pair_id,
    month,
    frequency
from pair
cross join range($months) as all_months (month)
where
    month between first_month and first_month + months - 1
    and not (
        pauses
        and month - first_month - pause_after between 0 and pause_months - 1
    )
"""

# The lines of one month of purchase; the last columns say in which month's file each arrives.
LINES = """
create or replace table line as
with numbered as (
    select
        pair_id,
        unnest(range(cast(floor(frequency * $scale + chance(12, pair_id, $month)) as bigint))) as n
    from pair_month
    where month = $month
),
drawn as (
    select
        pair.*,
        numbered.n,
        hash(pair.pair_id, numbered.n, $month) as line_hash
    from numbered
    inner join pair on numbered.pair_id = pair.pair_id
)
select
    printf('%02d-%d-%d', $month, pair_id, n) as payment_id,
    cast(null as varchar) as contract_id,
    printf('vendor_%06d', vendor)
        || case
            when chance(13, vendor, 0) < 0.02 and $month >= 60 * chance(14, vendor, 0) then ' ltd'
            else ''
        end as vendor_id,
    printf('customer_%07d', customer) as customer_id,
    case when chance(15, line_hash, 0) >= 0.03 then printf('market_%02d', vendor % 20) end
        as market_id,
    month_start + cast(floor(chance(16, line_hash, 0) * day(last_day(month_start))) as integer)
        as paid_on,
    cast(
        usual_amount * (0.5 + chance(17, line_hash, 0))
        * case when chance(18, line_hash, 0) < 0.02 then -0.4 else 1 end as decimal(18, 2)
    ) as amount,
    case when customer % 10 = 0 then 'EUR' else 'USD' end as currency,
    $month + case
        when chance(19, line_hash, 0) >= 0.03 then 0
        when chance(20, line_hash, 0) >= 0.3 then 1
        else 2
    end as arrives
from drawn
cross join (select cast(date '2020-01-01' + to_months($month) as date) as month_start)
"""


def generate(folder: Path, payments: int, pairs: int, seed: int) -> None:
    """Write the folder anew.

    Args:
        folder: gets the input files, and ``payments/YYYY-MM.parquet``.
        payments: about how many ledger lines.
        pairs: how many pairs of vendor and customer are drawn; a few coincide.
        seed: another seed, another ledger.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "payments").mkdir(parents=True)
    numbers = {"vendors": max(pairs // 50, 5), "customers": max(pairs // 5, 20)}
    connection = duckdb.connect(str(folder / "scratch.duckdb"))
    connection.execute("set preserve_insertion_order = false")
    connection.execute(f"set variable seed = {seed}")
    connection.execute(CHANCE)
    connection.execute(PAIRS, {**numbers, "months": MONTHS, "pairs": pairs})
    connection.execute(PAIR_MONTHS, {"months": MONTHS})
    # Whole lines only: rounded up or down by chance, so that the sum comes out about right.
    scale = connection.execute("select $1 / sum(frequency) from pair_month", [payments]).fetchall()[
        0
    ][0]
    waiting: list[str] = []
    for month in range(MONTHS):
        connection.execute(LINES, {"scale": scale, "month": month})
        connection.execute(f"create table month_{month} as from line")
        waiting = [*waiting[-2:], f"month_{month}"]
        arrived = " union all ".join(
            f"select * from {name} where arrives = {month}" for name in waiting
        )
        # What would arrive after the last month arrives with it.
        if month == MONTHS - 1:
            arrived = " union all ".join(
                f"select * from {name} where arrives >= {month}" for name in waiting
            )
        name = connection.execute(
            "select strftime(cast($1 as date) + to_months(cast($2 as integer)), '%Y-%m')",
            [FIRST_MONTH, month],
        ).fetchall()[0][0]
        connection.execute(
            f"copy (select * exclude (arrives) from ({arrived}) order by payment_id) "
            f"to '{folder}/payments/{name}.parquet' (format parquet, compression zstd)"
        )
        if month >= 2:
            connection.execute(f"drop table month_{month - 2}")
    _write_inputs(connection, folder, numbers["vendors"])
    connection.close()
    (folder / "scratch.duckdb").unlink()


def _write_inputs(connection: duckdb.DuckDBPyConnection, folder: Path, vendors: int) -> None:
    """Write the CSV files beside the payments: complete vendor ledgers, rates, new names."""
    for seed in (PROJECT / "seeds").glob("*.csv"):
        header = seed.read_text(encoding="utf-8").splitlines()[0]
        (folder / seed.name).write_text(header + "\n", encoding="utf-8")
    shutil.copy(PROJECT / "seeds" / "signal_assumptions.csv", folder)
    names = [f"vendor_{vendor:06d}" for vendor in range(vendors)]
    renamed = connection.execute(
        "select printf('vendor_%06d', range) from range($1) "
        "where chance(13, range, 0) < 0.02 order by 1",
        [vendors],
    ).fetchall()
    last_day = connection.execute(
        "select last_day(cast($1 as date) + to_months($2))", [FIRST_MONTH, MONTHS - 1]
    ).fetchall()[0][0]
    rates = connection.execute(
        "select cast($1 as date) + to_months(cast(range as integer)), "
        "cast(1.05 + 0.15 * chance(21, range, 0) as decimal(18, 4)) from range($2)",
        [FIRST_MONTH, MONTHS],
    ).fetchall()
    tables = {
        "companies": [(name, name, "") for name in names],
        "company_aliases": [(f"{name} ltd", name) for (name,) in renamed],
        "ledger_coverage": [(name, "vendor", FIRST_MONTH, last_day) for name in names],
        "exchange_rates": [("EUR", start.strftime("%Y-%m-%d"), rate) for start, rate in rates],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


def main() -> None:
    """Read the arguments and write the folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--payments", type=int, default=10_000_000)
    parser.add_argument("--pairs", type=int, help="default: a hundredth of the payments")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    pairs = arguments.pairs or max(arguments.payments // 100, 100)
    generate(arguments.folder, arguments.payments, pairs, arguments.seed)


if __name__ == "__main__":
    main()
