"""Demand flows: worked cases, random ones against linear programs, and what must not matter.

In the worked cases every case is a market of its own with a customer of its own, so that one
build answers all of them; amounts are dollars, compared between the years 2024 and 2025.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from conftest import Build
from helpers_replay import Replay, compiled
from helpers_worlds import REPORT, Rows, companies, figure, payment
from independent.flows import SEED, Cell, Pair, bounds, cell, even_flows, random_spend
from test_analyses import answer

BOTH_YEARS = ("2024-01-01", "2025-12-31")
# What a vendor is paid in 2024 and in 2025.
Spend = Mapping[str, tuple[str, str]]

# By market: what its customer spends, and the flows that follow, (least, even, most).
CASES: dict[str, tuple[Spend, dict[Pair, tuple[str, str, str]]]] = {
    # methods.md, section 7.
    "textbook": (
        {"a": ("60", "0"), "b": ("40", "0"), "c": ("0", "70"), "d": ("0", "30")},
        {
            ("a", "c"): ("30", "42", "60"),
            ("a", "d"): ("0", "18", "30"),
            ("b", "c"): ("10", "28", "40"),
            ("b", "d"): ("0", "12", "30"),
        },
    ),
    "only_losers": (
        {"a": ("50", "20"), "b": ("10", "0")},
        {("a", "left_market"): ("30", "30", "30"), ("b", "left_market"): ("10", "10", "10")},
    ),
    "only_gainers": (
        {"a": ("20", "50"), "b": ("0", "0.01"), "c": ("0", "30")},
        {
            ("new_demand", "a"): ("30", "30", "30"),
            ("new_demand", "c"): ("30", "30", "30"),
            ("new_demand", "other_gainers"): ("0.01", "0.01", "0.01"),
        },
    ),
    "one_vendor": ({"a": ("10", "25")}, {("new_demand", "a"): ("15", "15", "15")}),
    "unchanged": ({"a": ("10", "10"), "b": ("7", "7")}, {}),
    # 60 lost, 40 gained: all that was gained comes from the one loser.
    "less_than_before": (
        {"a": ("60", "0"), "b": ("0", "40")},
        {("a", "b"): ("40", "40", "40"), ("a", "left_market"): ("20", "20", "20")},
    ),
    # 60 and 40 lost, 60 gained, 40 gone: 60 x 60 / 100, and so on.
    "two_losers": (
        {"a": ("60", "0"), "b": ("40", "0"), "c": ("5", "65")},
        {
            ("a", "c"): ("20", "36", "60"),
            ("a", "left_market"): ("0", "24", "40"),
            ("b", "c"): ("0", "24", "40"),
            ("b", "left_market"): ("0", "16", "40"),
        },
    ),
    # 10 of credits are no demand: a goes from nothing to 5.
    "credits": (
        {"a": ("-10", "5"), "b": ("5", "0"), "c": ("-3", "-8")},
        {("b", "a"): ("5", "5", "5")},
    ),
    # 1.00 of 100 is one percent and named, 0.99 and 0.01 are not.
    "at_the_share": (
        {"a": ("98", "0"), "b": ("1", "0"), "c": ("0.99", "0"), "d": ("0.01", "0"),
         "e": ("0", "100")},
        {
            ("a", "e"): ("98", "98", "98"),
            ("b", "e"): ("1", "1", "1"),
            ("other_losers", "e"): ("1", "1", "1"),
        },
    ),
    "own_labour": ({"a": ("80", "0"), "in_house": ("10", "90")},
                   {("a", "in_house"): ("80", "80", "80")}),
    "redacted": ({"a": ("30", "0"), "undisclosed": ("0", "30")},
                 {("a", "undisclosed"): ("30", "30", "30")}),
    "merger_of_vendors": ({"bought": ("50", "0"), "buyer": ("0", "50")}, {}),
    "rename": ({"Old Name": ("50", "0"), "renamed": ("0", "50")}, {}),
    # Its own subsidiary is no vendor.
    "inside_the_group": (
        {"a": ("20", "0"), "subsidiary": ("0", "20")},
        {("a", "left_market"): ("20", "20", "20")},
    ),
    "no_coverage": ({"a": ("20", "0"), "b": ("0", "20")}, {}),
    "later_year_covered": ({"a": ("20", "0"), "b": ("0", "20")}, {}),
    "earlier_year_covered": ({"a": ("20", "0"), "b": ("0", "20")}, {}),
    "a_day_uncovered": ({"a": ("20", "0"), "b": ("0", "20")}, {}),
    # 10^15 dollars and some cents: no double holds them.
    "large": (
        {"a": ("1000000000000000.01", "0"), "b": ("0", "1000000000000000.02")},
        {
            ("a", "b"): ("1000000000000000.01",) * 3,
            ("new_demand", "b"): ("0.01", "0.01", "0.01"),
        },
    ),
}  # fmt: skip
COVERED = {
    "later_year_covered": [("2025-01-01", "2025-12-31")],
    "earlier_year_covered": [("2024-01-01", "2024-12-31")],
    "a_day_uncovered": [("2024-01-01", "2024-12-30"), ("2025-01-01", "2025-12-31")],
    "no_coverage": [],
}


def year_lines(customer: str, market: str, spend: Spend) -> Rows:
    """Return a customer's payments, of 2024 and of 2025."""
    return [
        payment(vendor, customer, day, amount, market=market)
        for vendor, amounts in spend.items()
        for day, amount in zip(("2024-05-05", "2025-05-05"), amounts, strict=True)
        if amount != "0"
    ]


