"""What a build of changes keeps and what it makes anew: no fault in either passes the data tests.

In such a build most tests look at what it made anew alone. Faults are planted as in
test_planted_faults, in a warehouse that was built, got a month more and was built again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import Build, Workspace, rows
from helpers_replay import compiled
from helpers_worlds import LATER, LEDGER, MAJOR, payment, together
from test_changes import CHANGES, CLAIMS, Ledger, in_place, one_more_month
from test_planted_faults import MARTS, World, find, plants

GUARD = "kept_rows_stay"
# What they find is no fault.
WARNINGS = ("payments_outside_coverage", "spend_outside_flows")


@pytest.fixture(scope="module")
def ledger(
    workspace: Workspace, build: Callable[..., Build], tmp_path_factory: pytest.TempPathFactory
) -> Ledger:
    """A ledger with claims beside it, built once."""
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "2024-01.csv").write_text(rows("payments", []))
    models = compiled(build, **in_place(folder))
    ledger = Ledger(workspace, models, folder, together(LEDGER, MAJOR, LATER, CLAIMS))
    first = ledger.build()
    assert first.published, first.log
    return ledger


@pytest.fixture(scope="module")
def world(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The warehouse after one more month, and the tests of that build."""
    one_more_month(ledger)
    made = ledger.build()
    assert made.published and CHANGES in made.log, made.log
    world = World(made, tmp_path_factory.mktemp("world"))
    yield world
    world.database.close()


def found(world: World, *faults: str, test: str = "") -> list[str]:
    """Plant faults for a moment; return the tests that find them, of those with the name."""
    world.database.execute("begin")
    try:
        for fault in faults:
            assert world.database.execute(fault).fetchall()[0][0] > 0, fault
        return [
            name
            for name, sql in world.tests.items()
            if name.startswith(test)
            and name not in WARNINGS
            and world.database.execute(f"select 1 from ({sql}) limit 1").fetchall()
        ]
    finally:
        world.database.execute("rollback")


def test_nothing_is_found_where_nothing_is_wrong(world: World) -> None:
    assert found(world) == []


def test_kept_rows_that_are_lost_doubled_or_changed_are_found(world: World) -> None:
    """In every model of which a part is kept, where it has rows."""
    passed = []
    planted = set()
    for table, period in world.kept.items():
        first = f"{period} = (select min({period}) from {table})"
        [(rows_kept,)] = world.database.execute(
            f"select count(*) from {table} where {first} and {period} < '2025-05-01'"
        ).fetchall()
        if not rows_kept:
            continue
        planted.add(table)
        faults = [
            f"delete from {table} where {first}",
            f"insert into {table} from {table} where {first}",
            f"insert into {table} from {table} where {first} limit 1",
            f"update {table} set {period} = '2023-01-31' where {first}",
        ]
        passed += [fault for fault in faults if found(world, fault, test=GUARD) != [GUARD]]
    assert passed == []
    assert len(planted) > 25
    assert {"marts.fct_spend", "intermediate.int_ledger_months"} <= planted


def test_whoever_had_spend_before_has_no_other_first_spend(world: World) -> None:
    """In a build of changes the period made anew is the first only of those without an earlier."""
    key = "vendor_id, customer_id, period_grain"
    assert world.database.execute(
        f"select count(*) > 0, count(*) = count(distinct ({key})), "
        "bool_or(first_period_end < '2025-05-01') from intermediate.int_first_spend"
    ).fetchall() == [(True, True, True)]


def test_a_kept_row_of_no_period_before_is_found(world: World) -> None:
    """The delete of a build takes what the build before had not."""
    fault = (
        "insert into marts.vendor_customers select * replace (date '2019-01-31' as period_end, "
        "date '2019-01-01' as period_start) from marts.vendor_customers limit 1"
    )
    assert found(world, fault, test=GUARD) == [GUARD]


