"""Measure the warehouse side by side with scripts written by hand, and check that all agree.

    python benchmarks/run.py                          10 million payments, 3 rounds
    python benchmarks/run.py --payments 1000000 --rounds 5

Each round runs the DuckDB script (by_hand.py), where Polars is installed and the ledger fits in
memory the Polars script (with_polars.py), and the warehouse (`dbt build` with its checks, tests
and publishing), one after the other, on the same ledger. Then the last month's file is taken
away, the warehouse built, and built again with it: one more month. Every row that the DuckDB
script makes must be the warehouse's (compare.py), and the sums of Polars must be the same. Printed
are medians and the ratios to the DuckDB script within each round, peak memory, and bytes read.
"""

from __future__ import annotations

import argparse
import csv
import importlib.metadata
import importlib.util
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
from compare import compare

HERE = Path(__file__).parent
PROJECT = HERE.parent

# Of the tables that with_polars.py makes, which have fewer columns: sums that must be the same.
SUMS = {
    "fct_spend": "select count(*), sum({amount}) from {fct_spend}",
    "revenue_movements": """
        select period_grain, movement, count(*), sum(opening_amount), sum(closing_amount)
        from {revenue_movements} group by all order by all""",
    "revenue_retention": """
        select
            period_grain, count(*), sum(opening_amount), sum(closing_amount),
            coalesce(sum(new_amount), 0), coalesce(sum(reactivation_amount), 0),
            coalesce(sum(expansion_amount), 0), coalesce(sum(contraction_amount), 0),
            coalesce(sum(churn_amount), 0), sum(cast(gross_revenue_retention as double)),
            sum(cast(net_revenue_retention as double))
        from {revenue_retention} group by all order by all""",
    "vendor_customers": """
        select
            period_grain, count(*), sum({amount}), sum(rank * rank), sum(cast(share as double))
        from {vendor_customers} where {amount} > 0 group by all order by all""",
    "vendor_concentration": """
        select
            period_grain, count(*), sum(revenue_amount), sum(named_customers),
            sum(cast({top1_share} as double)), sum(cast({top3_share} as double)),
            sum(cast({hhi} as double)), count(*) filter ({hhi} > 1800)
        from {vendor_concentration} where named_customers > 0 group by all order by all""",
}
TABLES = list(SUMS)


@dataclass
class Run:
    """What one run of one contender took.

    Attributes:
        wall: seconds.
        cpu: seconds of processor time, user and system.
        memory: largest resident memory of the process, in GiB.
        read: GiB read through the system, from disk or cache.
        parts: seconds by part, where the contender tells.
    """

    wall: float
    cpu: float
    memory: float
    read: float
    parts: dict[str, float]


def measure(command: list[str], environment: dict[str, str] | None = None) -> Run:
    """Run a command to its end.

    Args:
        command: program and arguments.
        environment: variables beside those of this process.

    Raises:
        SystemExit: it failed; what it printed is shown.
    """
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - the benchmark's own commands
            command,
            cwd=PROJECT,
            env={**os.environ, **(environment or {})},
            stdout=output,
            stderr=output,
        )
        read = [0]
        watcher = threading.Thread(target=_watch, args=(process.pid, read), daemon=True)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            sys.exit(
                f"{' '.join(command)} failed:\n{output.read().decode(errors='replace')[-4000:]}"
            )
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 2**20, read[0] / 2**30, {})


def _watch(pid: int, read: list[int]) -> None:
    """Keep the number of bytes that a process has read, as long as it runs."""
    try:
        while True:
            lines = Path(f"/proc/{pid}/io").read_text(encoding="ascii").split()
            read[0] = int(lines[1])
            time.sleep(0.1)
    except (OSError, IndexError, ValueError):
        return


