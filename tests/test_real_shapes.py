"""A ledger as bodies publish them, in miniature: the same marts from a seed, Parquet and CSV.

Names are unresolved, some are redacted, some rows are no payments at all. The ledger is a buyer's,
complete for 2020, in pounds; one pound is 1.25 dollars.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Build, rows
from helpers_inputs import WITHOUT_TESTS, assert_same, dump, fast_build
from helpers_replay import Replay, compiled
from helpers_worlds import Rows, companies

COUNCIL = "Town Council"
# (id, vendor, customer, unit, day, amount): right ones, of which two are outside all coverage.
RIGHT = [
    ("p1", "Widgets & Sons, Ltd", COUNCIL, "Housing", "2020-01-15", "100.00"),
    # Genuine: the same vendor, day and amount once more.
    ("p2", "Widgets & Sons, Ltd", COUNCIL, "Housing", "2020-01-15", "100.00"),
    ("p3", "ACME LTD.", COUNCIL, "Parks", "2020-02-01", "400"),
    ("p4", "Acme Limited", COUNCIL, "", "2020-03-01", "-40.00"),
    ("p5", "REDACTED", COUNCIL, "Parks", "2020-03-05", "80.00"),
    ("p6", "Redacted Personal Data", COUNCIL, "", "2020-05-05", "20.00"),
    # Vendors with the word in their name, and one that may be a line of totals: who knows.
    ("p7", "Total", COUNCIL, "Housing", "2020-06-01", "60.00"),
    ("p8", "Total Gas & Power", COUNCIL, "Housing", "2020-06-30", "30.00"),
    ("p9", 'Café "Zur Post"', COUNCIL, "Parks", "2020-07-01", "10.01"),
    ("p10", "Credit Only", COUNCIL, "Parks", "2020-08-01", "-15.00"),
    ("p11", "Widgets & Sons, Ltd", COUNCIL, "Housing", "2021-01-05", "50.00"),
    ("p12", "Acme Limited", "Another Council", "Housing", "2020-01-01", "5.00"),
]
NO_DAY = "not a date from 1900-01-01 to 2199-12-31 written YYYY-MM-DD"
NO_MONEY = (
    "not an amount written with digits, an optional minus and at most two decimals, below 10^16"
)
TWICE = "the key stands in more than one row, and all of them are left out"
# Wrong ones, with (column, rule) each.
WRONG = [
    (("w1", "", COUNCIL, "Parks", "2020-01-02", "1.00"), ("vendor_id", "empty, but required")),
    (("w2", "Acme Limited", COUNCIL, "Parks", "31/12/2020", "2.00"), ("paid_on", NO_DAY)),
    (("w3", "Acme Limited", COUNCIL, "Parks", "", "4.00"), ("paid_on", "empty, but required")),
    (("w4", "Acme Limited", COUNCIL, "Parks", "2020-02-30", "8.00"), ("paid_on", NO_DAY)),
    (("w5", "Acme Limited", COUNCIL, "", "2020-01-02", ""), ("amount", "empty, but required")),
    (("w6", "Acme Limited", COUNCIL, "", "2020-01-02", "n/a"), ("amount", NO_MONEY)),
    (("w7", "Acme Limited", COUNCIL, "", "2020-01-02", "1,234.00"), ("amount", NO_MONEY)),
    (("w8", "Acme Limited", COUNCIL, "", "2020-01-02", "16.00"), ("payment_id", TWICE)),
    (("w8", "Acme Limited", COUNCIL, "", "2020-01-03", "32.00"), ("payment_id", TWICE)),
]
# Readable amounts among the wrong ones.
WRONG_AMOUNT = 1 + 2 + 4 + 8 + 16 + 32

# In dollars: 1.25 times what stands above, each line rounded to the cent.
SPEND_2020 = {
    "acme": Decimal("450.00"),
    "Widgets & Sons, Ltd": Decimal("250.00"),
    "Total": Decimal("75.00"),
    "Total Gas & Power": Decimal("37.50"),
    'Café "Zur Post"': Decimal("12.51"),
    "Credit Only": Decimal("-18.75"),
}
REDACTED_2020 = Decimal("125.00")

WORLD: dict[str, Rows] = {
    "companies": [
        *companies("council", "acme"),
        {"company_id": "undisclosed", "company_name": "Undisclosed"},
    ],
    "company_aliases": [
        {"alias": COUNCIL, "company_id": "council"},
        {"alias": "ACME LTD.", "company_id": "acme"},
        {"alias": "Acme Limited", "company_id": "acme"},
        {"alias": "REDACTED", "company_id": "undisclosed"},
        {"alias": "Redacted Personal Data", "company_id": "undisclosed"},
    ],
    "exchange_rates": [{"currency": "GBP", "valid_from": "2020-01-01", "usd_per_unit": "1.25"}],
    "ledger_coverage": [
        {"company_id": COUNCIL, "side": "customer", "covered_from": "2020-01-01",
         "covered_to": "2020-12-31"},
    ],
}  # fmt: skip


def payments() -> Rows:
    """Return the ledger lines, the wrong ones first."""
    columns = ("payment_id", "vendor_id", "customer_id", "market_id", "paid_on", "amount")
    return [
        {**dict(zip(columns, values, strict=True)), "currency": "GBP"}
        for values in [*(values for values, _ in WRONG), *RIGHT]
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for ledgers, with a space in its name."""
    return tmp_path_factory.mktemp("the town ledger")


