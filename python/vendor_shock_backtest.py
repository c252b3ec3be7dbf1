"""The backtest: what the warehouse expected of each loss, against what came.

For every loss event whose outcome is in the inputs the warehouse is built again as of the day
on which the event was first known, and as of the day before its outcome was. The loss expected
then, and the vendor's revenue that follows from it, are scored against the outcome and against two
naive baselines: B0, the last year again; B1, the customer's whole share gone from the effective
date on, the rest again.

    python python/vendor_shock_backtest.py [--inputs FOLDER ...] [--vars JSON]

Builds go to a temporary folder that is removed. Ends with 0 also where an expectation misses,
with 1 where a build fails.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

PROJECT = Path(__file__).resolve().parent.parent
ONE_DAY = timedelta(days=1)
# What the scores are read from.
MARTS = ("lost_revenue", "vendor_concentration")

# Settings of the engine, which change no number.
ENGINE = ("VENDOR_SHOCK_MEMORY", "VENDOR_SHOCK_THREADS", "VENDOR_SHOCK_TEMP")

# What dbt says of a node that went well.
PROGRESS = re.compile(r"^\S+\s+\d+ of \d+ (START|PASS|OK|NO-OP|SKIP)\b")

Number = Fraction | Decimal | int


class BuildError(Exception):
    """A build failed; the message is what dbt said at its end."""


# --- Scores: numbers in, numbers out --------------------------------------------------------------


@dataclass(frozen=True)
class Interval:
    """Bounds of a number, and the number where it is stated; None: not bounded, not stated.

    Attributes:
        low: no less than this.
        high: no more than this.
        point: the number itself, or the base of a scenario.
    """

    low: Number | None = None
    high: Number | None = None
    point: Number | None = None

    @property
    def width(self) -> Fraction | None:
        """From low to high; None where one of them is open."""
        if self.low is None or self.high is None:
            return None
        return Fraction(self.high) - Fraction(self.low)

    @property
    def middle(self) -> Fraction | None:
        """Halfway from low to high; None where one of them is open."""
        width = self.width
        return None if width is None else Fraction(self.low) + width / 2

    @property
    def exact(self) -> Fraction | None:
        """The number where it is known: the point, or bounds that meet."""
        if self.point is not None:
            return Fraction(self.point)
        return self.middle if self.width == 0 else None

    def bounds_like(self, other: Interval) -> bool:
        """Whether it is bounded, and on each side on which another is."""
        return (self.low is not None or self.high is not None) and all(
            own is not None or bound is None
            for own, bound in ((self.low, other.low), (self.high, other.high))
        )


def contained(expected: Interval, outcome: Interval) -> str:
    """Say whether an outcome lies within what was expected.

    Args:
        expected: bounds; an open one holds whatever comes.
        outcome: the truth, as a number or as far as it is known.

    Returns:
        yes, no, or undetermined: a part of what the outcome may be lies within.
    """
    exact = outcome.exact
    low, high = (outcome.low, outcome.high) if exact is None else (exact, exact)
    above = expected.low is None or (low is not None and low >= expected.low)
    below = expected.high is None or (high is not None and high <= expected.high)
    if above and below:
        return "yes"
    if expected.low is not None and high is not None and high < expected.low:
        return "no"
    if expected.high is not None and low is not None and low > expected.high:
        return "no"
    return "undetermined"


def error(guess: Number | None, outcome: Interval) -> Fraction | None:
    """Return how far a guess is from the outcome; None where one of them is no single number."""
    truth = outcome.exact
    return None if guess is None or truth is None else abs(Fraction(guess) - truth)


def relative_error(guess: Number | None, outcome: Interval) -> Fraction | None:
    """Return a guess's signed error as a fraction of the outcome."""
    truth = outcome.exact
    return None if guess is None or not truth else Fraction(guess) / truth - 1


def share(part: Number | None, whole: Number | None) -> Fraction | None:
    """Return a part as a fraction of a whole; of one that is open only nothing is known."""
    if part == 0:
        return Fraction(0)
    return None if part is None or not whole else Fraction(part) / Fraction(whole)