def warehouse(folder: Path, work: Path, memory: str, *options: str) -> Run:
    """Build and publish the warehouse, from the build before if there is one.

    Args:
        folder: the inputs.
        work: folder for databases and dbt's files.
        memory: as DuckDB reads it.
        options: more of dbt's.

    Returns:
        The run; its parts are models, checks (of the inputs), tests and publishing.
    """
    target = work / "target"
    run = measure(
        [
            str(Path(sys.executable).with_name("dbt")),
            "--quiet",
            "build",
            "--exclude-resource-type",
            "unit_test",
            "--vars",
            json.dumps({"input_locations": {"payments": f"{folder}/payments/*.parquet"}}),
            *options,
        ],
        {
            "VENDOR_SHOCK_INPUTS": str(folder),
            "VENDOR_SHOCK_HOME": str(work / "warehouse"),
            "VENDOR_SHOCK_MEMORY": memory,
            "DBT_TARGET_PATH": str(target),
            "DBT_LOG_PATH": str(target),
            "DBT_LOG_LEVEL_FILE": "none",
        },
    )
    for result in json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]:
        kind, _, name = result["unique_id"].split(".")[:3]
        part = {
            "model": "checks" if name.startswith("chk_") else "models",
            "test": "tests",
            # Before the models the files are looked at, after them the marts are published.
            "operation": "checks" if "on-run-start" in name else "publishing",
        }.get(kind, "models")
        run.parts[part] = run.parts.get(part, 0) + result["execution_time"]
    return run


def one_more_month(folder: Path, work: Path, memory: str) -> Run:
    """Build without the last month of the ledger, then with it; measure the second build.

    Args:
        folder: the inputs; they are as they were in the end.
        work: where the warehouse has just been built on all of them.
        memory: as DuckDB reads it.
    """
    last = max((folder / "payments").glob("*.parquet"))
    coverage = folder / "ledger_coverage.csv"
    kept, whole = work / last.name, coverage.read_text(encoding="utf-8")
    header, *rows = list(csv.reader(whole.splitlines()))
    place = header.index("covered_to")
    first_day = f"{last.stem}-01"
    day_before = duckdb.execute(
        "select cast(cast($1 as date) - 1 as varchar)", [first_day]
    ).fetchall()[0][0]
    shutil.move(last, kept)
    try:
        with coverage.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(
                [header, *([*row[:place], day_before, *row[place + 1 :]] for row in rows)]
            )
        tell("without the last month", warehouse(folder, work, memory))
    finally:
        shutil.move(kept, last)
        coverage.write_text(whole, encoding="utf-8")
    return warehouse(folder, work, memory)


def numbers(contender: str, work: Path) -> dict[str, list[tuple]]:
    """Return the sums over the tables that one of the scripts made."""
    if contender == "polars":
        connection = duckdb.connect()
        names = {table: f"'{work}/polars/{table}.parquet'" for table in TABLES}
        names |= {name: name for name in ("amount", "top1_share", "top3_share", "hhi")}
    else:
        connection = duckdb.connect(str(work / "by_hand.duckdb"), read_only=True)
        names = {table: f"marts.{table}" for table in TABLES}
        names |= {name: f"{name}_low" for name in ("top1_share", "top3_share", "hhi")}
        names["amount"] = "spend_amount"
    found = {
        table: connection.execute(sql.format(**names)).fetchall() for table, sql in SUMS.items()
    }
    connection.close()
    return found


def differences(one: dict[str, list[tuple]], other: dict[str, list[tuple]]) -> list[str]:
    """Name the tables in which the sums of the two scripts differ, with the sums of both."""
    found = []
    for table in TABLES:
        same = len(one[table]) == len(other[table]) and all(
            len(left) == len(right) and all(_same(a, b) for a, b in zip(left, right, strict=True))
            for left, right in zip(one[table], other[table], strict=True)
        )
        if not same:
            found.append(f"{table}:\n  {one[table]}\n  {other[table]}")
    return found


