"""Random cases for the concentration marts, as rows for the input files.

One case is one vendor, one customer or one market, with named parts and a total, all for the year
2024 in US dollars, from one source on record. A customer's case is its spend at several vendors
within its budget, a market's the revenue of its vendors within its size: the same problem seen
from another side, without a disclosure word.

Amounts are integer cents throughout and become text only in `rows`.
"""

# ruff: noqa: S311 (seeded draws for tests, not secrets)

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from .bounds import DISCLOSURES, Problem, Range

SEED = 20250613
SOURCE_ID = "src_random"
STATED_ON = "2025-01-31"

COLUMNS = {
    "companies": ["company_id", "company_name", "segment"],
    "sources": ["source_id", "publisher", "title", "published_on", "url"],
    "market_vendors": ["market_id", "vendor_id"],
    "reported_figures": [
        "figure_id", "metric", "vendor_id", "customer_id", "market_id", "period_start",
        "period_end", "basis", "amount_low", "amount_high", "currency", "share_low", "share_high",
        "disclosure", "attribution", "stated_on", "source_id", "quote",
    ],
}  # fmt: skip

PARTNERS = {"vendor": "c", "customer": "w", "market": "x"}


@dataclass(frozen=True)
class Case:
    """One case: `role` is vendor, customer or market, `case_id` the id of that one."""

    case_id: str
    role: str
    problem: Problem
    note: str

    def __str__(self) -> str:
        """Everything needed to redo the case by hand."""
        parts = ", ".join(f"{name} {_words(part)}" for name, part in self.problem.named.items())
        total = "unknown" if self.problem.total is None else _words(self.problem.total)
        return (
            f"{self.case_id} ({self.note}): total {total}, disclosure "
            f"{self.problem.disclosure or 'empty'}, named: {parts or 'nobody'}"
        )


def _words(amount: Range) -> str:
    low, high = amount
    if low == high:
        return money(low)
    return f"{money(low)} to {'any' if high is None else money(high)}"