def covered(customer: str, covered_from: str, covered_to: str, side: str = "customer") -> dict:
    """Return a row of ledger_coverage."""
    return {
        "company_id": customer, "side": side, "covered_from": covered_from,
        "covered_to": covered_to,
    }  # fmt: skip


def edges() -> dict[str, Rows]:
    """Return the inputs of `CASES` and of the tests below that name their markets."""
    listed = [
        *"abcde", "bought", "buyer", "renamed", "subsidiary", "head", "sole", "both", "in_house",
        "undisclosed",
    ]  # fmt: skip
    lines: Rows = []
    coverage = [covered("undisclosed", *BOTH_YEARS)]
    for market, (spend, _) in CASES.items():
        lines += year_lines(f"of_{market}", market, spend)
        coverage += [covered(f"of_{market}", *days) for days in COVERED.get(market, [BOTH_YEARS])]
    # The seller's ledger says nothing of what its customer buys elsewhere.
    coverage.append(covered("a", *BOTH_YEARS, side="vendor"))
    # Two customers, of which one goes from a to b and the other from b to a.
    lines += year_lines("one", "both_ways", {"a": ("60", "0"), "b": ("0", "60")})
    lines += year_lines("two", "both_ways", {"b": ("25", "0"), "a": ("0", "25")})
    lines += year_lines("undisclosed", "both_ways", {"b": ("9", "0"), "a": ("0", "9")})
    # A customer that becomes part of another: what moved between the two stays.
    lines += year_lines("later_part", "merger_of_customers", {"a": ("50", "0")})
    lines += year_lines("whole", "merger_of_customers", {"a": ("0", "50")})
    # Lines without a market, or with another one than their vendor's only one.
    lines += year_lines("unclear", "", {"sole": ("0", "8"), "both": ("0", "100")})
    lines += year_lines("unclear", "elsewhere", {"sole": ("0", "4")})
    lines += year_lines("unclear", "sole_market", {"a": ("12", "0")})
    # Covered for a quarter alone: February and March have a month before, the quarter none.
    lines += [
        payment("a", "quarterly", "2025-01-10", "10", market="months"),
        payment("b", "quarterly", "2025-02-10", "10", market="months"),
    ]
    coverage += [
        covered(customer, *BOTH_YEARS)
        for customer in ("one", "two", "later_part", "whole", "unclear")
    ]
    coverage.append(covered("quarterly", "2025-01-01", "2025-03-31"))
    # Covered for two years from July to June, of which somebody states figures.
    lines += [
        payment("a", "julys", "2023-08-01", "30", market="fiscal"),
        payment("b", "julys", "2025-06-15", "30", market="fiscal"),
    ]
    coverage.append(covered("julys", "2023-07-01", "2025-06-30"))
    return {
        "companies": companies(*listed),
        "company_aliases": [{"alias": "Old Name", "company_id": "renamed"}],
        "company_parents": [
            {"company_id": "bought", "parent_company_id": "buyer", "valid_from": "2025-07-01"},
            {"company_id": "subsidiary", "parent_company_id": "head"},
            {"company_id": "of_inside_the_group", "parent_company_id": "head"},
            {"company_id": "later_part", "parent_company_id": "whole",
             "valid_from": "2025-12-31"},
        ],
        "market_vendors": [
            {"market_id": "sole_market", "vendor_id": "sole"},
            {"market_id": "sole_market", "vendor_id": "both"},
            {"market_id": "textbook", "vendor_id": "both"},
        ],
        "reported_figures": [
            figure(f"revenue_{year}", "vendor_revenue", "900", vendor_id="a",
                   period_start=f"{year - 1}-07-01", period_end=f"{year}-06-30")
            for year in (2024, 2025)
        ],
        "sources": [REPORT],
        "ledger_coverage": coverage,
        "payments": lines,
    }  # fmt: skip


