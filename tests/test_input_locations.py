"""Inputs read elsewhere than in the input folder: each kind of place, for several inputs.

What payments say is planted in Parquet and CSV by test_hostile_inputs.py; here stand .csv.gz,
relations of a database that the profile attaches, and the other inputs.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Build, Workspace, columns_of, rows
from helpers_inputs import WITHOUT_TESTS, documented_inputs
from vendor_shock_inputs import check_located

TOO_EARLY = 51
NO_DAY = "not a date from 1900-01-01 to 2199-12-31 written YYYY-MM-DD"
# The rows of each input; those from the place in WRONG on break a rule.
ROWS: dict[str, list[dict[str, str]]] = {
    "companies": [
        {"company_id": "us", "company_name": "Us", "segment": "\u00a0a b "},
        {"company_id": "acme", "company_name": "Acme, \n'Ltd'"},
        {"company_id": "not_named", "company_name": "?"},
    ],
    "company_aliases": [
        {"alias": "Acme Ltd", "company_id": "acme"},
        {"alias": "Nobody Ltd", "company_id": "nobody"},
    ],
    "contracts": [
        {
            "contract_id": contract,
            "vendor_id": "us",
            "customer_id": "acme",
            "starts_on": "2024-01-01",
            "ends_on": ends_on,
            "notice_days": "30",
            "value_low": "1000.5",
            "value_high": "2000.25",
            "currency": "USD",
            "attribution": "filing",
            "source_id": "paper",
        }
        for contract, ends_on in (("c1", "2025-12-31"), ("c2", ""), ("c3", "2023-12-31"))
    ],
    "ledger_coverage": [
        {"company_id": "us", "side": side, "covered_from": first, "covered_to": "2024-12-31"}
        for side, first in (("vendor", "2024-01-01"), ("customer", "2025-01-01"))
    ],
    "payments": [
        {
            "payment_id": payment,
            "vendor_id": "us",
            "customer_id": "Acme Ltd",
            "paid_on": paid_on,
            "amount": amount,
            "currency": "USD",
        }
        for payment, paid_on, amount in (
            ("p1", "2024-02-29", "12.30"),
            ("p2", "2199-12-31", "-0.05"),
            *((f"w{number:02}", "1899-12-31", "1.00") for number in range(TOO_EARLY)),
        )
    ],
}
# Of each input the place of the first wrong row, what is wrong with it, and the value.
WRONG = {
    "companies": (2, "not_named", "company_id", "not_named"),
    "company_aliases": (1, "Nobody Ltd", "company_id", "nobody"),
    "contracts": (2, "c3 / paper / filing / ", "starts_on", "2024-01-01"),
    "ledger_coverage": (1, "us / customer / 2025-01-01", "covered_from", "2025-01-01"),
    "payments": (2, "w00", "paid_on", "1899-12-31"),
}
SOURCES = [{"source_id": "paper", "publisher": "A paper", "published_on": "2024-01-01"}]
PLACES = [
    {
        "payments": "books.ledger.payments",
        "contracts": "contracts/*.parquet",
        "companies": "companies.csv.gz",
        "company_aliases": "aliases/*.csv",
        "ledger_coverage": "books.coverage",
    },
    {
        "payments": "payments/*.csv.gz",
        "contracts": "contracts/*.csv",
        "companies": "books.ledger.companies",
        "company_aliases": "aliases/*.parquet",
        "ledger_coverage": "coverage.parquet",
    },
]
HELD = {"date": "date", "money": "decimal(18, 2)", "integer": "integer"}
INPUTS = documented_inputs()


@dataclass
class Located:
    """A build from places elsewhere.

    Attributes:
        made: what dbt did.
        wrong: file and line of the first wrong row of each input.
        books: the database with relations.
    """

    made: Build
    wrong: dict[str, tuple[str, int | None]]
    books: Path

    def query(self, sql: str) -> list[tuple]:
        """Return the rows of a query against the build database, with the relations beside it."""
        with duckdb.connect() as connection:
            connection.execute(f"attach '{self.books}' as books (read_only)")
            connection.execute(f"attach '{self.made.build_path}' as build (read_only); use build")
            return connection.execute(sql).fetchall()


def typed(connection: duckdb.DuckDBPyConnection, file: Path, name: str) -> str:
    """Return the SQL of an input's rows in a CSV file, with dates and numbers as such."""
    listed = ", ".join(
        f"cast({column.name} as {HELD.get(column.meta['type'], 'varchar')}) as {column.name}"
        for column in INPUTS[name].columns
    )
    return f"select {listed} from read_csv('{file}', all_varchar = true, nullstr = '')"


