"""What the default inputs must be able to show, and examples worked by hand.

The figures stand as fractions of the amounts in the inputs, so that a reader can redo them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from conftest import Build
from helpers_replay import Replay, compiled
from helpers_worlds import LATER, LEDGER, MAJOR, MARKET, together
from test_as_of import all_inputs, as_of

# Shares have nine decimals and indices six.
SHARE, INDEX = Fraction(1, 2 * 10**9), Fraction(1, 2 * 10**6)
MARTS_WITH_EVIDENCE = (
    "dim_deals",
    "dim_contracts",
    "fct_spend",
    "fct_vendor_revenue",
    "vendor_concentration",
    "vendor_customers",
    "customer_dependence",
    "market_concentration",
    "revenue_movements",
    "revenue_retention",
    "vendor_revenue_bridge",
    "lost_revenue",
    "revenue_at_risk",
    "neutrality_conflicts",
    "competitor_demand_shifts",
)


def is_close(found: Decimal | None, expected: Fraction | int, tolerance: Fraction) -> bool:
    """Tell whether a decimal is a fraction, rounded."""
    return found is not None and abs(Fraction(found) - expected) <= tolerance


def index(parts: list[int], total: int) -> Fraction:
    """Return the index, in points, of parts of a total."""
    return Fraction(sum(part * part for part in parts), total * total) * 10000


def row(query: Callable[..., list[tuple]], columns: str, mart: str, where: str) -> dict[str, Any]:
    """Return the one row of a mart that a condition picks, by column."""
    rows = query(f"select {columns} from {mart} where {where}")
    assert len(rows) == 1, rows
    return dict(zip(columns.replace(" ", "").split(","), rows[0], strict=True))


# --- The default inputs ---------------------------------------------------------------------------

CONCENTRATION = (
    "top_customer_id, top_customer_share, top_customer_share_low, top_customer_share_high, "
    "hhi_low, hhi_high, concentration_verdict, disclosure, revenue_amount, revenue_amount_low, "
    "revenue_amount_high, total_basis, named_customers, major_customers, top1_share_low, "
    "top1_share_high, guideline, evidence_tier"
)


def concentration(query: Callable[..., list[tuple]], vendor: str, year: int) -> dict[str, Any]:
    """Return a vendor's concentration in a year."""
    return row(
        query,
        CONCENTRATION,
        "marts.vendor_concentration",
        f"vendor_id = '{vendor}' and period_grain = 'year' and period_start = date '{year}-01-01'",
    )


def test_googles_share_of_scale_ai_in_2024(warehouse: Build) -> None:
    found = concentration(warehouse.query, "scale_ai", 2024)
    assert found["top_customer_id"] == "google"
    assert is_close(found["top_customer_share"], Fraction(150, 870), SHARE)
    assert is_close(found["top_customer_share_low"], Fraction(150, 1000), SHARE)
    assert is_close(found["top_customer_share_high"], Fraction(150, 870), SHARE)
    assert (found["revenue_amount"], found["revenue_amount_low"], found["revenue_amount_high"]) == (
        870_000_000,
        870_000_000,
        1_000_000_000,
    )
    assert round(found["top_customer_share"] * 100, 2) == Decimal("17.24")


def test_scale_ai_is_provably_not_concentrated_in_2024(warehouse: Build) -> None:
    found = concentration(warehouse.query, "scale_ai", 2024)
    # The residual of 720 is four units as large as Google and one of 120.
    highest = index([150, 150, 150, 150, 150, 120], 870)
    assert is_close(found["hhi_low"], index([150], 1000), INDEX)
    assert is_close(found["hhi_high"], highest, INDEX)
    assert (round(found["hhi_low"], 1), round(found["hhi_high"], 1)) == (
        Decimal("225.0"),
        Decimal("1676.6"),
    )
    assert found["concentration_verdict"] == "not_above"
    assert found["disclosure"] == "largest_only"
    assert found["named_customers"] == 1
    assert found["major_customers"] == 1
    assert "1,800" in found["guideline"]


