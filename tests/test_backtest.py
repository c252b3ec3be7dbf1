"""The backtest: scores by hand, the day of an outcome, and the real case from end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
import vendor_shock_backtest as backtest
from conftest import SEEDS, Build, rows
from helpers_worlds import companies, figure
from vendor_shock_backtest import Event, Interval, Snapshot

YEAR = date(2024, 1, 1)
# Google's 82.8 at Appen: gone by step on 20 March, or falling evenly from 20 January on.
STEP = Fraction("82.8") * Fraction(287, 366)
RAMP = Fraction("82.8") * Fraction(366 - 49, 366)
APPEN = Event(
    key=("vendor", "customer"),
    title="Customer at Vendor",
    announced_on=date(2024, 1, 20),
    first_known_on=date(2024, 1, 22),
    effective_from=date(2024, 3, 20),
    year_start=YEAR,
    baseline=Interval(Decimal("82.8"), Decimal("82.8"), Decimal("82.8")),
    baseline_grain="year",
    lost=Interval(STEP, RAMP, STEP),
    realised=Interval(Decimal("69.4"), Decimal("69.4"), Decimal("69.4")),
    realised_share=Interval(
        Fraction("69.4") / Fraction("82.8"), Fraction("69.4") / Fraction("82.8")
    ),
)
NOTHING = Interval()
BEFORE = replace(APPEN, realised=Interval(), realised_share=Interval())
REVENUE = {
    ("vendor", date(2022, 1, 1)): Interval(388, 388),
    ("vendor", date(2023, 1, 1)): Interval(273, 273),
    ("another", date(2023, 1, 1)): Interval(1, 1),
}


def number(value: Fraction | None, decimals: int = 2) -> float | None:
    """Return a number that can be compared with one written out."""
    return None if value is None else round(float(value), decimals)


# --- Scores ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "outcome", "verdict"),
    [
        (Interval(1, 3), Interval(2, 2), "yes"),
        (Interval(1, 3), Interval(1, 3), "yes"),
        (Interval(1, 3), Interval(3, 3), "yes"),
        (Interval(1, 3), Interval(0, 9, 2), "yes"),
        (Interval(1, 3), Interval(4, 4), "no"),
        (Interval(1, 3), Interval(0, Fraction(99, 100)), "no"),
        (Interval(1, 3), Interval(2, 4), "undetermined"),
        (Interval(1, 3), Interval(2, None), "undetermined"),
        (Interval(1, 3), Interval(4, None), "no"),
        (Interval(1, None), Interval(2, None), "yes"),
        (Interval(1, None), Interval(0, 0), "no"),
        (Interval(), Interval(-5, -5), "yes"),
        (Interval(1, 3), Interval(), "undetermined"),
    ],
)
def test_contained(expected: Interval, outcome: Interval, verdict: str) -> None:
    assert backtest.contained(expected, outcome) == verdict


def test_the_scores_of_appen() -> None:
    assert number(APPEN.lost.low) == 64.93
    assert number(APPEN.lost.high) == 71.71
    assert backtest.contained(APPEN.lost, APPEN.realised) == "yes"
    assert APPEN.lost.width == RAMP - STEP
    assert number(APPEN.lost.width) == 6.79
    assert number(backtest.error(APPEN.lost.point, APPEN.realised)) == 4.47
    assert number(backtest.error(APPEN.lost.middle, APPEN.realised)) == 1.08
    assert number(APPEN.lost_share.low, 4) == number(Fraction(287, 366), 4)
    assert number(APPEN.lost_share.high, 4) == number(Fraction(317, 366), 4)
    then = Snapshot({BEFORE.key: BEFORE}, REVENUE)
    actual = Interval(Decimal("234.3"), Decimal("234.3"))
    assert number(backtest.revenue_at_least(then, BEFORE)) == 201.29
    by_step = backtest.revenue_by_step(then, BEFORE)
    assert number(by_step) == 208.07
    assert number(backtest.relative_error(by_step, actual), 3) == -0.112
    assert number(backtest.relative_error(273, actual), 3) == 0.165


def test_revenue_counts_everybody_who_leaves_in_the_year() -> None:
    other = replace(BEFORE, key=("vendor", "other"), lost=Interval(0, 100, None))
    later = replace(BEFORE, key=("vendor", "later"), year_start=date(2025, 1, 1))
    elsewhere = replace(BEFORE, key=("another", "customer"))
    events = {event.key: event for event in (BEFORE, other, later, elsewhere)}
    then = Snapshot(events, REVENUE)
    assert backtest.revenue_at_least(then, BEFORE) == 273 - RAMP - 100
    assert backtest.revenue_by_step(then, BEFORE) == 273 - 2 * STEP
    open_end = replace(other, lost=Interval(0, None))
    assert (
        backtest.revenue_at_least(Snapshot({**events, other.key: open_end}, REVENUE), BEFORE)
        is None
    )
    everything = replace(other, lost=Interval(0, 1000))
    assert (
        backtest.revenue_at_least(Snapshot({**events, other.key: everything}, REVENUE), BEFORE) == 0
    )
    assert backtest.revenue_at_least(Snapshot(events, {}), BEFORE) is None


def test_a_step_loses_the_rest_of_the_year() -> None:
    assert backtest.step_loss(366, date(2024, 12, 31), YEAR) == 1
    assert backtest.step_loss(366, date(2025, 1, 1), YEAR) == 0
    assert backtest.step_loss(366, date(2030, 1, 1), YEAR) == 0
    assert backtest.step_loss(366, date(2020, 1, 1), YEAR) == 366
    assert backtest.step_loss(None, YEAR, YEAR) is None
    # Nobody says from when: from the announcement.
    unknown = replace(BEFORE, effective_from=None)
    assert unknown.step == Fraction("82.8") * Fraction(347, 366)
    # A spend that is known within bounds counts with its middle, one without a bound not at all.
    assert replace(BEFORE, baseline=Interval(80, 90)).step == 85 * Fraction(287, 366)
    assert replace(BEFORE, baseline=Interval(80, None)).step is None


@pytest.mark.parametrize(
    ("own", "b0", "b1", "answer"),
    [
        (1, 2, 2, "both"),
        (1, 2, 1, "B0 only"),
        (1, 1, 2, "B1 only"),
        (2, 2, 1, "neither"),
        (None, 2, 1, "open"),
        (1, 2, None, "open"),
    ],
)
def test_which_baseline_is_beaten(own: Any, b0: Any, b1: Any, answer: str) -> None:
    assert backtest.beaten(own, b0, b1) == answer


def test_no_number_is_made_up() -> None:
    half_open = Interval(1, None)
    assert half_open.width is None
    assert half_open.middle is None
    assert half_open.exact is None
    assert Interval(1, 3).exact is None
    assert backtest.error(2, Interval(1, 3)) is None
    assert backtest.error(None, Interval(1, 1)) is None
    assert backtest.relative_error(5, Interval(0, 0)) is None
    assert backtest.share(0, None) == 0
    assert backtest.share(1, None) is None
    assert backtest.share(1, 0) is None


# --- The day of an outcome ------------------------------------------------------------------------


class Remembered:
    """Builds of one event whose outcome is known from a day on, without dbt.

    Args:
        event: the event with its outcome.
        known_on: the day; None: it is on no day.
        till_then: what is known of the outcome before that day.
    """

    def __init__(self, event: Event, known_on: date | None, till_then: Interval = NOTHING) -> None:
        self._event, self._known_on, self._till_then = event, known_on, till_then
        self.built: list[date | None] = []

    def read(self, inputs: Path, as_of: date | None = None) -> Snapshot:
        """Return what is known on a day; see `Warehouse.read`."""
        assert as_of not in self.built
        self.built.append(as_of)
        event = self._event
        if as_of is not None:
            if as_of < event.first_known_on:
                return Snapshot()
            if self._known_on is None or as_of < self._known_on:
                event = replace(event, realised=self._till_then, realised_share=Interval())
        return Snapshot({event.key: event}, REVENUE)


@pytest.mark.parametrize(
    ("claims", "known_on", "outcome_day", "days"),
    [
        # One claim behind it.
        (["2024-01-22", "2025-02-26"], "2025-02-26", "2025-02-26", ["2024-01-22", "2025-02-25"]),
        # Said again later.
        (["2025-02-26", "2025-08-01"], "2025-02-26", "2025-02-26", ["2024-01-22", "2025-02-25"]),
        # By a ledger, which is complete on the last day of the year.
        ([], "2024-12-31", "2024-12-31", ["2024-01-22", "2024-12-30"]),
        # Known when the event was.
        (["2024-01-22"], "2024-01-22", "2024-01-22", ["2024-01-21"]),
    ],
    ids=["once", "said again", "ledger", "at once"],
)
def test_an_outcome_is_known_on_the_first_day_that_tells_it(
    claims: Sequence[str], known_on: str, outcome_day: str, days: Sequence[str]
) -> None:
    event = replace(APPEN, evidence_days=tuple(map(date.fromisoformat, claims)))
    (case,) = backtest.Backtest(Remembered(event, date.fromisoformat(known_on)), SEEDS).cases()
    assert case.outcome_day == date.fromisoformat(outcome_day)
    assert list(case.expectations) == [date.fromisoformat(day) for day in days]
    verdict = backtest.report_of(case)[-1]
    assert ("nothing was expected" in verdict) is (known_on == "2024-01-22")


def test_the_lines_of_a_ledger_so_far_are_no_outcome() -> None:
    """They limit the loss on every day of the year; it is known when the year is complete."""
    event, year_end = replace(APPEN, evidence_days=(date(2024, 1, 22),)), date(2024, 12, 31)
    so_far = Interval(high=Decimal("80.0"))
    (case,) = backtest.Backtest(Remembered(event, year_end, so_far), SEEDS).cases()
    assert case.outcome_day == year_end
    assert list(case.expectations) == [date(2024, 1, 22), date(2024, 12, 30)]
    # A year that is not over, and one of which a source said later that it was "more than" so much.
    event = replace(event, realised=so_far)
    tried = backtest.Backtest(Remembered(event, None, so_far), SEEDS)
    assert tried.cases() == []
    assert backtest.report(SEEDS, tried)[-1].endswith("its outcome is known in part only")
    said_later = replace(event, evidence_days=(date(2024, 1, 22), date(2025, 2, 26)))
    (case,) = backtest.Backtest(Remembered(said_later, date(2025, 2, 26)), SEEDS).cases()
    assert case.outcome_day == date(2025, 2, 26)


def test_an_outcome_that_nobody_dated_is_known_on_no_day() -> None:
    event = replace(APPEN, evidence_days=(date(2025, 2, 26),), has_undated=True)
    (case,) = backtest.Backtest(Remembered(event, None), SEEDS).cases()
    assert case.outcome_day is None
    assert list(case.expectations) == [date(2024, 1, 22)]
    assert "known on no day" in backtest.report_of(case)[0]


def test_a_year_of_another_kind_is_not_scored() -> None:
    tried = backtest.Backtest(Remembered(replace(APPEN, baseline_grain="fiscal_year"), None), SEEDS)
    assert tried.cases() == []
    assert "fiscal year" in backtest.report(SEEDS, tried)[-1]
    # Payments of a year that goes on bound its loss from above only.
    so_far = replace(APPEN, realised=Interval(None, Decimal("69.4")))
    assert backtest.Backtest(Remembered(so_far, None), SEEDS).cases() == []
    tried = backtest.Backtest(Remembered(BEFORE, None), SEEDS)
    assert backtest.report(SEEDS, tried)[-1].endswith("its outcome is not known")


# --- The command ----------------------------------------------------------------------------------


def test_a_build_that_fails_ends_the_backtest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        backtest.subprocess,
        "run",
        lambda *_, **__: SimpleNamespace(returncode=1, stdout="a file is missing", stderr=""),
    )
    assert backtest.main(["--inputs", str(SEEDS)]) == 1
    assert capsys.readouterr().err.endswith("failed:\na file is missing\n")


def test_rejected_rows_are_named_where_a_build_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They stand before dbt's summary; the tests that passed are not repeated."""
    row = "01:00:00  customer_signals.csv line 5 (s3): source_id empty: empty, but required"
    said = [
        "01:00:00  70 of 271 START test of something ... [RUN]",
        "01:00:00  70 of 271 PASS of something ......... [PASS in 0.02s]",
        "01:00:00  73 of 271 FAIL 1 no_rejected_rows ... [FAIL 1 in 0.02s]",
        row,
        *["01:00:00  summary"] * 60,
    ]
    commands = []

    def fails(command: list[str], **_: Any) -> SimpleNamespace:
        commands.append(command)
        return SimpleNamespace(returncode=1, stdout="\n".join(said), stderr="")

    monkeypatch.setattr(backtest.subprocess, "run", fails)
    assert backtest.main(["--inputs", str(SEEDS)]) == 1
    error = capsys.readouterr().err
    assert row in error
    assert "FAIL 1 no_rejected_rows" in error
    assert "of something" not in error
    # Told to be quiet, dbt keeps what on-run-end prints to itself.
    assert "--quiet" not in commands[0]


