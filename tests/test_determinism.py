"""The same inputs give the same bytes, whatever the order of their rows and of the work.

Same bytes: in every table of `marts` and `evidence` the same rows in the same order, every value
the same to the last bit. Where rows of the files change places, line numbers change with them, and
the order of ledger evidence and rejected rows, which stand by their lines; nothing else does.
The database file itself is no part of the promise: DuckDB lays the same rows out differently.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import PROJECT, Build, rows
from helpers_inputs import assert_same, documented_inputs, dump, fast_build
from helpers_replay import Replay, compiled
from helpers_ties import tied_world
from helpers_worlds import MAJOR, MARKET, Rows, together
from test_as_of import everything

# More rows than DuckDB gives to one thread at a time (some 120,000).
LINES = 150_000
BROKEN = {
    "sources": [{"source_id": "broken", "publisher": "", "published_on": "soon"}],
    "companies": [{"company_id": "twice", "company_name": name} for name in ("A", "B")],
}
SETTINGS = {"on_rejected": "quarantine"}


def ledger() -> Rows:
    """Return a ledger of made-up payments, one of them broken."""
    chance = random.Random(0)  # noqa: S311
    lines = [
        {
            "payment_id": f"line {number}",
            "vendor_id": "seller" if number % 3 == 0 else f"vendor {number % 40}",
            "customer_id": "One Ltd" if number % 7 == 0 else f"customer {chance.randrange(90)}",
            "market_id": f"m{number % 4}" if number % 5 else "",
            "paid_on": f"202{4 + number % 2}-{1 + number % 12:02}-{1 + chance.randrange(28):02}",
            "amount": f"{chance.randrange(-900, 9000)}.{chance.randrange(100):02}",
            "currency": "USD" if number % 11 else "EUR",
        }
        for number in range(LINES)
    ]
    lines[77]["amount"] = "much"
    return lines


@pytest.fixture(scope="module")
def world() -> dict[str, list[dict[str, Any]]]:
    """Rows of every input, ties among them."""
    extra = together(MARKET, MAJOR)
    # The source of their claims is there already.
    del extra["sources"]
    return {file: values + extra.get(file, []) for file, values in everything().items()}


@pytest.fixture(scope="module")
def inputs(world: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Rows of every input, many payments, some rows broken."""
    extra = {**BROKEN, "payments": ledger()}
    return {file: values + extra.get(file, []) for file, values in world.items()}


@pytest.fixture(scope="module")
def made_once(build: Callable[..., Build], inputs: dict[str, list[dict[str, Any]]]) -> Replay:
    """The build with many payments to compare others with."""
    return compiled(build).run(inputs)


@pytest.fixture(scope="module")
def made(build: Callable[..., Build], world: dict[str, list[dict[str, Any]]]) -> Replay:
    """The build of `world` to compare others with."""
    return compiled(build).run(world)


def shuffled(inputs: Mapping[str, list[dict[str, Any]]], seed: int) -> dict[str, Rows]:
    """Return the inputs with the rows of every file in another order."""
    chance = random.Random(seed)  # noqa: S311
    mixed = {file: chance.sample(values, len(values)) for file, values in inputs.items()}
    for file, values in mixed.items():
        assert len(values) < 5 or rows(file, values) != rows(file, inputs[file])
    return mixed


def assert_same_but_for_lines(first: Any, second: Any) -> None:
    """Compare two builds from the same rows in another order."""
    contents = [dump(made, leave_out=(), lines=False) for made in (first, second)]
    for content in contents:
        # In the order of its lines, which is another.
        content["evidence.rejected_rows"].sort(key=str)
        content["evidence.claim_evidence"].sort(key=str)
    assert_same(*contents)


def test_two_builds_give_the_same_bytes(
    build: Callable[..., Build],
    inputs: dict[str, list[dict[str, Any]]],
    made_once: Replay,
    tmp_path: Path,
) -> None:
    """One by dbt with four threads and little memory."""
    little = {
        "VENDOR_SHOCK_MEMORY": "250MB",
        "VENDOR_SHOCK_THREADS": "2",
        "VENDOR_SHOCK_TEMP": str(tmp_path / "spilled"),
    }
    again = fast_build(build, inputs, vars=SETTINGS, args=("--threads", "4"), environment=little)
    assert "DuckDB may use 238.4 MiB" in again.log
    content = dump(again, leave_out=())
    assert_same(dump(made_once, leave_out=()), content)
    assert len(content["marts.vendor_customers"]) > 1000
    assert len(content["evidence.rejected_rows"]) > 3