def money(cents: int | None) -> str:
    """Cents as the text of an input file: no decimals where there are no cents, empty if None."""
    if cents is None:
        return ""
    return str(cents // 100) if cents % 100 == 0 else f"{cents // 100}.{cents % 100:02d}"


# --- Hand-made cases: boundaries that random ones seldom hit ------------------------------------


def _exact(*units: int) -> dict[str, Range]:
    return {f"c{i:02d}": (u * 100, u * 100) for i, u in enumerate(units, start=1)}


def _at(low: int, high: int | None = -1) -> Range:
    return (low * 100, low * 100 if high == -1 else None if high is None else high * 100)


def fixed_problems() -> list[tuple[str, Problem]]:
    """Worked examples of the methods, and edges, each with its name."""
    million = 1_000_000
    huge = 10**15
    found = [
        ("DOJ example", Problem(_exact(30, 30, 20, 20), _at(100), "complete")),
        ("oracle B", Problem(_exact(60, 20, 10, 5, 5), _at(100), "complete")),
        ("index exactly 1800", Problem(_exact(3, 2, 1, 1, 1, 1, 1), _at(10), "complete")),
        ("low exactly 1800", Problem(_exact(3, 3), _at(10), "partial")),
        ("R/m whole", Problem(_exact(4, 2), _at(10), "top_customers")),
        ("R/m whole, three named", Problem(_exact(3, 2, 1), _at(10), "top_customers")),
        ("one name, 870", Problem(_exact(150 * million), _at(870 * million), "largest_only")),
        (
            "one name, 870 to 1,000",
            Problem(_exact(150 * million), _at(870 * million, 1000 * million), "largest_only"),
        ),
        ("82.8 of 273.0", Problem({"c01": (8280, 8280)}, (27300, 27300), None)),
        ("82.8 of 273.0, largest", Problem({"c01": (8280, 8280)}, (27300, 27300), "largest_only")),
        (
            "ranges within one",
            Problem(
                {"c01": (30, 45), "c02": (10, 30), "c03": (5, 20), "c04": (0, 40)},
                (100, 100),
                "complete",
            ),
        ),
        (
            "three vendors",
            Problem(
                {"c01": (87000, 100000), "c02": (100000, 120000), "c03": (23430, 23430)},
                (0, None),
                "complete",
            ),
        ),
        ("nobody named", Problem({}, _at(100), "partial")),
        ("nobody named, all small", Problem({}, _at(100), "over_threshold")),
        ("nobody named, largest only", Problem({}, _at(100, 120), "largest_only")),
        ("only zeros named", Problem(_exact(0, 0), _at(100), "top_customers")),
        ("total zero", Problem(_exact(0), _at(0), "complete")),
        ("a zero among others", Problem(_exact(40, 0, 20), _at(100), "top_customers")),
        ("a zero, complete", Problem(_exact(40, 0, 60), _at(100), "complete")),
        ("one cent", Problem({"c01": (1, 1)}, (2, 2), "largest_only")),
        ("one customer is everything", Problem(_exact(7), _at(7), "partial")),
        ("named exactly a tenth", Problem(_exact(10), _at(100), "over_threshold")),
        ("residual in whole tenths", Problem(_exact(50, 20), _at(100), "over_threshold")),
        ("total may start at zero", Problem(_exact(10), _at(0, 40), "partial")),
        ("total endless, capped", Problem(_exact(10, 3), _at(40, None), "top_customers")),
        ("total endless, tenths", Problem(_exact(10, 3), _at(14, None), "over_threshold")),
        ("total endless, open", Problem(_exact(10, 3), _at(40, None), "partial")),
        ("parts above the total", Problem(_exact(60, 50), _at(100), "partial")),
        ("parts within the total's range", Problem(_exact(60, 50), _at(100, 120), "largest_only")),
        ("complete, parts below the total", Problem(_exact(40, 50), _at(100), "complete")),
        ("a cap of one cent", Problem({"c01": (1, 1), "c02": _at(5)}, _at(10**9), "top_customers")),
        ("huge", Problem({"h1": _at(huge // 5)}, _at(huge, huge + huge // 9), "largest_only")),
        (
            "huge, cap of one cent",
            Problem({"h1": (1, 1), "h2": _at(huge // 3)}, _at(huge), "top_customers"),
        ),
        ("no total", Problem(_exact(10, 20), None)),
        ("no total, a range", Problem({"c01": _at(10, None), "c02": _at(3)}, None)),
    ]
    return found


# --- Random problems ----------------------------------------------------------------------------


def _amounts(rng: random.Random, scale: str, n: int) -> list[int]:
    """`n` positive amounts in cents."""
    if scale == "small":  # whole units, many ties and whole quotients
        return [rng.randint(1, 12) * 100 for _ in range(n)]
    if scale == "cents":
        return [rng.randint(1, 99_999) for _ in range(n)]
    if scale == "huge":
        return [rng.randint(10**14, 10**15) * 100 // n + rng.randint(0, 99) for _ in range(n)]
    return [round(10 ** rng.uniform(4, 9)) * 100 for _ in range(n)]


def _widen(rng: random.Random, cents: int) -> Range:
    """A range as words make it: almost, more than, up to, hundreds of, or any two amounts."""
    word = rng.choice(["almost", "about", "about", "about", "more than", "up to"])
    if word == "almost":
        return (cents * 9 // 10, cents)
    if word == "more than":
        return (cents, None)
    if word == "up to":
        return (0, cents)
    return (cents, cents + 1 + cents * rng.randint(1, 60) // 40)


def _problem(rng: random.Random, role: str) -> tuple[str, Problem]:
    """One random problem and what is special about it."""
    scale = rng.choices(
        ["small", "cents", "wide", "huge"], [4, 3, 4, 1 if role == "vendor" else 0]
    )[0]
    disclosure = rng.choice(DISCLOSURES) if role == "vendor" else None
    ranged = rng.random() < 0.5
    n = rng.choices(range(1, 10), [5, 5, 5, 4, 3, 2, 1, 1, 1])[0]
    amounts = _amounts(rng, scale, n)
    if rng.random() < 0.15:
        amounts[rng.randrange(n)] = amounts[0]  # a tie
    if rng.random() < 0.06:
        amounts[rng.randrange(n)] = 0
    parts: list[Range] = [(a, a) for a in amounts]
    if ranged:
        for i in rng.sample(range(n), rng.randint(1, min(n, 5 if n < 8 else 3))):
            if parts[i][0]:
                parts[i] = _widen(rng, parts[i][0])
    low_sum = sum(low for low, _ in parts)
    high_sum = sum(low if high is None else high for low, high in parts)
    positive = [low for low, _ in parts if low] or [100]
    cap = min(positive) if disclosure == "top_customers" else max(positive)

    gap = rng.choice(["none", "whole", "whole", "some", "some", "much", "below", "inside"])
    if disclosure == "complete":
        gap = rng.choice(["none", "none", "none", "inside", "inside", "below", "some"])
    if gap == "none":
        total = low_sum if disclosure != "complete" else rng.choice([low_sum, high_sum])
    elif gap == "whole":
        total = low_sum + rng.randint(1, 9) * cap
    elif gap == "some":
        total = low_sum + rng.randint(1, max(1, 2 * low_sum))
    elif gap == "much":
        total = low_sum * rng.randint(4, 12) + rng.randint(0, 99)
    elif gap == "below":
        total = low_sum * rng.randint(50, 99) // 100
    else:
        total = rng.randint(low_sum, high_sum)
    # A named zero is a fact about a customer; a total of zero has its own fixed case.
    total = max(total, 1)
    shape = rng.choices(["exact", "range", "from", "around"], [6, 4, 1, 1])[0]
    span: Range | None = (total, total)
    if shape == "range":
        span = (total, total + rng.choice([rng.randint(1, 5) * cap, total // 9 + 1]))
    elif shape == "from":
        span = (total, None)
    elif shape == "around":
        span = (total * 8 // 10, total + rng.randint(0, total))
    if disclosure == "complete" and ranged and rng.random() < 0.5:
        span = (low_sum, high_sum + rng.randint(0, 1) * cap)  # the total adds nothing to the parts
    if rng.random() < 0.03:
        span, disclosure = None, None
    ids = rng.sample([f"{PARTNERS[role]}{i:02d}" for i in range(1, 13)], n)
    if scale == "huge":
        # Own customers, so that no other mart sums these into amounts beyond a decimal's width.
        ids = [f"h{i}" for i in range(1, n + 1)]
    return f"{scale}, gap {gap}", Problem(dict(zip(ids, parts, strict=True)), span, disclosure)


def make_cases(vendors: int = 2000, others: int = 200, seed: int = SEED) -> list[Case]:
    """`vendors` vendor cases, and `others` customer cases and as many market cases."""
    rng = random.Random(seed)
    cases = []
    for role, prefix, count in (
        ("vendor", "v", vendors),
        ("customer", "k", others),
        ("market", "m", others),
    ):
        chosen = fixed_problems()[:count] if role == "vendor" else []
        chosen += [_problem(rng, role) for _ in range(count - len(chosen))]
        for number, (note, problem) in enumerate(chosen, start=1):
            case_id = f"{prefix}{number:04d}"
            named = {
                f"{name}_{case_id}" if name.startswith("h") else name: part
                for name, part in problem.named.items()
            }
            problem = Problem(named, problem.total, problem.disclosure)
            cases.append(Case(case_id, role, problem, note))
    return cases


def rows(cases: list[Case]) -> dict[str, list[dict[str, str]]]:
    """The input files of `cases`: file -> rows, each a dict of every column -> text."""
    companies: dict[str, str] = {}
    figures: list[dict[str, str]] = []
    market_vendors = []

    def figure(metric: str, amount: Range, **columns: str | None) -> None:
        row = {
            "figure_id": f"f{len(figures) + 1:06d}",
            "metric": metric,
            "period_start": "2024-01-01",
            "period_end": "2024-12-31",
            "basis": "actual",
            "amount_low": money(amount[0]),
            "amount_high": money(amount[1]),
            "currency": "USD",
            "attribution": "on_record",
            "stated_on": STATED_ON,
            "source_id": SOURCE_ID,
            "quote": "made up by a test",
        }
        row |= {name: text for name, text in columns.items() if text}
        figures.append({column: row.get(column, "") for column in COLUMNS["reported_figures"]})

    for case in cases:
        problem = case.problem
        for name in problem.named:
            companies[name] = "partner"
        if case.role == "vendor":
            companies[case.case_id] = "case"
            for name, amount in problem.named.items():
                figure("customer_spend", amount, vendor_id=case.case_id, customer_id=name)
            if problem.total is not None:
                figure(
                    "vendor_revenue",
                    problem.total,
                    vendor_id=case.case_id,
                    disclosure=problem.disclosure,
                )
        elif case.role == "customer":
            companies[case.case_id] = "case"
            for name, amount in problem.named.items():
                figure("customer_spend", amount, vendor_id=name, customer_id=case.case_id)
            if problem.total is not None:
                figure("customer_budget", problem.total, customer_id=case.case_id)
        else:
            for name, amount in problem.named.items():
                figure("vendor_revenue", amount, vendor_id=name, market_id=case.case_id)
                market_vendors.append({"market_id": case.case_id, "vendor_id": name})
            if problem.total is not None:
                figure("market_size", problem.total, market_id=case.case_id)
    return {
        "companies": [
            {"company_id": key, "company_name": f"Company {key}", "segment": segment}
            for key, segment in sorted(companies.items())
        ],
        "sources": [
            {
                "source_id": SOURCE_ID,
                "publisher": "A test",
                "title": "Random cases",
                "published_on": STATED_ON,
                "url": "https://example.org/cases",
            }
        ],
        "market_vendors": market_vendors,
        "reported_figures": figures,
    }


def census(cases: list[Case]) -> Counter[str]:
    """How many cases have which role, disclosure and number of named parts."""
    counts: Counter[str] = Counter()
    for case in cases:
        counts[f"role {case.role}"] += 1
        counts[f"disclosure {case.problem.disclosure}"] += 1
        counts[f"named {len(case.problem.named)}"] += 1
    return counts