@pytest.fixture(scope="module")
def on_13_june(build: Callable[..., Build]) -> Replay:
    """The default inputs, and others that they have nothing to do with, as of 13 June 2025."""
    return as_of(build, "2025-06-13").run(all_inputs())


def test_what_was_known_of_scale_ai_on_13_june(on_13_june: Replay) -> None:
    found = concentration(on_13_june.query_build, "scale_ai", 2024)
    assert is_close(found["hhi_low"], index([150], 870), INDEX)
    assert is_close(found["hhi_high"], index([150] * 5 + [120], 870), INDEX)
    assert (round(found["hhi_low"], 1), round(found["hhi_high"], 1)) == (
        Decimal("297.3"),
        Decimal("1676.6"),
    )
    assert found["revenue_amount_high"] == 870_000_000
    for bound in ("", "_low", "_high"):
        assert is_close(found[f"top_customer_share{bound}"], Fraction(150, 870), SHARE)
    assert found["concentration_verdict"] == "not_above"
    assert on_13_june.query_build("select as_of from evidence.build") == [(date(2025, 6, 13),)]
    later = on_13_june.query_build(
        "select * from evidence.evidence where stated_on > date '2025-06-13'"
    )
    assert later == []


def test_of_appen_nobody_says_who_is_the_largest(warehouse: Build) -> None:
    found = concentration(warehouse.query, "appen", 2023)
    assert found["top_customer_id"] == "google"
    assert is_close(found["top_customer_share"], Fraction(828, 2730), SHARE)
    assert round(found["top_customer_share"] * 100, 2) == Decimal("30.33")
    assert is_close(found["hhi_low"], index([828], 2730), INDEX)
    assert is_close(found["hhi_high"], index([828, 1902], 2730), INDEX)
    assert (round(found["hhi_low"]), round(found["hhi_high"])) == (920, 5774)
    assert found["concentration_verdict"] == "undetermined"
    # Somebody not named may be larger than Google.
    assert is_close(found["top1_share_low"], Fraction(828, 2730), SHARE)
    assert is_close(found["top1_share_high"], Fraction(1902, 2730), SHARE)


def test_appens_google_is_what_the_rest_leaves_in_2024(warehouse: Build) -> None:
    found = row(
        warehouse.query,
        "spend_amount, spend_amount_low, spend_amount_high, share, rank",
        "marts.vendor_customers",
        "vendor_id = 'appen' and customer_id = 'google' and period_grain = 'year' "
        "and period_start = date '2024-01-01'",
    )
    assert found["spend_amount"] == found["spend_amount_low"] == found["spend_amount_high"]
    assert found["spend_amount"] == 234_300_000 - 220_900_000
    assert is_close(found["share"], Fraction(134, 2343), SHARE)
    assert found["rank"] == 1


def test_everybody_not_named_comes_last_and_all_adds_up(warehouse: Build) -> None:
    rows = warehouse.query(
        "select customer_id, spend_amount, share, rank from marts.vendor_customers where "
        "vendor_id = 'appen' and period_start = date '2023-01-01' and period_grain = 'year'"
    )
    assert [customer for customer, *_ in rows] == ["google", "not_named"]
    assert sum(amount for _, amount, *_ in rows) == 273_000_000
    assert sum(share for _, _, share, _ in rows) == 1
    assert [rank for *_, rank in rows] == [1, None]


def test_a_run_rate_is_never_revenue(warehouse: Build) -> None:
    """Scale AI's 1.5 billion a year is no revenue of December, of the quarter or of 2024."""
    rows = warehouse.query(
        "select period_grain, period_start, revenue_amount_high from marts.fct_vendor_revenue "
        "where vendor_id = 'scale_ai' and basis = 'run_rate' order by period_start"
    )
    assert rows == [
        ("month", date(2023, 12, 1), 760_000_000),
        ("month", date(2024, 12, 1), 1_500_000_000),
    ]
    claims = "evidence.evidence as claim inner join {} as mart using (evidence_key)"
    for mart in MARTS_WITH_EVIDENCE:
        condition = "and mart.basis = 'actual'" if mart.startswith("fct_") else ""
        found = warehouse.query(
            f"select claim.evidence_key from {claims.format('marts.' + mart)} "
            f"where claim.row_key like '%run_rate%' {condition}"
        )
        assert found == [], mart
    for mart in ("vendor_concentration", "vendor_customers", "market_concentration"):
        assert (
            warehouse.query(
                f"select * from marts.{mart} where period_grain = 'month' or "
                "period_start = date '2024-12-01'"
            )
            == []
        )