def with_companies_listed(inputs: dict[str, Rows]) -> dict[str, Rows]:
    """Return the inputs with the companies that other hand-written files name."""
    named = {row["company_id"] for row in inputs["ledger_coverage"]}
    named |= {
        row[column]
        for row in inputs["company_parents"]
        for column in ("company_id", "parent_company_id")
    }
    known = {row["company_id"] for row in inputs["companies"]}
    return {**inputs, "companies": inputs["companies"] + companies(*sorted(named - known))}


def flows(
    made: Any, market: str, grain: str = "year", start: str = "2025-01-01"
) -> dict[Pair, tuple[Decimal, Decimal, Decimal]]:
    """Return the flows of a market and period: (least, even, most) by pair."""
    return {
        (one, other): amounts
        for one, other, *amounts in (
            (row[0], row[1], *row[2:])
            for row in made.query_build(
                "select from_vendor_id, to_vendor_id, flow_amount_low, flow_amount, "
                "flow_amount_high from marts.demand_flows "
                "where market_id = ? and period_grain = ? and period_start = ?",
                [market, grain, start],
            )
        )
    }


def dollars(*amounts: str) -> list[Decimal]:
    """Return amounts as decimals."""
    return [Decimal(amount) for amount in amounts]


@pytest.fixture(scope="module")
def worked(build: Callable[..., Build]) -> Replay:
    """The worked cases, built."""
    return compiled(build).run(with_companies_listed(edges()), only=["demand_flows", "evidence"])


@pytest.mark.parametrize("market", CASES)
def test_a_worked_case(worked: Replay, market: str) -> None:
    expected = {pair: dollars(*amounts) for pair, amounts in CASES[market][1].items()}
    assert flows(worked, market) == expected


def test_two_customers_may_go_opposite_ways(worked: Replay) -> None:
    """Each vendor flows to the other; customers without a name flow nowhere."""
    assert flows(worked, "both_ways") == {
        ("a", "b"): dollars("60", "60", "60"),
        ("b", "a"): dollars("25", "25", "25"),
    }


def test_companies_that_became_one_are_one_in_both_periods(worked: Replay) -> None:
    """From the last day of the later period on; in the half-year before the merger they are two."""
    assert flows(worked, "merger_of_customers") == {}
    assert flows(worked, "merger_of_vendors", "half_year", "2025-01-01") == {
        ("new_demand", "buyer"): dollars("50", "50", "50")
    }
    # The subsidiary's market in the second half: what the buyer had in the first has gone.
    assert flows(worked, "merger_of_vendors", "half_year", "2025-07-01") == {
        ("buyer", "left_market"): dollars("50", "50", "50")
    }


def test_a_line_without_a_market_is_its_vendors_only_one_or_nowhere(worked: Replay) -> None:
    assert flows(worked, "sole_market") == {("a", "sole"): dollars("12", "12", "12")}
    assert flows(worked, "elsewhere") == {}
    assert flows(worked, "unclassified") == {}


def test_only_grains_at_which_both_periods_are_covered(worked: Replay) -> None:
    found = worked.query_build(
        "select period_grain, cast(period_start as varchar), from_vendor_id, to_vendor_id, "
        "flow_amount from marts.demand_flows where market_id = 'months' order by 2"
    )
    assert found == [
        ("month", "2025-02-01", "a", "b", Decimal(10)),
        ("month", "2025-03-01", "b", "left_market", Decimal(10)),
    ]


def test_fiscal_years_are_compared_with_the_one_before(worked: Replay) -> None:
    assert flows(worked, "fiscal", "fiscal_year", "2024-07-01") == {
        ("a", "b"): dollars("30", "30", "30")
    }
    assert flows(worked, "fiscal", "year", "2024-01-01") == {}


def test_without_the_roll_up_a_merger_is_a_flow(build: Callable[..., Build]) -> None:
    """As roll_up_parents: false compiles the groups of vendors."""
    condition = "vendor_group.valid_to\n            and "
    made = compiled(build).instead(f"{condition}true", f"{condition}false")
    built = made.run(with_companies_listed(edges()), only=["demand_flows"])
    assert flows(built, "merger_of_vendors") == {("bought", "buyer"): dollars("50", "50", "50")}


