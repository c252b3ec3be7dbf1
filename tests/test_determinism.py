"""The same inputs give the same bytes, whatever the order of their rows and the threads."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Build, rows
from helpers_inputs import assert_same, dump, fast_build
from helpers_replay import Replay, compiled
from helpers_worlds import MAJOR, MARKET, Rows, together
from test_as_of import all_inputs

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
def inputs() -> dict[str, list[dict[str, Any]]]:
    """Rows of every input, some broken."""
    return together(all_inputs(), MARKET, MAJOR, BROKEN, {"payments": ledger()})


@pytest.fixture(scope="module")
def made_once(build: Callable[..., Build], inputs: dict[str, list[dict[str, Any]]]) -> Replay:
    """The build to compare others with."""
    return compiled(build).run(inputs)


def test_two_builds_give_the_same_bytes(
    build: Callable[..., Build], inputs: dict[str, list[dict[str, Any]]], made_once: Replay
) -> None:
    """One by dbt with four threads; tables stand in their order."""
    again = fast_build(build, inputs, vars=SETTINGS, args=("--threads", "4"))
    content = dump(again, leave_out=())
    assert_same(dump(made_once, leave_out=()), content)
    assert len(content["marts.vendor_customers"]) > 1000
    assert len(content["evidence.rejected_rows"]) > 3


def test_the_order_of_the_rows_does_not_matter(
    build: Callable[..., Build], inputs: dict[str, list[dict[str, Any]]], made_once: Replay
) -> None:
    """But for line numbers, where they are shown."""
    chance = random.Random(1)  # noqa: S311
    shuffled = {file: chance.sample(values, len(values)) for file, values in inputs.items()}
    for file, values in shuffled.items():
        assert len(values) < 5 or rows(file, values) != rows(file, inputs[file])
    first, second = (
        dump(made, leave_out=(), lines=False) for made in (made_once, compiled(build).run(shuffled))
    )
    for content in (first, second):
        # In the order of its lines, which is another.
        content["evidence.rejected_rows"].sort(key=str)
    assert_same(first, second)
