"""Properties of whole builds, on input folders that hypothesis makes up and makes smaller.

Some changes of the inputs change nothing in the marts, others only what they must. Every folder
is one of several in a build in memory, each under its own prefix, and every build passes all data
tests and constraints. `make test` tries a few; `make test-properties` many more.
"""

from __future__ import annotations

import copy
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from conftest import Build
from helpers_folders import (
    COMPANIES,
    KEYS,
    LAST_DAY,
    MONEY_COLUMNS,
    Folder,
    Project,
    Table,
    copied,
    differences,
    empty_folder,
    examples,
    folders,
    of_world,
    readable,
    renamed,
    smaller,
    together,
)
from helpers_truth import Truth, World, covers, leaves_out, narrower, worlds
from hypothesis import strategies as st

# How many folders to try for each test, which ones, and how many of them in one build.
FOLDERS = int(os.environ.get("VENDOR_SHOCK_FOLDERS", "30"))
SEED = int(os.environ.get("VENDOR_SHOCK_SEED", "0"))
AT_ONCE = 30
TRIED: Counter[str] = Counter()


@pytest.fixture(scope="module")
def project(build: Callable[..., Build]) -> Project:
    """The models with the default settings."""
    return Project(build)


@pytest.fixture(scope="module", autouse=True)
def tell() -> Iterator[None]:
    """Say in the end how many folders were tried."""
    yield
    for name, tried in sorted(TRIED.items()):
        print(f"\n{name}: {tried} folders", end="")


Judge = Callable[[Project, list[Any]], list[str]]


def hold(project: Project, judge: Judge, strategy: st.SearchStrategy[Any]) -> None:
    """Judge examples, many in one build; make the first that fails smaller, and show it."""
    found = examples(strategy, FOLDERS, SEED)
    for first in range(0, len(found), AT_ONCE):
        some = found[first : first + AT_ONCE]
        for example, said in zip(some, judged(project, judge, some), strict=True):
            if said:
                raise AssertionError(shown(project, judge, example, said))


def shown(project: Project, judge: Judge, example: Any, said: str) -> str:
    """Return an example that fails, made smaller, and in what way it fails."""
    folder, *rest = example
    kind = said.split(":")[0]

    def failing(some: list[Folder]) -> list[bool]:
        found = judged(project, judge, [(folder, *rest) for folder in some]) if some else []
        return [words.split(":")[0] == kind for words in found]

    if failing([folder]) == [True]:
        # What was paid is part of a truth.
        truth = ("payments", "company_parents", "market_vendors")
        folder = smaller(folder, failing, truth if rest and isinstance(rest[0], Truth) else ())
        said = judged(project, judge, [(folder, *rest)])[0]
    return f"{rest}\n{readable(folder)}\n{said}"


def judged(project: Project, judge: Judge, some: list[Any]) -> list[str]:
    """Return what is wrong with each example; where a build breaks, each has one of its own."""
    try:
        return judge(project, some)
    except duckdb.Error as error:
        if len(some) == 1:
            return [f"{type(error).__name__}: {error}"]
        half = len(some) // 2
        return [*judged(project, judge, some[:half]), *judged(project, judge, some[half:])]


# --- Changes that change nothing, or what they must -----------------------------------------------

# A change takes a folder and chance, and returns the changed folder and what is to become of rows.
Expect = Callable[[str, dict[str, Any]], dict[str, Any]]