def test_a_folder_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        backtest.main(["--inputs", str(SEEDS / "nowhere")])
    assert stopped.value.code == 2
    assert "no folder" in capsys.readouterr().err


def made_up(folder: Path) -> Path:
    """Write inputs with two losses: one as expected, and one that did not come.

    `one` spends 100 of 400 at `v`, stops on 1 July 2024, and loses it 55. `two` spends 80 of 200
    at `w`, is to stop on 1 April, and does not.
    """
    known = {"stated_on": "2024-01-22"}
    published = {"stated_on": "2025-12-31"}
    year_2023 = {"period_start": "2023-01-01", "period_end": "2023-12-31", **known}

    def leaving(vendor: str, customer: str, effective_from: str) -> dict[str, str]:
        return {
            "signal_id": f"{customer}_leaves",
            "vendor_id": vendor,
            "customer_id": customer,
            "signal": "exiting",
            "lost_share_low": "1",
            "lost_share_high": "1",
            "announced_on": "2024-01-20",
            "effective_from": effective_from,
            "attribution": "on_record",
            "source_id": "paper",
            **known,
        }

    def spend(vendor: str, customer: str, before: str, after: str) -> list[dict[str, str]]:
        who = {"vendor_id": vendor, "customer_id": customer, "source_id": "paper"}
        return [
            figure(f"{customer}_2023", "customer_spend", before, **who, **year_2023),
            figure(f"{customer}_2024", "customer_spend", after, **who, **published),
        ]

    def revenue(vendor: str, before: str, after: str) -> list[dict[str, str]]:
        who = {"vendor_id": vendor, "source_id": "paper"}
        return [
            figure(f"{vendor}_2023", "vendor_revenue", before, **who, **year_2023),
            figure(f"{vendor}_2024", "vendor_revenue", after, **who, **published),
        ]

    files = {path.stem: [] for path in SEEDS.glob("*.csv")} | {
        "companies": companies("v", "w", "one", "two"),
        "sources": [{"source_id": "paper", "publisher": "Paper"}],
        "customer_signals": [leaving("v", "one", "2024-07-01"), leaving("w", "two", "2024-04-01")],
        "reported_figures": [
            *spend("v", "one", "100", "45"),
            *revenue("v", "400", "350"),
            *spend("w", "two", "80", "75"),
            *revenue("w", "200", "210"),
        ],
    }
    folder.mkdir()
    for name, values in files.items():
        (folder / f"{name}.csv").write_text(rows(name, values))
    return folder