def write(
    books: duckdb.DuckDBPyConnection, folder: Path, name: str, place: str
) -> tuple[str, tuple[str, int | None]]:
    """Put the rows of an input in a place.

    Args:
        books: a connection to the database with relations.
        folder: where files go.
        name: the input.
        place: where it is to be; where it ends with a glob, in two files.

    Returns:
        The location, and file and line of the first wrong row.
    """
    first = WRONG[name][0]
    whole = folder / f"{name}.text"
    whole.write_text(rows(name, ROWS[name]))
    if not place.endswith((".csv", ".csv.gz", ".parquet")):
        books.execute("create schema if not exists ledger")
        relation = place.removeprefix("books.")
        books.execute(f"create table {relation}_table as {typed(books, whole, name)}")
        books.execute(f"create view {relation} as from {relation}_table")
        return place, (place, None)
    path = folder / place
    path.parent.mkdir(exist_ok=True)
    parts = {path: ROWS[name]}
    if "*" in place:
        name_of = path.name.replace("*", "{}").format
        parts = {
            path.with_name(name_of("a")): ROWS[name][:first],
            path.with_name(name_of("b")): ROWS[name][first:],
        }
    for file, values in parts.items():
        text = rows(name, values)
        if file.suffix == ".gz":
            file.write_bytes(gzip.compress(text.encode()))
        elif file.suffix == ".csv":
            file.write_text(text)
        else:
            whole.write_text(text)
            books.execute(f"copy ({typed(books, whole, name)}) to '{file}' (format parquet)")
    file, values = list(parts.items())[-1]
    before = "" if "*" in place else rows(name, ROWS[name][:first]).split("\n", 1)[1]
    header = 0 if file.suffix == ".parquet" else 1
    count = first if file.suffix == ".parquet" else before.count("\n")
    return str(path), (str(file), header + 1 + (0 if "*" in place else count))


@pytest.fixture(scope="module")
def located(
    workspace: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sequence[Located]]:
    """Builds of all places, which between them have each kind for payments and another input."""
    done = []
    for number, places in enumerate(PLACES):
        folder = tmp_path_factory.mktemp(f"lake {number}")
        workspace.attached = folder / "books.duckdb"
        with duckdb.connect(str(workspace.attached)) as books:
            written = {name: write(books, folder, name, place) for name, place in places.items()}
        # The files in the input folder may be missing, or be what they are: nobody looks.
        ignored = dict.fromkeys(ROWS, None if number == 0 else "no\x00thing\n")
        made = workspace.build(
            {**ignored, "sources": SOURCES},
            empty=True,
            vars={"input_locations": {name: location for name, (location, _) in written.items()}},
            select="+rejected_rows +reconciliation",
            args=WITHOUT_TESTS,
        )
        assert made.success, made.log
        wrong = {name: place for name, (_, place) in written.items()}
        done.append(Located(made, wrong, workspace.attached))
    yield done
    workspace.attached = None


def test_rejected_rows_are_named_by_file_and_line_or_key(located: Sequence[Located]) -> None:
    for each in located:
        found = each.made.query_build(
            "select file, line, row_key, column_name, value from evidence.rejected_rows "
            "where row_key not similar to 'w(0[1-9]|[1-9].)' order by all"
        )
        expected = [(*each.wrong[name], *wrong[1:]) for name, wrong in WRONG.items()]
        assert sorted(found, key=str) == sorted(expected, key=str)


def test_many_rejected_rows_share_a_line(located: Sequence[Located]) -> None:
    table, packed = located
    said = f" in {TOO_EARLY} rows, {{}} and so on, as '1899-12-31': {NO_DAY}"
    file = table.wrong["payments"][0]
    keys = "w00, w01, w02, w03, w04"
    assert f"{file}: paid_on{said.format(keys)}" in table.made.log.splitlines()
    file = packed.wrong["payments"][0]
    assert f"{file}: paid_on{said.format('lines 2, 3, 4, 5, 6')}" in packed.made.log.splitlines()
    names = packed.wrong["companies"][0]
    assert f"\n{names} (not_named): company_id 'not_named': " in packed.made.log
    said = f"not a company_id of {packed.wrong['companies'][0]}"
    assert any(line.endswith(said) for line in packed.made.log.splitlines())


def test_rows_and_money_add_up(located: Sequence[Located]) -> None:
    for each in located:
        for name, values in ROWS.items():
            location = str(Path(each.wrong[name][0]).parent) + "/"
            if each.wrong[name][1] is None or "*" not in PLACES[located.index(each)][name]:
                location = each.wrong[name][0]
            wrong = len(values) - WRONG[name][0]
            found = each.made.query_build(
                "select sum(rows_in), sum(rows_accepted), sum(rows_rejected), "
                "sum(amount_in), sum(amount_rejected) from evidence.reconciliation "
                "where starts_with(file, ?)",
                [location],
            )
            money = [
                sum(
                    (
                        Decimal(row[column])
                        for row in some
                        for column in ("amount", "value_low", "value_high")
                        if column in row
                    ),
                    Decimal(0),
                )
                for some in (values, values[len(values) - wrong :])
            ]
            assert found == [(len(values), len(values) - wrong, wrong, *money)], name


