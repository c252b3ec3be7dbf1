"""Contract run-off: what is left of a contract, what can be enforced, and what is committed.

One build holds all contracts, each a case of its own, measured on 31 December 2024. Expected
amounts are worked out by hand as fractions, and once more by walking through days.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from conftest import Build
from helpers_replay import Replay, compiled
from helpers_worlds import companies

MEASURED_ON = "2024-12-31"
# Thirty months from the day after.
IN_30_MONTHS = "2027-06-30"
PER_YEAR = {"value_type": "committed", "value_per": "year", "ends_on": IN_30_MONTHS}
# 731 days, of which 365 are left.
PER_TERM = {
    "value_type": "committed", "value_per": "term", "starts_on": "2024-01-01",
    "ends_on": "2025-12-31",
}  # fmt: skip
NONE = (None, None)
PAPER = {"source_id": "paper", "publisher": "Paper", "url": "https://example.org/paper"}

Claim = dict[str, str]
Bounds = tuple[Fraction | int | None, Fraction | int | None]


def claim(contract_id: str, amount: str = "", high: str | None = None, **values: str) -> Claim:
    """Return a claim about a contract; its value is exact where no high is given."""
    return {
        "contract_id": contract_id,
        "vendor_id": "v",
        "customer_id": "c",
        "value_low": amount,
        "value_high": amount if high is None else high,
        "currency": "USD" if amount or high else "",
        "attribution": "filing",
        "stated_on": MEASURED_ON,
        "source_id": "paper",
        "quote": f"the words about {contract_id}",
        **values,
    }


def exactly(amount: Fraction | int) -> Bounds:
    """Return an amount as a pair of bounds."""
    return amount, amount


SIXTY_DAYS = 200 * Fraction(60, 365)
NO_PENALTY = {"termination_penalty": "no", "notice_days": "60"}

# By case: claims; scheduled, enforceable, at risk; earliest and latest enforceable end; ceiling.
CASES: dict[str, tuple[list[Claim], Bounds, Bounds, Bounds, tuple[str, str | None], int | None]] = {
    # The worked example of the method, without and with a penalty.
    "notice": (
        [claim("notice", "200", **PER_YEAR, **NO_PENALTY)],
        exactly(500), exactly(SIXTY_DAYS), exactly(500 - SIXTY_DAYS),
        ("2025-03-01", "2025-03-01"), None,
    ),
    "penalty": (
        [claim("penalty", "200", **PER_YEAR, termination_penalty="yes", notice_days="60")],
        exactly(500), exactly(500), exactly(0), (IN_30_MONTHS, IN_30_MONTHS), None,
    ),
    "penalty unknown": (
        [claim("penalty unknown", "200", **PER_YEAR, notice_days="60")],
        exactly(500), (SIXTY_DAYS, 500), (0, 500 - SIXTY_DAYS), ("2025-03-01", IN_30_MONTHS), None,
    ),
    "days unknown": (
        [claim("days unknown", "200", **PER_YEAR, termination_penalty="no")],
        exactly(500), (0, 500), (0, 500), (MEASURED_ON, IN_30_MONTHS), None,
    ),
    "given": (
        [claim("given", "200", **PER_YEAR, **NO_PENALTY, notice_given_on="2024-12-01")],
        exactly(500), exactly(200 * Fraction(30, 365)), exactly(500 - 200 * Fraction(30, 365)),
        ("2025-01-30", "2025-01-30"), None,
    ),
    # It ended before the day: nothing is left, and the end is what it was.
    "given long ago": (
        [claim("given long ago", "200", **PER_YEAR, **NO_PENALTY, notice_given_on="2024-03-01")],
        exactly(500), exactly(0), exactly(500), ("2024-04-30", "2024-04-30"), None,
    ),
    "to be given": (
        [claim("to be given", "200", **PER_YEAR, **NO_PENALTY, notice_given_on="2025-02-01")],
        exactly(500), exactly(SIXTY_DAYS), exactly(500 - SIXTY_DAYS),
        ("2025-03-01", "2025-03-01"), None,
    ),
    "at once": (
        [claim("at once", "200", **PER_YEAR, termination_penalty="no", notice_days="0")],
        exactly(500), exactly(0), exactly(500), (MEASURED_ON, MEASURED_ON), None,
    ),
    # 911 days are left.
    "notice of 910": (
        [claim("notice of 910", "200", **PER_YEAR, termination_penalty="no", notice_days="910")],
        exactly(500), exactly(200 * Fraction(910, 365)), exactly(500 - 200 * Fraction(910, 365)),
        ("2027-06-29", "2027-06-29"), None,
    ),
    "notice beyond the end": (
        [claim("notice beyond the end", "200", **PER_YEAR, termination_penalty="no",
               notice_days="99999")],
        exactly(500), exactly(500), exactly(0), (IN_30_MONTHS, IN_30_MONTHS), None,
    ),
    # July and August are 62 days but two months: no more than two months and a day are scheduled.
    "long months": (
        [claim("long months", "365", value_type="committed", value_per="year",
               starts_on="2025-07-01", ends_on="2025-09-01", termination_penalty="no",
               notice_days="243")],
        exactly(Fraction(365, 6) + 1), exactly(Fraction(365, 6) + 1), exactly(0),
        ("2025-08-31", "2025-08-31"), None,
    ),
    "odd days": (
        [claim("odd days", "365", value_type="committed", value_per="year", ends_on="2026-02-10",
               termination_penalty="yes")],
        exactly(365 + Fraction(365, 12) + 10), exactly(365 + Fraction(365, 12) + 10), exactly(0),
        ("2026-02-10", "2026-02-10"), None,
    ),
    "open": (
        [claim("open", "200", value_type="committed", value_per="year", **NO_PENALTY)],
        (SIXTY_DAYS, None), exactly(SIXTY_DAYS), (0, None), ("2025-03-01", "2025-03-01"), None,
    ),
    "open with penalty": (
        [claim("open with penalty", "200", value_type="committed", value_per="year",
               termination_penalty="yes", notice_days="60")],
        (SIXTY_DAYS, None), (SIXTY_DAYS, None), exactly(0), ("2025-03-01", None), None,
    ),
    "open and unknown": (
        [claim("open and unknown", "0", "450", value_type="committed", value_per="year")],
        (0, None), (0, None), (0, None), (MEASURED_ON, None), None,
    ),
    "over": (
        [claim("over", "200", value_type="committed", value_per="year", ends_on="2024-06-30")],
        exactly(0), exactly(0), exactly(0), ("2024-06-30", "2024-06-30"), None,
    ),
    "over today": (
        [claim("over today", "200", "", value_type="committed", value_per="year",
               ends_on=MEASURED_ON, termination_penalty="no")],
        exactly(0), exactly(0), exactly(0), (MEASURED_ON, MEASURED_ON), None,
    ),
    "term": (
        [claim("term", "731", **PER_TERM, **NO_PENALTY)],
        exactly(365), exactly(60), exactly(305), ("2025-03-01", "2025-03-01"), None,
    ),
    "term from signature": (
        [claim("term from signature", "731", **{**PER_TERM, "starts_on": ""},
               signed_on="2024-01-01", termination_penalty="yes")],
        exactly(365), exactly(365), exactly(0), ("2025-12-31", "2025-12-31"), None,
    ),
    "term without dates": (
        [claim("term without dates", "99", value_type="committed", value_per="term")],
        (0, 99), (0, 99), (0, 99), (MEASURED_ON, None), None,
    ),
    "term without a start": (
        [claim("term without a start", "99", **{**PER_TERM, "starts_on": ""}, **NO_PENALTY)],
        (0, 99), (0, 99), (0, 99), ("2025-03-01", "2025-03-01"), None,
    ),
    "term without dates, penalty": (
        [claim("term without dates, penalty", "99", value_type="committed", value_per="term",
               termination_penalty="yes")],
        (0, 99), (0, 99), exactly(0), (MEASURED_ON, None), None,
    ),
    "term without a start, over": (
        [claim("term without a start, over", "99", value_type="committed", value_per="term",
               ends_on="2024-12-30")],
        exactly(0), exactly(0), exactly(0), ("2024-12-30", "2024-12-30"), None,
    ),
    "term to come": (
        [claim("term to come", "365", **{**PER_TERM, "starts_on": "2025-07-01"}, **NO_PENALTY)],
        exactly(365), exactly(0), exactly(365), ("2025-03-01", "2025-03-01"), None,
    ),
    "expected": (
        [claim("expected", "200", **{**PER_YEAR, "value_type": "expected"},
               termination_penalty="yes")],
        exactly(500), exactly(0), exactly(500), (IN_30_MONTHS, IN_30_MONTHS), None,
    ),
    # It may be committed, expected or a ceiling.
    "no type": (
        [claim("no type", "200", **{**PER_YEAR, "value_type": ""}, **NO_PENALTY)],
        (0, 500), (0, SIXTY_DAYS), (0, 500), ("2025-03-01", "2025-03-01"), None,
    ),
    # It may be 730 a year for 30 months, or 730 for the term.
    "no rhythm": (
        [claim("no rhythm", "730", **{**PER_YEAR, "value_per": ""}, **NO_PENALTY)],
        (0, 1825), (0, 730), (0, 1825), ("2025-03-01", "2025-03-01"), None,
    ),
    "range": (
        [claim("range", "100", "200", **PER_YEAR, **NO_PENALTY)],
        (250, 500), (SIXTY_DAYS / 2, SIXTY_DAYS), (250 - SIXTY_DAYS / 2, 500 - SIXTY_DAYS),
        ("2025-03-01", "2025-03-01"), None,
    ),
    "at least": (
        [claim("at least", "100", "", **PER_YEAR, **NO_PENALTY)],
        (250, None), (SIXTY_DAYS / 2, None), (250 - SIXTY_DAYS / 2, None),
        ("2025-03-01", "2025-03-01"), None,
    ),
    "at least, penalty": (
        [claim("at least, penalty", "100", "", **PER_YEAR, termination_penalty="yes")],
        (250, None), (250, None), exactly(0), (IN_30_MONTHS, IN_30_MONTHS), None,
    ),
    "at most": (
        [claim("at most", "", "200", **PER_YEAR, termination_penalty="yes")],
        (0, 500), (0, 500), exactly(0), (IN_30_MONTHS, IN_30_MONTHS), None,
    ),
    "silent": (
        [claim("silent", ends_on=IN_30_MONTHS, **NO_PENALTY)],
        NONE, NONE, NONE, ("2025-03-01", "2025-03-01"), None,
    ),
    "ceiling": (
        [claim("ceiling", "100", value_type="ceiling", value_per="term", stated_on="2024-09-30"),
         claim("ceiling", "500", value_type="ceiling", value_per="term")],
        exactly(0), exactly(0), exactly(0), (MEASURED_ON, None), 500,
    ),
    # A ceiling raised later hides no value, and is none.
    "ceiling and value": (
        [claim("ceiling and value", "200", **PER_YEAR, **NO_PENALTY, stated_on="2024-09-30"),
         claim("ceiling and value", "900", value_type="ceiling", value_per="term")],
        exactly(500), exactly(SIXTY_DAYS), exactly(500 - SIXTY_DAYS),
        ("2025-03-01", "2025-03-01"), 900,
    ),
    "extended": (
        [claim("extended", "200", **{**PER_YEAR, "ends_on": "2025-06-30"},
               termination_penalty="yes", stated_on="2024-09-30"),
         claim("extended", ends_on=IN_30_MONTHS)],
        exactly(500), exactly(500), exactly(0), (IN_30_MONTHS, IN_30_MONTHS), None,
    ),
    # Another contract of the same two companies, at the same time: two rows.
    "beside": (
        [claim("beside", "365", value_type="committed", value_per="year", ends_on="2025-01-31",
               notice_days="1", termination_penalty="no")],
        exactly(Fraction(365, 12)), exactly(1), exactly(Fraction(365, 12) - 1),
        ("2025-01-01", "2025-01-01"), None,
    ),
    # Claims of different days: a start after the end is no start.
    "contradiction": (
        [claim("contradiction", "730", value_type="committed", value_per="term",
               ends_on="2025-12-31", termination_penalty="yes", stated_on="2024-09-30"),
         claim("contradiction", starts_on="2026-07-01", attribution="analyst")],
        (0, 730), (0, 730), exactly(0), ("2025-12-31", "2025-12-31"), None,
    ),
}  # fmt: skip


def rounded(amount: Fraction | int | None) -> Decimal | None:
    """Return an amount to the cent, half a cent up."""
    if amount is None:
        return None
    cents = Fraction(amount) * 100
    return Decimal((2 * cents.numerator + cents.denominator) // (2 * cents.denominator)) / 100


def inputs(claims: list[Claim]) -> dict[str, list[dict[str, Any]]]:
    """Return the inputs that hold these claims about contracts."""
    return {
        "companies": companies("v", "c", "w", "top"),
        "sources": [PAPER],
        "contracts": claims,
    }


@pytest.fixture(scope="module")
def made(build: Callable[..., Build]) -> Replay:
    claims = [claim for claims, *_ in CASES.values() for claim in claims]
    return compiled(build).run(inputs(claims), only=["contract_runoff", "rejected_rows"])


def test_every_case_is_read(made: Replay) -> None:
    assert made.query_build("from evidence.rejected_rows") == []
    found = made.query_build("select contract_id, measured_on from marts.contract_runoff")
    assert dict(found) == dict.fromkeys(CASES, date.fromisoformat(MEASURED_ON))


@pytest.mark.parametrize("case", CASES)
def test_what_is_left_of_a_contract(made: Replay, case: str) -> None:
    _, scheduled, enforceable, at_risk, (earliest, latest), ceiling = CASES[case]
    found = made.query_build(
        """
        select
            scheduled_amount_low, scheduled_amount_high,
            enforceable_amount_low, enforceable_amount_high,
            at_risk_amount_low, at_risk_amount_high,
            earliest_enforceable_end_on, latest_enforceable_end_on, enforceable_end_on,
            ceiling_amount
        from marts.contract_runoff
        where contract_id = ?
        """,
        [case],
    )
    first = date.fromisoformat(earliest)
    last = date.fromisoformat(latest) if latest else None
    assert found == [
        (
            *(rounded(amount) for amount in (*scheduled, *enforceable, *at_risk)),
            first,
            last,
            first if first == last else None,
            ceiling,
        )
    ]


def test_a_contract_is_as_sure_as_its_weakest_claim(made: Replay) -> None:
    found = made.query_build("select contract_id, evidence_tier from marts.contract_runoff")
    assert dict(found) == {**dict.fromkeys(CASES, "filing"), "contradiction": "analyst"}


def test_nothing_known_on_any_day_is_measured_on_none(build: Callable[..., Build]) -> None:
    undated = [claim("undated", "200", **PER_YEAR, stated_on="")]
    made = compiled(build).run(inputs(undated), only=["contract_runoff"])
    assert made.query_build(
        "select measured_on, stated_end_on, scheduled_amount_low, scheduled_amount_high, "
        "enforceable_amount_low, at_risk_amount_high from marts.contract_runoff"
    ) == [(None, date.fromisoformat(IN_30_MONTHS), None, None, None, None)]


# --- Any contract, by walking through its days ----------------------------------------------------

FIRST_DAY = date.fromisoformat(MEASURED_ON) + timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, else the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for days_back in range(4):
        try:
            return date(year, month + 1, day.day - days_back)
        except ValueError:
            continue
    raise AssertionError(day)


def years_left(first: date, last: date) -> Fraction:
    """Return the years of a term that are left: whole months, then days."""
    if last < first:
        return Fraction(0)
    months = 0
    while months_later(first, months + 1) <= last + timedelta(days=1):
        months += 1
    days = (last - months_later(first, months)).days + 1
    return Fraction(months, 12) + Fraction(days, 365)


def some_contracts(chance: random.Random, count: int) -> list[Claim]:
    """Return contracts of every kind."""

    def some_day(first: int, last: int) -> str:
        return (FIRST_DAY + timedelta(days=chance.randint(first, last))).isoformat()

    found = []
    for number in range(count):
        low = chance.randint(0, 10**6)
        found.append(
            claim(
                f"contract {number}",
                f"{Decimal(low) / 100}",
                f"{Decimal(low + chance.choice([0, 0, chance.randint(1, 10**5)])) / 100}",
                value_type=chance.choice(["committed", "committed", "expected", ""]),
                value_per=chance.choice(["year", "year", "term", ""]),
                starts_on=chance.choice(["", some_day(-800, -1), some_day(-800, 300)]),
                ends_on=chance.choice(["", some_day(301, 1500), some_day(301, 500)]),
                notice_days=chance.choice(["", "0", "30", str(chance.randint(1, 900))]),
                notice_given_on=chance.choice(["", "", some_day(-300, 200)]),
                termination_penalty=chance.choice(["", "yes", "no", "no"]),
            )
        )
    return found


def may_be(contract: Claim) -> list[tuple[Fraction, Fraction]]:
    """Return (scheduled, enforceable) as they may be, for ends, values and meanings that may be."""
    measured = FIRST_DAY - timedelta(days=1)
    ends = [date.fromisoformat(contract["ends_on"])] if contract["ends_on"] else []
    if not ends:
        ends = [measured + timedelta(days=days) for days in (901, 1200, 5000)]
    values = [Fraction(contract["value_low"]), Fraction(contract["value_high"])]
    given = contract["notice_given_on"]
    noticed = date.fromisoformat(given) if given and given <= MEASURED_ON else measured
    started = date.fromisoformat(contract["starts_on"]) if contract["starts_on"] else None
    starts = [started] if started else [FIRST_DAY - timedelta(days=days) for days in (1, 400)]
    notices = [int(contract["notice_days"])] if contract["notice_days"] else [0, 17, 10_000]
    found = []
    for end in ends:
        for start in starts:
            first = max(start, FIRST_DAY)
            for notice in notices:
                for penalty in (
                    [contract["termination_penalty"]]
                    if contract["termination_penalty"]
                    else ["yes", "no"]
                ):
                    last = end
                    if penalty == "no":
                        last = min(end, noticed + timedelta(days=notice))
                    for per in (
                        [contract["value_per"]] if contract["value_per"] else ["year", "term"]
                    ):
                        if per == "term":
                            term = (end - start).days + 1
                            left = Fraction((end - first).days + 1, term)
                            bound = Fraction(max((last - first).days + 1, 0), term)
                        else:
                            left = years_left(first, end)
                            bound = left
                            if last < end:
                                bound = min(Fraction(max((last - first).days + 1, 0), 365), left)
                        for value in values:
                            if contract["value_type"] != "expected":
                                found.append((value * left, value * bound))
                            if contract["value_type"] != "committed":
                                found.append((value * left, Fraction(0)))
                            if not contract["value_type"]:
                                found.append((Fraction(0), Fraction(0)))
    return found


def test_no_truth_lies_outside_the_bounds(build: Callable[..., Build]) -> None:
    contracts = some_contracts(random.Random(5), 400)  # noqa: S311
    made = compiled(build).run(inputs(contracts), only=["contract_runoff", "rejected_rows"])
    assert made.query_build("from evidence.rejected_rows") == []
    rows = made.query_build(
        "select contract_id, scheduled_amount_low, scheduled_amount_high, enforceable_amount_low, "
        "enforceable_amount_high, at_risk_amount_low, at_risk_amount_high "
        "from marts.contract_runoff"
    )
    found = {contract_id: bounds for contract_id, *bounds in rows}
    cent = Decimal("0.01")
    exact = 0
    for contract in contracts:
        truths = may_be(contract)
        bounds = found[contract["contract_id"]]
        for position, amounts in enumerate(
            (
                [scheduled for scheduled, _ in truths],
                [enforceable for _, enforceable in truths],
                [scheduled - enforceable for scheduled, enforceable in truths],
            )
        ):
            low, high = bounds[2 * position : 2 * position + 2]
            # A difference of two rounded amounts may be a cent off.
            assert low - cent <= rounded(min(amounts)), (contract, position, low, high)
            if high is not None:
                assert rounded(max(amounts)) <= high + cent, (contract, position, low, high)
            # And as tight as can be, where everything is known.
            if all(contract[word] for word in ("starts_on", "ends_on", "value_per", "value_type")):
                exact += 1
                if contract["notice_days"]:
                    assert abs(low - rounded(min(amounts))) <= cent, (contract, position)
                    assert abs(high - rounded(max(amounts))) <= cent, (contract, position)
        if bounds[0] == bounds[1] and bounds[2] == bounds[3]:
            assert bounds[0] - bounds[2] == bounds[4] == bounds[5], contract
    assert exact > 100


# --- The last known day ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ({}, "2024-12-31"),
        ({"sources": [{**PAPER, "published_on": "2025-01-05"}]}, "2025-01-05"),
        (
            {
                "sources": [
                    PAPER,
                    {**PAPER, "source_id": "unread", "published_on": "2025-01-05"},
                ]
            },
            "2024-12-31",
        ),
        (
            {
                "payments": [
                    {"payment_id": "1", "vendor_id": "v", "customer_id": "c", "amount": "1",
                     "paid_on": "2025-02-03", "currency": "USD"}
                ]
            },
            "2025-02-03",
        ),
        (
            {
                "ledger_coverage": [
                    {"company_id": "v", "side": "vendor", "covered_from": "2024-01-01",
                     "covered_to": "2025-03-31"}
                ]
            },
            "2025-03-31",
        ),
    ],
    ids=["words", "publication", "a source of nothing", "a payment", "coverage"],
)  # fmt: skip
def test_the_day_is_the_last_of_which_something_is_known(
    build: Callable[..., Build], more: dict[str, Any], day: str
) -> None:
    world = {**inputs([claim("one", "200", **PER_YEAR)]), **more}
    made = compiled(build).run(world, only=["contract_runoff"])
    found = made.query_build("select measured_on from marts.contract_runoff")
    assert found == [(date.fromisoformat(day),)]


# --- Commitments by year --------------------------------------------------------------------------


def test_what_customers_have_committed_themselves_to(build: Callable[..., Build]) -> None:
    committed = {"value_type": "committed", "value_per": "year"}
    claims = [
        # No dates: any year from the first words on, all of it or nothing.
        claim("undated", "100", **committed, vendor_id="v", stated_on="2023-05-05"),
        # 184 of 366 days in 2024; 2025 is not known yet.
        claim("dated", "366", **committed, starts_on="2024-07-01", ends_on="2025-12-31"),
        # 184 of 550 days of the term (366 in 2024 from 1 July: 184; 2025: 365; 1 January 2026).
        claim("term", "550", value_type="committed", value_per="term", starts_on="2024-07-01",
              ends_on="2026-01-01"),
        # Expected is not committed, and a ceiling is nothing.
        claim("expected", "7", value_type="expected", value_per="year"),
        claim("ceiling", "7", value_type="ceiling", value_per="year"),
        # Unbounded, and only in 2023.
        claim("at least", "5", "", **committed, vendor_id="w", starts_on="2023-01-01",
              ends_on="2023-12-31"),
        claim("exact", "5", **committed, vendor_id="w", starts_on="2022-01-01",
              ends_on="2023-12-31"),
        # A signature is no start: nothing at the least; no day before it counts at the most.
        claim("signed", "365", **committed, vendor_id="top", signed_on="2023-12-02",
              ends_on="2024-01-31"),
        # The group's own.
        claim("own", "9", **committed, vendor_id="w", customer_id="top", starts_on="2022-01-01",
              ends_on="2023-12-31"),
    ]  # fmt: skip
    world = {
        **inputs(claims),
        "company_parents": [
            {"company_id": "w", "parent_company_id": "top", "valid_from": "2023-06-30"}
        ],
    }
    made = compiled(build).run(world, only=["int_committed_revenue", "rejected_rows"])
    assert made.query_build("from evidence.rejected_rows") == []
    found = made.query_build(
        "select vendor_group_id, period_grain, extract(year from period_start), period_start, "
        "period_end, amount_low, amount_high from intermediate.int_committed_revenue order by all"
    )
    expected = [
        # 5 + 5 + 9 from the later parent, which is not one yet.
        ("w", 2022, 5 + 9, 5 + 9),
        # Both are the parent's now, with its own 365 x 30 / 365.
        ("top", 2023, 5 + 5, None),
        ("top", 2024, 0, Fraction(365 * 31, 366)),
        ("v", 2023, 0, 100),
        ("v", 2024, 184 + 184, 100 + 184 + 184),
    ]
    assert sorted(found) == sorted(
        (vendor, "year", year, date(year, 1, 1), date(year, 12, 31), rounded(low), rounded(high))
        for vendor, year, low, high in expected
    )


def test_commitments_by_fiscal_year(build: Callable[..., Build]) -> None:
    claims = [claim("dated", "365", value_type="committed", value_per="year",
                    starts_on="2024-01-01", ends_on="2024-12-31")]  # fmt: skip
    models = compiled(build, fiscal_year_start_month=7)
    made = models.run(inputs(claims), only=["int_committed_revenue"])
    assert made.query_build(
        "select period_grain, period_start, period_end, amount_low, amount_high "
        "from intermediate.int_committed_revenue order by all"
    ) == [
        (
            "fiscal_year",
            date(2023, 7, 1),
            date(2024, 6, 30),
            *[rounded(Fraction(365 * 182, 366))] * 2,
        ),
        ("fiscal_year", date(2024, 7, 1), date(2025, 6, 30), Decimal(184), Decimal(184)),
        ("year", date(2024, 1, 1), date(2024, 12, 31), Decimal(365), Decimal(365)),
    ]


# --- The default inputs ---------------------------------------------------------------------------


def test_the_contracts_of_the_default_inputs(warehouse: Build) -> None:
    found = warehouse.query(
        "select contract_id, scheduled_amount_low, scheduled_amount_high, enforceable_amount_low, "
        "enforceable_amount_high, at_risk_amount_low, at_risk_amount_high, ceiling_amount "
        "from marts.contract_runoff"
    )
    army = Decimal(99_000_000)
    assert found == [
        ("a24_meta_scale_ai_commitment", 0, None, 0, None, 0, None, None),
        ("a27_us_army_scale_ai", 0, army, 0, army, 0, army, None),
        ("a28_dod_scale_ai_cdao", 0, 0, 0, 0, 0, 0, Decimal(500_000_000)),
        ("a65_google_appen", *[None] * 7),
    ]
    assert warehouse.query(
        "select stated_end_on, notice_given_on, earliest_enforceable_end_on, enforceable_end_on "
        "from marts.contract_runoff where contract_id = 'a65_google_appen'"
    ) == [(date(2024, 3, 19), date(2024, 1, 20), date(2024, 1, 20), None)]


def test_what_meta_may_buy_from_scale_ai_each_year(warehouse: Build) -> None:
    found = warehouse.query_build(
        "select vendor_group_id, extract(year from period_start), amount_low, amount_high "
        "from intermediate.int_committed_revenue order by all"
    )
    assert found == [("scale_ai", year, 0, Decimal(450_000_000)) for year in (2025, 2026)]


def test_the_ceiling_as_it_was_known(build: Callable[..., Build]) -> None:
    models = compiled(build, as_of="2025-06-13").instead("'2025-06-13'", "'2025-12-31'")
    rows = [
        claim("agreement", amount, value_type="ceiling", value_per="term", stated_on=day)
        for amount, day in (("100", "2025-09-30"), ("500", "2026-05-31"))
    ]
    made = models.run(inputs(rows), only=["contract_runoff"])
    assert made.query_build(
        "select measured_on, ceiling_amount, enforceable_amount_high from marts.contract_runoff"
    ) == [(date(2025, 12, 31), Decimal(100), Decimal(0))]