def words(line: str) -> list[str]:
    """Return the words of a line."""
    return line.split()


def test_from_the_inputs_to_the_verdicts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The default inputs, and others; five builds by dbt, of which none leaves anything behind."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(backtest.tempfile, "tempdir", str(temporary))
    folder = made_up(tmp_path / "made_up")
    assert backtest.main(["--inputs", str(SEEDS), str(folder)]) == 0
    assert list(temporary.iterdir()) == []
    said = capsys.readouterr().out
    real, others = said.split(f"Inputs: {folder}\n")

    lines = real.splitlines()
    assert (
        lines[2]
        == "Google at Appen (exiting, 2024-01-20): outcome known on 2025-12-31; in millions"
    )
    for day in ("2024-01-22", "2025-12-30"):
        loss, share, revenue = (
            next(words(line) for line in lines if line.startswith(f"  {what}, as of {day}"))[5:]
            for what in ("loss 2024", "share lost", "revenue 2024")
        )
        assert loss == ["64.9", "64.9", "71.7", "69.4", "yes", "6.8", "4.5", "1.1"]
        assert share == ["0.784", "0.784", "0.866", "0.838", "yes", "0.082", "0.054", "0.013"]
        assert revenue == ["201.3", "-", "-", "234.3", "yes", "-", "-", "-"]
    assert "  B0, last year again: loss 0.0, revenue 273.0 (+16.5%)" in lines
    assert "  B1, all gone from the effective date: loss 64.9, revenue 208.1 (-11.2%)" in lines
    assert (
        "  Verdict: loss contained; its middle is 1.1 off, B0 69.4, B1 4.5: beats both. Revenue "
        "contained, by a lower bound alone: no number that could beat B0 or B1." in lines
    )
    assert "  Google at Scale AI (exiting, 2025-06-13): its outcome is not known" in lines

    # One: 184 of 366 days by step; falling from 20 January on: 366 - 19 - 163 / 2 days.
    # Two: 275 days by step; falling: 366 - 19 - 72 / 2.
    lines = others.splitlines()
    expected = {
        "ONE at V": (Fraction(184, 366) * 100, Fraction(531, 732) * 100, 55, "yes", 400),
        "TWO at W": (Fraction(275, 366) * 80, Fraction(311, 366) * 80, 5, "no", 200),
    }
    for name, (low, high, outcome, verdict, last) in expected.items():
        start = next(place for place, line in enumerate(lines) if line.startswith(name))
        loss = words(lines[start + 2])[5:]
        assert loss == [
            *(f"{float(value):.1f}" for value in (low, low, high, outcome)),
            verdict,
            *(
                f"{float(value):.1f}"
                for value in (high - low, abs(low - outcome), abs((low + high) / 2 - outcome))
            ),
        ]
        assert words(lines[start + 4])[5] == f"{float(last - high):.1f}"
    verdicts = [line for line in lines if line.startswith("  Verdict")]
    assert "loss contained; its middle is 6.4 off, B0 55.0, B1 4.7: beats B0 only" in verdicts[0]
    assert (
        "loss NOT contained; its middle is 59.0 off, B0 5.0, B1 55.1: beats neither" in verdicts[1]
    )


def test_the_published_marts_hold_what_a_score_needs(warehouse: Build) -> None:
    with duckdb.connect(str(warehouse.path), read_only=True) as connection:
        found = backtest.snapshot_of(connection, with_evidence=True)
    event = found.events["appen", "google"]
    assert event.first_known_on == date(2024, 1, 22)
    assert set(event.evidence_days) == {date(2024, 1, 22), date(2025, 12, 31)}
    assert not event.has_undated
    assert event.realised.exact == 69_400_000
    assert found.last_revenue("appen", YEAR).exact == 273_000_000