@pytest.fixture(scope="module")
def from_seed(build: Callable[..., Build]) -> Build:
    """The warehouse with the ledger as a file among the inputs; tested and published."""
    made = build({**WORLD, "payments": payments()}, empty=True, vars={"on_rejected": "quarantine"})
    assert made.published, made.log
    return made


def write_parquet(path: Path, values: Rows, select: str = "*") -> None:
    """Write ledger lines to a Parquet file, as text or as a query over them says."""
    text = path.with_suffix(".text")
    text.write_text(rows("payments", values))
    duckdb.execute(
        f"copy (select {select} from read_csv('{text}', header = true, all_varchar = true, "
        f"nullstr = '')) to '{path}' (format parquet)"
    )
    text.unlink()


@pytest.fixture(scope="module")
def from_parquet(build: Callable[..., Build], folder: Path) -> Replay:
    """The warehouse with the ledger read in place from a Parquet file."""
    path = folder / "ledger.parquet"
    write_parquet(path, payments())
    return compiled(build, input_locations={"payments": str(path)}).run(WORLD)


@pytest.fixture(scope="module")
def from_csv(build: Callable[..., Build], folder: Path) -> Replay:
    """The warehouse with the ledger read in place from two CSV files."""
    lines = payments()
    (folder / "part_1.csv").write_text(rows("payments", lines[:8]))
    (folder / "part_2.csv").write_text(rows("payments", lines[8:]))
    return compiled(build, input_locations={"payments": str(folder / "part_*.csv")}).run(WORLD)


@pytest.fixture(scope="module", params=["from_seed", "from_parquet", "from_csv"])
def made(request: pytest.FixtureRequest) -> Build | Replay:
    """Each of the three warehouses."""
    return request.getfixturevalue(request.param)


# --- The same from everywhere ---------------------------------------------------------------------


def content(made: Build | Replay) -> dict[str, list[tuple]]:
    """Return the marts and their evidence without file names and lines."""
    found = dump(made, leave_out=("evidence.build", "evidence.reconciliation"), lines=False)
    files = ("file", "input_file", "first_file", "last_file")
    for table in (
        "evidence.claim_evidence",
        "evidence.evidence",
        "evidence.ledger_lines",
        "evidence.rejected_rows",
        "marts.fct_spend",
    ):
        columns = found[table][0]
        kept = [place for place, name in enumerate(columns) if name not in files]
        found[table] = sorted(
            (tuple(row[place] for place in kept) for row in found[table]), key=str
        )
    return found


@pytest.mark.parametrize("other", ["from_parquet", "from_csv"])
def test_the_marts_are_the_same(
    from_seed: Build, other: str, request: pytest.FixtureRequest
) -> None:
    assert_same(content(from_seed), content(request.getfixturevalue(other)))


