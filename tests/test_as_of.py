"""A build as of a day is the build of what was known that day, and no more.

The inputs are cut by hand at a day, each at what says when its rows became known, and built
without `as_of`; the marts and the evidence are those of a build of all inputs with `as_of`.

What differs by right: `evidence.build` names `as_of`; `reconciliation` and `rejected_rows` are
told of the files, and a claim in a currency whose first rate came later is a broken row of the
cut files; the last known day, from which contracts run and as on which owners' groups are taken,
is `as_of`, and in the cut inputs the last day that they tell of.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from conftest import SEEDS, Build
from helpers_inputs import assert_same, dump, fast_build
from helpers_replay import Compiled, Replay, compiled, compiled_tests
from helpers_ties import tied_world
from helpers_worlds import LATER, LEDGER, REPORT, YEAR_2024, companies, figure, together

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
# The first and the last day that an input may name.
FIRST, LAST = "1900-01-01", "2199-12-31"
CLAIMS = ("contracts", "deals", "reported_figures", "customer_signals", "demand_claims")
# What was rejected and what went in is told of the files, whatever the day.
OF_THE_FILES = ("evidence.build", "evidence.rejected_rows", "evidence.reconciliation")
# What is measured from the last known day.
OF_THE_LAST_DAY = ("marts.contract_runoff",)
# Companies that worlds share.
KNOWN = {row["company_id"] for row in csv.DictReader((SEEDS / "companies.csv").open())}
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


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return `all_inputs` and a world in which much is equal."""
    ties = tied_world(1)
    # Each signal has one assumption, and the default inputs hold theirs.
    del ties["signal_assumptions"]
    ties["companies"] = [row for row in ties["companies"] if row["company_id"] not in KNOWN]
    return {file: rows + ties.get(file, []) for file, rows in all_inputs().items()}