def step_loss(spend: Number | None, ends_on: date | None, year_start: date) -> Fraction | None:
    """Return what a year loses of a spend that stops at once and altogether.

    Args:
        spend: spend of a whole year.
        ends_on: first day without it.
        year_start: first day of the year that loses it.
    """
    if spend is None or ends_on is None:
        return None
    next_year = date(year_start.year + 1, year_start.month, year_start.day)
    days = (next_year - max(ends_on, year_start)).days
    return Fraction(spend) * Fraction(max(days, 0), (next_year - year_start).days)


def beaten(own: Fraction | None, b0: Fraction | None, b1: Fraction | None) -> str:
    """Say which baselines an error is smaller than: both, B0 only, B1 only, neither, or open."""
    if own is None or b0 is None or b1 is None:
        return "open"
    return {
        (True, True): "both",
        (True, False): "B0 only",
        (False, True): "B1 only",
        (False, False): "neither",
    }[own < b0, own < b1]


# --- What a build says ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Event:
    """A loss event, as one build has it.

    Attributes:
        key: vendor and customer; the event itself may be dated otherwise as of another day.
        title: who leaves whom.
        announced_on: day of the event.
        first_known_on: day on which it could first be known.
        effective_from: first day without the spend.
        year_start: first day of the calendar year that the loss is of.
        baseline: spend of the latest known year before it.
        baseline_grain: year or fiscal_year.
        lost: loss expected in the event's year, with the base scenario as its point.
        realised: loss that came.
        realised_share: the same as a share of the baseline.
        evidence_days: days on which the claims behind it became known.
        has_undated: whether there are claims behind it that are known on no day.
    """

    key: tuple[str, str]
    title: str
    announced_on: date | None
    first_known_on: date | None
    effective_from: date | None
    year_start: date | None
    baseline: Interval
    baseline_grain: str | None
    lost: Interval
    realised: Interval
    realised_share: Interval
    evidence_days: tuple[date, ...] = ()
    has_undated: bool = False

    @property
    def year_end(self) -> date:
        """Last day of the year that the loss is of."""
        return date(self.year_start.year, 12, 31)

    @property
    def has_outcome(self) -> bool:
        """Whether anything is known of what came."""
        return self.realised.low is not None or self.realised.high is not None

    @property
    def why_not_scored(self) -> str | None:
        """Why the outcome cannot be scored; None: it can."""
        if not self.has_outcome:
            return "its outcome is not known"
        if self.baseline_grain != "year":
            return "its outcome is of a fiscal year, and the loss of a calendar year"
        # A ledger's lines so far limit the loss, but say nothing of the rest of the year.
        if self.realised.low is None and not any(
            day >= self.year_end for day in self.evidence_days
        ):
            return "its outcome is known in part only"
        return None

    @property
    def lost_share(self) -> Interval:
        """Loss expected as a share of the baseline; above 1 where more had been planned."""
        base = self.baseline
        return Interval(
            share(self.lost.low, base.high),
            share(self.lost.high, base.low),
            share(self.lost.point, base.exact),
        )

    @property
    def step(self) -> Fraction | None:
        """Loss by baseline B1: all of the baseline from the effective date on."""
        spend = self.baseline.exact
        if spend is None:
            spend = self.baseline.middle
        return step_loss(spend, self.effective_from or self.announced_on, self.year_start)


@dataclass
class Snapshot:
    """What a build says of losses and revenue.

    Attributes:
        events: loss events by vendor and customer.
        revenue: revenue by vendor and first day of a calendar year.
    """

    events: dict[tuple[str, str], Event] = field(default_factory=dict)
    revenue: dict[tuple[str, date], Interval] = field(default_factory=dict)

    def last_revenue(self, vendor: str, year_start: date) -> Interval:
        """Return the vendor's revenue of the latest known year before one."""
        years = [day for name, day in self.revenue if name == vendor and day < year_start]
        return self.revenue[vendor, max(years)] if years else Interval()

    def leaving(self, event: Event) -> list[Event]:
        """Return all events that cost this event's vendor in this event's year."""
        return [
            other
            for other in self.events.values()
            if other.key[0] == event.key[0] and other.year_start == event.year_start
        ]


