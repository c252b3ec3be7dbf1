"""Compare the tables that by_hand.py makes with the warehouse's, row by row and column by column.

    python benchmarks/compare.py BY_HAND.duckdb VENDOR_SHOCK.duckdb

Every table has an `evidence_key`, one for every row. A fingerprint of all rows in any order tells
whether a table is the same; only where it is not are rows joined, and what differs is named.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

TABLES = [
    "fct_spend",
    "revenue_movements",
    "revenue_retention",
    "vendor_customers",
    "vendor_concentration",
    "customer_dependence",
    "market_concentration",
]

# What was divided as a double may be rounded otherwise in its last digit, in one row of a hundred
# thousand at the most. By digits after the point:
SLACK = {9: "1e-8", 6: "1e-6 * greatest(abs(cast(hand.{0} as double)), 1)"}
ROUNDED_OTHERWISE = 1e-5

# How many rows are shown of each column that differs.
SHOWN = 3


def compare(
    by_hand: Path, warehouse: Path, memory_limit: str = "8GB"
) -> tuple[list[str], list[str]]:
    """Compare all tables.

    Args:
        by_hand: database that by_hand.py made.
        warehouse: published database.
        memory_limit: as DuckDB reads it.

    Returns:
        What differs, by table and column with the first rows; and where only a last digit does.
    """
    faults: list[str] = []
    roundings: list[str] = []
    with duckdb.connect() as connection:
        connection.execute(f"set memory_limit = '{memory_limit}'")
        connection.execute(f"set temp_directory = '{by_hand}.tmp'")
        connection.execute(f"attach '{by_hand}' as hand (read_only)")
        connection.execute(f"attach '{warehouse}' as warehouse (read_only)")
        for table in TABLES:
            types, others = (_types(connection, name, table) for name in ("hand", "warehouse"))
            if types != others:
                odd = sorted(f"{name} {kind}" for name, kind in set(types) ^ set(others))
                faults.append(f"{table}: columns differ: {', '.join(odd) or 'their order'}")
                continue
            ours = _fingerprint(connection, "hand", table)
            theirs = _fingerprint(connection, "warehouse", table)
            if ours == theirs:
                continue
            if ours[0] != theirs[0]:
                faults.append(f"{table}: {ours[0]} rows by hand, else {theirs[0]}")
            found = _differences(connection, table, types)
            faults += found[0]
            roundings += found[1]
    return faults, roundings


def _types(connection: duckdb.DuckDBPyConnection, database: str, table: str) -> list[tuple]:
    """Return names and types of the columns in order."""
    found = connection.execute(f"describe {database}.marts.{table}").fetchall()
    return [(name, kind) for name, kind, *_ in found]


def _fingerprint(connection: duckdb.DuckDBPyConnection, database: str, table: str) -> tuple:
    """Return the number of rows and the sum of their hashes, which no order changes."""
    return connection.execute(
        f"select count(*), sum(hash(line)) from {database}.marts.{table} as line"
    ).fetchall()[0]


def _differences(
    connection: duckdb.DuckDBPyConnection, table: str, types: list[tuple]
) -> tuple[list[str], list[str]]:
    """Name what differs in the rows of one table, as compare() returns it."""
    joined = (
        f"from hand.marts.{table} as hand full join warehouse.marts.{table} as warehouse "
        "using (evidence_key)"
    )
    unmatched = "hand.evidence_key is null or warehouse.evidence_key is null"
    # Of each column the condition under which it differs, and that it does so by rounding alone.
    tests = {"evidence_key": (unmatched, "false")}
    for name, kind in types:
        digits = int(kind.rstrip(")").rpartition(",")[2]) if kind.startswith("DECIMAL") else 0
        off = f"abs(cast(hand.{name} as double) - cast(warehouse.{name} as double))"
        if name != "evidence_key":
            tests[name] = (
                f"not ({unmatched}) and hand.{name} is distinct from warehouse.{name}",
                f"coalesce({off} <= {SLACK[digits].format(name)}, false)"
                if digits in SLACK
                else "false",
            )
    counts = [
        f"count(*) filter ({differs}), count(*) filter ({differs} and {near})"
        for differs, near in tests.values()
    ]
    row = connection.execute(f"select count(*), {', '.join(counts)} {joined}").fetchall()[0]
    total, *found = row
    faults = []
    roundings = []
    for (name, (differs, near)), all_odd, near_odd in zip(
        tests.items(), found[::2], found[1::2], strict=True
    ):
        if all_odd and all_odd == near_odd and all_odd <= total * ROUNDED_OTHERWISE:
            roundings.append(f"{table}.{name}: {all_odd} rows differ in the last digit")
        elif all_odd:
            rows = connection.execute(
                f"select evidence_key, hand.{name}, warehouse.{name} {joined} where {differs} "
                f"order by case when {near} then 1 else 0 end, evidence_key limit {SHOWN}"
            ).fetchall()
            shown = [f"\n  {key}: {ours} by hand, else {theirs}" for key, ours, theirs in rows]
            faults.append(f"{table}.{name}: {all_odd} rows differ{''.join(shown)}")
    return faults, roundings


def main() -> None:
    """Compare two databases and say what differs."""
    faults, roundings = compare(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join([*faults, *roundings]) or "All tables are the same.")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