def days_of(inputs: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """Return every day on which a row of the inputs becomes known, or may."""
    columns = ("stated_on", "published_on", "paid_on", "covered_from", "covered_to")
    found = {
        row.get(column) or "" for rows in inputs.values() for row in rows for column in columns
    }
    for file in ("company_parents", "exchange_rates"):
        found |= {row.get("valid_from") or "" for row in inputs[file]}
    return sorted(found - {""})


def last_known_day(inputs: Mapping[str, list[dict[str, Any]]]) -> str:
    """Return the latest day on which a claim was known, a payment made or a ledger covered."""
    published = {row["source_id"]: row.get("published_on") or "" for row in inputs["sources"]}
    days = [row["paid_on"] for row in inputs["payments"]]
    days += [row["covered_to"] for row in inputs["ledger_coverage"]]
    for file in CLAIMS:
        for row in inputs[file]:
            days.append(max(row.get("stated_on") or "", published[row["source_id"]]))
    return max(days, default="")


def assert_honest(
    build: Callable[..., Build], inputs: dict[str, list[dict[str, Any]]], day: str
) -> Replay:
    """Compare a build as of a day with one of what was known then.

    Args:
        build: the fixture.
        inputs: rows by file, none of them broken.
        day: the day.

    Returns:
        The build as of the day.
    """
    known = cut(inputs, day)
    remembered = as_of(build, day).run(inputs)
    rebuilt = compiled(build).run(known)
    assert remembered.query_build("select * from evidence.rejected_rows") == []
    assert rebuilt.query_build("select * from evidence.rejected_rows") == []
    # Lines are those of other files, and evidence stands in their order.
    first, second = (
        dump(made, leave_out=OF_THE_FILES, lines=False) for made in (remembered, rebuilt)
    )
    for content in (first, second):
        for table in ("evidence.evidence", "evidence.claim_evidence"):
            content[table].sort(key=str)
        if last_known_day(known) < day:
            for table in OF_THE_LAST_DAY:
                del content[table]
    assert_same(first, second)
    later = "select * from evidence.evidence where stated_on > cast(? as date)"
    assert remembered.query_build(later, [day]) == []
    return remembered


@pytest.mark.parametrize("day", DAYS)
def test_as_of_a_day_nothing_later_counts(build: Callable[..., Build], day: str) -> None:
    remembered = assert_honest(build, everything(), day)
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


def test_the_last_day_is_everything(build: Callable[..., Build]) -> None:
    """But for claims without a day, which are known on none."""
    inputs = cut(everything(), LAST)
    day = days_of(inputs)[-1]
    unset, last = compiled(build).run(inputs), as_of(build, day).run(inputs)
    assert_same(dump(unset), dump(last))
    settings = "select * exclude (build_id, as_of) from evidence.build"
    assert unset.query_build(settings) == last.query_build(settings)
    ids = "select build_id, cast(as_of as varchar) from evidence.build"
    ((unset_id, nothing),), ((last_id, named),) = unset.query_build(ids), last.query_build(ids)
    assert (unset_id != last_id, nothing, named) == (True, None, day)


def test_before_anything_was_known_there_is_nothing(build: Callable[..., Build]) -> None:
    inputs = everything()
    day = str(date.fromisoformat(days_of(inputs)[0]) - timedelta(days=1))
    made = as_of(build, day).run(inputs)
    counts = {table: len(content) - 1 for table, content in dump(made).items()}
    there = {table for table, count in counts.items() if count}
    assert there == {"marts.dim_companies", "marts.dim_sources", "evidence.reconciliation"}
    undated = {row["source_id"] for row in inputs["sources"] if not row.get("published_on")}
    found = made.query_build("select source_id from marts.dim_sources")
    assert {source_id for (source_id,) in found} == undated


def test_long_after_the_last_day_only_contracts_have_run_on(build: Callable[..., Build]) -> None:
    inputs = cut(default_inputs(), LAST)
    first, second = dump(compiled(build).run(inputs)), dump(as_of(build, LAST).run(inputs))
    for content in (first, second):
        for table in OF_THE_LAST_DAY:
            assert len(content.pop(table)) > 1
    assert_same(first, second)


def test_a_claim_before_its_rate_has_no_amount(build: Callable[..., Build]) -> None:
    """As of a day on which nobody knows the rate; in the inputs of that day the row is broken."""
    inputs = {file: [] for file in default_inputs()} | together(
        {
            "companies": companies("vendor", "customer"),
            "exchange_rates": [
                {"currency": "EUR", "valid_from": "2025-06-01", "usd_per_unit": "1.20"}
            ],
            "reported_figures": [
                figure("plan", "customer_spend", "10", vendor_id="vendor", customer_id="customer",
                       basis="planned", period_start="2025-01-01", period_end="2025-12-31",
                       currency="EUR")
            ],
        }
    )  # fmt: skip
    select = (
        "select spend_amount_low, spend_amount_high, quote from marts.fct_spend "
        "inner join evidence.evidence using (evidence_key)"
    )
    words = "the words of plan"
    before = as_of(build, "2025-05-31").run(inputs)
    assert before.query_build(select) == [(None, None, words)]
    after = as_of(build, "2025-06-01").run(inputs)
    assert after.query_build(select) == [(Decimal("12.00"), Decimal("12.00"), words)]
    rebuilt = compiled(build).run(cut(inputs, "2025-05-31"))
    assert rebuilt.query_build("select row_key, column_name from evidence.rejected_rows") == [
        ("plan", "currency")
    ]


def test_a_control_that_is_to_end_has_not_ended(build: Callable[..., Build]) -> None:
    """Until the end of 2030 the owner holds the vendor's owner, on the last known day as well."""
    inputs = {file: [] for file in default_inputs()} | together(
        {
            "companies": companies("vendor", "customer", "fund", "owner"),
            "company_parents": [
                {"company_id": "fund", "parent_company_id": "owner", "valid_to": "2030-12-31"}
            ],
            "rivalries": [
                {"company_id": "customer", "rival_id": "owner", "source_id": "report"}
            ],
            "reported_figures": [
                figure("spend", "customer_spend", "10", vendor_id="vendor", customer_id="customer")
            ],
            "deals": [
                {"deal_id": "deal", "deal_type": "equity_stake", "investor_id": "fund",
                 "target_id": "vendor", "status": "closed", "stake_pct": "30",
                 "attribution": "filing", "stated_on": "2025-02-01", "source_id": "report"}
            ],
        }
    )  # fmt: skip
    select = "select customer_id, vendor_id, owner_id from marts.neutrality_conflicts"
    for made in (assert_honest(build, inputs, "2025-02-01"), compiled(build).run(inputs)):
        assert made.query_build(select) == [("customer", "vendor", "owner")]


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


# --- More of the same, by `make test-long` --------------------------------------------------------


WORLDS: dict[str, Callable[[], dict[str, list[dict[str, Any]]]]] = {
    "default": default_inputs,
    "everything": everything,
    **{f"ties {seed}": partial(tied_world, seed) for seed in (0, 2, 3)},
}


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
def test_as_of_every_day_nothing_later_counts(build: Callable[..., Build], world: str) -> None:
    """And the data tests find nothing wrong, and what is known stays known."""
    inputs = WORLDS[world]()
    checks = compiled_tests(build, as_of="2025-06-13")
    known: set[tuple[Any, ...]] = set()
    days = days_of(inputs)
    for day in (str(date.fromisoformat(days[0]) - timedelta(days=1)), *days):
        made = assert_honest(build, inputs, day)
        on_the_day = {name: sql.replace("'2025-06-13'", f"'{day}'") for name, sql in checks.items()}
        failed = {name: made.query_build(sql) for name, sql in on_the_day.items()}
        assert {name: found for name, found in failed.items() if found} == {}, day
        # As of a day the cut inputs are all that there is.
        again = as_of(build, day).run(cut(inputs, day))
        contents = [dump(build, leave_out=OF_THE_FILES, lines=False) for build in (made, again)]
        for content in contents:
            for table in ("evidence.evidence", "evidence.claim_evidence"):
                content[table].sort(key=str)
        assert_same(*contents)
        sources = set(made.query_build("select source_id from marts.dim_sources"))
        assert known <= sources
        known = sources


@pytest.mark.slow
def test_dbt_builds_as_of_days_on_which_little_is_known(build: Callable[..., Build]) -> None:
    """With all data tests, and publishes."""
    first = days_of(default_inputs())[0]
    for day in (FIRST, str(date.fromisoformat(first) - timedelta(days=1)), first, LAST):
        made = build(vars={"as_of": day})
        assert made.success, made.log
        assert made.published
        assert made.query("select cast(as_of as varchar) from evidence.build") == [(day,)]


@pytest.mark.slow
def test_days_built_one_after_the_other_are_as_built_alone(build: Callable[..., Build]) -> None:
    """Growing and shrinking inputs in one home give what each gives in an empty one."""
    for keep, day in enumerate(("2024-07-01", "2025-06-13", LAST, "2025-06-14", "2024-01-22")):
        inputs = cut(everything(), day)
        again = fast_build(build, inputs, vars={"on_rejected": "quarantine"}, keep=bool(keep))
        fresh = compiled(build).run(inputs)
        assert_same(dump(fresh, leave_out=()), dump(again, leave_out=()))
