"""Builds that go on from the one before: the same warehouse as one built from nothing.

A ledger of one file a month is built, changed and built again in the same database. What each
build publishes is compared with the models run on the same inputs in an empty database, row by
row, and once with a second whole build, in the order in which the rows stand.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Build, Workspace, rows
from helpers_inputs import dump
from helpers_replay import Compiled, compiled
from helpers_worlds import LATER, LEDGER, MAJOR, Rows, companies, figure, payment, together

CHANGES = "Building what changed in the payments since the last build."

# Beside the ledger: claims about the seller's customers, some in its time, some not, and a buyer
# of whom only claims speak.
CLAIMS: dict[str, Rows] = {
    "companies": companies("claimed"),
    "market_vendors": [{"market_id": "m", "vendor_id": "other"}],
    "reported_figures": [
        figure("claimed_2024", "customer_spend", "500", vendor_id="other", customer_id="claimed"),
        figure("half_of_2025", "customer_spend", "90", "95", vendor_id="seller",
               customer_id="one", period_start="2025-07-01", period_end="2025-12-31"),
    ],
}  # fmt: skip


class Ledger:
    """Inputs with a ledger of one CSV file a month, built again and again in one database.

    Args:
        workspace: where builds run.
        models: the models, reading the ledger in place.
        folder: gets the ledger.
        world: the inputs to begin with; their payments go to the file of their month.
    """

    def __init__(
        self, workspace: Workspace, models: Compiled, folder: Path, world: dict[str, Rows]
    ) -> None:
        self.inputs = copy.deepcopy(world)
        self.months: dict[str, Rows] = {}
        for line in self.inputs.pop("payments"):
            self.months.setdefault(line["paid_on"][:7], []).append(line)
        self._workspace = workspace
        self._models = models
        self._folder = folder
        self._built = False

    def settings(self, **more: Any) -> dict[str, Any]:
        """Return the variables of a build."""
        return {**in_place(self._folder), **more}

    def write(self) -> None:
        """Write the ledger's files as the months now are."""
        for file in self._folder.glob("*.csv"):
            file.unlink()
        for month, lines in self.months.items():
            (self._folder / f"{month}.csv").write_text(rows("payments", lines))

    def build(self, *, afresh: bool = False, **options: Any) -> Build:
        """Write the inputs and build, in the database of the last build if there was one."""
        self.write()
        keep, self._built = self._built and not afresh, True
        settings = self.settings(**options.pop("more", {}))
        return self._workspace.build(self.inputs, empty=True, keep=keep, vars=settings, **options)

    def expected(self) -> dict[str, list[tuple]]:
        """Return the marts of the inputs as they are, from an empty database."""
        return content(self._models.run(self.inputs))


def in_place(folder: Path) -> dict[str, Any]:
    """Return the setting that reads the payments from a folder of CSV files."""
    return {"input_locations": {"payments": f"{folder}/*.csv"}, "on_rejected": "quarantine"}


def content(made: Any) -> dict[str, list[tuple]]:
    """Return the marts and their evidence; the build's own row names its settings, not its data."""
    return dump(made, leave_out=("evidence.build",))


