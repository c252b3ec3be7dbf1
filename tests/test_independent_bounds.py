"""The independent bounds against worked numbers and brute force, then the marts against them.

The second half builds some thousand random cases (`independent/cases.py`) once and compares the
concentration marts with `independent/bounds.py`, cell by cell: equal where every amount is known,
never narrower than the truth where amounts are ranges.
"""

# ruff: noqa: S311 (seeded draws for tests, not secrets)

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import product

import pytest
from independent.bounds import (
    DISCLOSURES,
    MEASURES,
    TOP_K,
    Point,
    Problem,
    Span,
    Truth,
    concentration_ratio,
    effective_number,
    hhi,
    points,
    solve,
    totals_to_try,
    verdict,
)
from independent.cases import COLUMNS, Case, census, make_cases, money, rows

VENDORS, OTHERS = 2000, 200

# The marts round index points to four places at least, and shares to nine.
POINTS_TOLERANCE = Fraction(1, 10**3) / 10_000
SHARE_TOLERANCE = Fraction(1, 10**9)

ORACLE_A = [30, 30, 20, 20]
ORACLE_B = [60, 20, 10, 5, 5]


@lru_cache(maxsize=1)
def all_cases() -> list[tuple[Case, Truth]]:
    """Every case with its solution."""
    return [(case, solve(case.problem)) for case in make_cases(VENDORS, OTHERS)]


# --- Worked numbers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "index", "ratios", "effective"),
    [
        (ORACLE_A, 2600, {1: 0.30, 2: 0.60, 4: 1.0}, 3.846154),
        (ORACLE_B, 4150, {1: 0.60, 4: 0.95}, 2.409639),
        ([25, 20, 15, 10, 8, 7, 6, 5, 4], 1540, {4: 0.70}, 6.493506),
        ([35, 40, 5, 10, 6, 4], 3002, {1: 0.40}, 3.331113),
    ],
)
def test_indices_of_known_amounts(amounts, index, ratios, effective):
    """Methods, section 1: oracles A and B, nine firms, and the concstats example."""
    assert points(hhi(amounts)) == index
    assert {k: float(concentration_ratio(amounts, k)) for k in ratios} == ratios
    assert float(effective_number(amounts)) == pytest.approx(effective, abs=5e-7)


def test_index_ignores_zero_units_and_sees_mergers():
    """Methods, section 1: zero units change nothing; published mergers."""
    assert hhi([*ORACLE_A, 0, 0]) == hhi(ORACLE_A)
    assert points(hhi([30, 30, 40])) == 3400
    nine = [25, 20, 15, 10, 8, 7, 6, 5, 4]
    assert points(hhi([*nine[:7], 9])) == 1580
    assert points(hhi([45, *nine[2:]])) == 2540


@pytest.mark.parametrize(
    ("named", "total", "disclosure", "low", "high"),
    [
        # methods 2 (1): shares of a known total, the residual capped
        ([40, 20], (100, 100), "top_customers", 2000, 2800),
        ([30, 20, 10], (100, 100), "top_customers", 1400, 1800),
        ([150], (870, 870), "largest_only", 297.265161, 1676.575505),
        ([150], (1000, 1000), "largest_only", 225, 1450),
        ([150], (900, 900), "largest_only", 277.777778, 1666.666667),
        # methods 2 (5): a total between two figures
        ([150], (870, 1000), "largest_only", 225, 1676.575505),
        # nothing known of the others, Appen 2023 in tenths of a million
        ([828], (2730, 2730), "partial", 919.888902, 5773.843739),
        ([828], (2730, 2730), None, 919.888902, 5773.843739),
        ([828], (2730, 2730), "largest_only", 919.888902, 2840.864630),
        # by hand: .7 known, the rest .1 + .1 + .1
        ([50, 20], (100, 100), "over_threshold", 2900, 3200),
        # everybody named
        (ORACLE_A, (100, 100), "complete", 2600, 2600),
        (ORACLE_A, (90, 110), "complete", 2600, 2600),
        # parts above the total raise it
        ([60, 40], (80, 90), "partial", 5200, 5200),
        ([60, 40], (80, 100), "partial", 5200, 5200),
    ],
)
def test_worked_bounds_of_exact_amounts(named, total, disclosure, low, high):
    """Methods, section 2 (1) and (5)."""
    problem = Problem({str(i): (a, a) for i, a in enumerate(named)}, total, disclosure)
    found = solve(problem)
    assert points(found.hhi.low) == pytest.approx(low, abs=1e-6)
    assert points(found.hhi.high) == pytest.approx(high, abs=1e-6)