def revenue_at_least(snapshot: Snapshot, event: Event) -> Fraction | None:
    """Return the vendor's revenue of the event's year if nobody else buys less, at the least.

    What comes in the place of the loss is not predicted, so there is no high.
    """
    last = snapshot.last_revenue(event.key[0], event.year_start).low
    lost = [other.lost.high for other in snapshot.leaving(event)]
    if last is None or None in lost:
        return None
    return max(Fraction(last) - sum(map(Fraction, lost)), Fraction(0))


def revenue_by_step(snapshot: Snapshot, event: Event) -> Fraction | None:
    """Return the vendor's revenue by baseline B1; customers of unknown spend stay in it."""
    revenue = snapshot.last_revenue(event.key[0], event.year_start)
    last = revenue.exact if revenue.exact is not None else revenue.middle
    if last is None or event.step is None:
        return None
    return last - sum(other.step or 0 for other in snapshot.leaving(event))


# --- Builds ---------------------------------------------------------------------------------------


class Warehouse:
    """Builds the warehouse in a folder of its own, from one folder of inputs after the other.

    All builds use the same paths: a path that changes is a setting that changes, and for that
    dbt parses the whole project anew.

    Args:
        folder: an empty folder.
        settings: project variables of all builds.
    """

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        self._folder = folder
        self._settings = dict(settings)

    def read(self, inputs: Path, as_of: date | None = None) -> Snapshot:
        """Build and return what the marts say.

        Args:
            inputs: folder of input files.
            as_of: keep what was known on this day, and leave out the tests, which a build of
                everything has passed; None: everything.

        Raises:
            BuildError: the build failed.
        """
        link, home = self._folder / "inputs", self._folder / "home"
        link.unlink(missing_ok=True)
        link.symlink_to(inputs.resolve(), target_is_directory=True)
        settings = {**self._settings}
        command = ["build", "--exclude-resource-type", "unit_test"]
        if as_of is not None:
            settings["as_of"] = as_of.isoformat()
            command += ["test", "--select", *(f"+{mart}" for mart in MARTS)]
        database = home / "build.duckdb"
        for left in (database, home / "build.duckdb.wal"):
            left.unlink(missing_ok=True)
        # Each set of variables has its own parsed project.
        target = self._folder / "target" / str(as_of)
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "dbt.cli.main", *command, "--vars", json.dumps(settings)],
            cwd=PROJECT,
            env=self._environment(link, home, target),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            said = (done.stdout + done.stderr).strip().splitlines()
            # Rejected rows, up to a hundred, are printed before the summary.
            said = [line for line in said if not PROGRESS.search(line)]
            day = f" as of {as_of}" if as_of else ""
            raise BuildError("\n".join([f"The build of {inputs}{day} failed:", *said[-130:]]))
        with duckdb.connect(str(database), read_only=True) as connection:
            return snapshot_of(connection, with_evidence=as_of is None)

    def _environment(self, inputs: Path, home: Path, target: Path) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DBT_", "VENDOR_SHOCK_")) or name in ENGINE
        }
        return kept | {
            "DBT_PROJECT_DIR": str(PROJECT),
            "DBT_PROFILES_DIR": str(PROJECT),
            "DBT_TARGET_PATH": str(target),
            "DBT_LOG_PATH": str(self._folder / "logs"),
            "DBT_USE_COLORS": "false",
            "PYTHONDONTWRITEBYTECODE": "1",
            "VENDOR_SHOCK_INPUTS": str(inputs),
            "VENDOR_SHOCK_HOME": str(home),
        }