def test_rows_have_names_customers_and_one_piece_of_evidence(worked: Replay) -> None:
    found = worked.query_build(
        "select market_id, from_vendor_name, to_vendor_name, customers, row_key "
        "from marts.demand_flows inner join evidence.evidence using (evidence_key) "
        "where period_grain = 'year' and market_id in "
        "('both_ways', 'own_labour', 'at_the_share', 'only_gainers', 'only_losers') "
        "and flow_amount in (0.01, 1, 25, 30, 80) order by all"
    )
    assert [row[:4] for row in found] == [
        ("at_the_share", "B", "E", 1),
        ("at_the_share", "Other vendors that lost", "E", 1),
        ("both_ways", "B", "A", 1),
        ("only_gainers", "New demand", "A", 1),
        ("only_gainers", "New demand", "C", 1),
        ("only_gainers", "New demand", "Other vendors that gained", 1),
        ("only_losers", "A", "Left the market", 1),
        ("own_labour", "A", "IN_HOUSE", 1),
    ]
    words = {row[0]: row[4].split(": ")[1] for row in found}
    assert words == {
        "at_the_share": "5 payments, 200.00 USD",
        "both_ways": "4 payments, 170.00 USD",
        "only_gainers": "4 payments, 100.01 USD",
        "only_losers": "3 payments, 80.00 USD",
        "own_labour": "3 payments, 180.00 USD",
    }


def test_the_share_is_a_setting(build: Callable[..., Build]) -> None:
    """At 40 percent the textbook's 40 is named, and 30 is not."""
    made = compiled(build).instead(">= 100 * (case ", ">= 4000 * (case ")
    built = made.run(with_companies_listed(edges()), only=["demand_flows"])
    assert set(flows(built, "textbook")) == {
        (loser, gainer) for loser in ("a", "b") for gainer in ("c", "other_gainers")
    }


def test_coverage_ends_on_as_of(build: Callable[..., Build]) -> None:
    """With a day missing the year is not covered; the merger of July is known, then not."""
    inputs = with_companies_listed(edges())
    later = compiled(build, as_of="2025-06-13")
    last = later.instead("'2025-06-13'", "'2025-12-31'").run(inputs, only=["demand_flows"])
    day_before = later.instead("'2025-06-13'", "'2025-12-30'").run(inputs, only=["demand_flows"])
    assert flows(last, "textbook")["a", "c"] == dollars("30", "42", "60")
    assert flows(day_before, "textbook") == {}
    assert flows(day_before, "textbook", "half_year") == flows(last, "textbook", "half_year") != {}


def test_nothing_flows_without_a_ledger(warehouse: Build) -> None:
    """The default inputs are claims."""
    assert warehouse.query("select count(*) from marts.demand_flows") == [(0,)]


def test_the_worked_cases_pass_every_data_test(build: Callable[..., Build]) -> None:
    """Among them that flows add up to the ledger; what has no market is named as a warning."""
    made = build(with_companies_listed(edges()), empty=True, vars={"on_rejected": "quarantine"})
    assert made.success, made.log[-3000:]
    assert made.results["demand_flows_add_up"] == "pass"
    assert made.results["spend_outside_flows"] == "warn"
    # The warning of one vendor in two markets: one payment of 100.
    assert "Got 1 result" in made.log
    assert answer(made.path, "spend_in_no_market") == ["UNCLEAR 2025 108.00"]
    gained = answer(made.path, "who_gained_what_a_vendor_lost")
    assert gained[0] == "large 2025 A B 1000000000000000.01"
    assert "textbook 2025 A C 42.00" in gained


# --- Random cases ---------------------------------------------------------------------------------

NUMBER = 400


def money(cents: int) -> str:
    """Return cents as an input file has them."""
    sign, cents = "-" if cents < 0 else "", abs(cents)
    return f"{sign}{cents // 100}.{cents % 100:02}"


def random_lines(
    spends: list[dict[str, tuple[int, int]]], market: str, name: Callable[[str], str] = str
) -> tuple[Rows, Rows]:
    """Return payments and coverage: each customer by itself in a market named by its number.

    Args:
        spends: what each customer spends in two years, in cents.
        market: how the markets' names begin.
        name: what vendors and customers are called instead.
    """
    lines, coverage = [], []
    for number, spend in enumerate(spends):
        customer = name(f"k{number}")
        amounts = {
            name(vendor): (money(opening), money(closing))
            for vendor, (opening, closing) in spend.items()
        }
        lines += year_lines(customer, f"{market}{number}", amounts)
        coverage.append(covered(customer, *BOTH_YEARS))
    return lines, coverage