def test_rejected_rows_are_named(made: Build | Replay) -> None:
    found = made.query_build(
        "select row_key, column_name, rule from evidence.rejected_rows order by all"
    )
    assert found == sorted((values[0], *fault) for values, fault in WRONG)


@pytest.mark.parametrize(
    ("fixture", "file", "lines"),
    [
        ("from_seed", "payments.csv", range(2, 11)),
        ("from_parquet", "ledger.parquet", range(1, 10)),
        ("from_csv", "part_1.csv part_2.csv", [*range(2, 10), 2]),
    ],
)
def test_rejected_rows_name_their_place(
    fixture: str, file: str, lines: Sequence[int], request: pytest.FixtureRequest
) -> None:
    """The line of a CSV file, wherever it is, and the row of a Parquet file (it has no header)."""
    found = request.getfixturevalue(fixture).query_build(
        "select file, line, row_key from evidence.rejected_rows order by row_key, value, line"
    )
    assert {Path(name).name for name, *_ in found} == set(file.split())
    assert sorted(line for _, line, _ in found) == sorted(lines)
    assert [line for _, line, key in found if key == "w3"] == [lines[2]]


def test_rows_and_money_add_up(made: Build | Replay) -> None:
    columns = "rows_in, rows_accepted, rows_rejected, amount_in, amount_accepted, amount_rejected"
    sums = ", ".join(f"sum({column})" for column in columns.split(", "))
    found = made.query_build(
        f"select {sums} from evidence.reconciliation where currency = 'GBP' "
        "and file not in ('exchange_rates.csv')"
    )
    accepted = sum(Decimal(values[-1]) for values in RIGHT)
    assert found == [
        (
            len(RIGHT) + len(WRONG),
            len(RIGHT),
            len(WRONG),
            accepted + WRONG_AMOUNT,
            accepted,
            WRONG_AMOUNT,
        )
    ]


def test_money_is_conserved_from_the_ledger_to_every_mart(made: Build | Replay) -> None:
    dollars = sum(
        (Decimal(values[-1]) * Decimal("1.25")).quantize(Decimal("0.01")) for values in RIGHT
    )
    assert made.query_build("select sum(spend_amount_low) from marts.fct_spend") == [(dollars,)]
    for mart, column in (
        ("marts.vendor_concentration", "revenue_amount_low"),
        ("marts.customer_dependence", "spend_amount_low"),
    ):
        for grain in ("month", "quarter", "half_year", "year"):
            # Nobody is concentrated on the redacted; their lines stand on the buyer's side alone.
            redacted = REDACTED_2020 if "vendor" in mart else 0
            credits_alone = made.query_build(
                f"select coalesce(sum(credit_amount), 0) from {mart} "
                f"where period_grain = '{grain}' and {column} = 0"
            )[0][0]
            found = made.query_build(
                f"select sum({column}) from {mart} where period_grain = '{grain}'"
            )
            assert found[0][0] + credits_alone + redacted == dollars, (mart, grain)


# --- What it shows --------------------------------------------------------------------------------


def test_the_buyers_year(made: Build | Replay) -> None:
    columns = (
        "spend_amount, total_basis, named_vendors, top_vendor_id, hhi_low, hhi_high, credit_amount"
    )
    found = made.query_build(
        f"select {columns} from marts.customer_dependence "
        "where customer_id = 'council' and period_grain = 'year' and period_start = '2020-01-01'"
    )
    assert len(found) == 1
    spend, basis, named, top, low, high, credit = found[0]
    positive = [amount for amount in SPEND_2020.values() if amount > 0]
    total = sum(positive) + REDACTED_2020
    assert spend == sum(SPEND_2020.values()) + REDACTED_2020
    assert (basis, named, top) == ("ledger", len(positive), "acme")
    assert credit == SPEND_2020["Credit Only"]
    # Nobody knows whether the redacted are one or many.
    squares = sum(Fraction(amount) ** 2 for amount in positive)
    for bound, expected in (
        (low, squares),
        (high, squares + Fraction(REDACTED_2020) ** 2),
    ):
        assert abs(Fraction(bound) - 10000 * expected / Fraction(total) ** 2) < Fraction(1, 10**6)