def test_plans_stand_apart(warehouse: Build) -> None:
    planned = warehouse.query(
        "select customer_id, spend_amount from marts.fct_spend where basis = 'planned'"
    )
    assert planned == [("google", 200_000_000)]
    assert (
        warehouse.query(
            "select * from marts.vendor_concentration where vendor_id = 'scale_ai' "
            "and period_start >= date '2025-01-01'"
        )
        == []
    )


def test_a_ceiling_is_shown_as_one_and_is_never_revenue(
    warehouse: Build, on_13_june: Replay
) -> None:
    found = row(
        warehouse.query,
        "value_type, contract_amount, contract_amount_low, contract_amount_high, vendor_id",
        "marts.dim_contracts",
        "contract_id = 'a28_dod_scale_ai_cdao'",
    )
    # Raised from 100 million: the later claim stands, and that is no conflict.
    assert found == {
        "value_type": "ceiling",
        "contract_amount": 500_000_000,
        "contract_amount_low": 500_000_000,
        "contract_amount_high": 500_000_000,
        "vendor_id": "scale_ai",
    }
    behind = warehouse.query(
        "select distinct evidence_key from evidence.evidence where row_key like 'a28_dod%'"
    )
    assert behind == [("dim_contracts|a28_dod_scale_ai_cdao",)]
    assert (
        warehouse.query(
            "select * from evidence.evidence_conflicts where first_file = 'contracts.csv'"
        )
        == []
    )
    assert (
        on_13_june.query_build(
            "select * from marts.dim_contracts where contract_id = 'a28_dod_scale_ai_cdao'"
        )
        == []
    )


# (subject, attribute, the words or rows of both sides)
CONTRADICTIONS = [
    ("vendor_revenue|scale_ai||all|2024-01-01|2024-12-31|actual", "amount",
     "raked in $870 million in revenue in 2024", "generated close to $1 billion in revenue"),
    ("vendor_revenue|scale_ai||all|2024-12-01|2024-12-31|run_rate", "amount",
     "hit an impressive $1.5 billion", "expected to reach $1.4 billion"),
    ("deal|meta_scale_ai_2025", "amount",
     "a 49 percent stake in it for $14.3 billion", "for approximately $14.8 billion"),
    ("deal|meta_scale_ai_2025", "prior_valuation", "$13.8 billion", "valuing it at $29 billion"),
    ("vendor_revenue|mercor||all|2025-09-01|2025-09-30|run_rate", "amount",
     "close to $450 million", "By September, Mercor had hit $500 million"),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "attribute", "one", "other"), CONTRADICTIONS)
def test_contradictions_are_listed_with_both_quotes(
    warehouse: Build, subject: str, attribute: str, one: str, other: str
) -> None:
    pairs = warehouse.query(
        "select first_quote, second_quote from evidence.evidence_conflicts "
        "where conflict = 'claims_disagree' and subject_key = ? and attribute = ?",
        [subject, attribute],
    )
    found = [pair for pair in pairs if None not in pair]
    assert any(
        (one in first and other in second) or (other in first and one in second)
        for first, second in found
    ), pairs


def test_almost_20_percent_contradicts_the_amounts(warehouse: Build) -> None:
    found = row(
        warehouse.query,
        "conflict, first_quote, first_low, first_high, second_low, second_high",
        "evidence.evidence_conflicts",
        "subject_key like 'customer_spend|scale_ai|google|%'",
    )
    assert found["conflict"] == "share_against_amount"
    assert found["first_quote"] == "almost 20%"
    assert (found["first_low"], found["first_high"]) == (Decimal("0.18"), Decimal("0.2"))
    assert is_close(found["second_low"], Fraction(15, 100), 2 * SHARE)
    assert is_close(found["second_high"], Fraction(150, 870), 2 * SHARE)