def test_worked_bounds_of_ranges():
    """Methods, section 2 (3) and (4)."""
    shares = {"a": (30, 45), "b": (10, 30), "c": (5, 20), "d": (0, 40)}
    found = solve(Problem(shares, (100, 100), "complete"))
    assert (points(found.hhi.low), points(found.hhi.high)) == (2550, 3750)
    assert points(found.chord) == 3750
    assert found.witnesses["hhi"].amounts == (45, 10, 5, 40)

    vendors = {"s": (8700, 10000), "g": (10000, 12000), "p": (2343, 2343)}
    found = solve(Problem(vendors, (0, None), "complete"))
    assert found.kind == "complete_free"
    assert points(found.hhi.low) == pytest.approx(4091.6, abs=0.05)
    assert points(found.hhi.high) == pytest.approx(4240.8, abs=0.05)
    assert found.witnesses["hhi"].amounts == (8700, 12000, 2343)


def test_unbounded_amounts_have_no_number():
    """A bound that only endless money reaches is None; others stay numbers."""
    endless = solve(Problem({"a": (10, 10)}, (40, None), "partial"))
    assert endless.hhi == Span(None, None)
    assert endless.shares["a"] == Span(None, Fraction(1, 4))
    capped = solve(Problem({"a": (10, 10)}, (40, None), "largest_only"))
    assert capped.hhi == Span(None, Fraction(1, 4))
    more_than = solve(Problem({"a": (10, None), "b": (5, 5)}, (20, None), "complete"))
    assert more_than.hhi.high is None
    assert solve(Problem({"a": (10, None)}, (20, 30), "partial")).hhi.high == 1


def test_problems_without_an_answer():
    """No total, nothing at all, parts that cannot reach the total, wrong input."""
    assert solve(Problem({"a": (1, 1)}, None)).kind == "no_total"
    assert solve(Problem({"a": (0, 0)}, (0, 0))).kind == "zero"
    assert solve(Problem({"a": (1, 2)}, (3, 4), "complete")).kind == "contradiction"
    assert solve(Problem({"a": (5, 9)}, (3, 4), "partial")).conflict
    with pytest.raises(ValueError, match="unknown disclosure"):
        solve(Problem({}, (1, 1), "most"))
    with pytest.raises(ValueError, match="not a range"):
        solve(Problem({"a": (2, 1)}, (3, 3)))


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (1801, 5000, "above"),
        (1800, 5000, "undetermined"),
        (0, 1800, "not_above"),
        (0, 1801, "undetermined"),
        (None, 1800, "not_above"),
        (1801, None, "above"),
        (None, None, "undetermined"),
    ],
)
def test_verdicts_are_strict(low, high, word):
    """Exactly 1,800 points are not above 1,800."""
    span = Span(*(None if x is None else Fraction(x, 10_000) for x in (low, high)))
    assert verdict(span) == word


# --- Brute force --------------------------------------------------------------------------------