def ledger(*parts: tuple[Rows, Rows]) -> dict[str, Rows]:
    """Return the inputs of several ledgers together."""
    coverage = [row for _, rows in parts for row in rows]
    customers = sorted({row["company_id"] for row in coverage})
    return {
        "companies": companies(*customers),
        "ledger_coverage": coverage,
        "payments": [
            {**line, "payment_id": f"{number}"}
            for number, line in enumerate(line for lines, _ in parts for line in lines)
        ],
    }


def backwards(name: str) -> str:
    """Return another name, which sorts the other way round."""
    return "".join(chr(ord("z") - int(sign)) if sign.isdigit() else sign for sign in name)


def twice(spends: list[dict[str, tuple[int, int]]]) -> list[dict[str, tuple[int, int]]]:
    """Return the same with all amounts doubled."""
    return [
        {vendor: (2 * opening, 2 * closing) for vendor, (opening, closing) in spend.items()}
        for spend in spends
    ]


@pytest.fixture(scope="module")
def spends() -> list[dict[str, tuple[int, int]]]:
    """What random customers spend."""
    return random_spend(NUMBER)


@pytest.fixture(scope="module")
def cells(spends: list[dict[str, tuple[int, int]]]) -> list[Cell]:
    """Their margins."""
    return [cell(spend) for spend in spends]