def test_what_is_no_contradiction_is_not_listed(warehouse: Build) -> None:
    """Run-rates beside revenue, a booked part of a price, and one statement on two days."""
    conflicts = warehouse.query(
        "select subject_key, first_row_key, second_row_key from evidence.evidence_conflicts"
    )
    assert len(conflicts) == 10
    assert not any("meta_10q" in f"{first}{second}" for _, first, second in conflicts)
    assert not any("appen" in subject for subject, *_ in conflicts)


@pytest.mark.parametrize("mart", MARTS_WITH_EVIDENCE)
def test_every_row_leads_to_words_and_sources(warehouse: Build, mart: str) -> None:
    without = warehouse.query(
        f"select evidence_key from marts.{mart} where evidence_key not in "
        "(select evidence_key from evidence.evidence)"
    )
    assert without == []
    assert warehouse.query(f"select count(*) - count(distinct evidence_key) from marts.{mart}") == [
        (0,)
    ]
    claims = warehouse.query(
        f"select distinct claim.row_key, source.source_id, source.publisher, source.url "
        f"from marts.{mart} as mart "
        "inner join evidence.evidence as claim on mart.evidence_key = claim.evidence_key "
        "left join marts.dim_sources as source on claim.source_id = source.source_id"
    )
    assert claims
    assert [claim for claim in claims if claim[1] is None] == []
    # The one document whose address nobody wrote down.
    assert {claim[1] for claim in claims if not claim[3]} <= {"forbes_poland_mercor"}


def test_evidence_belongs_to_a_row(warehouse: Build) -> None:
    keys = " union all ".join(
        f"select evidence_key from marts.{mart}" for mart in MARTS_WITH_EVIDENCE
    )
    assert (
        warehouse.query(f"select * from evidence.evidence where evidence_key not in ({keys})") == []
    )


def test_the_words_behind_googles_share(warehouse: Build) -> None:
    quotes = warehouse.query(
        "select claim.quote, source.url from marts.vendor_customers as mart "
        "inner join evidence.evidence as claim on mart.evidence_key = claim.evidence_key "
        "inner join marts.dim_sources as source on claim.source_id = source.source_id "
        "where mart.vendor_id = 'scale_ai' and mart.customer_id = 'google' "
        "and mart.period_start = date '2024-01-01' and mart.period_grain = 'year'"
    )
    words = " ".join(quote for quote, _ in quotes)
    for part in ("$150 million", "$870 million", "close to $1 billion", "almost 20%"):
        assert part in words
    assert all(url.startswith("https://") for _, url in quotes)


def test_own_labour_and_redacted_names_are_nobody(warehouse: Build) -> None:
    for mart, column in (
        ("vendor_concentration", "vendor_id"),
        ("vendor_concentration", "top_customer_id"),
        ("customer_dependence", "customer_id"),
        ("market_concentration", "top_vendor_id"),
    ):
        assert (
            warehouse.query(
                f"select * from marts.{mart} where {column} in ('in_house', 'undisclosed')"
            )
            == []
        )


# --- Examples worked by hand ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def examples(build: Callable[..., Build]) -> Callable[..., list[tuple]]:
    """A function that queries the build of all examples in helpers_worlds."""
    made = compiled(build).run(together(LEDGER, MARKET, MAJOR, LATER))
    assert made.query_build("select * from evidence.rejected_rows") == []
    return made.query_build


def test_a_market_of_vendors_with_ranges(examples: Callable[..., list[tuple]]) -> None:
    found = row(
        examples,
        "hhi_low, hhi_high, total_basis, concentration_verdict, market_amount_low, "
        "market_amount_high, top_vendor_id, cr1_low, cr1_high, cr4_low, cr4_high",
        "marts.market_concentration",
        "market_id = 'labelling'",
    )
    assert is_close(found["hhi_low"], index([8700, 10000, 2343], 21043), INDEX)
    assert is_close(found["hhi_high"], index([8700, 12000, 2343], 23043), INDEX)
    assert (round(found["hhi_low"], 1), round(found["hhi_high"], 1)) == (
        Decimal("4091.6"),
        Decimal("4240.8"),
    )
    assert (found["market_amount_low"], found["market_amount_high"]) == (
        2_104_300_000,
        2_434_300_000,
    )
    # Among the vendors known: others may sell there, so there is no verdict.
    assert found["total_basis"] == "known_vendors"
    assert found["concentration_verdict"] == "undetermined"
    assert found["top_vendor_id"] == "surge"
    assert is_close(found["cr1_low"], Fraction(10000, 22343), SHARE)
    assert is_close(found["cr1_high"], Fraction(12000, 23043), SHARE)
    assert found["cr4_low"] == found["cr4_high"] == 1