def test_a_build_leaves_nothing_to_the_next(
    build: Callable[..., Build],
    inputs: dict[str, list[dict[str, Any]]],
    world: dict[str, list[dict[str, Any]]],
    made: Replay,
) -> None:
    """With less in the inputs than the database holds, of another build that stopped half-way."""
    fast_build(build, inputs, vars=SETTINGS, select="+int_company_figures +int_signals")
    again = fast_build(build, world, vars=SETTINGS, keep=True)
    assert_same(dump(made, leave_out=()), dump(again, leave_out=()))


def test_the_order_of_the_rows_does_not_matter(
    build: Callable[..., Build], inputs: dict[str, list[dict[str, Any]]], made_once: Replay
) -> None:
    """But for line numbers, which are those of the same rows."""
    mixed = shuffled(inputs, 1)
    again = compiled(build).run(mixed)
    assert_same_but_for_lines(made_once, again)
    assert_lines_lead_to_rows(made_once, inputs)
    assert_lines_lead_to_rows(again, mixed)


def assert_lines_lead_to_rows(made: Replay, inputs: Mapping[str, Rows]) -> None:
    """Look up every line that evidence names.

    A claim's line holds the row with the claim's key; the lines of payments hold payments, at
    least as many as are said to be, and a single one in dollars has the amount that is said.
    """
    keys = {f"{name}.csv": file.key for name, file in documented_inputs().items()}
    lines = {f"{file}.csv": _by_line(file, values) for file, values in inputs.items()}
    evidence = made.query_build(
        "select distinct input_file, line, row_key, role from evidence.evidence"
    )
    ledger_lines = re.compile(r"lines? (\d+)(?: to (\d+))?: (\d+) payments?, (\S+) USD")
    payments = 0
    for file, line, row_key, role in evidence:
        row = lines[file][line]
        if role != "ledger":
            assert row_key == " / ".join(row.get(column) or "" for column in keys[file])
            continue
        payments += 1
        found = ledger_lines.fullmatch(row_key)
        assert found is not None, row_key
        first, last, count, amount = found[1], found[2] or found[1], int(found[3]), found[4]
        assert int(first) == line
        assert int(last) in lines[file]
        assert int(last) - line + 1 >= count
        if count == 1 and row["currency"] == "USD":
            assert float(row["amount"]) == float(amount)
    assert len(evidence) > payments > 100


def _by_line(file: str, values: Rows) -> dict[int, dict[str, Any]]:
    """Return a file's rows by their physical line."""
    reader = csv.reader(io.StringIO(rows(file, values)))
    next(reader)
    found = {}
    for row in values:
        found[reader.line_num + 1] = row
        next(reader)
    return found


# --- The order of the work ------------------------------------------------------------------------

ENGINE = ({"threads": 1}, {"threads": 8, "preserve_insertion_order": False})


@pytest.mark.parametrize("settings", ENGINE, ids=str)
def test_the_engines_settings_do_not_matter(
    build: Callable[..., Build],
    world: dict[str, list[dict[str, Any]]],
    made: Replay,
    settings: dict[str, Any],
) -> None:
    again = compiled(build).run(world, settings=settings)
    assert_same(dump(made, leave_out=()), dump(again, leave_out=()))


def test_the_order_of_rows_between_models_does_not_matter(
    build: Callable[..., Build], world: dict[str, list[dict[str, Any]]], made: Replay
) -> None:
    """Every table that a mart reads is shuffled; each mart puts its rows in order itself.

    So does each question of analyses/, whose marts are shuffled then.
    """
    again = compiled(build).run(world, shuffle=1, settings={"threads": 4})
    assert_same(dump(made, leave_out=()), dump(again, leave_out=()))
    for table in dump(again):
        again.connection.execute(
            f"create or replace table {table} as from {table} as row order by hash(row::varchar, 2)"
        )
    unlike = {}
    for path in sorted((PROJECT / "analyses").glob("*.sql")):
        answers = [found.query_build(path.read_text()) for found in (made, again)]
        if answers[0] != answers[1]:
            unlike[path.stem] = answers
    assert unlike == {}