def _same(one: object, other: object) -> bool:
    """Compare two sums: words, counts and money exactly, what was divided to a part in 100,000."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-5 * max(1, abs(one))
    return one == other


def main() -> None:
    """Generate the ledger if need be, run the rounds, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--payments", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", default="7GB", help="memory_limit of both DuckDB contenders")
    parser.add_argument(
        "--work", type=Path, help="folder for ledger and databases (default: a temporary one)"
    )
    parser.add_argument("--no-polars", action="store_true", help="leave Polars out")
    parser.add_argument("--no-month", action="store_true", help="leave out one more month")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = (arguments.work or Path(temporary)).resolve()
        folder = work / f"ledger_{arguments.payments}"
        if not folder.exists():
            measure(
                [
                    sys.executable,
                    str(HERE / "generate.py"),
                    str(folder),
                    "--payments",
                    str(arguments.payments),
                ]
            )
        contenders = {
            "by hand": lambda: measure(
                [
                    sys.executable,
                    str(HERE / "by_hand.py"),
                    str(folder),
                    str(work / "by_hand.duckdb"),
                    arguments.memory,
                ]
            ),
            "polars": lambda: measure(
                [sys.executable, str(HERE / "with_polars.py"), str(folder), str(work / "polars")]
            ),
            "warehouse": lambda: warehouse(folder, work, arguments.memory, "--full-refresh"),
            "one more month": lambda: one_more_month(folder, work, arguments.memory),
        }
        if arguments.no_polars or importlib.util.find_spec("polars") is None:
            del contenders["polars"]
        if arguments.no_month:
            del contenders["one more month"]
        runs: dict[str, list[Run]] = {name: [] for name in contenders}
        faults: list[str] = []
        roundings: list[str] = []
        for _ in range(arguments.rounds):
            for name, contender in contenders.items():
                runs[name].append(contender())
                tell(name, runs[name][-1])
                if name == "polars":
                    found = differences(numbers("by hand", work), numbers("polars", work)), []
                elif name != "by hand":
                    found = compare(
                        work / "by_hand.duckdb",
                        work / "warehouse" / "vendor_shock.duckdb",
                        arguments.memory,
                    )
                else:
                    continue
                faults += [f"{name} differs from by hand in {fault}" for fault in found[0]]
                roundings += [f"{name}: {rounding}" for rounding in found[1]]
        report(runs, folder, arguments)
        for line in [*faults, *roundings]:
            print(line)
        if not faults:
            print("All contenders give the same.")
        sys.exit(1 if faults else 0)


def tell(name: str, run: Run) -> None:
    """Say on the error stream what one run took, as soon as it is over: rounds can take hours."""
    parts = ", ".join(f"{part} {seconds:.1f}" for part, seconds in run.parts.items())
    print(
        f"{name}: {run.wall:.1f} s, CPU {run.cpu:.1f} s, peak {run.memory:.2f} GiB"
        + (f" ({parts})" if parts else ""),
        file=sys.stderr,
        flush=True,
    )


def report(runs: dict[str, list[Run]], folder: Path, arguments: argparse.Namespace) -> None:
    """Print medians, ratios and where the warehouse's time went."""
    versions = [
        f"{name} {importlib.metadata.version(name)}"
        for name in ("duckdb", "dbt-core", "dbt-duckdb", "polars")
        if importlib.util.find_spec(name.split("-")[0])
    ]
    lines = duckdb.sql(f"select count(*) from '{folder}/payments/*.parquet'").fetchall()[0][0]
    print(
        f"{lines:,} payments, {arguments.rounds} rounds, {os.cpu_count()} cores, "
        f"{platform.machine()}, Python {platform.python_version()}, {', '.join(versions)}"
    )
    print("| contender | wall s | CPU s | wall / by hand | CPU / by hand | peak GiB | read GiB |")
    print("|---|---|---|---|---|---|---|")
    for name, done in runs.items():
        pairs = list(zip(done, runs["by hand"], strict=True))
        figures = [
            f"{statistics.median(run.wall for run in done):.1f}",
            f"{statistics.median(run.cpu for run in done):.1f}",
            f"{statistics.median(run.wall / hand.wall for run, hand in pairs):.2f}",
            f"{statistics.median(run.cpu / hand.cpu for run, hand in pairs):.2f}",
            f"{max(run.memory for run in done):.2f}",
            f"{statistics.median(run.read for run in done):.2f}",
        ]
        print(f"| {name} | {' | '.join(figures)} |")
    for name in ("warehouse", "one more month"):
        if name in runs:
            parts = {
                part: statistics.median(run.parts[part] for run in runs[name])
                for part in runs[name][0].parts
            }
            print(
                f"Of {name}, seconds in: "
                + ", ".join(f"{part} {seconds:.1f}" for part, seconds in parts.items())
            )
    if "one more month" in runs:
        share = statistics.median(
            month.parts["models"] / whole.parts["models"]
            for month, whole in zip(runs["one more month"], runs["warehouse"], strict=True)
        )
        print(f"Models of one more month: {share:.1%} of those of the whole.")


if __name__ == "__main__":
    main()