@pytest.mark.parametrize(
    ("vendor", "top", "share", "named"),
    [
        ("edge", "ten", Fraction(1, 10), 2),
        ("group", "holding", Fraction(11, 100), 1),
        ("state", "government", Fraction(11, 100), 1),
    ],
)
def test_a_major_customer_has_ten_percent_and_a_group_is_one(
    examples: Callable[..., list[tuple]], vendor: str, top: str, share: Fraction, named: int
) -> None:
    found = concentration(examples, vendor, 2024)
    assert found["top_customer_id"] == top
    assert is_close(found["top_customer_share"], share, SHARE)
    assert found["named_customers"] == named
    assert found["major_customers"] == 1
    assert found["revenue_amount"] == 1000


def test_spend_keeps_companies_as_reported(examples: Callable[..., list[tuple]]) -> None:
    found = examples(
        "select customer_id, spend_amount from marts.fct_spend where vendor_id = 'state' "
        "order by customer_id"
    )
    assert found == [("army", 60), ("navy", 50)]


def ledger_spend(query: Callable[..., list[tuple]]) -> dict[tuple, tuple]:
    """Return (low, high) of each (vendor, customer, market, month) of the ledger."""
    return {
        tuple(key): tuple(bounds)
        for *key, low, high, point in query(
            "select vendor_id, customer_id, market_id, strftime(period_start, '%Y-%m'), "
            "spend_amount_low, spend_amount_high, spend_amount from marts.fct_spend "
            "where origin = 'ledger'"
        )
        for bounds in [(low, high)]
        if point == high
    }


def test_the_ledger_by_month(examples: Callable[..., list[tuple]]) -> None:
    exact = {
        ("seller", "one", "m", "2024-01"): 1000,
        ("seller", "one", "m", "2024-02"): 100 * Fraction("1.10") - 60,
        ("seller", "one", "unclassified", "2024-08"): 200 * Fraction("1.20"),
        ("seller", "two", "m", "2024-03"): 300,
        ("seller", "two", "m", "2024-11"): 200,
        ("seller", "three", "m", "2024-04"): 150,
        ("seller", "three", "m", "2024-10"): 300,
        ("seller", "parent", "m", "2024-06"): 50,
        ("seller", "four", "m", "2024-05"): -50,
        ("seller", "one", "m", "2025-03"): 400,
        # Of the buyer's ledger.
        ("other", "two", "m", "2024-05"): 80,
    }
    at_least = {
        ("seller", "one", "m", "2025-08"): 70,
        ("other", "one", "m", "2024-05"): 30,
    }
    found = ledger_spend(examples)
    assert found == {
        **{key: (amount, amount) for key, amount in exact.items()},
        **{key: (amount, None) for key, amount in at_least.items()},
    }


def test_the_sellers_customers_in_a_covered_year(examples: Callable[..., list[tuple]]) -> None:
    rows = examples(
        "select customer_id, spend_amount, share_low, share_high, cumulative_share_low, "
        "cumulative_share_high, share from marts.vendor_customers where vendor_id = 'seller' "
        "and period_grain = 'year' and period_start = date '2024-01-01'"
    )
    # `three` and its parent are one at the year's end; credits beyond what was bought are apart.
    amounts = [("one", 1290), ("parent", 500), ("two", 500), ("four", -50)]
    assert [(customer, amount) for customer, amount, *_ in rows] == amounts
    so_far = 0
    for (_, amount), (_, _, *shares) in zip(amounts, rows, strict=True):
        so_far += max(amount, 0)
        low, high, cumulative_low, cumulative_high, point = shares
        for share in (low, high, point):
            assert is_close(share, Fraction(max(amount, 0), 2290), SHARE)
        for share in (cumulative_low, cumulative_high):
            assert is_close(share, Fraction(so_far, 2290), SHARE)