def test_names_are_companies_only_where_an_alias_says_so(made: Build | Replay) -> None:
    found = dict(
        made.query_build(
            "select vendor_id, sum(spend_amount) from marts.fct_spend "
            "where customer_id = 'council' and period_end < '2021-01-01' group by vendor_id"
        )
    )
    assert found == {**SPEND_2020, "undisclosed": REDACTED_2020}
    registered = dict(
        made.query_build("select distinct company_id, registered_in from marts.dim_companies")
    )
    assert registered == {
        **dict.fromkeys(("council", "acme", "undisclosed"), "companies"),
        **dict.fromkeys((name for name in SPEND_2020 if name != "acme"), "payments"),
        "Another Council": "payments",
    }


def test_the_redacted_are_nobody(made: Build | Replay) -> None:
    assert (
        made.query_build(
            "select * from marts.vendor_concentration where vendor_id = 'undisclosed' "
            "or top_customer_id = 'undisclosed'"
        )
        == []
    )
    assert (
        made.query_build(
            "select * from marts.customer_dependence where top_vendor_id = 'undisclosed'"
        )
        == []
    )


def test_what_is_outside_coverage_is_a_lower_bound(made: Build | Replay) -> None:
    found = made.query_build(
        "select customer_id, vendor_id, spend_amount, spend_amount_low, spend_amount_high "
        "from marts.fct_spend where spend_amount_high is null order by customer_id"
    )
    assert found == [
        ("Another Council", "acme", None, Decimal("6.25"), None),
        ("council", "Widgets & Sons, Ltd", None, Decimal("62.50"), None),
    ]


def test_quarantine_publishes_without_the_wrong_rows_and_says_so(from_seed: Build) -> None:
    assert from_seed.exit_code == 0
    assert from_seed.results["no_rejected_rows"] == "warn"
    assert "9 broken rules: the rows are left out of every number (on_rejected" in from_seed.log
    line = f"payments.csv line 3 (w2): paid_on '31/12/2020': {NO_DAY}"
    assert line in from_seed.log.splitlines()
    assert from_seed.query("select count(*) from evidence.rejected_rows") == [(len(WRONG),)]
    assert from_seed.query("select on_rejected from evidence.build") == [("quarantine",)]


def test_payments_outside_coverage_give_a_warning(from_seed: Build) -> None:
    warnings = [name for name, status in from_seed.results.items() if status == "warn"]
    assert [name for name in warnings if "coverage" in name or "covered" in name], warnings


def test_a_ledger_without_such_lines_gives_none(warehouse: Build) -> None:
    assert [name for name, status in warehouse.results.items() if status == "warn"] == []


def test_a_typed_parquet_file_gives_the_same(
    build: Callable[..., Build], from_parquet: Replay, folder: Path
) -> None:
    """Dates as dates and money as decimals, in another order of the columns; built by dbt."""
    path = folder / "ledger.parquet"
    right = [line for line in payments() if line["payment_id"].startswith("p")]
    write_parquet(
        path,
        right,
        "currency, cast(amount as decimal(12, 2)) as amount, cast(paid_on as date) as paid_on, "
        "market_id, customer_id, vendor_id, contract_id, payment_id",
    )
    typed = fast_build(
        build,
        WORLD,
        empty=True,
        vars={"on_rejected": "quarantine", "input_locations": {"payments": str(path)}},
        select="+stg_payments",
    )
    query = "select * exclude (line) from staging.stg_payments order by payment_id"
    assert typed.query_build(query) == from_parquet.query_build(query)


def test_a_location_where_nothing_is_stops_the_build(
    build: Callable[..., Build], from_parquet: Replay, folder: Path
) -> None:
    (folder / "ledger.parquet").unlink()
    settings: dict[str, Any] = {
        "on_rejected": "quarantine",
        "input_locations": {"payments": str(folder / "ledger.parquet")},
    }
    made = build(WORLD, empty=True, vars=settings, select="+stg_payments", args=WITHOUT_TESTS)
    assert not made.success
    assert "ledger.parquet" in made.log
    assert "Traceback" not in made.log
