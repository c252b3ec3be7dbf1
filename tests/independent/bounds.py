"""Bounds on concentration from partial information, in exact rational arithmetic.

This module shares no code and no formula with the SQL marts: it is what they are tested against.
Where the marts use a closed form, this module lists extreme points and looks at every one.

Why looking at extreme points is enough. Every measure here (the sum of squares over the squared
total; the sum of the k largest over the total) is a quotient whose sublevel sets are convex cones,
so on a polytope of feasible amounts its maximum lies at a vertex. The polytope of a problem holds
the named amounts (each between its low and its high), the unnamed customers (each between 0 and
the cap that the disclosure word implies) and the total (between its low and its high). At a vertex
all of these but one sit at a bound, or the total does not and all of these do.

Why the minimum needs no enumeration. An unnamed residual may be split without end, which takes it
out of every measure; then low named amounts over the highest total are best. Without a residual
the least unequal vector for a given total has every amount at clip(level, low, high), and between
two bounds the measure along `level` is a quotient of polynomials with one stationary point.

Units: amounts are integer cents, results are fractions of 1 (`points` turns an index into points).
`None` as an upper end of an amount means unbounded. `None` as the end of a result means that it is
reached only with an unbounded amount (a low of 0, a high of 1): no number can be stated.

Source: reference methods, sections 1 and 2; Kvalseth 2018, Heliyon 4(10) e00846, for the principle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product

Range = tuple[int, "int | None"]

DISCLOSURES = ("complete", "top_customers", "largest_only", "over_threshold", "partial", None)
THRESHOLD_POINTS = 1800
TOP_K = (1, 3, 4)
MEASURES = ("hhi", "top1", "top3", "top4")

# Up to so many break points all are looked at; beyond, the highest is found by bisection.
ENUMERATE_UP_TO = 3000
# A tenth of the total, and totals of ten over one to ten, stay whole after this scaling.
TENTHS = 25200


# --- Indices of known amounts -------------------------------------------------------------------


def hhi(amounts: Sequence[int | Fraction]) -> Fraction:
    """Herfindahl-Hirschman index, 0 to 1, of `amounts` (any unit, not negative).

    Raises ZeroDivisionError if they sum to zero. Source: methods, section 1.
    """
    return Fraction(sum(a * a for a in amounts)) / Fraction(sum(amounts)) ** 2


def concentration_ratio(amounts: Sequence[int | Fraction], k: int) -> Fraction:
    """Share, 0 to 1, of the `k` largest of `amounts` (any unit, not negative).

    Raises ZeroDivisionError if they sum to zero. Source: methods, section 1.
    """
    return Fraction(sum(sorted(amounts, reverse=True)[:k])) / Fraction(sum(amounts))


def effective_number(amounts: Sequence[int | Fraction]) -> Fraction:
    """Number of equal units with the same index: 1 / HHI. Source: methods, section 1."""
    return 1 / hhi(amounts)


def points(value: Fraction | None) -> float | None:
    """An index of 0 to 1 in points, 0 to 10,000, for comparing and printing only."""
    return None if value is None else float(value * 10_000)


def verdict(span: Span, threshold: int = THRESHOLD_POINTS) -> str:
    """above, not_above or undetermined against `threshold` points, strictly above.

    Source: methods, section 2 (4), and the 2023 US Merger Guidelines, Guideline 1.
    """
    limit = Fraction(threshold, 10_000)
    if span.low is not None and span.low > limit:
        return "above"
    if span.high is not None and span.high <= limit:
        return "not_above"
    return "undetermined"


# --- Problems and answers -----------------------------------------------------------------------


@dataclass(frozen=True)
class Problem:
    """What is known of one vendor: named amounts and a total, in cents, and a disclosure word."""

    named: dict[str, Range]
    total: Range | None
    disclosure: str | None = None


@dataclass(frozen=True)
class Span:
    """Infimum and supremum of one measure, 0 to 1; None: only reached with no limit on money."""

    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True)
class Point:
    """One feasible state: named amounts, and a residual cut into units as large as allowed.

    All in 1 / `scale` cents, so that fractions of a cent stay whole.
    """

    amounts: tuple[int, ...]
    residual: int
    unit: int
    total: int
    scale: int = 1

    def units(self) -> tuple[int, int]:
        """Number of full units and the size of the last, smaller one."""
        return divmod(self.residual, self.unit) if self.residual else (0, 0)

    def measures(self) -> dict[str, tuple[int, int]]:
        """Every measure as numerator and denominator."""
        full, rest = self.units()
        squares = sum(a * a for a in self.amounts) + full * self.unit**2 + rest**2
        found = {"hhi": (squares, self.total**2)}
        ranked = sorted([*self.amounts, *[self.unit] * min(full, max(TOP_K)), rest], reverse=True)
        for k in TOP_K:
            found[f"top{k}"] = (sum(ranked[:k]), self.total)
        return found


@dataclass(frozen=True)
class Truth:
    """Bounds of one problem.

    `kind` sorts problems by what can be asked of a warehouse:
    exact (every amount known, the total bounded), exact_open (the same, total unbounded),
    complete_free (ranges that alone make up the total), complete_bound (the same, and the stated
    total narrows them), interval (ranges and a residual), interval_open (an unbounded amount),
    contradiction (no residual allowed, yet the parts cannot reach the total), no_total, zero.
    `conflict`: the parts' lows exceed the total, which was raised to them.
    `chord`: what one sort proves of the HHI from the total as stated (see `chord_bound`).
    """

    kind: str
    conflict: bool = False
    spans: dict[str, Span] = field(default_factory=dict)
    named_share: Span | None = None
    top_named: Span | None = None
    shares: dict[str, Span] = field(default_factory=dict)
    chord: Fraction | None = None
    witnesses: dict[str, Point | None] = field(default_factory=dict)

    @property
    def hhi(self) -> Span:
        """Bounds of the Herfindahl-Hirschman index, 0 to 1."""
        return self.spans["hhi"]


def solve(problem: Problem) -> Truth:
    """Bounds of every measure of `problem`.

    Zero amounts are no customers: they neither set a cap nor enter an index. Parts above the total
    raise it to the sum of their lows. Raises ValueError on an unknown disclosure word or a range
    whose low exceeds its high. Source: methods, section 2 (1), (3), (4), (5).
    """
    if problem.disclosure not in DISCLOSURES:
        raise ValueError(f"unknown disclosure {problem.disclosure!r}")
    for low, high in [*problem.named.values(), *([problem.total] if problem.total else [])]:
        if low < 0 or (high is not None and high < low):
            raise ValueError(f"not a range of money: {low} to {high}")
    if problem.total is None:
        return Truth(kind="no_total")

    names = [name for name, (_, high) in problem.named.items() if high is None or high > 0]
    parts = [problem.named[name] for name in names]
    disclosure = problem.disclosure or "partial"
    if not parts and disclosure in ("largest_only", "top_customers"):
        disclosure = "partial"  # nobody named: the word caps nothing
    t_lo, t_hi = problem.total
    low_sum = sum(low for low, _ in parts)
    conflict = t_hi is not None and low_sum > t_hi
    was_exact = all(low == high for low, high in parts)
    if conflict:
        parts = [(low, low) for low, _ in parts]
        names = [name for name, (low, _) in zip(names, parts, strict=True) if low > 0]
        parts = [part for part in parts if part[0] > 0]
        t_lo = t_hi = low_sum
    t_lo = max(t_lo, low_sum)
    chord = chord_bound(parts, t_lo, t_hi, disclosure)
    if disclosure == "complete":
        high_sum = None if any(h is None for _, h in parts) else sum(h for _, h in parts)
        if high_sum is not None and high_sum < t_lo:
            return Truth(kind="contradiction")
        bound = t_lo > low_sum or (t_hi is not None and (high_sum is None or high_sum > t_hi))
        t_hi = high_sum if t_hi is None else t_hi if high_sum is None else min(t_hi, high_sum)
    if t_hi == 0:
        return Truth(kind="zero")

    open_ended = t_hi is None or any(high is None for _, high in parts)
    if was_exact:
        kind = "exact" if t_hi is not None else "exact_open"
    elif open_ended:
        kind = "interval_open"
    elif disclosure == "complete" and not conflict:
        kind = "complete_bound" if bound else "complete_free"
    else:
        kind = "interval"

    highs, witnesses = _suprema(parts, t_lo, t_hi, disclosure)
    if disclosure == "complete":
        lows = _infima_without_residual(parts, t_lo, t_hi)
    else:
        lows = _infima_with_residual(parts, t_hi)
    spans = {m: Span(lows[m], highs[m]) for m in MEASURES}
    shares = {name: _share(parts, i, t_lo, t_hi, disclosure) for i, name in enumerate(names)}
    for name in problem.named:
        shares.setdefault(name, Span(Fraction(0), Fraction(0)))
    return Truth(
        kind=kind,
        conflict=conflict,
        spans=spans,
        named_share=_named_share(parts, t_lo, t_hi, disclosure),
        top_named=_top_named(parts, spans["top1"], shares, t_hi, disclosure),
        shares=shares,
        chord=chord,
        witnesses=witnesses,
    )


# --- Suprema: extreme points --------------------------------------------------------------------


def _suprema(
    parts: list[Range], t_lo: int, t_hi: int | None, disclosure: str
) -> tuple[dict[str, Fraction | None], dict[str, Point | None]]:
    """Supremum of every measure, and the point that attains it, if one does."""
    nothing = {m: None for m in MEASURES}
    if t_hi is None and (disclosure == "partial" or any(high is None for _, high in parts)):
        return nothing, dict(nothing)  # one customer may outgrow all others
    best: dict[str, tuple[int, int]] = {}
    witnesses: dict[str, Point | None] = dict(nothing)
    if disclosure == "over_threshold" and t_hi is None:
        # The limit of an endless total: ten unnamed customers of a tenth each.
        best = {"hhi": (1, 10), "top1": (1, 10), "top3": (3, 10), "top4": (4, 10)}
    for point in extreme_points(parts, t_lo, t_hi, disclosure):
        for measure, (num, den) in point.measures().items():
            if measure not in best or num * best[measure][1] > best[measure][0] * den:
                best[measure] = (num, den)
                witnesses[measure] = point
    return {m: Fraction(*best[m]) for m in MEASURES}, witnesses


def extreme_points(
    parts: list[Range], t_lo: int, t_hi: int | None, disclosure: str
) -> Iterator[Point]:
    """Feasible points among which every measure has its maximum.

    `parts` in cents, their lows summing to at most `t_hi`. An unbounded part needs a bounded
    total, which then bounds it.
    """
    if t_hi is not None:
        others = sum(low for low, _ in parts)
        room = [t_hi - (others - low) for low, _ in parts]
        parts = [
            (low, most if high is None else min(high, most))
            for (low, high), most in zip(parts, room, strict=True)
        ]
    if disclosure in ("complete", "partial"):
        found = _points_one_residual(parts, t_lo, t_hi, residual=disclosure == "partial")
    elif disclosure == "over_threshold":
        found = _points_tenths(parts, t_lo, t_hi)
    elif disclosure == "largest_only":
        found = _points_capped(parts, t_lo, t_hi, largest=True)
    else:
        found = _points_smallest(parts, t_lo, t_hi)
    return (point for point in found if point.total > 0)


def _ends(t_lo: int, t_hi: int | None) -> list[int]:
    return [t_lo] if t_hi is None or t_hi == t_lo else [t_lo, t_hi]


def _inside(total: int, t_lo: int, t_hi: int | None) -> bool:
    return total >= t_lo and (t_hi is None or total <= t_hi)


def _corners(parts: list[Range]) -> Iterator[tuple[int, ...]]:
    return product(*[(low,) if low == high else (low, high) for low, high in parts])


def _points_one_residual(
    parts: list[Range], t_lo: int, t_hi: int | None, residual: bool
) -> Iterator[Point]:
    """Named amounts and, if `residual`, one unnamed customer of any size."""
    for corner in _corners(parts):
        named = sum(corner)
        if _inside(named, t_lo, t_hi):
            yield Point(corner, 0, 0, named)
        if residual:
            for total in _ends(t_lo, t_hi):
                if total > named:
                    yield Point(corner, total - named, total - named, total)
    for i, (low, high) in enumerate(parts):
        for corner in _corners(parts[:i] + parts[i + 1 :]):
            for total in _ends(t_lo, t_hi):
                free = total - sum(corner)
                if low <= free <= high:
                    yield Point((*corner[:i], free, *corner[i:]), 0, 0, total)


def _points_tenths(parts: list[Range], t_lo: int, t_hi: int | None) -> Iterator[Point]:
    """Named amounts, and unnamed customers of up to a tenth of the total each."""
    parts = [(low * TENTHS, high * TENTHS) for low, high in parts]
    t_lo, t_hi = t_lo * TENTHS, None if t_hi is None else t_hi * TENTHS
    for corner in _corners(parts):
        named = sum(corner)
        breaks = [10 * named // (10 - q) for q in range(10)]
        for total in [*_ends(t_lo, t_hi), *(t for t in breaks if _inside(t, t_lo, t_hi))]:
            if total >= named:
                yield Point(corner, total - named, total // 10, total, TENTHS)
    for i, (low, high) in enumerate(parts):
        for corner in _corners(parts[:i] + parts[i + 1 :]):
            for total in _ends(t_lo, t_hi):
                for q in range(11):
                    unnamed = q * (total // 10)
                    free = total - sum(corner) - unnamed
                    if low <= free <= high:
                        amounts = (*corner[:i], free, *corner[i:])
                        yield Point(amounts, unnamed, total // 10, total, TENTHS)


def _points_capped(
    parts: list[Range], t_lo: int, t_hi: int | None, largest: bool
) -> Iterator[Point]:
    """Named amounts, and unnamed customers of up to the largest (else the smallest) of them.

    Whichever named amount is the cap takes each of its own bounds and those of the others, where
    the order changes. No cap in between is best: raising that amount (of several tied ones: any of
    them for `top_customers`) at the cost of an unnamed customer makes unequal amounts more unequal.
    """
    # Nobody unnamed suits every cap, also one of zero.
    yield from _points_one_residual(parts, t_lo, t_hi, residual=False)
    bounds = sorted({end for part in parts for end in part if end > 0})
    for j, (low_j, high_j) in enumerate(parts):
        rest = parts[:j] + parts[j + 1 :]
        for cap in bounds:
            if not low_j <= cap <= high_j:
                continue
            if largest:
                fitted = [(low, min(high, cap)) for low, high in rest]
            else:
                fitted = [(max(low, cap), high) for low, high in rest]
            if any(low > high for low, high in fitted):
                continue
            for corner in _corners(fitted):
                amounts = (*corner[:j], cap, *corner[j:])
                for total in totals_to_try(amounts, cap, t_lo, t_hi):
                    yield Point(amounts, total - sum(amounts), cap, total)
            yield from _points_one_free(fitted, j, cap, t_lo, t_hi)


def _points_smallest(parts: list[Range], t_lo: int, t_hi: int | None) -> Iterator[Point]:
    """Named amounts, and unnamed customers of up to the smallest named who spent anything.

    Whoever may have spent nothing is then no customer, and sets no cap.
    """
    for spent in product(*[(True,) if low else (True, False) for low, _ in parts]):
        places = [place for place, is_customer in enumerate(spent) if is_customer]
        customers = [parts[place] for place in places]
        if customers:
            found = _points_capped(customers, t_lo, t_hi, largest=False)
        else:
            found = _points_one_residual([], t_lo, t_hi, residual=True)
        for point in found:
            amounts = [0] * len(parts)
            for place, amount in zip(places, point.amounts, strict=True):
                amounts[place] = amount
            yield replace(point, amounts=tuple(amounts))


def _points_one_free(
    fitted: list[Range], j: int, cap: int, t_lo: int, t_hi: int | None
) -> Iterator[Point]:
    """One named amount is what full units and the others leave of the lowest or highest total."""
    for i, (low, high) in enumerate(fitted):
        if low == high:
            continue
        for corner in _corners(fitted[:i] + fitted[i + 1 :]):
            for total in _ends(t_lo, t_hi):
                left = total - sum(corner) - cap
                most_units = (left - low) // cap
                for q in range(max(0, -((high - left) // cap)), most_units + 1):
                    free = left - q * cap
                    if low <= free <= high:
                        others = (*corner[:i], free, *corner[i:])
                        yield Point((*others[:j], cap, *others[j:]), q * cap, cap, total)


def totals_to_try(
    amounts: Sequence[int],
    cap: int,
    t_lo: int,
    t_hi: int | None,
    enumerate_up_to: int | None = None,
) -> list[int]:
    """Totals among which HHI and top-k shares of fixed `amounts` with a capped residual peak.

    Between two totals A + q cap the index is convex in 1 / T, so it peaks at the ends of every
    such piece. On those ends g(q) = (S + q cap^2) / (A + q cap)^2 rises to one peak and then falls
    (its slope has the sign of cap A - 2 S - q cap^2), so bisection finds it when they are too many.
    Top-k shares have their breaks at the first k of them.
    """
    limit = ENUMERATE_UP_TO if enumerate_up_to is None else enumerate_up_to
    named, squares = sum(amounts), sum(a * a for a in amounts)
    first = max(0, -(-(t_lo - named) // cap))
    # Beyond q = A / cap the index only falls, so an endless total adds nothing.
    endless = max(first, named // cap + 1 + max(TOP_K))
    last = endless if t_hi is None else (t_hi - named) // cap
    totals = {t for t in _ends(t_lo, t_hi) if t >= named}
    if last - first <= limit:
        chosen = set(range(first, last + 1))
    else:

        def rises(q: int) -> bool:
            total, value = named + q * cap, squares + q * cap**2
            return (value + cap**2) * total**2 > value * (total + cap) ** 2

        bottom, top = first, last
        while bottom < top:
            middle = (bottom + top) // 2
            bottom, top = (middle + 1, top) if rises(middle) else (bottom, middle)
        chosen = {first, last, bottom, *range(first, max(TOP_K) + 1)}
    totals |= {t for q in chosen if _inside(t := named + q * cap, t_lo, t_hi)}
    return sorted(totals)


# --- Infima -------------------------------------------------------------------------------------


def _infima_with_residual(parts: list[Range], t_hi: int | None) -> dict[str, Fraction | None]:
    """A residual without end of splitting: the lows over the highest total."""
    lows = sorted((low for low, _ in parts), reverse=True)
    if t_hi is None:
        return {m: None for m in MEASURES}
    found = {"hhi": Fraction(sum(a * a for a in lows), t_hi**2)}
    for k in TOP_K:
        found[f"top{k}"] = Fraction(sum(lows[:k]), t_hi)
    return found


def _infima_without_residual(
    parts: list[Range], t_lo: int, t_hi: int | None
) -> dict[str, Fraction | None]:
    """The least unequal vectors clip(level, low, high), at every level that can be the best."""
    ends = sorted({end for part in parts for end in part if end is not None})
    levels: set[Fraction] = {Fraction(end) for end in ends}
    for start, stop in zip([0, *ends], [*ends, None], strict=True):
        # Between two ends `free` amounts sit at the level, the others do not move.
        fixed = []
        for low, high in parts:
            if low >= (stop if stop is not None else low + 1):
                fixed.append(low)
            elif high is not None and high <= start:
                fixed.append(high)
        free = len(parts) - len(fixed)
        total, squares = sum(fixed), sum(a * a for a in fixed)
        wanted = [Fraction(squares, total)] if total else []
        wanted += [Fraction(t - total, free) for t in (t_lo, t_hi) if free and t is not None]
        levels |= {x for x in wanted if x >= start and (stop is None or x <= stop)}
    found: dict[str, Fraction | None] = {}
    for level in levels:
        vector = [
            max(Fraction(low), level if high is None else min(level, Fraction(high)))
            for low, high in parts
        ]
        total = sum(vector)
        if total == 0 or total < t_lo or (t_hi is not None and total > t_hi):
            continue
        values = {"hhi": hhi(vector)}
        values |= {f"top{k}": concentration_ratio(vector, k) for k in TOP_K}
        for measure, value in values.items():
            if measure not in found or value < found[measure]:
                found[measure] = value
    return found


# --- Shares of named customers ------------------------------------------------------------------


def _share(parts: list[Range], i: int, t_lo: int, t_hi: int | None, disclosure: str) -> Span:
    """Bounds of a_i / T: it rises with a_i and falls with everything else."""
    low, high = parts[i]
    others_low = sum(p[0] for j, p in enumerate(parts) if j != i)
    rest = [p[1] for j, p in enumerate(parts) if j != i]
    others_high = None if any(x is None for x in rest) else sum(rest)
    complete = disclosure == "complete"

    # Highest: a_i as large as it can be, and the rest as small.
    if t_hi is not None:
        high = t_hi - others_low if high is None else min(high, t_hi - others_low)
    top: Fraction | None
    if high is None:
        top = None
    else:
        total = max(t_lo, high + others_low)
        top = Fraction(high, total) if total else None

    # Lowest: the rest as large as it can be; without a residual the others must reach the total.
    if complete:
        amount = low if others_high is None else max(low, t_lo - others_high)
        most = others_high
        if t_hi is not None:
            most = t_hi - amount if most is None else min(most, t_hi - amount)
        total = None if most is None else amount + most
    else:
        amount, total = low, t_hi
    bottom = None if total is None else Fraction(amount, total) if total else Fraction(0)
    return Span(bottom, top)


def _named_share(parts: list[Range], t_lo: int, t_hi: int | None, disclosure: str) -> Span:
    """Bounds of the named amounts over the total."""
    if disclosure == "complete":
        return Span(Fraction(1), Fraction(1))
    low_sum = sum(low for low, _ in parts)
    high_sum = None if any(h is None for _, h in parts) else sum(h for _, h in parts)
    if high_sum is None or high_sum >= t_lo:
        top = Fraction(1 if parts else 0)
    else:
        top = Fraction(high_sum, t_lo)
    return Span(None if t_hi is None else Fraction(low_sum, t_hi), top)


def _top_named(
    parts: list[Range], top1: Span, shares: dict[str, Span], t_hi: int | None, disclosure: str
) -> Span | None:
    """Bounds of the largest named share, whoever that is."""
    if not parts:
        return None
    highs = [span.high for span in shares.values()]
    top = None if any(h is None for h in highs) else max(highs)
    if disclosure == "complete":
        return Span(top1.low, top)
    low = None if t_hi is None else Fraction(max(p[0] for p in parts), t_hi)
    return Span(low, top)


# --- The bound that one sort gives --------------------------------------------------------------


def chord_bound(parts: list[Range], t_lo: int, t_hi: int | None, disclosure: str) -> Fraction:
    """Upper bound of the HHI, 0 to 1, that a warehouse may give for ranges instead of the truth.

    Amounts in cents become shares [low / t_hi, high / t_lo]; every square is replaced by its
    chord; the steepest chords are filled first until the shares sum to 1. An unnamed residual has
    the chord of its cap. Source: methods, section 2 (3).
    """
    lows = [Fraction(low, t_hi) if t_hi else Fraction(0) for low, _ in parts]
    highs = [
        min(Fraction(1), Fraction(high, t_lo)) if high is not None and t_lo else Fraction(1)
        for _, high in parts
    ]
    chords = [(low + high, high - low) for low, high in zip(lows, highs, strict=True)]
    if disclosure != "complete":
        cap = {
            "partial": 1 - sum(lows),
            "over_threshold": Fraction(1, 10),
            "largest_only": max(highs, default=Fraction(1)),
            "top_customers": min(
                (high for high, (low, _) in zip(highs, parts, strict=True) if low > 0),
                default=1 - sum(lows),
            ),
        }[disclosure]
        chords.append((cap, Fraction(1)))
    left = 1 - sum(lows)
    value = sum(low**2 for low in lows)
    for slope, width in sorted(chords, reverse=True):
        filled = min(left, width)
        value += filled * slope
        left -= filled
    return min(value, Fraction(1))