@pytest.mark.parametrize("mart", MARTS)
def test_no_fault_in_a_mart_passes(world: World, mart: str) -> None:
    """At both ends: in the first period, which is kept, and in the last, which is new."""
    passed = []
    for kind, fault in plants(world, mart):
        changed, test = find(world, fault, mart, with_models=False)
        if changed and test is None:
            passed.append(f"{kind}: {fault}")
    assert passed == []


MADE_ANEW = "period_end >= '2025-05-31'"
# By mart: a column that another row of the same period does not have the same value in.
LEFT_OVER = {
    "fct_spend": "customer_id",
    "fct_vendor_revenue": "market_id",
    "vendor_customers": "customer_id",
    "revenue_movements": "customer_id",
    "vendor_concentration": "vendor_id",
    "customer_dependence": "customer_id",
    "market_concentration": "market_id",
    "revenue_retention": "vendor_id",
}


@pytest.mark.parametrize("mart", LEFT_OVER)
def test_a_row_that_should_have_gone_is_found(world: World, mart: str) -> None:
    """A row of a period made anew that the build before had and this one has not."""
    fault = (
        f"insert into marts.{mart} select * replace ('gone' as {LEFT_OVER[mart]}) "
        f"from marts.{mart} where {MADE_ANEW} and period_grain = 'month' "
        f"and split_part(evidence_key, '|', 2) in ('seller', 'one', 'm') limit 1"
    )
    # Not only because the id is no company, or the key another's.
    by_name = ("ids_known", "evidence_matches_marts")
    assert [name for name in found(world, fault) if not name.startswith(by_name)] != []


def test_payments_of_a_month_that_was_not_read_again_are_found(world: World) -> None:
    """A line of a month within the periods made anew, but which the build took for unchanged."""
    month = "month_start = '2025-06-01'"
    fault = f"update intermediate.int_ledger_months set amount = amount + 1 where {month}"
    if world.database.execute(
        f"select 1 from intermediate.int_ledger_months where {month}"
    ).fetchall():
        assert found(world, fault, test=GUARD) == [GUARD]
    fault = (
        "update marts.fct_spend set spend_amount_low = spend_amount_low + 1 "
        f"where {MADE_ANEW} and origin = 'ledger'"
    )
    assert "payments_reach_fct_spend" in found(world, fault)


def looks_at_changes_only(made: Build) -> bool:
    """Return whether a build's tests left out what it kept."""
    results = json.loads((made.target / "run_results.json").read_text())["results"]
    [sql] = [
        result["compiled_code"]
        for result in results
        if result["unique_id"].split(".")[2] == "payments_reach_fct_spend"
    ]
    return "paid_on >= " in sql


@pytest.mark.slow
def test_what_was_not_tested_well_is_tested_again(ledger: Ledger, world: World) -> None:
    """After a build whose tests failed the next one looks at everything."""
    assert world.tests
    strict: dict[str, Any] = {"on_rejected": "fail"}
    first = ledger.build(more=strict)
    assert first.published and not looks_at_changes_only(first)
    ledger.months["2025-08"] = [payment("seller", "one", "2025-08-03", "eighty")]
    failed = ledger.build(more=strict)
    assert not failed.published and looks_at_changes_only(failed)
    ledger.months["2025-08"][0]["amount"] = "80.00"
    mended = ledger.build(more=strict)
    assert mended.published and CHANGES in mended.log, mended.log
    assert not looks_at_changes_only(mended)
    ledger.months["2025-08"][0]["amount"] = "81.00"
    again = ledger.build(more=strict)
    assert again.published and looks_at_changes_only(again)


def test_the_guard_reads_what_comes_before_it(world: World) -> None:
    """Every model of which a part is kept is built before the guard looks at it."""
    before: set[str] = set()
    todo = set(world.read_by[GUARD])
    while todo:
        name = todo.pop()
        before.add(name)
        todo |= world.models.get(name, ("", "", set()))[2] - before
    assert {table.split(".")[1] for table in world.kept} <= before