def published(made: Build) -> dict[str, list[tuple]]:
    """Return every published table as its rows stand in it."""
    tables = made.query(
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_type = 'BASE TABLE' order by all"
    )
    return {table: made.query(f"from {table}") for (table,) in tables}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the ledger."""
    return tmp_path_factory.mktemp("ledger")


@pytest.fixture(scope="module")
def models(build: Callable[..., Build], folder: Path) -> Compiled:
    """The models, reading the ledger in place."""
    (folder / "2024-01.csv").write_text(rows("payments", []))
    return compiled(build, **in_place(folder))


@pytest.fixture
def ledger(workspace: Workspace, models: Compiled, folder: Path) -> Iterator[Ledger]:
    """The ledger of the seller with claims and groups, not built yet."""
    world = together(LEDGER, MAJOR, LATER, CLAIMS)
    yield Ledger(workspace, models, folder, world)


def one_more_month(ledger: Ledger) -> None:
    """Add July 2025, with a line of May that comes late, coverage of it and its rate."""
    ledger.months["2025-07"] = [
        payment("seller", "one", "2025-07-03", "80.00"),
        payment("seller", "three", "2025-07-09", "45.00", "EUR"),
        payment("seller", "two", "2025-05-30", "12.50"),
    ]
    ledger.inputs["ledger_coverage"][1]["covered_to"] = "2025-07-31"
    ledger.inputs["exchange_rates"] += [
        {"currency": "EUR", "valid_from": "2025-07-01", "usd_per_unit": "1.15"}
    ]


def an_old_month_corrected(ledger: Ledger) -> None:
    """Let two customers of April 2024 change places, so that number and sum stay the same."""
    line = ledger.months["2024-04"][0]
    ledger.months["2024-04"] = [{**line, "customer_id": "four"}]


def a_month_gone(ledger: Ledger) -> None:
    """Take away the last month but one, and every line of October 2024."""
    del ledger.months["2025-03"], ledger.months["2024-10"]


def a_rate_corrected(ledger: Ledger) -> None:
    """Correct the rate of the second half of 2024."""
    ledger.inputs["exchange_rates"][1]["usd_per_unit"] = "1.21"


def coverage_withdrawn(ledger: Ledger) -> None:
    """Shorten the seller's first coverage by the last quarter of 2024."""
    ledger.inputs["ledger_coverage"][0]["covered_to"] = "2024-09-30"


def a_key_twice(ledger: Ledger) -> None:
    """Let a new line have the key of an old one: both are rejected."""
    old = ledger.months["2024-01"][0]
    ledger.months["2025-09"] = [{**old, "paid_on": "2025-09-09"}]


def the_key_mended(ledger: Ledger) -> None:
    """Give the new line a key of its own: the old one counts again."""
    ledger.months["2025-09"][0]["payment_id"] = "its own"


def lines_moved(ledger: Ledger) -> None:
    """Put a line in front of the others of a file: evidence names lines."""
    first = payment("seller", "two", "2024-02-28", "1.00")
    ledger.months["2024-02"] = [first, *ledger.months["2024-02"]]


def nothing(ledger: Ledger) -> None:
    """Change nothing."""


def test_one_more_month_and_a_correction_give_what_a_whole_build_gives(ledger: Ledger) -> None:
    first = ledger.build()
    assert first.published, first.log
    assert "Building everything: there is no good build to go on from." in first.log
    assert content(first) == ledger.expected()

    one_more_month(ledger)
    second = ledger.build()
    assert second.published and CHANGES in second.log, second.log
    # The line of May is what changed first; August has another rate now.
    assert changed(second) == ("2025-05-31", ["2025-05-01", "2025-07-01", "2025-08-01"])
    assert " of them new, in " in second.log and " of them new, in " not in first.log
    assert content(second) == ledger.expected()

    an_old_month_corrected(ledger)
    third = ledger.build()
    assert third.published and CHANGES in third.log, third.log
    assert changed(third) == ("2024-04-30", ["2024-04-01"])
    whole = ledger.build(afresh=True)
    assert whole.published, whole.log
    assert published(third) == published(whole)
    assert content(third) == content(whole) == ledger.expected()


def changed(made: Build) -> tuple[str, list[str]]:
    """Return from which day on a build made periods anew, and of which months it read payments."""
    [(day,)] = made.query_build(
        "select cast(changed_from as varchar) from intermediate.int_changed_from"
    )
    months = made.query_build(
        "select cast(month_start as varchar) from intermediate.int_changed_months order by 1"
    )
    return day, [month for (month,) in months]


