"""A build as of a day is the build of what was known that day, and no more.

The inputs are cut by hand at a day, each at what says when its rows became known, and built
without `as_of`; the marts and the evidence are those of a build of all inputs with `as_of`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

import pytest
from conftest import SEEDS, Build
from helpers_inputs import assert_same, dump
from helpers_replay import Compiled, Replay, compiled
from helpers_worlds import LATER, LEDGER, REPORT, YEAR_2024, companies, together

DAYS = (
    "2023-12-31",
    "2024-01-22",
    "2024-07-01",
    "2025-06-13",
    "2025-06-14",
    "2025-06-30",
    "2025-11-04",
    "2026-12-31",
)
CLAIMS = ("contracts", "deals", "reported_figures", "customer_signals", "demand_claims")
# What was rejected and what went in is told of the files, whatever the day.
OF_THE_FILES = ("evidence.build", "evidence.rejected_rows", "evidence.reconciliation")
# A ledger without payments that covers every day: whatever is cut, the last known day is that of
# the cut, from which contracts run.
ALWAYS = {
    "companies": companies("always"),
    "ledger_coverage": [
        {"company_id": "always", "side": "customer", "covered_from": "2023-12-01",
         "covered_to": "2026-12-31"}
    ],
}  # fmt: skip


def default_inputs() -> dict[str, list[dict[str, str]]]:
    """Return the rows of the default inputs, by file."""
    found = {}
    for path in SEEDS.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            found[path.stem] = list(csv.DictReader(lines))
    return found


def all_inputs() -> dict[str, list[dict[str, Any]]]:
    """Return the default inputs, a ledger, and claims of many days."""
    return together(default_inputs(), LEDGER, LATER, ALWAYS)


def as_of(build: Callable[..., Build], day: str) -> Compiled:
    """Return the models with a day as `as_of`.

    The day stands in them as a literal, so that dbt need not compile them for each.
    """
    return compiled(build, as_of="2025-06-13").instead("'2025-06-13'", f"'{day}'")


def cut(inputs: dict[str, list[dict[str, Any]]], day: str) -> dict[str, list[dict[str, Any]]]:
    """Return what was known on a day.

    Args:
        inputs: rows by file.
        day: the day, YYYY-MM-DD; such texts compare like the days.
    """
    published = {row["source_id"]: row.get("published_on") or "" for row in inputs["sources"]}

    def known(row: dict[str, Any]) -> bool:
        known_on = max(row.get("stated_on") or "", published[row["source_id"]])
        return "" < known_on <= day

    kept = {
        **inputs,
        **{file: [row for row in inputs[file] if known(row)] for file in CLAIMS},
        "sources": [row for row in inputs["sources"] if published[row["source_id"]] <= day],
        "rivalries": [row for row in inputs["rivalries"] if published[row["source_id"]] <= day],
        "payments": [row for row in inputs["payments"] if row["paid_on"] <= day],
        "company_parents": [
            row for row in inputs["company_parents"] if (row.get("valid_from") or "") <= day
        ],
        "exchange_rates": [row for row in inputs["exchange_rates"] if row["valid_from"] <= day],
        "ledger_coverage": [
            {**row, "covered_to": min(row["covered_to"], day)}
            for row in inputs["ledger_coverage"]
            if row["covered_from"] <= day
        ],
    }
    return kept


@pytest.mark.parametrize("day", DAYS)
def test_as_of_a_day_nothing_later_counts(build: Callable[..., Build], day: str) -> None:
    inputs = all_inputs()
    remembered = as_of(build, day).run(inputs)
    rebuilt = compiled(build).run(cut(inputs, day))
    assert rebuilt.query_build("select * from evidence.rejected_rows") == []
    assert_same(
        dump(remembered, leave_out=OF_THE_FILES, lines=False),
        dump(rebuilt, leave_out=OF_THE_FILES, lines=False),
    )
    if day == "2025-06-13":
        assert behind(remembered, "vendor_concentration|late|2024-01-01|2024-12-31") == [
            "known_by_its_source",
            "known_by_its_words",
            "known_on_the_day",
        ]


def behind(made: Replay, key: str) -> list[str]:
    """Return the rows behind a figure."""
    found = made.query_build(
        "select row_key from evidence.evidence where evidence_key = ? order by all", [key]
    )
    return [row_key for (row_key,) in found]


def test_a_day_that_is_none_stops_the_build(build: Callable[..., Build]) -> None:
    made = build(vars={"as_of": "13 June 2025"}, select="int_sources")
    assert not made.success
    assert "as_of '13 June 2025': not a date written YYYY-MM-DD" in made.log


def test_the_cut_keeps_what_is_known() -> None:
    """The test's own knife: of each kind of row it cuts some and keeps some."""
    inputs = all_inputs()
    kept = cut(inputs, "2025-06-13")
    for file in (*CLAIMS, "sources", "payments", "company_parents", "exchange_rates"):
        assert 0 < len(kept[file]) < len(inputs[file]), file
    assert REPORT in kept["sources"]
    assert YEAR_2024["period_end"] in {row["covered_to"] for row in kept["ledger_coverage"]}