@pytest.fixture(scope="module")
def drawn(build: Callable[..., Build], spends: list[dict[str, tuple[int, int]]]) -> dict:
    """Flows by market and pair, in cents, of random customers: (least, even, most, customers).

    Markets: m, each customer by itself; n, with other names; t, with amounts doubled; s, with
    payments split; `everybody`, all customers of m in one market.
    """
    as_is = random_lines(spends, "m")
    halves = random_lines(spends, "s")
    split = [
        {**line, "amount": money(part)}
        for line in halves[0]
        for cents in [round(Decimal(line["amount"]) * 100)]
        for part in (cents // 3, cents - cents // 3)
    ]
    together = ([{**line, "market_id": "everybody"} for line in as_is[0]], [])
    made = compiled(build).run(
        ledger(
            as_is,
            (random_lines(spends, "n", backwards)),
            (random_lines(twice(spends), "t")[0], []),
            (split, []),
            together,
        ),
        only=["demand_flows"],
    )
    found: dict[str, dict[Pair, tuple[int, ...]]] = {}
    for market, loser, gainer, *amounts, customers in made.query_build(
        "select market_id, from_vendor_id, to_vendor_id, flow_amount_low, flow_amount, "
        "flow_amount_high, customers from marts.demand_flows where period_grain = 'year'"
    ):
        cents = tuple(int(amount * 100) for amount in amounts)
        found.setdefault(market, {})[loser, gainer] = (*cents, customers)
    return found


def test_the_random_cases_are_of_all_kinds(cells: list[Cell]) -> None:
    sides = [one.losers | one.gainers for one in cells]
    for name in ("new_demand", "left_market", "other_losers", "other_gainers"):
        assert sum(name in side for side in sides) > 20, name
    assert sum(len(one.losers) > 2 and len(one.gainers) > 2 for one in cells) > 50
    tiny = [one for one in cells if min(even_flows(one).values()) < 1]
    assert len(tiny) > 50, "products of less than a cent"


def test_bounds_are_those_of_linear_programs(drawn: dict, cells: list[Cell]) -> None:
    for number, (one, bound) in enumerate(zip(cells, bounds(cells), strict=True)):
        found = {pair: (low, high) for pair, (low, _, high, _) in drawn[f"m{number}"].items()}
        assert found == bound, one


def test_even_flows_are_within_cents_of_the_products(drawn: dict, cells: list[Cell]) -> None:
    """Less than two; where a product is under a cent, less than the side has vendors."""
    for number, one in enumerate(cells):
        exact = even_flows(one)
        named = [pair for pair in exact if not {*pair} & {
            "new_demand", "left_market", "other_losers", "other_gainers"}]  # fmt: skip
        is_fine = all(exact[pair] >= 1 for pair in named)
        most = 2 if is_fine else max(2, min(len(one.losers), len(one.gainers)))
        for pair, (low, flow, high, customers) in drawn[f"m{number}"].items():
            assert low <= flow <= high, one
            assert abs(flow - exact[pair]) < most, one
            assert customers == 1


def test_flows_add_up_to_what_was_lost_and_gained(drawn: dict, cells: list[Cell]) -> None:
    """In each market by itself, and in the market of all customers."""
    lost: dict[str, int] = {}
    gained: dict[str, int] = {}
    for number, one in enumerate(cells):
        assert sums(drawn[f"m{number}"], 0) == one.losers
        assert sums(drawn[f"m{number}"], 1) == one.gainers
        for total, margin in ((lost, one.losers), (gained, one.gainers)):
            for vendor, cents in margin.items():
                total[vendor] = total.get(vendor, 0) + cents
    assert sums(drawn["everybody"], 0) == lost
    assert sums(drawn["everybody"], 1) == gained


def sums(flow: dict[Pair, tuple[int, ...]], side: int) -> dict[str, int]:
    """Return the even flows by loser (0) or by gainer (1)."""
    total: dict[str, int] = {}
    for pair, (_, cents, *_) in flow.items():
        total[pair[side]] = total.get(pair[side], 0) + cents
    return total


def test_a_market_adds_its_customers(drawn: dict) -> None:
    total: dict[Pair, list[int]] = {}
    for number in range(NUMBER):
        for pair, amounts in drawn[f"m{number}"].items():
            total[pair] = [a + b for a, b in zip(total.get(pair, [0] * 4), amounts, strict=True)]
    assert {pair: list(amounts) for pair, amounts in drawn["everybody"].items()} == total


def test_names_do_not_matter(drawn: dict, cells: list[Cell]) -> None:
    """Except between equals, of which the name decides who comes first, and has the cent."""
    compared = 0
    for number, one in enumerate(cells):
        renamed = {tuple(map(back, pair)): amounts for pair, amounts in drawn[f"n{number}"].items()}
        plain = drawn[f"m{number}"]
        equals = any(len(set(side.values())) < len(side) for side in (one.losers, one.gainers))
        assert set(renamed) == set(plain)
        for pair, (low, flow, high, _) in plain.items():
            assert (renamed[pair][0], renamed[pair][2]) == (low, high)
            assert equals or renamed[pair][1] == flow, one
        compared += not equals
    assert compared > 100


def back(name: str) -> str:
    """Undo `backwards`."""
    if not name.startswith("v"):
        return name
    return "v" + "".join(str(ord("z") - ord(sign)) for sign in name[1:])


def test_twice_the_ledger_is_twice_the_flows(drawn: dict, cells: list[Cell]) -> None:
    """Bounds exactly, the even flows up to the cents that rounding takes."""
    for number, one in enumerate(cells):
        plain, doubled = drawn[f"m{number}"], drawn[f"t{number}"]
        assert set(doubled) == set(plain)
        width = max(2, min(len(one.losers), len(one.gainers)))
        for pair, (low, flow, high, _) in plain.items():
            assert (doubled[pair][0], doubled[pair][2]) == (2 * low, 2 * high)
            assert abs(doubled[pair][1] - 2 * flow) < 3 * width


def test_splitting_a_payment_changes_nothing(drawn: dict) -> None:
    for number in range(NUMBER):
        assert drawn[f"s{number}"] == drawn[f"m{number}"]


def test_the_independent_bounds_on_the_textbook_case() -> None:
    textbook = cell({"a": (60, 0), "b": (40, 0), "c": (0, 70), "d": (0, 30)}, Fraction(0))
    assert bounds([textbook]) == [
        {("a", "c"): (30, 60), ("a", "d"): (0, 30), ("b", "c"): (10, 40), ("b", "d"): (0, 30)}
    ]
    assert even_flows(textbook) == {
        ("a", "c"): 42, ("a", "d"): 18, ("b", "c"): 28, ("b", "d"): 12,
    }  # fmt: skip


def test_the_order_of_the_lines_does_not_matter(build: Callable[..., Build]) -> None:
    inputs = with_companies_listed(edges())
    shuffled = {file: random.Random(SEED).sample(rows, len(rows)) for file, rows in inputs.items()}  # noqa: S311
    query = "select * exclude (evidence_key) from marts.demand_flows order by all"
    made = [
        compiled(build).run(content, only=["demand_flows"]).query_build(query)
        for content in (inputs, shuffled)
    ]
    assert made[0] == made[1] != []