def test_what_gives_old_months_another_meaning_builds_everything(ledger: Ledger) -> None:
    assert ledger.build().published
    ledger.inputs["company_aliases"] += [{"alias": "other", "company_id": "seller"}]
    ledger.inputs["companies"] = [
        row for row in ledger.inputs["companies"] if row["company_id"] != "other"
    ]
    ledger.inputs["market_vendors"] = []
    made = ledger.build()
    assert (
        "Building everything: companies, company_aliases, market_vendors changed since the last "
        "build." in made.log
    )
    assert made.published, made.log
    assert content(made) == ledger.expected()


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        nothing, one_more_month, an_old_month_corrected, a_month_gone, a_rate_corrected,
        coverage_withdrawn, a_key_twice, lines_moved,
    ],
)  # fmt: skip
def test_every_change_gives_what_a_whole_build_gives(
    ledger: Ledger, change: Callable[[Ledger], None]
) -> None:
    assert ledger.build().published
    change(ledger)
    made = ledger.build()
    assert made.published and CHANGES in made.log, made.log
    assert content(made) == ledger.expected()
    # And on from there.
    (the_key_mended if change is a_key_twice else one_more_month)(ledger)
    made = ledger.build()
    assert made.published and CHANGES in made.log, made.log
    assert content(made) == ledger.expected()


@pytest.mark.slow
def test_a_build_that_fails_is_gone_on_from_rightly(ledger: Ledger) -> None:
    assert ledger.build(more={"on_rejected": "fail"}).published
    one_more_month(ledger)
    ledger.months["2025-07"][0]["amount"] = "eighty"
    failed = ledger.build(more={"on_rejected": "fail"})
    assert not failed.published
    again = ledger.build(more={"on_rejected": "fail"})
    assert not again.published, "what broke a rule in the build before is looked at again"
    ledger.months["2025-07"][0]["amount"] = "80.00"
    made = ledger.build(more={"on_rejected": "fail"})
    assert made.published, made.log
    assert content(made) == ledger.expected()


@pytest.mark.slow
@pytest.mark.parametrize("trouble", ["publishing failed", "somebody wrote to it"])
def test_what_is_published_is_gone_on_from_only_if_it_is_the_last_build(
    ledger: Ledger, workspace: Workspace, trouble: str
) -> None:
    assert ledger.build().published
    an_old_month_corrected(ledger)
    file = workspace.published
    if trouble == "publishing failed":
        aside = file.rename(file.with_name("aside"))
        file.mkdir()
        failed = ledger.build()
        assert not failed.published and "is a folder" in failed.log, failed.log
        file.rmdir()
        aside.rename(file)
    else:
        with duckdb.connect(str(file)) as connection:
            connection.execute("update marts.fct_spend set spend_amount_low = 1")
    one_more_month(ledger)
    made = ledger.build()
    assert made.published and CHANGES in made.log, made.log
    assert " of them new, in " not in made.log, "the whole file is written"
    assert content(made) == ledger.expected()
    ledger.months["2025-07"][0]["amount"] = "81.00"
    made = ledger.build()
    assert made.published and " of them new, in " in made.log, made.log
    assert content(made) == ledger.expected()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "select"), [("run", None), ("build", "fct_spend+"), ("build", "int_ledger_months")]
)
def test_after_a_build_of_a_part_everything_is_built(
    ledger: Ledger, command: str, select: str | None
) -> None:
    assert ledger.build().published
    an_old_month_corrected(ledger)
    part = ledger.build(command=command, select=select)
    assert part.success and not part.published, part.log
    made = ledger.build()
    assert "Building everything: there is no good build to go on from." in made.log
    assert content(made) == ledger.expected()


@pytest.mark.slow
def test_a_setting_and_a_whole_refresh_build_everything(ledger: Ledger) -> None:
    assert ledger.build().published
    made = ledger.build(more={"roll_up_parents": False})
    assert (
        "Building everything: the setting roll_up_parents changed since the last build." in made.log
    )
    made = ledger.build(more={"roll_up_parents": False}, args=("--full-refresh",))
    assert "Building everything: --full-refresh asks for it." in made.log
    made = ledger.build(more={"roll_up_parents": False})
    assert CHANGES in made.log