def snapshot_of(connection: duckdb.DuckDBPyConnection, *, with_evidence: bool) -> Snapshot:
    """Read what a build says.

    Args:
        connection: to the database, built or published.
        with_evidence: also read on which days the claims behind an event became known.
    """
    days: dict[str, tuple[list[date], bool]] = {}
    if with_evidence:
        days = {
            key: (known, has_undated)
            for key, known, has_undated in connection.execute(
                """
                select
                    proof.evidence_key,
                    list(distinct greatest(
                        coalesce(proof.stated_on, source.published_on),
                        coalesce(source.published_on, proof.stated_on))),
                    bool_or(proof.source_id is not null
                        and coalesce(proof.stated_on, source.published_on) is null)
                from evidence.evidence as proof
                left join marts.dim_sources as source
                    on proof.source_id = source.source_id
                group by proof.evidence_key
                """
            ).fetchall()
        }
    found = Snapshot()
    for (
        vendor, customer, vendor_name, customer_name, signal, announced_on, first_known_on,
        effective_from, year_start, grain, key, *amounts,
    ) in connection.execute(
        """
        select
            vendor_id, customer_id, vendor_name, customer_name, signal, announced_on,
            first_known_on, effective_from, event_year_start, baseline_period_grain, evidence_key,
            baseline_amount_low, baseline_amount_high, baseline_amount,
            lost_event_year_amount_low, lost_event_year_amount_high, lost_event_year_amount_base,
            realised_lost_amount_low, realised_lost_amount_high, realised_lost_amount,
            realised_loss_share_low, realised_loss_share_high
        from marts.lost_revenue
        order by vendor_id, customer_id
        """
    ).fetchall():  # fmt: skip
        known, has_undated = days.get(key, ([], False))
        found.events[vendor, customer] = Event(
            key=(vendor, customer),
            title=f"{customer_name} at {vendor_name} ({signal}, {announced_on})",
            announced_on=announced_on,
            first_known_on=first_known_on,
            effective_from=effective_from,
            year_start=year_start,
            baseline=Interval(*amounts[0:3]),
            baseline_grain=grain,
            lost=Interval(*amounts[3:6]),
            realised=Interval(*amounts[6:9]),
            realised_share=Interval(*amounts[9:11]),
            evidence_days=tuple(day for day in known if day is not None),
            has_undated=has_undated,
        )
    for vendor, year_start, *amounts in connection.execute(
        """
        select
            vendor_id, period_start, revenue_amount_low, revenue_amount_high, revenue_amount
        from marts.vendor_concentration
        where period_grain = 'year' and total_basis <> 'observed_only'
        """
    ).fetchall():
        found.revenue[vendor, year_start] = Interval(*amounts)
    return found