def state_of(problem: Problem, rng: random.Random) -> tuple[list, list, Fraction] | None:
    """A random feasible state: named amounts, unnamed units as (size, count), total; in cents.

    Chosen without any of the reasoning in `bounds`; often at the ends of ranges, where extremes
    are. None where the draw has no feasible state.
    """
    parts = list(problem.named.values())
    t_lo, t_hi = problem.total
    lows = sum(low for low, _ in parts)
    if t_hi is None:
        t_hi = (max(t_lo, lows) + 1) * rng.choice([1, 2, 5, 40])
    if lows > t_hi:
        return None
    amounts, tops = [], []
    for low, high in parts:
        top = low + t_hi * rng.randint(1, 3) if high is None else high
        where = rng.choice([Fraction(0), Fraction(1), Fraction(rng.randint(0, 60), 60)])
        amounts.append(low + (top - low) * where)
        tops.append(top)
    level = rng.choice([None, None, rng.choice(tops) if tops else None])
    if level:  # ties
        amounts = [
            max(Fraction(low), min(Fraction(level), Fraction(top)))
            for (low, _), top in zip(parts, tops, strict=True)
        ]
    if sum(amounts) > t_hi:
        part = Fraction(t_hi - lows) / (sum(amounts) - lows)
        amounts = [low + part * (a - low) for (low, _), a in zip(parts, amounts, strict=True)]
    named = Fraction(sum(amounts))
    if problem.disclosure == "complete":
        if named < t_lo:
            if sum(tops) < t_lo:
                return None
            part = (t_lo - named) / (sum(tops) - named)
            amounts = [a + part * (top - a) for a, top in zip(amounts, tops, strict=True)]
        total = Fraction(sum(amounts))
        return (amounts, [], total) if 0 < total <= t_hi else None
    least = max(Fraction(t_lo), named)
    total = least + (t_hi - least) * rng.choice(
        [Fraction(0), Fraction(1), Fraction(rng.randint(0, 30), 30)]
    )
    left = total - named
    customers = [a for a, (_, high) in zip(amounts, parts, strict=True) if high != 0]
    cap = {
        "largest_only": max(customers, default=left),
        "top_customers": min(customers, default=left),
        "over_threshold": total / 10,
    }.get(problem.disclosure, left)
    if total == 0 or (left and not cap):
        return None
    units = []
    for _ in range(rng.choice([0, 1, 3, 12])):
        if left:
            size = min(left, cap * rng.choice([Fraction(1), Fraction(rng.randint(1, 20), 20)]))
            units.append((size, 1))
            left -= size
    if left:
        count = -(-left // cap) * rng.choice([1, 1, 2, 1000])
        units.append((left / count, count))
    return amounts, units, total


def outside(value: Fraction, span: Span) -> bool:
    """Whether a feasible value contradicts the bounds."""
    too_low = span.low is not None and value < span.low
    return too_low or (span.high is not None and value > span.high)


def contradictions(problem: Problem, found: Truth, rng: random.Random, draws: int) -> Iterable[str]:
    """Random feasible states that lie outside the bounds."""
    for _ in range(draws):
        state = state_of(problem, rng)
        if state is None:
            continue
        amounts, units, total = state
        squares = sum(a * a for a in amounts) + sum(size * size * n for size, n in units)
        ranked = sorted([*amounts, *(s for s, n in units for _ in range(min(n, 4)))], reverse=True)
        values = {"hhi": squares / total**2}
        values |= {f"top{k}": sum(ranked[:k]) / total for k in TOP_K}
        for measure, value in values.items():
            if outside(value, found.spans[measure]):
                yield f"{measure} {float(value)} not in {found.spans[measure]}: {state}"
        if outside(sum(amounts) / total, found.named_share):
            yield f"named share not in {found.named_share}: {state}"
        if found.top_named and outside(max(amounts) / total, found.top_named):
            yield f"largest named not in {found.top_named}: {state}"
        for name, amount in zip(problem.named, amounts, strict=True):
            if outside(amount / total, found.shares[name]):
                yield f"{name} not in {found.shares[name]}: {state}"


def test_no_random_state_lies_outside_the_bounds():
    """Bounds are never too narrow."""
    rng = random.Random(1)
    failures, tried = [], 0
    for case, found in all_cases():
        if not found.spans or found.conflict:
            continue
        tried += 1
        for failure in contradictions(case.problem, found, rng, draws=8):
            failures.append(f"{case}\n    {failure}")
    assert tried > VENDORS / 2
    assert not failures, "\n".join(failures[:10])


def infeasible(problem: Problem, found: Truth, point: Point) -> str | None:
    """What is wrong with a point that is said to attain a bound."""
    parts = [part for part in problem.named.values() if part[1] != 0]
    if found.conflict:
        parts = [(low, low) for low, _ in parts if low]
    t_lo, t_hi = problem.total
    if found.conflict:
        t_lo = t_hi = sum(low for low, _ in parts)
    amounts = [Fraction(a, point.scale) for a in point.amounts]
    total, unit = Fraction(point.total, point.scale), Fraction(point.unit, point.scale)
    if any(
        a < low or (high is not None and a > high)
        for a, (low, high) in zip(amounts, parts, strict=True)
    ):
        return "an amount is outside its range"
    if total < t_lo or (t_hi is not None and total > t_hi):
        return "the total is outside its range"
    if sum(point.amounts) + point.residual != point.total or point.residual < 0:
        return "parts and residual are not the total"
    if not point.residual:
        return None
    if problem.disclosure == "complete":
        return "a residual where nobody is unnamed"
    cap = {
        "largest_only": max(amounts, default=unit),
        # Who spent nothing is no customer.
        "top_customers": min((amount for amount in amounts if amount), default=unit),
        "over_threshold": total / 10,
    }.get(problem.disclosure, unit)
    return "an unnamed customer above the cap" if unit > cap else None


def test_every_high_is_attained_by_a_feasible_state():
    """Highs are never too loose."""
    failures = []
    for case, found in all_cases():
        for measure, point in found.witnesses.items():
            if point is None:
                continue
            wrong = infeasible(case.problem, found, point)
            if not wrong and Fraction(*point.measures()[measure]) != found.spans[measure].high:
                wrong = "does not give the value"
            if wrong:
                failures.append(f"{case}: {measure}: {wrong}: {point}")
    assert not failures, "\n".join(failures[:10])


def test_lows_are_approached_by_splitting_the_residual():
    """Lows are never too loose."""
    for case, found in all_cases():
        if not found.spans or found.hhi.low is None or case.problem.disclosure == "complete":
            continue
        lows = [low for low, _ in case.problem.named.values()]
        total = max(case.problem.total[1], sum(lows))
        left = total - sum(lows)
        value = (sum(a * a for a in lows) + Fraction(left**2, 10**7)) / Fraction(total**2)
        assert 0 <= value - found.hhi.low < Fraction(1, 10**6), str(case)


@pytest.mark.parametrize("seed", range(12))
def test_ranges_without_residual_against_a_grid(seed):
    """Every state on a grid of whole amounts; coarse, so near the extremes but never beyond."""
    rng = random.Random(seed)
    parts = {}
    for name in "abc":
        low = rng.randint(0, 30)
        parts[name] = (low, low + rng.randint(1, 25))
    lows, highs = (sum(part[i] for part in parts.values()) for i in (0, 1))
    t_lo = rng.randint(lows, highs)
    total = rng.choice([(0, None), (t_lo, t_lo + 6), (t_lo, highs)])
    found = solve(Problem(parts, total, "complete"))
    states = [
        state
        for state in product(*(range(low, high + 1) for low, high in parts.values()))
        if sum(state) >= max(total[0], 1) and (total[1] is None or sum(state) <= total[1])
    ]
    values = [hhi(state) for state in states]
    assert found.hhi.low <= min(values) <= found.hhi.low * Fraction(102, 100)
    assert found.hhi.high >= max(values) >= found.hhi.high * Fraction(98, 100)
    for k in (1, 3):
        tops = [concentration_ratio(state, k) for state in states]
        span = found.spans[f"top{k}"]
        assert span.low <= min(tops) <= span.low + Fraction(2, 100)
        assert span.high >= max(tops) >= span.high - Fraction(2, 100)


@pytest.mark.parametrize("seed", range(40))
def test_bisection_finds_the_same_peak_as_looking_at_every_total(seed):
    """The one shortcut in the enumeration changes nothing."""
    rng = random.Random(seed)
    amounts = [rng.randint(1, 400) for _ in range(rng.randint(1, 5))]
    cap = rng.choice([min(amounts), max(amounts)])
    t_lo = sum(amounts) + rng.randint(0, 3000)
    t_hi = rng.choice([None, t_lo, t_lo + rng.randint(1, 40 * cap)])

    def peaks(limit: int) -> dict[str, Fraction]:
        totals = totals_to_try(amounts, cap, t_lo, t_hi, enumerate_up_to=limit)
        found = [Point(tuple(amounts), t - sum(amounts), cap, t).measures() for t in totals]
        return {m: max(Fraction(*one[m]) for one in found) for m in MEASURES}

    assert peaks(10**6) == peaks(-1)


def test_a_fine_scan_of_totals_finds_nothing_higher():
    """Totals cent by cent: no break point was missed."""
    named = (37, 90, 11)
    for disclosure, cap in (("largest_only", 90), ("top_customers", 11), ("over_threshold", None)):
        found = solve(Problem({str(a): (a, a) for a in named}, (150, 900), disclosure))
        best = {m: Fraction(0) for m in MEASURES}
        for tenth in range(1500, 9001):
            scaled = tuple(a * 10 for a in named)
            point = Point(scaled, tenth - sum(scaled), cap * 10 if cap else 0, tenth)
            if cap is None:
                point = Point(
                    tuple(a * 100 for a in named), (tenth - sum(scaled)) * 10, tenth, tenth * 10
                )
            for measure, value in point.measures().items():
                best[measure] = max(best[measure], Fraction(*value))
        for measure, value in best.items():
            high = found.spans[measure].high
            assert value <= high <= value + Fraction(1, 500), (disclosure, measure)


def test_the_chord_is_never_below_the_truth():
    """The sound bound is sound."""
    for case, found in all_cases():
        if found.spans and found.hhi.high is not None:
            assert found.chord >= found.hhi.high, str(case)


# --- The cases ----------------------------------------------------------------------------------


def test_cases_are_reproducible_and_cover_what_they_should():
    """The same cases from the same seed, and enough of each kind."""
    cases = [case for case, _ in all_cases()]
    assert cases == make_cases(VENDORS, OTHERS)
    counts = census(cases)
    assert all(counts[f"disclosure {word}"] >= 100 for word in DISCLOSURES)
    assert all(counts[f"named {n}"] >= 20 for n in range(1, 10))
    kinds = Counter(found.kind for _, found in all_cases())
    for kind in (
        "exact", "exact_open", "complete_free", "complete_bound", "interval", "interval_open",
        "contradiction", "no_total",
    ):  # fmt: skip
        assert kinds[kind] >= 20, kinds
    assert sum(found.conflict for _, found in all_cases()) >= 100
    words = Counter(verdict(found.hhi) for _, found in all_cases() if found.spans)
    assert min(words.values()) >= 100 and len(words) == 3


def test_rows_fit_the_input_files():
    """Every column of the input files, as text, with ids that exist."""
    files = rows([case for case, _ in all_cases()])
    for file, lines in files.items():
        assert all(list(line) == COLUMNS[file] for line in lines), file
        assert all(isinstance(text, str) for line in lines for text in line.values()), file
    known = {line["company_id"] for line in files["companies"]}
    for line in files["reported_figures"]:
        assert {line["vendor_id"], line["customer_id"]} - {""} <= known
        assert len(line["amount_low"].split(".")[0]) <= 16
    ids = [line["figure_id"] for line in files["reported_figures"]]
    assert len(set(ids)) == len(ids)
    assert (money(5), money(1250), money(1200), money(None)) == ("0.05", "12.50", "12", "")


# --- The marts ----------------------------------------------------------------------------------

VENDOR_COLUMNS = {
    "hhi": "hhi",
    "top_customer_share": "top_named",
    "top1_share": "top1",
    "top3_share": "top3",
    "named_share": "named_share",
}
MARKET_COLUMNS = {"hhi": "hhi", "cr1": "top1", "cr4": "top4"}
CUSTOMER_COLUMNS = {"hhi": "hhi"}


@pytest.fixture(scope="module")
def marts(build) -> dict[str, dict]:
    """The marts of all cases, built once: mart -> key -> row as a dict."""
    result = build(inputs=rows([case for case, _ in all_cases()]), empty=True)
    assert result.success, result.log[-4000:]
    return read_marts(result.query)


def read_marts(query: Callable[[str], list[tuple]]) -> dict[str, dict]:
    """Rows of the year 2024, by the key of each mart."""
    wanted = {
        "vendor_concentration": ("vendor_id", VENDOR_COLUMNS),
        "market_concentration": ("market_id", MARKET_COLUMNS),
        "customer_dependence": ("customer_id", CUSTOMER_COLUMNS),
    }
    found: dict[str, dict] = {}
    for mart, (key, measures) in wanted.items():
        columns = [key, "total_basis"]
        columns += [f"{measure}_{end}" for measure in measures for end in ("low", "high")]
        if mart != "customer_dependence":
            columns.append("concentration_verdict")
        lines = query(
            f"select {', '.join(columns)} from marts.{mart} "
            "where period_grain = 'year' and period_start = date '2024-01-01'"
        )
        found[mart] = {line[0]: dict(zip(columns, line, strict=True)) for line in lines}
        assert len(found[mart]) == len(lines), f"{mart} repeats a key"
    lines = query(
        "select vendor_id, customer_id, share_low, share_high from marts.vendor_customers "
        "where period_grain = 'year' and period_start = date '2024-01-01'"
    )
    found["vendor_customers"] = {
        line[:2]: {"share_low": line[2], "share_high": line[3]} for line in lines
    }
    return found


def is_open(problem: Problem) -> bool:
    """Whether an amount is unbounded: then a mart may leave a bound empty."""
    ranges = [*problem.named.values(), *([problem.total] if problem.total else [])]
    return any(high is None for _, high in ranges)


def may_be_empty(problem: Problem) -> bool:
    """Open, or nothing keeps the total from being zero."""
    lows = sum(low for low, _ in problem.named.values())
    return is_open(problem) or (problem.total[0] == 0 and lows == 0)


def span_of(found: Truth, measure: str) -> Span | None:
    """The bounds of one measure, also of those that are not in `spans`."""
    return found.spans.get(measure) or getattr(found, measure, None)


def compare(
    name: str, row: dict, span: Span, *, exact: bool, scale: int, empty_allowed: bool
) -> Iterable[str]:
    """Differences between one pair of bounds in a mart and the truth."""
    for end, truth in (("low", span.low), ("high", span.high)):
        given = row[f"{name}_{end}"]
        if given is None:
            if not empty_allowed:
                yield f"{name}_{end} is empty, truth {float(truth) * scale}"
            continue
        value = Fraction(given) / scale
        limit = truth if truth is not None else Fraction(0 if end == "low" else 1)
        slack = POINTS_TOLERANCE if scale > 1 else SHARE_TOLERANCE
        beyond = value - limit if end == "low" else limit - value
        if beyond > slack:
            yield f"{name}_{end} {given} is narrower than the truth {float(limit) * scale}"
        elif exact and truth is not None and -beyond > slack:
            yield f"{name}_{end} {given} is looser than the truth {float(truth) * scale}"


def failures_of(
    mart: dict, role: str, columns: dict[str, str], exact: Callable[[Case, Truth, str], bool | None]
) -> list[str]:
    """Every difference over the cases of `role`; `exact` says how to compare, None: not at all."""
    failures = []
    for case, found in all_cases():
        if case.role != role or not found.spans:
            continue
        row = mart.get(case.case_id)
        if row is None:
            failures.append(f"{case}\n    no row ({found.kind})")
            continue
        for column, measure in columns.items():
            span, how = span_of(found, measure), exact(case, found, measure)
            if span is None or how is None:
                continue
            differences = compare(
                column,
                row,
                span,
                exact=how,
                scale=10_000 if column == "hhi" else 1,
                empty_allowed=may_be_empty(case.problem),
            )
            failures += [f"{case} [{found.kind}]\n    {text}" for text in differences]
    return failures


def report(failures: list[str]) -> str:
    """The first failures, and how many there are."""
    return f"{len(failures)} differences\n" + "\n".join(failures[:12])


def known_amounts(case: Case, found: Truth, measure: str) -> bool | None:
    """Equality where every amount is known and the total is bounded, else no comparison."""
    return True if found.kind == "exact" and not is_open(case.problem) else None


def parts_are_the_total(case: Case, found: Truth, measure: str) -> bool | None:
    """Equality of the index where ranges alone make up the total (methods 2 (4))."""
    free = found.kind == "complete_free" and not is_open(case.problem)
    return True if free and measure == "hhi" else None


def never_narrower(case: Case, found: Truth, measure: str) -> bool | None:
    """Containment everywhere."""
    return False


def test_mart_equals_truth_where_amounts_are_known(marts):
    """Exact amounts, a bounded total: every bound equals the truth."""
    mart = marts["vendor_concentration"]
    failures = failures_of(mart, "vendor", VENDOR_COLUMNS, known_amounts)
    assert not failures, report(failures)


def test_mart_equals_truth_where_ranges_make_up_the_total(marts):
    """Methods, section 2 (4): the index is exact."""
    mart = marts["vendor_concentration"]
    failures = failures_of(mart, "vendor", VENDOR_COLUMNS, parts_are_the_total)
    assert not failures, report(failures)


def test_mart_is_never_narrower_than_the_truth(marts):
    """Every case: the truth lies within the bounds."""
    mart = marts["vendor_concentration"]
    failures = failures_of(mart, "vendor", VENDOR_COLUMNS, never_narrower)
    assert not failures, report(failures)


def test_mart_is_not_looser_than_one_sort_proves(marts):
    """Ranges: the high is at most the chord bound of section 2 (3)."""
    failures = []
    for case, found in all_cases():
        if case.role != "vendor" or not found.spans or found.conflict or is_open(case.problem):
            continue
        high = marts["vendor_concentration"][case.case_id]["hhi_high"]
        if high is not None and Fraction(high) / 10_000 > found.chord + POINTS_TOLERANCE:
            failures.append(
                f"{case} [{found.kind}]\n    hhi_high {high}, one sort proves "
                f"{points(found.chord)}, the truth is {points(found.hhi.high)}"
            )
    assert not failures, report(failures)


def test_vendor_verdicts(marts):
    """Three words: the right one where all is known, never the opposite elsewhere."""
    failures = []
    for case, found in all_cases():
        if case.role != "vendor" or not found.spans:
            continue
        row = marts["vendor_concentration"][case.case_id]
        given = row["concentration_verdict"]
        if found.conflict:
            fits = given == "undetermined"
        elif found.kind == "exact" and not is_open(case.problem):
            fits = given == verdict(found.hhi)
        else:
            # A looser mart may know less, but never the opposite.
            fits = given in ("undetermined", verdict(found.hhi))
        if not fits:
            failures.append(
                f"{case} [{found.kind}]\n    {given}, truth {verdict(found.hhi)}: "
                f"{points(found.hhi.low)} to {points(found.hhi.high)}"
            )
    assert not failures, report(failures)


def test_customer_shares(marts):
    """Shares of each named customer."""
    failures = []
    for case, found in all_cases():
        if case.role != "vendor" or not found.spans:
            continue
        for name, span in found.shares.items():
            row = marts["vendor_customers"].get((case.case_id, name))
            if row is None:
                if case.problem.named[name][1] != 0:
                    failures.append(f"{case}\n    no row for {name}")
                continue
            exact = found.kind == "exact" and not is_open(case.problem)
            differences = compare(
                "share", row, span, exact=exact, scale=1, empty_allowed=may_be_empty(case.problem)
            )
            failures += [f"{case} [{found.kind}]\n    {name}: {text}" for text in differences]
    assert not failures, report(failures)


def test_nothing_is_said_without_a_total(marts):
    """Unknown totals leave shares and indices empty; a total of zero too."""
    failures = []
    for case, found in all_cases():
        if case.role != "vendor":
            continue
        row = marts["vendor_concentration"].get(case.case_id)
        if row is None:
            failures.append(f"{case}: no row")
            continue
        basis = "observed_only" if found.kind == "no_total" else "reported"
        if row["total_basis"] != basis:
            failures.append(f"{case}: total_basis {row['total_basis']}")
        if found.kind in ("no_total", "zero"):
            stated = [f"{c}_{end}" for c in VENDOR_COLUMNS for end in ("low", "high")]
            failures += [f"{case}: {c} {row[c]}" for c in stated if row[c] is not None]
            if row["concentration_verdict"] not in (None, "undetermined"):
                failures.append(f"{case}: {row['concentration_verdict']}")
    assert not failures, report(failures)


@pytest.mark.parametrize("how", [known_amounts, never_narrower])
def test_customers_over_their_vendors(marts, how):
    """The same bounds for a customer within its budget."""
    failures = failures_of(marts["customer_dependence"], "customer", CUSTOMER_COLUMNS, how)
    assert not failures, report(failures)


@pytest.mark.parametrize("how", [known_amounts, never_narrower])
def test_markets_over_their_vendors(marts, how):
    """The same bounds for the vendors within a stated market size."""
    failures = failures_of(marts["market_concentration"], "market", MARKET_COLUMNS, how)
    assert not failures, report(failures)