# What puts rows that tie in a window one after the other, in an order of the engine's own that need
# not be that of the next window; and what gives them one place.
SO_FAR = "rows between unbounded preceding and"
ONE_PLACE = {
    "row_number()": "rank()",
    f"{SO_FAR} current row": "range between unbounded preceding and current row",
    f"{SO_FAR} 1 preceding": f"{SO_FAR} 1 preceding exclude group",
}


def one_place(text: str, sql: str) -> str:
    """Return a model in which one of the texts gives rows that tie one place."""
    return sql.replace(text, ONE_PLACE[text])


@pytest.mark.parametrize("text", ONE_PLACE)
def test_no_window_decides_by_chance(
    build: Callable[..., Build], world: dict[str, list[dict[str, Any]]], made: Replay, text: str
) -> None:
    again = compiled(build).run(world, then=partial(one_place, text))
    schemas = ("staging", "intermediate", "marts", "evidence")
    contents = [dump(found, schemas, leave_out=()) for found in (made, again)]
    for content in contents:
        for values in content.values():
            values.sort(key=str)
    assert_same(*contents)


def test_a_choice_by_chance_is_found(
    build: Callable[..., Build], world: dict[str, list[dict[str, Any]]]
) -> None:
    """Ranks of customers without what decides between equal ones."""
    decider = "-stated_share_high asc nulls last, part_id asc nulls last"
    models = compiled(build).instead(decider, "-stated_share_high asc nulls last")
    first, second, ranked = (
        dump(models.run(world, only=["int_part_shares"], **options), ["intermediate"])
        for options in (
            {"shuffle": 1},
            {"shuffle": 2},
            {"then": partial(one_place, "row_number()")},
        )
    )
    for other in (second, ranked):
        with pytest.raises(AssertionError, match=r"int_part_shares differs"):
            assert_same(
                {"int_part_shares": sorted(first["intermediate.int_part_shares"], key=str)},
                {"int_part_shares": sorted(other["intermediate.int_part_shares"], key=str)},
            )


# --- What the models may not say ------------------------------------------------------------------

# Aggregates whose result does not depend on the order of the rows; sums over whole numbers and
# decimals alone, since adding doubles rounds each step.
UNORDERED = {"count", "count_star", "min", "max", "bool_and", "bool_or"}
EXACT = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DECIMAL"}
# By (function, model), why it cannot be decided by chance where it is allowed.
BEST_CLAIM = "best_claim: of the claims of one thing, which differ in their row_key"
ALLOWED = {
    ("max_by", "int_contract_values"): BEST_CLAIM,
    ("max_by", "int_contracts"): BEST_CLAIM,
    ("max_by", "int_deals"): BEST_CLAIM,
    ("max_by", "int_leaving_customers"): "by place, the number of a signal within its pair",
    ("min_by", "int_leaving_customers"): (
        "by place; a signal by its own strength, an attribution by its own rank: one to one"
    ),
    ("string_agg", "int_ownership_conflicts"): "in the order of its own distinct texts",
    ("lead", "dim_companies"): "distinct first days of a company's stretches",
    ("lead", "int_company_groups"): "distinct days on which a company's chain changes",
    ("lead", "int_exchange_rates"): "distinct first days of a currency's rates",
    ("lead", "int_least_sum_index"): "distinct amounts, of which each group has one row",
    ("hash", "chk_totals"): "summed: a fingerprint of rows, the same with the same DuckDB",
    ("hash", "chk_payment_months"): "summed: a fingerprint of rows, the same with the same DuckDB",
    ("hash", "int_build"): "summed: a fingerprint of rows, the same with the same DuckDB",
    ("frame of rows", "int_bounds_share"): "ends with part_id, the key within a whole",
    ("frame of rows", "int_covered_periods"): "distinct stretches of one company's ledger",
    ("frame of rows", "int_flow_cells"): "sums of amounts above zero so far: each is another",
    ("frame of rows", "int_flow_margins"): "ends with vendor_id, the key within a place",
    ("frame of rows", "int_part_shares"): "ends with part_id, the key within a whole",
}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Return every object in what DuckDB makes of a query."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            yield from nodes(part)