# --- Cases ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One loss event with its outcome, and what was expected of it.

    Attributes:
        event: the event as everything known tells it.
        revenue: the vendor's revenue of the event's year, as it came.
        outcome_day: day on which the outcome could first be known; None: no day is known.
        expectations: by day, what a build as of that day says; None: of the event, nothing.
    """

    event: Event
    revenue: Interval
    outcome_day: date | None
    expectations: dict[date, Snapshot]


class Backtest:
    """The cases of one folder of inputs.

    Args:
        warehouse: what builds.
        inputs: folder of input files.
    """

    def __init__(self, warehouse: Warehouse, inputs: Path) -> None:
        self._warehouse = warehouse
        self._inputs = inputs
        self._as_of: dict[date, Snapshot] = {}
        self.everything = warehouse.read(inputs)

    def as_of(self, day: date) -> Snapshot:
        """Return what a build as of a day says; each day is built once."""
        if day not in self._as_of:
            self._as_of[day] = self._warehouse.read(self._inputs, day)
        return self._as_of[day]

    def cases(self) -> list[Case]:
        """Return the events that can be scored."""
        return [
            self._case(event)
            for event in self.everything.events.values()
            if event.why_not_scored is None
        ]

    def not_scored(self) -> list[tuple[Event, str]]:
        """Return the other events and why."""
        return [
            (event, event.why_not_scored)
            for event in self.everything.events.values()
            if event.why_not_scored is not None
        ]

    def _case(self, event: Event) -> Case:
        outcome_day = self._outcome_day(event)
        days = {event.first_known_on}
        if outcome_day is not None:
            days.add(outcome_day - ONE_DAY)
        return Case(
            event=event,
            revenue=self.everything.revenue.get((event.key[0], event.year_start), Interval()),
            outcome_day=outcome_day,
            # What was said once the outcome was known is no expectation.
            expectations={
                day: self.as_of(day)
                for day in sorted(days - {None})
                if not self._knows_outcome(event, day)
            },
        )

    def _knows_outcome(self, event: Event, day: date) -> bool:
        # Of a year that is not over a ledger knows a part: a loss that has no low yet.
        known = self.as_of(day).events.get(event.key)
        return known is not None and known.realised.bounds_like(event.realised)

    def _outcome_day(self, event: Event) -> date | None:
        """Return the first day on which the outcome can be computed; None: that is on no day."""
        days = sorted({*event.evidence_days, event.year_end}, reverse=True)
        if event.has_undated and not self._knows_outcome(event, days[0]):
            return None
        # The latest claim may say again what was known: then the outcome is that of an earlier one.
        for day in days:
            if not self._knows_outcome(event, day - ONE_DAY):
                return day
        return None


# --- The report -----------------------------------------------------------------------------------

COLUMNS = ("low", "base", "high", "outcome", "contained", "width", "base off by", "middle off by")
ROW = "  {:<32}" + "{:>10}" * 3 + "{:>16}" + "{:>14}" + "{:>10}" + "{:>15}" * 2


WORDS = {"yes": "contained", "no": "NOT contained", "undetermined": "undetermined"}


def text(number: Number | None, unit: Number = 1, decimals: int = 1) -> str:
    """Return a number as text, in a unit; ``-`` for none."""
    return "-" if number is None else f"{float(Fraction(number) / unit):,.{decimals}f}"


def outcome_text(outcome: Interval, unit: Number, decimals: int) -> str:
    """Return an outcome as text: the number, else its bounds."""
    if outcome.exact is not None:
        return text(outcome.exact, unit, decimals)
    return f"{text(outcome.low, unit, decimals)}..{text(outcome.high, unit, decimals)}"


def line(name: str, expected: Interval, outcome: Interval, unit: Number, decimals: int) -> str:
    """Return the line of an expectation against an outcome."""
    return ROW.format(
        name,
        *(text(number, unit, decimals) for number in (expected.low, expected.point, expected.high)),
        outcome_text(outcome, unit, decimals),
        contained(expected, outcome),
        *(
            text(number, unit, decimals)
            for number in (
                expected.width, error(expected.point, outcome), error(expected.middle, outcome),
            )
        ),
    ).rstrip()  # fmt: skip


def report_of(case: Case) -> list[str]:
    """Return the lines of a case: its table, and a verdict at the end."""
    event, year = case.event, case.event.year_start.year
    amounts = [case.revenue.low, event.baseline.high, event.baseline.low]
    unit = 10**6 if max(map(abs, (amount or 0 for amount in amounts))) >= 10**6 else 1
    known = f"known on {case.outcome_day or 'no day'}"
    lines = [
        f"{event.title}: outcome {known}" + ("; in millions" if unit > 1 else ""),
        ROW.format("", *COLUMNS),
    ]
    verdict = (
        "Verdict: nothing was expected, since the event was known no earlier than its outcome."
    )
    for day, then in case.expectations.items():
        expected = then.events.get(event.key)
        if expected is None or expected.year_start != event.year_start:
            lines.append(f"  as of {day}: no such event")
            continue
        lines += [
            line(f"loss {year}, as of {day}", expected.lost, event.realised, unit, 1),
            line(f"share lost, as of {day}", expected.lost_share, event.realised_share, 1, 3),
            line(
                f"revenue {year}, as of {day}",
                Interval(low=revenue_at_least(then, expected)), case.revenue, unit, 1,
            ),
        ]  # fmt: skip
        verdict = verdict_of(case, then, expected, unit)
    if case.expectations:
        then = case.expectations[max(case.expectations)]
        lines += baseline_lines(case, then, unit)
    return [*lines, f"  {verdict}"]


def baselines(case: Case, then: Snapshot) -> dict[str, tuple[Fraction | None, Fraction | None]]:
    """Return the loss and the vendor's revenue that each baseline expects."""
    event = then.events.get(case.event.key, case.event)
    last = then.last_revenue(event.key[0], case.event.year_start)
    return {
        "B0": (Fraction(0), last.exact if last.exact is not None else last.middle),
        "B1": (event.step, revenue_by_step(then, event)),
    }