@pytest.mark.parametrize(
    ("grain", "start", "parts", "net", "credit", "top"),
    [
        ("year", "2024-01-01", [1290, 500, 500], 2240, -50, "one"),
        ("half_year", "2024-01-01", [1050, 300, 150, 50], 1500, -50, "one"),
        ("half_year", "2024-07-01", [240, 200, 300], 740, 0, "parent"),
        ("half_year", "2025-01-01", [400], 400, 0, "one"),
        ("quarter", "2024-01-01", [1050, 300], 1350, 0, "one"),
        ("quarter", "2024-04-01", [150, 50], 150, -50, "three"),
        ("quarter", "2024-10-01", [200, 300], 500, 0, "parent"),
        ("month", "2024-02-01", [50], 50, 0, "one"),
        ("month", "2024-05-01", [], -50, -50, None),
    ],
)
def test_the_sellers_concentration_where_its_ledger_is_complete(
    examples: Callable[..., list[tuple]],
    grain: str,
    start: str,
    parts: list[int],
    net: int,
    credit: int,
    top: str | None,
) -> None:
    found = row(
        examples,
        CONCENTRATION + ", credit_amount",
        "marts.vendor_concentration",
        f"vendor_id = 'seller' and period_grain = '{grain}' and period_start = date '{start}'",
    )
    assert found["total_basis"] == "ledger"
    assert found["revenue_amount"] == found["revenue_amount_low"] == net
    assert found["revenue_amount_high"] == net
    assert found["credit_amount"] == credit
    assert found["named_customers"] == len(parts)
    if not parts:
        assert found["hhi_low"] is None
        assert found["hhi_high"] is None
        assert found["concentration_verdict"] == "undetermined"
        return
    assert is_close(found["hhi_low"], index(parts, sum(parts)), INDEX)
    assert found["hhi_high"] == found["hhi_low"]
    assert found["top_customer_id"] == top
    assert is_close(found["top_customer_share"], Fraction(max(parts), sum(parts)), SHARE)
    assert found["major_customers"] == len([part for part in parts if 10 * part >= sum(parts)])
    assert found["concentration_verdict"] == "above"
    assert found["evidence_tier"] == "ledger"


@pytest.mark.parametrize(
    ("vendor", "grain", "start", "least"),
    [
        ("seller", "year", "2025-01-01", 470),
        ("seller", "half_year", "2025-07-01", 70),
        ("seller", "month", "2025-08-01", 70),
        ("other", "year", "2024-01-01", 110),
    ],
)
def test_outside_coverage_a_sum_is_a_lower_bound(
    examples: Callable[..., list[tuple]], vendor: str, grain: str, start: str, least: int
) -> None:
    where = f"vendor_id = '{vendor}' and period_grain = '{grain}' and period_start = date '{start}'"
    found = row(examples, CONCENTRATION, "marts.vendor_concentration", where)
    assert found["total_basis"] == "observed_only"
    assert found["revenue_amount"] is None
    assert found["revenue_amount_low"] == least
    assert found["revenue_amount_high"] is None
    empty = (
        "top_customer_share, top_customer_share_low, top_customer_share_high, top1_share_low, "
        "top1_share_high, top3_share_low, top3_share_high, named_share_low, named_share_high, "
        "hhi_low, hhi_high, effective_customers_low, effective_customers_high, major_customers"
    )
    shares = row(examples, empty, "marts.vendor_concentration", where)
    assert set(shares.values()) == {None}, shares
    assert found["concentration_verdict"] == "undetermined"
    columns = "share, share_low, share_high, cumulative_share_low, cumulative_share_high"
    for values in examples(f"select {columns} from marts.vendor_customers where {where}"):
        assert set(values) == {None}