def chances(sql: str, connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return what in a query may give one result now and another later.

    Args:
        sql: the query.
        connection: a database with the tables that it reads.
    """
    found = set()
    for node in nodes(_as_json(connection, "json_serialize_sql", sql)):
        name = node.get("function_name", "")
        if node.get("class") == "FUNCTION" and name in ("first", "last", "any_value", "hash"):
            found.add(name)
        if node.get("class") == "WINDOW":
            # A number for each row, which `test_no_window_decides_by_chance` looks at.
            if name in ("lead", "lag", "first_value", "last_value", "nth_value", "ntile"):
                found.add(name)
            by_rowid = [
                order["expression"].get("column_names") == ["rowid"] for order in node["orders"]
            ]
            if "ROWS" in node["start"] + node["end"] and by_rowid != [True]:
                found.add("frame of rows")
        if node.get("type") == "LIMIT_MODIFIER" or node.get("sample"):
            found.add("limit")
        if node.get("type") == "DISTINCT_MODIFIER" and node.get("distinct_on_targets"):
            found.add("distinct on")
        if node.get("ref_type") in ("ASOF", "POSITIONAL"):
            found.add(f"{node['ref_type'].lower()} join")
    for node in nodes(_as_json(connection, "json_serialize_plan", sql)):
        if node.get("expression_class") not in ("BOUND_AGGREGATE", "BOUND_WINDOW"):
            continue
        name = (node.get("qname") or {"path": [""]})["path"][-1]
        types = {
            (child.get("return_type") or child.get("value", {}).get("type") or {}).get("id")
            for child in node["children"]
        }
        if name == "sum" and not types <= EXACT:
            found.add(f"sum of {', '.join(sorted(map(str, types)))}")
        # A subquery of one row is the first of its rows; words of a query are seen above.
        elif name and name not in UNORDERED | {"sum", "first"}:
            found.add(name)
    return found


def _as_json(connection: duckdb.DuckDBPyConnection, function: str, sql: str) -> Any:
    """Return what a function of DuckDB says of a query."""
    found = json.loads(connection.execute(f"select {function}(?::varchar)", [sql]).fetchall()[0][0])
    assert not found["error"], found
    return found


def test_no_model_leaves_anything_to_chance(build: Callable[..., Build], made: Replay) -> None:
    found = {
        (chance, name)
        for (_, name), sql in compiled(build).models.items()
        for chance in chances(sql, made.connection)
    }
    assert found == set(ALLOWED)


@pytest.mark.parametrize(
    ("planted", "chance"),
    [
        ("select first(amount) from made", "first"),
        ("select any_value(amount) from made group by name", "any_value"),
        ("select arg_max(name, amount) from made", "arg_max"),
        ("select min_by(name, amount) from made", "min_by"),
        ("select avg(share) from made", "avg"),
        ("select median(amount) from made", "median"),
        ("select mode(name) from made", "mode"),
        ("select approx_count_distinct(name) from made", "approx_count_distinct"),
        ("select string_agg(name, ', ') from made", "string_agg"),
        ("select list(name) from made", "list"),
        ("select array_agg(name) from made", "array_agg"),
        ("select sum(share) from made", "sum of DOUBLE"),
        ("select sum(amount * 0.1::double) from made", "sum of DOUBLE"),
        ("select sum(share) over (partition by name) from made", "sum of DOUBLE"),
        ("select hash(name) from made", "hash"),
        ("select distinct on (name) name, amount from made", "distinct on"),
        ("select name from made limit 1", "limit"),
        ("select name from made using sample 1", "limit"),
        ("select lead(amount) over (order by name) from made", "lead"),
        ("select first_value(amount) over (order by name) from made", "first_value"),
        (
            "select sum(amount) over (order by name rows unbounded preceding) from made",
            "frame of rows",
        ),
        (
            "select made.name from made asof join made as other on made.amount >= other.amount",
            "asof join",
        ),
        ("select made.name from made positional join made as other", "positional join"),
    ],
)
def test_chance_is_found(planted: str, chance: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table made (name varchar, amount decimal(18, 2), share double)")
        assert chance in chances(planted, connection)
        harmless = "select name, sum(amount), count(*), max(share) from made group by name"
        assert chances(harmless, connection) == set()


# --- More of the same, by `make test-long` --------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"reporting_currency": "GBP"},
        {"fiscal_year_start_month": 7},
        {"roll_up_parents": False},
        {"flow_min_share": 0.2},
        {"as_of": "2025-06-13"},
    ],
    ids=str,
)
def test_nothing_matters_in_any_world(
    build: Callable[..., Build], settings: dict[str, Any]
) -> None:
    """Worlds full of ties, with every setting that changes what models do."""
    models = compiled(build, **settings)
    for seed in range(4):
        world = tied_world(seed)
        first = models.run(world)
        assert_same_but_for_lines(first, models.run(shuffled(world, seed)))
        for options in (
            {"shuffle": seed},
            {"shuffle": seed + 100, "settings": {"threads": 8}},
            {"settings": {"threads": 1}},
            *({"then": partial(one_place, text)} for text in ONE_PLACE),
        ):
            assert_same(dump(first, leave_out=()), dump(models.run(world, **options), leave_out=()))


@pytest.mark.slow
@pytest.mark.parametrize("threads", [2, 4, 16])
def test_little_memory_and_many_threads_do_not_matter(
    build: Callable[..., Build],
    inputs: dict[str, list[dict[str, Any]]],
    made_once: Replay,
    tmp_path: Path,
    threads: int,
) -> None:
    """Most of the build does not fit, and goes through the disk."""
    little = {"memory_limit": "150MB", "threads": threads, "temp_directory": str(tmp_path)}
    again = compiled(build).run(inputs, settings=little)
    assert list(tmp_path.iterdir()) != []
    assert_same(dump(made_once, leave_out=()), dump(again, leave_out=()))


@pytest.mark.slow
def test_the_same_coverage_twice_covers_no_gap(build: Callable[..., Build]) -> None:
    """Of many ledgers at once, since what is left to chance goes wrong seldom."""
    many = range(20_000)
    stretches = [("c", "2022"), ("c", "2024"), ("a", "2024")]
    inputs = {
        "companies": [{"company_id": f"c{n}", "company_name": f"C{n}"} for n in many],
        "company_aliases": [{"alias": f"a{n}", "company_id": f"c{n}"} for n in many],
        "ledger_coverage": [
            {"company_id": f"{name}{n}", "side": "vendor", "covered_from": f"{year}-01-01",
             "covered_to": f"{year}-12-31"}
            for n in many
            for name, year in stretches
        ],
    }  # fmt: skip
    for seed in range(3):
        made = compiled(build).run(
            inputs, only=["int_covered_periods"], shuffle=seed, settings={"threads": 4}
        )
        assert made.query_build(
            "select distinct year(period_start), count(*) from intermediate.int_covered_periods "
            "group by year(period_start) order by all"
        ) == [(2022, len(many) * 19), (2024, len(many) * 19)]


@pytest.mark.slow
def test_two_processes_build_and_publish_the_same(
    world: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    """Whatever seed the texts of each are hashed with."""
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    for file in documented_inputs():
        (inputs / f"{file}.csv").write_text(rows(file, world.get(file, [])))
    contents = []
    for seed in ("1", "2"):
        home = tmp_path / seed
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "VENDOR_SHOCK_INPUTS": str(inputs),
            "VENDOR_SHOCK_HOME": str(home),
            "DBT_TARGET_PATH": str(home / "target"),
            "DBT_LOG_PATH": str(home / "logs"),
        }
        program = Path(sys.executable).with_name("dbt")
        command = [program, "build", "--vars", json.dumps(SETTINGS)]
        subprocess.run(command, cwd=PROJECT, env=environment, check=True)  # noqa: S603
        with duckdb.connect(str(home / "vendor_shock.duckdb"), read_only=True) as connection:
            contents.append(dump(Replay(connection), leave_out=()))
    assert_same(*contents)
    assert len(contents[0]["evidence.build"]) == 2