def baseline_lines(case: Case, then: Snapshot, unit: Number) -> list[str]:
    """Return a line for each baseline."""
    meaning = {"B0": "last year again", "B1": "all gone from the effective date"}
    lines = []
    for name, (loss, revenue) in baselines(case, then).items():
        off = relative_error(revenue, case.revenue)
        lines.append(
            f"  {name}, {meaning[name]}: loss {text(loss, unit)}, revenue {text(revenue, unit)}"
            + ("" if off is None else f" ({float(off):+.1%})")
        )
    return lines


def verdict_of(case: Case, then: Snapshot, expected: Event, unit: Number) -> str:
    """Return the verdict on an expectation, in a line."""
    guesses = baselines(case, then)
    loss = {name: error(guess, case.event.realised) for name, (guess, _) in guesses.items()}
    middle = expected.lost.middle
    own = error(middle if middle is not None else expected.lost.point, case.event.realised)
    beats = beaten(own, loss["B0"], loss["B1"])
    verdict = f"Verdict: loss {WORDS[contained(expected.lost, case.event.realised)]}; "
    if beats == "open":
        verdict += "no single number to compare with B0 and B1."
    else:
        verdict += (
            f"its {'base' if middle is None else 'middle'} is {text(own, unit)} off, "
            f"B0 {text(loss['B0'], unit)}, B1 {text(loss['B1'], unit)}: beats {beats}."
        )
    low = revenue_at_least(then, expected)
    if low is None or case.revenue == Interval():
        return f"{verdict} Revenue: not known."
    held = WORDS[contained(Interval(low=low), case.revenue)]
    return f"{verdict} Revenue {held}, by a lower bound alone: no number that could beat B0 or B1."


def report(inputs: Path, backtest: Backtest) -> list[str]:
    """Return the lines of a folder of inputs."""
    cases = backtest.cases()
    lines = [f"Inputs: {inputs}"]
    for case in cases:
        lines += ["", *report_of(case)]
    left = backtest.not_scored()
    if not cases:
        lines += ["", "No loss event has a known outcome: there is nothing to score."]
    if left:
        lines += ["", "Not scored:", *(f"  {event.title}: {why}" for event, why in left)]
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the backtest and print its result.

    Args:
        arguments: those of the command line; None: the process's own.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--inputs", nargs="+", type=Path, metavar="FOLDER",
        default=[Path(os.environ.get("VENDOR_SHOCK_INPUTS") or PROJECT / "seeds")],
        help="folders of input files (default: VENDOR_SHOCK_INPUTS, else seeds)",
    )  # fmt: skip
    parser.add_argument(
        "--vars",
        type=json.loads,
        default={},
        metavar="JSON",
        help="project variables of all builds",
    )
    options = parser.parse_args(arguments)
    for folder in options.inputs:
        if not folder.is_dir():
            parser.error(f"no folder {folder}")
    with tempfile.TemporaryDirectory(prefix="vendor_shock_backtest_") as temporary:
        warehouse = Warehouse(Path(temporary), options.vars)
        for number, folder in enumerate(options.inputs):
            try:
                lines = report(folder, Backtest(warehouse, folder))
            except BuildError as failure:
                print(failure, file=sys.stderr)
                return 1
            print(*([""] if number else []), *lines, sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