def unchanged(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """Expect a row as it was."""
    return row


def scale(folder: Folder, chance: random.Random) -> tuple[Folder, Expect]:
    """All money is ten or a thousand times as much, or three times; shares stay."""
    factor = chance.choice((3, 10, 1000))
    changed = copied(folder)
    for rows in changed.values():
        for row in rows:
            for column in MONEY_COLUMNS:
                if row.get(column) and row.get("metric") != "demand_multiple":
                    row[column] = str(Decimal(row[column]) * factor)

    def expect(table: str, row: dict[str, Any]) -> dict[str, Any]:
        return {
            column: value * factor if "amount" in column and value is not None else value
            for column, value in row.items()
        }

    return changed, expect


def split_payment(folder: Folder, chance: random.Random) -> tuple[Folder, Expect]:
    """One payment becomes two, of which one may be a credit."""
    changed = copied(folder)
    if changed["payments"]:
        row = chance.choice(changed["payments"])
        part = chance.choice((0, 400, -2000))
        changed["payments"].append(
            row | {"payment_id": "part", "amount": str(Decimal(row["amount"]) - part)}
        )
        row["amount"] = str(part)
    return changed, unchanged


def shuffle(folder: Folder, chance: random.Random) -> tuple[Folder, Expect]:
    """Rows stand in another order."""
    changed = copied(folder)
    for rows in changed.values():
        chance.shuffle(rows)
    return changed, unchanged


def repeat_claim(folder: Folder, chance: random.Random) -> tuple[Folder, Expect]:
    """Another document says the same on the same day.

    Where words differ on a day, the last id decides: the new ids stand right behind the old.
    """
    changed = copied(folder)
    changed["sources"] += [row | {"source_id": row["source_id"] + "!"} for row in folder["sources"]]
    for file in ("reported_figures", "customer_signals", "demand_claims", "contracts", "deals"):
        if changed[file]:
            row = dict(chance.choice(changed[file]))
            if file in KEYS:
                # These have no ids of their own, and the last source decides.
                same = [
                    other for other in changed[file] if other[KEYS[file][0]] == row[KEYS[file][0]]
                ]
                row = dict(max(same, key=lambda other: [other[column] for column in KEYS[file]]))
            row["source_id"] += "!"
            for column in ("figure_id", "signal_id", "claim_id"):
                if column in row:
                    row[column] += "!"
            changed[file].append(row)
    return changed, unchanged


def other_currency(folder: Folder, chance: random.Random) -> tuple[Folder, Expect]:
    """Dollars are stated in a currency of which one is one dollar."""
    changed = copied(folder)
    for rows in changed.values():
        for row in rows:
            if row.get("currency") == "USD" and chance.random() < 0.7:
                row["currency"] = "PAB"
    return changed, unchanged


def irrelevant_company(folder: Folder, chance: random.Random) -> tuple[Folder, Expect]:
    """Two companies that have nothing to do with the others do business with each other."""
    changed = copied(folder)
    for company in ("x", "y"):
        changed["companies"].append(
            {"company_id": f"extra {company}", "company_name": f"Extra {company}"}
        )
    parties = {"vendor_id": "extra x", "customer_id": "extra y"}
    said = {"attribution": "filing", "stated_on": "2025-02-01", "source_id": "s", "currency": "USD"}
    year = {"period_start": "2024-01-01", "period_end": "2024-12-31", "basis": "actual"}
    changed["reported_figures"] += [
        {**said, **year, "figure_id": "extra 1", "metric": "vendor_revenue",
         "vendor_id": "extra x", "amount_low": "7000", "amount_high": "9000"},
        {**said, **year, **parties, "figure_id": "extra 2", "metric": "customer_spend",
         "amount_low": "5000", "amount_high": ""},
        {**said, **year, "figure_id": "extra 3", "metric": "market_size", "market_id": "extra",
         "amount_low": "50000", "amount_high": "50000"},
    ]  # fmt: skip
    changed["payments"] += [
        {**parties, "payment_id": f"extra {number}", "paid_on": day, "amount": "700",
         "currency": "EUR", "market_id": "extra"}
        for number, day in enumerate(("2023-12-31", "2024-05-05", "2025-01-01"))
    ]  # fmt: skip
    changed["ledger_coverage"].append(
        {"company_id": "extra y", "side": "customer", "covered_from": "2023-01-01",
         "covered_to": "2024-12-31"}
    )  # fmt: skip
    changed["market_vendors"].append({"market_id": "extra", "vendor_id": "extra x"})
    changed["customer_signals"].append(
        {**parties, "signal_id": "extra", "signal": "exiting", "attribution": "filing",
         "stated_on": "2025-02-01", "source_id": "s"}
    )  # fmt: skip
    return changed, unchanged


def _renamed_rows(new: dict[str, str]) -> Expect:
    def rename_part(part: str) -> str:
        head, dot, tail = part.partition(".")
        return head + dot + new.get(tail, tail)

    def expect(table: str, row: dict[str, Any]) -> dict[str, Any]:
        changed = dict(row)
        for column, value in row.items():
            if isinstance(value, str) and column.endswith(("_id", "unbounded_by")):
                changed[column] = "|".join(map(rename_part, value.split("|")))
            elif isinstance(value, str) and column.endswith("_name"):
                lower = value.lower()
                if rename_part(lower) != lower:
                    changed[column] = rename_part(lower).upper()
        return changed

    return expect


COMPANY_IDS = (
    "company_id", "parent_company_id", "vendor_id", "customer_id", "investor_id", "target_id",
    "from_vendor_id", "rival_id", "market_id",
)  # fmt: skip


def rename(folder: Folder, chance: random.Random) -> tuple[Folder, Expect]:
    """Companies and markets have other names in the same order."""
    new = {name: f"q{name}q" for name in (*COMPANIES, "m", "n")}
    changed = renamed(folder, lambda name: new.get(name, name), COMPANY_IDS)
    return changed, _renamed_rows(new)


CHANGES = {
    "scale": scale,
    "split_payment": split_payment,
    "shuffle": shuffle,
    "repeat_claim": repeat_claim,
    "other_currency": other_currency,
    "irrelevant_company": irrelevant_company,
    "rename": rename,
}
# What differs by the nature of the change: evidence is named by what it is about.
LEFT_OUT = ("evidence_key", "payment_count", "first_line", "last_line")
FOLDER_AND_CHANGE = st.tuples(folders(), st.sampled_from(sorted(CHANGES)), st.integers(0, 999))


def expected_rows(project: Project, tables: dict[str, Table], expect: Expect) -> dict[str, Table]:
    """Return what is to become of the rows of a folder, by their key."""
    found: dict[str, Table] = {}
    for name, table in tables.items():
        rows = [expect(name, row) for row in table.values()]
        key = project.keys[name]
        found[name] = {tuple(row[column] for column in key): row for row in rows}
    return found


def judge_changes(project: Project, drawn: list[Any]) -> list[str]:
    """Return what is not as it must be, per folder."""
    changes = [CHANGES[name](folder, random.Random(seed)) for folder, name, seed in drawn]  # noqa: S311
    before, broken = project.run([folder for folder, _, _ in drawn])
    after, broken_after = project.run([folder for folder, _ in changes])
    judgement = []
    for number, ((_, name, _), (_, expect)) in enumerate(zip(drawn, changes, strict=True)):
        TRIED[name] += 1
        expected = expected_rows(project, of_world(before, number), expect)
        found = of_world(after, number)
        for tables in (expected, found):
            # The documents of a claim that is repeated, and the companies that came.
            del tables["dim_sources"]
            for table in tables.values():
                for key in [key for key in table if any("extra" in str(part) for part in key)]:
                    del table[key]
                for row in table.values():
                    for column in LEFT_OUT:
                        row.pop(column, None)
        # A day's part of a contract is rounded to the cent before and after it is scaled.
        slack = Decimal(30) if name == "scale" else Decimal(0)
        differs = [f"{name}: {words}" for words in differences(expected, found, slack)]
        said = broken[number] or broken_after[number] or differs
        judgement.append("\n".join(said[:20]))
    return judgement


def test_changes_change_what_they_must(project: Project) -> None:
    """Scaling, splitting, shuffling, repeating, renaming; another currency, another company."""
    hold(project, judge_changes, FOLDER_AND_CHANGE)


# --- The truth lies within ------------------------------------------------------------------------

TRUE_WORLD = worlds().map(lambda world: (world.folder, world.truth))


def judge_truth(project: Project, drawn: list[tuple[Folder, Truth]]) -> list[str]:
    """Return which bounds leave out the truth, per world."""
    tables, broken = project.run([folder for folder, _ in drawn])
    judgement = []
    for number, (folder, truth) in enumerate(drawn):
        TRIED["truth"] += 1
        own = of_world(tables, number)
        said = broken[number] or leaves_out(World(truth, folder), own, f"w{number}.")
        judgement.append("\n".join(said[:20]))
    return judgement


def test_bounds_hold_the_truth(project: Project) -> None:
    """Claims and ledgers are true: no mart says otherwise."""
    hold(project, judge_truth, TRUE_WORLD)


# --- Less or more knowledge of the same truth -----------------------------------------------------

# What a change is to do to bounds, what it may do to some of them, and the changed folder.
Knowledge = tuple[Folder, str, str]
# Which customers are the named ones, and how they rank, is no bound; nor is a sum over those of
# whom enough is known.
OF_SOME = "named|top_customer|top_vendor|cumulative|gross_lost|replacement|known_customers"


def widen(folder: Folder, truth: Truth, chance: random.Random) -> Knowledge:
    """One closed interval is wider."""
    changed = copied(folder)
    pairs = [
        (row, low, high)
        for rows in changed.values()
        for row in rows
        for low, high in (
            ("amount_low", "amount_high"), ("share_low", "share_high"), ("value_low", "value_high"),
            ("lost_share_low", "lost_share_high"),
        )
        if row.get(low) and row.get(high)
    ]  # fmt: skip
    if pairs:
        row, low, high = chance.choice(pairs)
        less, more = chance.choice(((0, 1), (1, 0), (1, 1)))
        step = Decimal("0.05") if "share" in low else Decimal(700)
        row[low] = f"{max(Decimal(row[low]) - less * step, Decimal(0)):f}"
        row[high] = f"{Decimal(row[high]) + more * step:f}"
        if "share" in low:
            row[high] = f"{min(Decimal(row[high]), Decimal(1)):f}"
    return changed, "wider", "cumulative"


def drop_coverage(folder: Folder, truth: Truth, chance: random.Random) -> Knowledge:
    """Nobody says any more that a ledger is complete; of groups, all must have one."""
    changed = copied(folder)
    if changed["ledger_coverage"] and not truth.parents:
        changed["ledger_coverage"].remove(chance.choice(changed["ledger_coverage"]))
    # Who is not covered is in no flow at all.
    return changed, "wider", f"{OF_SOME}|market_concentration|demand_flows"


def add_payment(folder: Folder, truth: Truth, chance: random.Random) -> Knowledge:
    """One more true payment is known, that no complete ledger holds."""
    changed = copied(folder)
    known = {(row["vendor_id"], row["customer_id"]) for row in folder["payments"]}
    unknown = [
        (vendor, customer, month, amount)
        for (vendor, customer, month), amount in sorted(truth.spend.items())
        if (vendor, customer) not in known
        and {vendor, customer} <= {"a", "b", "c", "d", "e", "f", "g"}
        and not any(
            covers(folder["ledger_coverage"], company, month.replace(day=15).isoformat())
            for company in (vendor, customer)
        )
    ]
    if unknown and not truth.parents:
        vendor, customer, month, amount = chance.choice(unknown)
        changed["payments"].append(
            {"payment_id": "more", "vendor_id": vendor, "customer_id": customer,
             "market_id": truth.market[vendor, customer], "currency": "USD",
             "paid_on": month.replace(day=15).isoformat(), "amount": str(int(amount) // 2)}
        )  # fmt: skip
    return changed, "narrower", f"{OF_SOME}|market_concentration|disclosure"


def merge_customers(folder: Folder, truth: Truth, chance: random.Random) -> Knowledge:
    """Two customers have a new parent, of whom nobody has said anything."""
    changed = copied(folder)
    if not truth.parents:
        changed["companies"].append({"company_id": "q", "company_name": "Q"})
        changed["company_parents"] = [
            {"company_id": company, "parent_company_id": "q"}
            for company in chance.sample(["d", "e", "f", "g"], 2)
        ]
    return changed, "merged", ""


KNOWLEDGE = {
    change.__name__: change for change in (widen, drop_coverage, add_payment, merge_customers)
}
KNOWN_WORLD = st.tuples(worlds(), st.sampled_from(sorted(KNOWLEDGE)), st.integers(0, 999)).map(
    lambda drawn: (drawn[0].folder, drawn[0].truth, *drawn[1:])
)


def judge_knowledge(project: Project, drawn: list[Any]) -> list[str]:
    """Return bounds that are narrower or wider than they may be, per world."""
    changes = [
        KNOWLEDGE[name](folder, truth, random.Random(seed))  # noqa: S311
        for folder, truth, name, seed in drawn
    ]
    before, broken = project.run([folder for folder, *_ in drawn])
    after, broken_after = project.run([folder for folder, *_ in changes])
    judgement = []
    for number, ((_, _, name, _), (_, effect, but)) in enumerate(zip(drawn, changes, strict=True)):
        TRIED[name] += 1
        was, now = of_world(before, number), of_world(after, number)
        if effect == "merged":
            columns = ("hhi_low", "top1_share_low")
            wrong = [
                f"vendor_concentration {key}: {column} {row[column]} became {other[column]}"
                for key, row in was["vendor_concentration"].items()
                if (other := now["vendor_concentration"].get(key))
                for column in columns
                if row[column] is not None
                and (other[column] is None or other[column] < row[column] - Decimal("0.00001"))
            ]
        else:
            wrong = narrower(was, now, but) if effect == "wider" else narrower(now, was, but)
        said = broken[number] or broken_after[number] or [f"{name}: {words}" for words in wrong]
        judgement.append("\n".join(said[:20]))
    return judgement


def test_less_knowledge_is_never_narrower(project: Project) -> None:
    """Wider claims, less coverage, fewer payments; and customers of one parent weigh more."""
    hold(project, judge_knowledge, KNOWN_WORLD)


# --- Whole builds ---------------------------------------------------------------------------------

# As many years as it takes for leap years and days of the week to be the same again.
YEARS = 28
DAY = re.compile(r"(?<!\d)(19|20)(\d\d)-(\d\d)-(\d\d)(?!\d)")


def later(value: Any) -> Any:
    """Return a date, or the dates in a text, some years later."""
    if isinstance(value, date):
        return value.replace(year=value.year + YEARS)
    if isinstance(value, str):
        return DAY.sub(lambda found: f"{int(found[1] + found[2]) + YEARS}{found[0][4:]}", value)
    return value


def judge_dates(project: Project, drawn: list[tuple[Folder]]) -> list[str]:
    """Return what else changes when everything happens years later."""
    inputs = together([folder for (folder,) in drawn])
    before, _ = project.run_inputs(inputs)
    after, _ = project.run_inputs(
        {
            file: [{column: later(value) for column, value in row.items()} for row in rows]
            for file, rows in inputs.items()
        }
    )
    # There the first day stands for always.
    del before["dim_companies"], after["dim_companies"]
    shifted = {
        name: {
            tuple(map(later, key)): {column: later(value) for column, value in row.items()}
            for key, row in table.items()
        }
        for name, table in before.items()
    }
    return [
        "\n".join(differences(of_world(shifted, number), of_world(after, number))[:20])
        for number in range(len(drawn))
    ]


def test_years_later_nothing_else_is_different(project: Project) -> None:
    """All dates are later by the same time."""
    hold(project, judge_dates, st.tuples(folders()))


@pytest.mark.skipif(FOLDERS < 100, reason="compiles the models anew; for the long run")
def test_as_of_after_everything_is_no_as_of(build: Callable[..., Build], project: Project) -> None:
    """A day on which everything is known; claims without a day are never known."""
    known = Project(build, as_of=LAST_DAY)

    def judge(project: Project, drawn: list[tuple[Folder]]) -> list[str]:
        dated = [copied(folder) for (folder,) in drawn]
        for folder in dated:
            for row in folder["sources"]:
                row["published_on"] = row["published_on"] or "2025-02-01"
        tables, broken = project.run(dated)
        others, broken_too = known.run(dated)
        return [
            "\n".join(
                broken[number]
                or broken_too[number]
                or differences(of_world(tables, number), of_world(others, number))[:20]
            )
            for number in range(len(dated))
        ]

    hold(project, judge, st.tuples(folders()))


@pytest.mark.skipif(FOLDERS < 100, reason="compiles the models anew; for the long run")
@pytest.mark.parametrize(
    "settings",
    [
        {"roll_up_parents": False, "fiscal_year_start_month": 7},
        {"as_of": "2024-07-01", "fiscal_year_start_month": 4},
        {"reporting_currency": "GBP", "hhi_threshold": 2500},
    ],
    ids=str,
)
def test_other_settings_break_nothing(build: Callable[..., Build], settings: Any) -> None:
    """Data tests and constraints hold with other variables too."""
    other = Project(build, **settings)
    hold(
        other,
        lambda project, drawn: ["\n".join(said) for said in project.run([f for (f,) in drawn])[1]],
        st.tuples(folders()),
    )


# --- Faults that are to be seen -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault", "judge", "strategy"),
    [
        # A claim's high is its low.
        (
            "low_bounds.low,\n        high_bounds.high,",
            "low_bounds.low, coalesce(low_bounds.low, high_bounds.high) as high,",
            judge_truth,
            TRUE_WORLD,
        ),
        # Who counts as a customer, by an amount that does not scale.
        (
            "high_cents > 0 then 1 end) as part_count",
            "high_cents > 300000 then 1 end) as part_count",
            judge_changes,
            st.tuples(folders(), st.just("scale"), st.integers(0, 9)),
        ),
    ],
    ids=["truth", "scale"],
)
def test_a_planted_fault_is_seen(
    project: Project, text: str, fault: str, judge: Judge, strategy: st.SearchStrategy[Any]
) -> None:
    """The models with a fault in them fail for some of the folders."""
    faulty = copy.copy(project)
    faulty.models = project.models.instead(text, fault)
    assert any(judged(faulty, judge, examples(strategy, 30)))


# --- What was found, made small -------------------------------------------------------------------


def test_a_commitment_beside_a_ceiling_has_its_evidence(project: Project) -> None:
    """A filing names the ceiling, an analyst what is committed: the commitment has its claims."""
    folder = empty_folder() | {
        "contracts": [
            {"contract_id": "k", "vendor_id": "a", "customer_id": "e", "value_type": value_type,
             "value_low": value, "value_high": value, "currency": "USD",
             "starts_on": "2024-03-15", "attribution": attribution, "stated_on": "2025-06-14",
             "source_id": "s", "quote": value_type}
            for value_type, value, attribution in (
                ("committed", "33300", "analyst"), ("ceiling", "1000", "filing"),
            )
        ],
    }  # fmt: skip
    tables, broken = project.run([folder])
    assert broken == [[]]
    committed = {
        row["committed_amount_high"]
        for row in of_world(tables, 0)["vendor_revenue_bridge"].values()
    }
    assert committed == {Decimal(33300)}


def test_redacted_names_beside_a_subsidiary_without_a_ledger(project: Project) -> None:
    """The ledger of one company is no total of its group: nobody is left over, nor his lines."""
    folder = empty_folder() | {
        "company_parents": [{"company_id": "b", "parent_company_id": "a"}],
        "ledger_coverage": [
            {"company_id": "a", "side": "vendor", "covered_from": "2024-01-01",
             "covered_to": "2024-12-31"}
        ],
        "payments": [
            {"payment_id": "p", "vendor_id": "a", "customer_id": "undisclosed",
             "paid_on": "2024-01-15", "amount": "1000", "currency": "USD"}
        ],
    }  # fmt: skip
    tables, broken = project.run([folder])
    assert broken == [[]]
    own = of_world(tables, 0)
    assert not own["vendor_customers"]
    assert {row["total_basis"] for row in own["vendor_concentration"].values()} == {"observed_only"}


def test_who_may_have_spent_nothing_limits_nobody(project: Project) -> None:
    """One customer 50, another perhaps 10, perhaps none; nobody else is larger than the smallest.

    In truth the other spent nothing, and somebody not named the other 50: an index of 5,000.
    """
    said = {
        "vendor_id": "a", "period_start": "2024-01-01", "period_end": "2024-12-31",
        "basis": "actual", "currency": "USD", "attribution": "filing", "source_id": "s",
    }  # fmt: skip
    folder = empty_folder() | {
        "reported_figures": [
            said | {"figure_id": "total", "metric": "vendor_revenue", "amount_low": "100",
                    "amount_high": "100", "disclosure": "top_customers"},
            said | {"figure_id": "one", "metric": "customer_spend", "customer_id": "d",
                    "amount_low": "50", "amount_high": "50"},
            said | {"figure_id": "other", "metric": "customer_spend", "customer_id": "e",
                    "amount_low": "0", "amount_high": "10"},
        ],
    }  # fmt: skip
    tables, broken = project.run([folder])
    assert broken == [[]]
    [row] = of_world(tables, 0)["vendor_concentration"].values()
    assert row["hhi_high"] >= 5000
    assert row["top3_share_high"] == 1
    assert row["concentration_verdict"] == "undetermined" or row["hhi_low"] > 1800