def test_the_buyers_side(examples: Callable[..., list[tuple]]) -> None:
    columns = (
        "spend_amount, spend_amount_low, spend_amount_high, total_basis, top_vendor_id, "
        "named_vendors, hhi_low, hhi_high, concentration_verdict"
    )
    covered = row(
        examples,
        columns,
        "marts.customer_dependence",
        "customer_id = 'two' and period_grain = 'year'",
    )
    assert covered["total_basis"] == "ledger"
    assert covered["spend_amount"] == 580
    assert is_close(covered["hhi_low"], index([500, 80], 580), INDEX)
    assert covered["hhi_high"] == covered["hhi_low"]
    assert (covered["top_vendor_id"], covered["named_vendors"]) == ("seller", 2)
    assert covered["concentration_verdict"] == "above"
    partly = row(
        examples,
        columns,
        "marts.customer_dependence",
        "customer_id = 'one' and period_grain = 'year' and period_start = date '2024-01-01'",
    )
    # 1,290 at the seller, and at least 30 at the other.
    assert partly["total_basis"] == "observed_only"
    assert (partly["spend_amount_low"], partly["spend_amount_high"]) == (1320, None)
    assert (partly["hhi_low"], partly["hhi_high"]) == (None, None)


def test_the_sellers_revenue_by_market_adds_up(examples: Callable[..., list[tuple]]) -> None:
    for grain, start, by_market in (
        ("year", "2024-01-01", {"m": 2000, "unclassified": 240}),
        ("half_year", "2024-07-01", {"m": 500, "unclassified": 240}),
        ("quarter", "2024-04-01", {"m": 150}),
        ("month", "2024-08-01", {"unclassified": 240}),
    ):
        found = examples(
            "select market_id, revenue_amount, revenue_amount_low, revenue_amount_high from "
            "marts.fct_vendor_revenue where vendor_id = 'seller' and period_grain = ? "
            "and period_start = ?",
            [grain, start],
        )
        assert {market: set(amounts) for market, *amounts in found} == {
            market: {Decimal(amount)} for market, amount in by_market.items()
        }
    # What is not covered whole is no revenue: neither all of 2025 nor its second half.
    assert (
        examples(
            "select * from marts.fct_vendor_revenue where vendor_id in ('seller', 'other') "
            "and (period_end > date '2025-06-30' or vendor_id = 'other')"
        )
        == []
    )


def test_the_lines_behind_a_sum_of_the_ledger(examples: Callable[..., list[tuple]]) -> None:
    found = examples(
        "select claim.input_file, claim.line, claim.row_key from marts.vendor_customers as mart "
        "inner join evidence.evidence as claim on mart.evidence_key = claim.evidence_key "
        "where mart.vendor_id = 'seller' and mart.customer_id = 'one' "
        "and mart.period_grain = 'year' and mart.period_start = date '2024-01-01'"
    )
    assert found == [("payments.csv", 2, "lines 2 to 5: 4 payments, 1290.00 USD")]


@pytest.mark.parametrize("mart", MARTS_WITH_EVIDENCE)
def test_every_row_of_the_examples_has_evidence(
    examples: Callable[..., list[tuple]], mart: str
) -> None:
    without = examples(
        f"select evidence_key from marts.{mart} where evidence_key not in "
        "(select evidence_key from evidence.evidence)"
    )
    assert without == []


def test_a_claim_that_nobody_can_date_counts_where_no_day_is_asked(
    examples: Callable[..., list[tuple]],
) -> None:
    assert examples(
        "select spend_amount from marts.fct_spend "
        "where vendor_id = 'late' and customer_id = 'payer_d'"
    ) == [(25,)]
    assert examples("select contract_amount, first_known_on from marts.dim_contracts") == [
        (26, date(2025, 6, 13))
    ]


def test_a_company_and_its_parents_through_time(examples: Callable[..., list[tuple]]) -> None:
    found = examples(
        "select valid_from, valid_to, parent_company_id, ultimate_parent_id "
        "from marts.dim_companies where company_id = 'three' order by valid_from"
    )
    assert found == [
        (date(1900, 1, 1), date(2024, 6, 30), None, "three"),
        (date(2024, 7, 1), date(2199, 12, 31), "parent", "parent"),
    ]
