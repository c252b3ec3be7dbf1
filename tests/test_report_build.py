"""What a build says at its end: rows and money that went in, where they are, and the time."""

from __future__ import annotations

import re

import pytest
from conftest import PROJECT, Build, Workspace

WRONG = {
    "payment_id": "wrong",
    "vendor_id": "our_company",
    "customer_id": "North",
    "paid_on": "2024-02-30",
    "amount": "12.5",
    "currency": "EUR",
}


@pytest.fixture(scope="module")
def made(workspace: Workspace) -> Build:
    """A build of six payments and a wrong one."""
    own_data = PROJECT / "examples" / "own_data"
    made = workspace.build(
        own_data, append={"payments": [WRONG]}, vars={"on_rejected": "quarantine"}
    )
    assert made.success, made.log
    return made


def said(made: Build, beginning: str) -> list[str]:
    """Return the lines of a build that begin so."""
    return [line for line in made.log.splitlines() if line.startswith(beginning)]


def test_every_input_with_rows_has_a_line(made: Build) -> None:
    found = made.query("select file, sum(rows_in) from evidence.reconciliation group by file")
    assert [re.findall(r"Read (\S+): ([\d,]+) row", line) for line in said(made, "Read ")] == [
        [(file, f"{count:,}")] for file, count in sorted(found)
    ]
    assert len(found) > 3


def test_rows_and_money_are_those_of_the_reconciliation(made: Build) -> None:
    rows = made.query(
        "select currency, amount_in, amount_accepted, amount_rejected "
        "from evidence.reconciliation where file = 'payments.csv' order by currency"
    )
    assert [row[0] for row in rows] == ["EUR", "USD"]
    assert rows[0][3] > 0
    money = "; ".join(
        f"{in_:,.2f} {currency} in, {accepted:,.2f} accepted, {rejected:,.2f} rejected"
        for currency, in_, accepted, rejected in rows
    )
    assert f"Read payments.csv: 7 rows, 6 accepted, 1 rejected; {money}" in made.log.splitlines()
    assert "Read ledger_coverage.csv: 1 row, all accepted" in made.log.splitlines()


def test_the_ledger_is_that_of_fct_spend(made: Build) -> None:
    [(amount, vendors, customers)] = made.query(
        "select sum(spend_amount_low), count(distinct vendor_id), count(distinct customer_id) "
        "from marts.fct_spend where origin = 'ledger'"
    )
    assert said(made, "Ledger: ") == [
        f"Ledger: {amount:,.2f} USD, between {vendors} vendors and {customers} customers"
    ]


def test_without_a_ledger_nothing_is_said_of_it(warehouse: Build) -> None:
    assert said(warehouse, "Read ") != []
    assert said(warehouse, "Ledger: ") == []


def test_every_table_is_counted(made: Build) -> None:
    counted = dict(
        table.rsplit(" ", 1)
        for line in said(made, "Rows of ")
        for table in line.split(": ")[1].split(", ")
    )
    tables = made.query("select schema_name, table_name from duckdb_tables()")
    assert counted == {
        name: f"{made.query(f'select count(*) from {schema}.{name}')[0][0]:,}"
        for schema, name in tables
    }


def test_time_and_memory_are_told_before_publishing(warehouse: Build) -> None:
    lines = warehouse.log.splitlines()
    time, memory, publishing, published = (
        next(place for place, line in enumerate(lines) if re.fullmatch(pattern, line))
        for pattern in (
            r"Time: inputs and their rules \S+ s, models \S+ s, data tests \S+ s, "
            r"unit tests \S+ s; longest: \S+ \S+ s, \S+ \S+ s, \S+ \S+ s",
            r"Memory: at most \S+ GiB; DuckDB may use \S+ GiB",
            r"Publishing \d+ relations to \S+ \.\.\.",
            r"Published \S+: \d+ relations, \d+ rows, in \S+ s\.",
        )
    )
    assert time < memory < publishing < published


def test_less_than_a_build_is_not_told_of(fresh: Workspace) -> None:
    made = fresh.build(select="dim_companies", keep=True)
    assert said(made, "Read ") + said(made, "Time: ") == []


def test_quiet_is_quiet(
    workspace: Workspace, warehouse: Build, capfd: pytest.CaptureFixture[str]
) -> None:
    made = workspace.build(args=("--quiet",), environment={"DBT_LOG_LEVEL": "info"})
    assert made.published
    assert capfd.readouterr().out == ""
