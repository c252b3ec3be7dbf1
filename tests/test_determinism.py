"""The same inputs give the same bytes, whatever the order of their rows and the threads."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Build, rows
from helpers_inputs import assert_same, dump, fast_build
from helpers_worlds import MAJOR, MARKET, together
from test_as_of import all_inputs

# More rows than DuckDB gives to one thread at a time (some 120,000).
LINES = 150_000
BROKEN = {
    "sources": [{"source_id": "broken", "publisher": "", "published_on": "soon"}],
    "companies": [{"company_id": "twice", "company_name": name} for name in ("A", "B")],
}


def write_ledger(path: Path, order: str) -> None:
    """Write a ledger of made-up payments to a Parquet file.

    Args:
        path: the file; one that is there is replaced.
        order: SQL expression of `number` by which its rows stand.
    """
    path.unlink(missing_ok=True)
    duckdb.execute(
        f"""
        copy (
            select
                'line ' || number as payment_id,
                cast(null as varchar) as contract_id,
                case when number % 3 = 0 then 'seller' else 'vendor ' || number % 40 end
                    as vendor_id,
                case when number % 7 = 0 then 'One Ltd' else 'customer ' || number % 90 end
                    as customer_id,
                case when number % 5 <> 0 then 'm' || number % 4 end as market_id,
                cast(date '2024-01-01' + cast(number % 700 as integer) as varchar) as paid_on,
                case
                    when number = 77 then 'much'
                    else (number * 7919 % 10007 - 900) || '.' || (number % 90 + 10)
                end as amount,
                case when number % 11 = 0 then 'EUR' else 'USD' end as currency
            from range({LINES}) as numbers (number)
            order by {order}
        ) to '{path}' (format parquet)
        """
    )


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the ledger of all builds here stands, so that all have the same settings."""
    return tmp_path_factory.mktemp("ledger") / "payments.parquet"


@pytest.fixture(scope="module")
def made_once(build: Callable[..., Build], ledger: Path) -> dict[str, Any]:
    """What a build of the inputs gives."""
    write_ledger(ledger, "number")
    made = fast_build(build, mixed_inputs(), vars={"payments_location": str(ledger)})
    return {"content": dump(made, leave_out=()), "without lines": dump(made, lines=False)}


def mixed_inputs() -> dict[str, list[dict[str, Any]]]:
    """Return inputs of every kind, some broken."""
    return together(all_inputs(), MARKET, MAJOR, BROKEN)


def test_two_builds_give_the_same_bytes(
    build: Callable[..., Build], ledger: Path, made_once: dict[str, Any]
) -> None:
    """With four threads, too."""
    write_ledger(ledger, "number")
    again = fast_build(
        build,
        mixed_inputs(),
        vars={"payments_location": str(ledger)},
        args=("--threads", "4"),
    )
    content = dump(again, leave_out=())
    assert_same(made_once["content"], content)
    assert len(content["marts.vendor_customers"]) > 1000
    assert len(content["evidence.rejected_rows"]) > 3


def test_the_order_of_the_rows_does_not_matter(
    build: Callable[..., Build], ledger: Path, made_once: dict[str, Any]
) -> None:
    """But for line numbers, where they are shown."""
    write_ledger(ledger, "hash(number)")
    chance = random.Random(1)  # noqa: S311
    inputs = mixed_inputs()
    for file, values in inputs.items():
        before = rows(file, values)
        chance.shuffle(values)
        assert len(values) < 5 or rows(file, values) != before, "the order is another"
    made = fast_build(build, inputs, vars={"payments_location": str(ledger)})
    content = dump(made, lines=False)
    for table in ("evidence.rejected_rows", "evidence.reconciliation"):
        # The former stands in the order of its lines.
        content[table].sort(key=str)
        made_once["without lines"][table].sort(key=str)
    assert_same(made_once["without lines"], content)
    fingerprint = "select inputs_fingerprint, build_id from evidence.build"
    columns, *builds = made_once["content"]["evidence.build"]
    before = dict(zip(columns, builds[0], strict=True))
    assert made.query_build(fingerprint) == [(before["inputs_fingerprint"], before["build_id"])]
