"""Demand flows worked out anew, by other means than the SQL: linear programs and fractions.

One cell is one customer in one market: what each vendor lost or gained there, in cents. What may
have gone from a loser to a gainer is the least and the greatest value of one variable of a
transportation problem; nothing here knows a formula for either.
"""

# ruff: noqa: S311 (seeded draws for tests, not secrets)

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

SEED = 20250613

Pair = tuple[str, str]


@dataclass(frozen=True)
class Cell:
    """The margins of a matrix of flows: what each loser lost and each gainer gained, in cents."""

    losers: dict[str, int]
    gainers: dict[str, int]

    @property
    def pairs(self) -> list[Pair]:
        """Every loser with every gainer."""
        return [(loser, gainer) for loser in self.losers for gainer in self.gainers]


def cell(spend: Mapping[str, tuple[int, int]], share: Fraction = Fraction(1, 100)) -> Cell:
    """Return the margins of a customer in a market.

    Args:
        spend: net cents by vendor, in the period before and in the period.
        share: those who lost or gained less than this of the total go together.
    """
    change = {
        vendor: max(closing, 0) - max(opening, 0) for vendor, (opening, closing) in spend.items()
    }
    lost = {vendor: -cents for vendor, cents in change.items() if cents < 0}
    gained = {vendor: cents for vendor, cents in change.items() if cents > 0}
    surplus = sum(gained.values()) - sum(lost.values())
    total = max(sum(gained.values()), sum(lost.values()))
    losers = _with_small_ones_together(lost, total * share, "other_losers")
    gainers = _with_small_ones_together(gained, total * share, "other_gainers")
    if surplus > 0:
        losers["new_demand"] = surplus
    elif surplus < 0:
        gainers["left_market"] = -surplus
    return Cell(losers, gainers)


def _with_small_ones_together(
    cents: Mapping[str, int], least: Fraction, name: str
) -> dict[str, int]:
    named = {vendor: amount for vendor, amount in cents.items() if amount >= least}
    small = sum(cents.values()) - sum(named.values())
    return named | ({name: small} if small else {})


def bounds(cells: Sequence[Cell]) -> list[dict[Pair, tuple[int, int]]]:
    """Return the least and the greatest flow of each pair of each cell, by linear programming.

    The cells are put side by side in one program: its objective takes one pair of each, and
    since no constraint spans two of them, each is optimal by itself.
    """
    offsets = np.cumsum([0, *(len(one.pairs) for one in cells)])
    matrix = lil_matrix((sum(len(one.losers) + len(one.gainers) for one in cells), offsets[-1]))
    sums: list[int] = []
    for one, offset in zip(cells, offsets, strict=False):
        for side, margin in enumerate((one.losers, one.gainers)):
            for vendor, cents in margin.items():
                for place, pair in enumerate(one.pairs):
                    if pair[side] == vendor:
                        matrix[len(sums), offset + place] = 1
                sums.append(cents)
    found: list[dict[Pair, tuple[int, int]]] = [{} for _ in cells]
    for place in range(max(len(one.pairs) for one in cells)):
        wanted = np.zeros(offsets[-1])
        for one, offset in zip(cells, offsets, strict=False):
            if place < len(one.pairs):
                wanted[offset + place] = 1
        ends = []
        for sign in (1, -1):
            solved = linprog(sign * wanted, A_eq=matrix.tocsr(), b_eq=sums, method="highs")
            assert solved.success, solved.message
            ends.append(solved.x)
        for one, offset, bound in zip(cells, offsets, found, strict=False):
            if place < len(one.pairs):
                low, high = (round(values[offset + place]) for values in ends)
                bound[one.pairs[place]] = low, high
    return found


def even_flows(one: Cell) -> dict[Pair, Fraction]:
    """Return the flows of maximum entropy: rows and columns of ones, scaled until they fit.

    Iterative proportional fitting in fractions; without a prior the first round is exact, which
    is checked and not assumed.
    """
    flow = dict.fromkeys(one.pairs, Fraction(1))
    for _ in range(9):
        for side, margin in enumerate((one.losers, one.gainers)):
            for vendor, cents in margin.items():
                own = [pair for pair in flow if pair[side] == vendor]
                total = sum(flow[pair] for pair in own)
                for pair in own:
                    flow[pair] *= cents / total
        if all(
            sum(flow[pair] for pair in flow if pair[side] == vendor) == cents
            for side, margin in enumerate((one.losers, one.gainers))
            for vendor, cents in margin.items()
        ):
            return flow
    raise AssertionError(f"does not converge: {one}")


def random_spend(number: int) -> list[dict[str, tuple[int, int]]]:
    """Return what customers spend with vendors in two periods, in net cents.

    Of all sizes: amounts of a few cents, of which no product is a cent; equal ones; small ones
    beside large ones; credits; vendors that do not change; gains that nearly equal the losses.

    Args:
        number: how many customers.
    """
    draw = random.Random(SEED)
    sizes: list[Sequence[int]] = [
        range(1, 4), range(1, 60), range(100, 10_000), range(10**6, 10**9), (5000, 10_000),
        (1, 99, 100, 9_900, 10_000, 1_000_000),
    ]  # fmt: skip
    # Rounded in another order (the small ones not first, the outside not last) a flow is negative.
    awkward = [5000, 1000, 800, 700, 700, 600, 600, 600]
    made = [
        {"v0": (9995, 0), "v1": (2, 0)}
        | {f"v{vendor}": (0, cents) for vendor, cents in enumerate(awkward, 2)}
    ]
    while len(made) < number:
        size = draw.choice(sizes)
        spend = {}
        for vendor in range(draw.randint(1, 8)):
            opening, closing = draw.choice(size), draw.choice(size)
            kind = draw.randrange(10)
            spend[f"v{vendor}"] = (
                (opening, 0) if kind < 3
                else (0, closing) if kind < 6
                else (opening, opening) if kind == 6
                else (-opening, closing) if kind == 7
                else (opening, closing)
            )  # fmt: skip
        if draw.randrange(3) == 0:
            # Nearly balanced: the outside is a few cents, and so are two vendors.
            change = sum(max(closing, 0) - max(opening, 0) for opening, closing in spend.values())
            change += draw.randint(-3, 3)
            spend["v8"] = (max(change, 0), max(-change, 0))
            spend["v9"] = (draw.randint(0, 2), draw.randint(0, 2))
        if any(max(opening, 0) != max(closing, 0) for opening, closing in spend.values()):
            made.append(spend)
    return made
