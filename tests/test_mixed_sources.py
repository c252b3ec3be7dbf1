"""Ledgers and claims about one thing, and what a group pays itself, in concentration and bridge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from conftest import Build
from helpers_replay import compiled, compiled_tests
from helpers_worlds import REPORT, companies, payment
from test_movements import UNDISCLOSED, coverage, one, owned, revenue, run, spend

REVENUE = ["vendor_concentration", "vendor_customers"]


def test_a_customer_of_nothing_beside_a_revenue_that_may_be_nothing(
    build: Callable[..., Build],
) -> None:
    """Nothing of "up to 20" is a share of nothing, not of nothing by nothing."""
    figures = [revenue("v", 2024, "0", "20", disclosure="complete"), spend("v", "c", 2024, "0")]
    inputs = {
        "companies": companies("v", "c"), "sources": [REPORT], "reported_figures": figures
    }  # fmt: skip
    replay = compiled(build).run(inputs, only=REVENUE)
    where = "vendor_id = 'v' and customer_id = 'c'"
    shares = "share_low, share_high, cumulative_share_high"
    assert one(replay, shares, "vendor_customers", where) == (0, 0, 0)


def test_what_a_group_pays_itself_is_no_revenue_wherever_it_is_known(
    build: Callable[..., Build],
) -> None:
    """A subsidiary's ledger beside a claim about the group, nothing, and a claim about the other.

    Each of `a`, `b`, `c` controls an arm with a ledger of 65 and then 75: 60 and 70 of it from the
    parent, 5 from x. The group of `a` says 30; of `b` itself nothing is known; `c` alone, which is
    not the head of its group, says 30. `d` and its arm have paid each other, and no more is known.
    `f` says 40, of which nothing is taken away because a stray line says that its arm paid it 12.
    """
    names = "abc"
    inputs = {
        "companies": companies("x", "head", *names, *(f"arm_{name}" for name in names), "d", "e",
                               "f", "g"),
        "company_parents": [
            *(owned(f"arm_{name}", name) for name in names[:2]),
            owned("arm_c", "head"),
            owned("c", "head"),
            owned("e", "d"),
            owned("g", "f"),
        ],
        "sources": [REPORT],
        "ledger_coverage": [
            *(coverage(f"arm_{name}", "2023-01-01", "2024-12-31") for name in names),
            coverage("head", "2023-01-01", "2024-12-31"),
            coverage("x", "2023-01-01", "2024-12-31", "customer"),
        ],
        "payments": [
            *(
                payment(f"arm_{name}", customer, f"{year}-05-05", amount)
                for name in names
                for customer, year, amount in (
                    (name, 2023, "60"), (name, 2024, "70"), ("x", 2023, "5"), ("x", 2024, "5")
                )
            ),
            payment("d", "e", "2023-05-05", "12"),
            payment("f", "g", "2024-05-05", "12"),
        ],
        "reported_figures": [
            *(revenue(name, year, "30") for name in "ac" for year in (2023, 2024)),
            *(revenue("f", year, "40") for year in (2023, 2024)),
        ],
    }  # fmt: skip
    replay = run(build, inputs)
    columns = (
        "opening_amount, opening_amount_low, opening_amount_high, closing_amount, "
        "closing_amount_low, closing_amount_high"
    )
    expected = {
        "a": (30, 30, 30, 30, 30, 30),
        "b": (None, 5, None, None, 5, None),
        "f": (40, 40, 40, 40, 40, 40),
        "head": (35, 35, 35, 35, 35, 35),
    }
    year = "period_grain = 'year' and period_start = '2024-01-01'"
    found = replay.query_build(
        f"select vendor_id, {columns} from marts.vendor_revenue_bridge where {year}"
    )
    assert {vendor: tuple(amounts) for vendor, *amounts in found} == expected
    concentration = compiled(build).run(inputs, only=[*REVENUE, "evidence_conflicts"])
    for vendor, amounts in expected.items():
        assert (
            one(
                concentration,
                "revenue_amount, revenue_amount_low, revenue_amount_high, is_contradicted",
                "vendor_concentration",
                f"{year} and vendor_id = '{vendor}'",
            )
            == (*amounts[3:], False)
        )  # fmt: skip
    assert concentration.query_build("select * from evidence.evidence_conflicts") == []


def test_the_greatest_index_beside_many_small_customers(build: Callable[..., Build]) -> None:
    """One of 10 and seventy of 1, of 100 to 200: nobody not named is larger than 10.

    The index is greatest at 130, with five more of 10; at 120 it is less, and at 140.
    """
    small = [f"c{number}" for number in range(70)]
    inputs = {
        "companies": companies("v", "large", *small),
        "sources": [REPORT],
        "reported_figures": [
            revenue("v", 2024, "100", "200", disclosure="largest_only"),
            spend("v", "large", 2024, "10"),
            *(spend("v", customer, 2024, "1") for customer in small),
        ],
    }  # fmt: skip
    replay = compiled(build).run(inputs, only=REVENUE)
    found = one(replay, "hhi_high", "vendor_concentration", "vendor_id = 'v'")
    assert found == (Decimal("396.449704"),)
    assert Decimal("396.449704") == round(Decimal(10000 * (6 * 100 + 70)) / 130**2, 6)


def test_a_redacted_credit_has_a_row_and_no_share(build: Callable[..., Build]) -> None:
    """100 from the only customer by name, and 5 given back to somebody."""
    inputs = {
        "companies": [*companies("v"), UNDISCLOSED],
        "ledger_coverage": [coverage("v", "2024-01-01", "2024-12-31")],
        "payments": [
            payment("v", "c", "2024-05-05", "100"),
            payment("v", "undisclosed", "2024-06-06", "-5"),
        ],
    }
    replay = compiled(build).run(inputs, only=REVENUE)
    assert replay.query_build(
        "select customer_id, spend_amount, share from marts.vendor_customers "
        "where period_grain = 'year'"
    ) == [("c", 100, 1), ("not_named", -5, 0)]
    amount = one(replay, "revenue_amount", "vendor_concentration", "period_grain = 'year'")
    assert amount == (95,)


def test_behind_a_spend_stand_claims_of_its_own_basis(build: Callable[..., Build]) -> None:
    """A plan for the same year is no evidence of what was spent, nor the other way round."""
    inputs = {
        "companies": companies("v", "c"),
        "sources": [REPORT],
        "reported_figures": [
            spend("v", "c", 2024, "30"), spend("v", "c", 2024, "50", basis="planned"),
            revenue("v", 2024, "100"),
            {**revenue("v", 2024, "120", basis="planned"), "figure_id": "plan_of_v"},
        ],
    }  # fmt: skip
    replay = compiled(build).run(inputs, only=["evidence"])
    found = replay.query_build(
        "select evidence_key, row_key from evidence.evidence where evidence_key like 'fct_%' "
        "order by all"
    )
    assert found == [
        ("fct_spend|v|c|all|2024-01-01|2024-12-31|actual|reported", "v_c_2024_"),
        ("fct_spend|v|c|all|2024-01-01|2024-12-31|planned|reported", "v_c_2024_planned"),
        ("fct_vendor_revenue|v|all|2024-01-01|2024-12-31|actual|reported", "v_2024"),
        ("fct_vendor_revenue|v|all|2024-01-01|2024-12-31|planned|reported", "plan_of_v"),
    ]


def test_a_revenue_that_may_be_nothing_has_a_bridge(build: Callable[..., Build]) -> None:
    """Who says "up to 30", or "nothing", states a total."""
    inputs = {
        "companies": companies("v", "w"),
        "sources": [REPORT],
        "reported_figures": [revenue("v", 2024, "0", "30"), revenue("w", 2024, "0")],
    }
    bounds = "vendor_id, period_start, closing_amount_low, closing_amount_high"
    assert run(build, inputs).query_build(
        f"select {bounds} from marts.vendor_revenue_bridge order by 1"
    ) == [("v", date(2024, 1, 1), 0, 30), ("w", date(2024, 1, 1), 0, 0)]


def test_a_known_customer_may_buy_from_another_company_of_the_group(
    build: Callable[..., Build],
) -> None:
    """In a's ledger x has 40 and then 20; its subsidiary b sold 60 and then 70 to nobody named.

    If x bought 40 and then 60 of it, the group kept 80 of its 80, and 10 of the others' 20.
    """
    inputs = {
        "companies": companies("a", "b", "x"),
        "company_parents": [owned("b", "a")],
        "sources": [REPORT],
        "ledger_coverage": [coverage("a", "2023-01-01", "2024-12-31")],
        "payments": [payment("a", "x", "2023-05-05", "40"), payment("a", "x", "2024-05-05", "20")],
        "reported_figures": [revenue("b", 2023, "60"), revenue("b", 2024, "70")],
    }
    replay = compiled(build).run(inputs, only=["revenue_retention"])
    names = [
        f"{kind}_revenue_retention{bound}"
        for kind in ("gross", "net")
        for bound in ("", "_low", "_high")
    ]
    where = "vendor_id = 'a' and period_start = '2024-01-01' and period_grain = 'year'"
    found = one(replay, ", ".join(names), "revenue_retention", where)
    expected = (None, Decimal("0.2"), 1, None, Decimal("0.2"), Decimal("0.9"))
    assert found == expected


def test_a_claim_from_a_ledger_is_a_claim_to_the_data_tests(build: Callable[..., Build]) -> None:
    """As sure as a ledger, it says more than the lines at hand: that is no fault of the marts."""
    inputs = {
        "companies": companies("v", "w", "c"),
        "sources": [REPORT],
        "payments": [
            payment("v", "c", "2024-05-05", "20"),
            payment("w", "c", "2024-05-05", "20"),
        ],
        "market_vendors": [{"market_id": "m", "vendor_id": vendor} for vendor in "vw"],
        "reported_figures": [
            revenue("v", 2024, "150", "300", attribution="ledger"),
            spend("w", "c", 2024, "70", "90", attribution="ledger"),
        ],
    }
    replay = compiled(build).run(inputs)
    tier = "select distinct evidence_tier from marts.market_concentration"
    assert replay.query_build(tier) == [("ledger",)]
    found = {name: replay.query_build(sql) for name, sql in compiled_tests(build).items()}
    assert {name: rows for name, rows in found.items() if rows} == {}


def test_redacted_lines_beside_a_claim_that_names_everybody(build: Callable[..., Build]) -> None:
    """Everybody not named has a row then, with the claim behind it."""
    inputs = {
        "companies": [*companies("v", "c"), UNDISCLOSED],
        "sources": [REPORT],
        "payments": [payment("v", "undisclosed", "2024-05-05", "20")],
        "reported_figures": [
            revenue("v", 2024, "", "165", disclosure="complete"),
            spend("v", "c", 2024, "60"),
        ],
    }
    replay = compiled(build).run(inputs, only=[*REVENUE, "evidence"])
    key = "vendor_customers|v|not_named|2024-01-01|2024-12-31"
    where = f"evidence_key = '{key}'"
    assert one(replay, "customer_id", "vendor_customers", where) == ("not_named",)
    roles = replay.query_build(f"select role from evidence.evidence where {where} order by role")
    assert ("vendor_revenue",) in roles