def test_what_is_accepted_is_the_same_from_everywhere(located: Sequence[Located]) -> None:
    for name in ROWS:
        listed = ", ".join(columns_of(name))
        query = f"select {listed}, row_key from staging.stg_{name} order by row_key"
        first, second = (each.query(query) for each in located)
        assert first == second
        assert len(first) == WRONG[name][0]
    [*_, payment] = located[0].query("from staging.stg_payments order by payment_id")
    assert payment == (
        "books.ledger.payments",
        None,
        "p2",
        "p2",
        None,
        "us",
        "Acme Ltd",
        None,
        date(2199, 12, 31),
        Decimal("-0.05"),
        "USD",
    )


def test_the_lineage_leads_to_the_source_and_no_seed_is_loaded(located: Sequence[Located]) -> None:
    for each in located:
        manifest = json.loads((each.made.target / "manifest.json").read_text())
        for name in ROWS:
            parents = manifest["parent_map"][f"model.vendor_shock.stg_{name}"]
            assert f"source.vendor_shock.located.{name}" in parents
            assert f"seed.vendor_shock.{name}" not in manifest["nodes"]
        loaded = each.made.query_build(
            "select table_name from duckdb_tables() where schema_name = 'inputs'"
        )
        assert {name for (name,) in loaded} == set(INPUTS) - set(ROWS)
        place = manifest["sources"]["source.vendor_shock.located.payments"]["meta"]
        assert place["input_locations"]["payments"]


# --- Faults ---------------------------------------------------------------------------------------


def test_settings_that_mean_nothing_are_named(workspace: Workspace) -> None:
    places = {
        "payment": "a.csv",
        "payments": "lake/a.txt",
        "contracts": "a.b.c.d",
        "companies": "o'neil.csv",
        "deals": 5,
        "rivalries": "lake/",
    }
    made = workspace.build(vars={"input_locations": places})
    allowed = (
        "neither a file or glob without a quote that ends with .parquet, .csv or .csv.gz, nor a "
        "relation written schema.relation or database.schema.relation"
    )
    lines = [line.strip() for line in made.log.splitlines()]
    start = lines.index("Settings (dbt_project.yml or --vars):")
    assert sorted(lines[start + 1 :][: len(places)]) == sorted(
        f"input_locations '{name}': not an input; the inputs are {', '.join(sorted(INPUTS))}"
        if name == "payment"
        else f"input_locations {name} '{place}': {allowed}"
        for name, place in places.items()
    )
    assert (made.exit_code, made.published) == (2, False)
    assert made.query_build("select * from duckdb_tables()") == []


@pytest.fixture
def books() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with relations."""
    with duckdb.connect() as connection:
        yield connection


def faults(books: Any, types: Mapping[str, str], rows: str = "r") -> list[str]:
    """Check contracts in a relation."""
    return check_located(
        books, input="contracts", kind="relation", location="main.r", rows=rows, types=types
    )


def test_a_relation_that_cannot_be_read_is_named(books: duckdb.DuckDBPyConnection) -> None:
    books.execute("create table t (a int); create view v as from t; drop table t")
    for relation in ("r", '"nowhere"."s"."r"', "v"):
        (fault,) = faults(books, {"a": "text"}, relation)
        assert fault.startswith("input_locations contracts 'main.r': cannot be read (Catalog Error")
        assert fault.isprintable()


def test_columns_of_a_relation_are_those_of_the_input(books: duckdb.DuckDBPyConnection) -> None:
    books.execute("create table r (a varchar, c varchar)")
    assert faults(books, {"a": "text", "b": "text"}) == [
        "input_locations contracts 'main.r': column 'c' is not expected; the columns are a, b",
        "input_locations contracts 'main.r': column 'b' is missing; the columns are a, b",
    ]


@pytest.mark.parametrize(
    ("kind", "right", "wrong", "words"),
    [
        ("money", "decimal(38, 2)", "decimal(18, 3)", "DECIMAL with at most two decimals, "),
        ("percent", "decimal(9, 6)", "double", "DECIMAL with at most six decimals, "),
        ("share", "decimal(10, 9)", "decimal(12, 10)", "DECIMAL with at most nine decimals, "),
        ("rate", "decimal(18, 11)", "float", "DECIMAL with at most eleven decimals, "),
        ("integer", "smallint", "decimal(5, 0)", "text or a whole number"),
        ("word", "varchar", "boolean", "text or a whole number"),
        ("date", "date", "timestamp", "DATE or text"),
    ],
)
def test_columns_of_a_relation_are_exact(
    books: duckdb.DuckDBPyConnection, kind: str, right: str, wrong: str, words: str
) -> None:
    books.execute(f"create table r (a {right}, b {wrong})")
    (fault,) = faults(books, {"a": kind, "b": kind})
    held = wrong.upper().replace(" ", "")
    assert fault.startswith(
        f"input_locations contracts 'main.r': column 'b' is {held}; allowed is {words}"
    )
