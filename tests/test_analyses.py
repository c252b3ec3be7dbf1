"""Every file of analyses/ runs against the published database and answers as its header says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from conftest import PROJECT, Build

ANALYSES = PROJECT / "analyses"

# What each analysis answers on the default inputs: rows of some of its columns, and the words
# of its header that state them.
ANSWERS: dict[str, tuple[str, list[str], list[str]]] = {
    "google_share_of_scale_ai_revenue": (
        "spend_millions revenue_low_millions revenue_millions revenue_high_millions "
        "share_low share share_high",
        ["150.0 870.0 870.0 1000.0 0.1500 0.1724 0.1724"],
        ["17.24%", "150 of 870", "15.0% to 17.24%"],
    ),
    "scale_ai_customer_concentration": (
        "known_by named_customers hhi_low hhi_high concentration_verdict",
        ["everything 1 225.0 1676.6 not_above"],
        ["225.0 to 1,676.6", "not above 1,800", "297.3 to 1,676.6"],
    ),
    "appen_customer_concentration_2023": (
        "largest_named_customer largest_named_share largest_share_low "
        "largest_share_high hhi_low hhi_high concentration_verdict",
        ["Google 0.3033 0.3033 0.6967 919.9 5773.8 undetermined"],
        ["30.33%", "920 to 5,774", "undetermined", "69.67%"],
    ),
    "major_customers": (
        "vendor_name year customer_name share_low share_high is_major "
        "major_customers possible_major_customers",
        [
            "Appen 2023 Google 0.3033 0.3033 yes 1 7",
            "Appen 2024 Google 0.0572 0.0572 no 0 9",
            "Scale AI 2024 Google 0.1500 0.1724 yes 1 9",
        ],
        ["Google at Appen in 2023", "Google at Scale AI in 2024", "5.7%"],
    ),
    "evidence_behind_a_number": (
        "role claim attribution stated_on publisher",
        [
            "customer_spend a10_google_scale_ai_spend_2024 anonymous 2025-06-13 Reuters",
            "customer_spend a12_google_scale_ai_share_2024 anonymous 2025-06-30 Business Insider",
            "vendor_revenue a01_scale_ai_revenue_2024 anonymous 2025-06-13 Reuters",
            "vendor_revenue a02_scale_ai_revenue_2024 on_record 2025-08-31 CNBC",
            "vendor_revenue a03_scale_ai_revenue_2024_h1 anonymous 2024-09-30 "
            "The Information, via Cautious Optimism",
        ],
        ["five claims", "Reuters", "Business Insider", "CNBC", "The Information"],
    ),
    "contradicting_figures": (
        "conflict subject_key attribute first_low second_low",
        [
            "share_against_amount customer_spend|scale_ai|google|all|2024-01-01|2024-12-31|actual "
            "share 0.180000000 0.150000000",
            "claims_disagree deal|meta_scale_ai_2025 amount 14300000000.000000000 "
            "14800000000.000000000",
            "claims_disagree deal|meta_scale_ai_2025 amount 14800000000.000000000 "
            "14300000000.000000000",
            "claims_disagree deal|meta_scale_ai_2025 prior_valuation 13800000000.000000000 "
            "14000000000.000000000",
            "signals_disagree signal|scale_ai|openai signal - -",
            "claims_disagree vendor_revenue|mercor||all|2025-09-01|2025-09-30|run_rate amount "
            "405000000.000000000 500000000.000000000",
            "claims_disagree vendor_revenue|mercor||all|2025-09-01|2025-09-30|run_rate amount "
            "405000000.000000000 540000000.000000000",
            "claims_disagree vendor_revenue|mercor||all|2025-09-01|2025-09-30|run_rate amount "
            "500000000.000000000 540000000.000000000",
            "claims_disagree vendor_revenue|scale_ai||all|2024-01-01|2024-12-31|actual amount "
            "870000000.000000000 900000000.000000000",
            "claims_disagree vendor_revenue|scale_ai||all|2024-12-01|2024-12-31|run_rate amount "
            "1500000000.000000000 1400000000.000000000",
        ],
        ["ten pairs", "870 million", '"close to $1 billion"', '"almost 20%"'],
    ),
    "market_concentration_among_known_vendors": (
        "year total_basis named_vendors top_vendor_name top_vendor_share_low "
        "top_vendor_share_high hhi_low hhi_high concentration_verdict",
        [
            "2021 known_vendors 1 Appen 1.0000 1.0000 10000.0 10000.0 undetermined",
            "2022 known_vendors 2 Appen 0.5723 0.5723 5104.6 5104.6 undetermined",
            "2023 known_vendors 2 Scale AI 0.7357 0.7357 6111.3 6111.3 undetermined",
            "2024 known_vendors 4 Surge AI 0.4378 0.5097 3909.3 4067.1 undetermined",
        ],
        ["four of the eight", "43.8% to 51.0%", "3,909 to 4,067", "undetermined"],
    ),
    "vendors_a_customer_depends_on": (
        "customer_name year total_basis spend_at_least_millions "
        "spend_at_most_millions vendor_name vendor_spend_millions hhi_low hhi_high "
        "concentration_verdict",
        [
            "Google 2023 observed_only 82.8 - Appen 82.8 - - undetermined",
            "Google 2024 observed_only 163.4 - Scale AI 150.0 - - undetermined",
            "Google 2024 observed_only 163.4 - Appen 13.4 - - undetermined",
        ],
        ["82.8 million in 2023", "Scale AI 150.0 and Appen 13.4", "observed_only"],
    ),
    "customers_who_leave": (
        "vendor_name customer_name signal announced_on baseline_at_most_millions plan_millions "
        "lost_event_year_low_millions lost_event_year_base_millions lost_event_year_high_millions "
        "lost_next_12_months_high_millions realised_lost_millions",
        [
            "Appen Google exiting 2024-01-20 82.8 - 64.9 64.9 71.7 76.0 69.4",
            "Scale AI Google exiting 2025-06-13 150.0 200.0 0.0 - 110.7 200.0 -",
            "Scale AI Microsoft reducing 2025-06-13 150.0 - 0.0 - 110.7 200.0 -",
            "Scale AI xAI considering_exit 2025-06-13 150.0 - 0.0 - 110.7 200.0 -",
            "Scale AI OpenAI exiting 2025-06-18 150.0 - 0.0 - 107.9 200.0 -",
            "Mercor Meta pausing 2026-04-03 - - 0.0 - - - -",
        ],
        ["six loss events", "0 to 110.7 million", "0 to 200.0", "64.9 to 71.7", "lost 69.4"],
    ),
    "loss_expectation_against_outcome": (
        "vendor_name customer_name year expected_loss_low_millions expected_loss_base_millions "
        "expected_loss_high_millions realised_loss_millions verdict "
        "expected_revenue_at_least_millions realised_revenue_millions b0_revenue_millions "
        "b0_error b1_revenue_millions b1_error",
        ["Appen Google 2024 64.9 64.9 71.7 69.4 contained 201.3 234.3 273.0 0.165 208.1 -0.112"],
        ["64.9 to 71.7", "lost 69.4", "at least 201.3", "16.5%", "208.1, 11.2% below"],
    ),
    "contracts_that_bind": (
        "vendor_name customer_name value_type stated_end_on earliest_enforceable_end_on "
        "scheduled_low_millions scheduled_high_millions enforceable_low_millions "
        "enforceable_high_millions at_risk_low_millions at_risk_high_millions ceiling_millions",
        [
            "Appen Google - 2024-03-19 2024-01-20 - - - - - - -",
            "Scale AI Meta committed - 2026-05-31 0.0 - 0.0 - 0.0 - -",
            "Scale AI US Army - - 2026-05-31 0.0 99.0 0.0 99.0 0.0 99.0 -",
            "Scale AI US Department of Defense ceiling - 2026-05-31 0.0 0.0 0.0 0.0 0.0 0.0 500.0",
        ],
        ["four contracts", "Army's 99.0 million", "500.0 are a ceiling", "19 March 2024"],
    ),
    "who_was_leaving_scale_ai": (
        "known_by customer_name signal announced_on first_known_on",
        [
            "everything Google exiting 2025-06-13 2025-06-13",
            "everything Microsoft reducing 2025-06-13 2025-06-13",
            "everything xAI considering_exit 2025-06-13 2025-06-13",
            "everything OpenAI exiting 2025-06-18 2025-06-19",
        ],
        ["four customers", "18 June 2025", "19 June"],
    ),
    "revenue_at_risk_of_vendors": (
        "vendor_name loss_events known_customers at_risk_named_low_millions "
        "at_risk_named_high_millions at_risk_high_millions revenue_millions",
        [
            "Mercor 1 0 0.0 0.0 - -",
            "Scale AI 4 1 0.0 200.0 800.0 870.0",
            "Appen 1 1 69.2 76.0 76.0 234.3",
        ],
        ["0 to 800.0 million", "69.2 to 76.0 of 234.3", "unbounded"],
    ),
    "neutrality_conflicts_of_a_vendor": (
        "customer_name effective_stake voting deal_status exposed_low_millions "
        "exposed_high_millions vendor_share_low vendor_share_high",
        [
            "Google 0.4900 no closed 150.0 150.0 0.1500 0.6897",
            "Microsoft 0.4900 no closed 0.0 150.0 0.1500 0.6897",
            "OpenAI 0.4900 no closed 0.0 150.0 0.1500 0.6897",
            "xAI 0.4900 no closed 0.0 150.0 0.1500 0.6897",
        ],
        ["Google, Microsoft, OpenAI and xAI", "49%", "15.0%", "69.0%"],
    ),
    "can_a_claimed_gain_be_true": (
        "vendor_name claimed_low_millions claimed_high_millions times_its_demand "
        "released_named_high_millions released_high_millions needed_from_others_millions "
        "claim_verdict",
        [
            "Handshake - - 3.00 110.7 440.0 - undetermined",
            "Labelbox 200.0 999.0 - 110.7 440.0 89.3 undetermined",
        ],
        ["undetermined", "At least 200 million", "110.7", "89.3", "440.0"],
    ),
    "where_a_vendors_demand_may_go": (
        "vendor_name diversion_low diversion_high released_high_millions gain_high_millions",
        [
            "Labelbox 0.0000 0.0389 440.0 17.1",
            "Appen 0.0000 0.1824 440.0 80.3",
            "Surge AI 0.0000 0.8085 440.0 355.7",
            "Handshake 0.0000 1.0000 440.0 440.0",
            "In-house (own labour) 0.0000 1.0000 440.0 440.0",
            "Mercor 0.0000 1.0000 440.0 440.0",
            "micro1 0.0000 1.0000 440.0 440.0",
            "Turing 0.0000 1.0000 440.0 440.0",
        ],
        ["440.0 million", "80.8%", "18.2%", "3.9%"],
    ),
    # Both need a ledger: tests/test_demand_flows.py runs them on one.
    "spend_in_no_market": ("customer_name year in_no_market", [], ["no rows", "no payments"]),
    "who_gained_what_a_vendor_lost": (
        "market_id year from_vendor_name to_vendor_name if_spread_evenly",
        [],
        ["no rows", "covers two periods"],
    ),
    "appen_revenue_bridge": (
        "year opening_millions lost_millions replaced_millions net_change_millions "
        "closing_millions",
        [
            "2022 447.3 - - -59.2 388.1",
            "2023 388.1 - - -115.1 273.0",
            "2024 273.0 -69.4 30.7 -38.7 234.3",
        ],
        ["273.0 to 234.3 million", "by 38.7", "69.4", "30.7", "59.2 and 115.1"],
    ),
    "vendor_retention": (
        "vendor_name year total_basis unknown_customers gross_retention gross_retention_low "
        "gross_retention_high net_retention net_retention_low net_retention_high",
        ["Appen 2024 reported 0 - 0.0491 0.7458 - 0.0491 0.8582"],
        ["4.9% to 74.6% gross", "4.9% to 85.8% net", "13.4 of 82.8 million", "190.2"],
    ),
    "movements_of_the_largest_customers": (
        "vendor_name customer_name year movement opening_millions closing_millions change_millions",
        [
            "Appen Google 2024 contraction 82.8 13.4 -69.4",
            "Scale AI Google 2025 unknown 150.0 - -",
            "Appen Google 2025 unknown 13.4 - -",
        ],
        ["69.4 million less at Appen in 2024", "contraction", "unknown"],
    ),
}


def text_of(name: str) -> str:
    """Return the text of an analysis."""
    return (ANALYSES / f"{name}.sql").read_text(encoding="utf-8")


def header_of(name: str) -> str:
    """Return the comment that opens an analysis, on one line."""
    lines = []
    for line in text_of(name).splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(lines)


def answer(database: Path, name: str) -> list[str]:
    """Return the rows of an analysis against a database: the values of `ANSWERS`' columns.

    Args:
        database: DuckDB file with the schemas marts and evidence.
        name: the analysis.

    Returns:
        Each row as the text of its values, one blank apart; ``-`` for an empty one.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(text_of(name))
        columns = [column[0] for column in found.description]
        rows: list[tuple[Any, ...]] = found.fetchall()
    places = [columns.index(column) for column in ANSWERS[name][0].split()]
    return [" ".join("-" if row[i] is None else str(row[i]) for i in places) for row in rows]


def test_every_analysis_has_an_answer_and_a_description() -> None:
    files = {path.stem for path in ANALYSES.glob("*.sql")}
    described = yaml.safe_load((ANALYSES / "analyses.yml").read_text(encoding="utf-8"))["analyses"]
    assert files == set(ANSWERS)
    assert files == {analysis["name"] for analysis in described}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_analysis_answers_on_the_published_database(warehouse: Build, name: str) -> None:
    assert answer(warehouse.path, name) == ANSWERS[name][1]


@pytest.mark.parametrize("name", ANSWERS)
def test_an_analysis_opens_with_question_answer_and_marts(name: str) -> None:
    header = header_of(name)
    places = [header.find(word) for word in ("Question: ", "Answer (default inputs): ", "Marts: ")]
    assert places[0] == 0
    assert places == sorted(places)
    for words in ANSWERS[name][2]:
        assert words in header[places[1] : places[2]]
    used = set(re.findall(r"(?:from|join) ((?:marts|evidence)\.[a-z_]+)", text_of(name)))
    assert set(re.findall(r"(?:marts|evidence)\.[a-z_]+", header[places[2] :])) == used


def test_what_was_known_on_13_june(build: Any) -> None:
    """The second answer of scale_ai_customer_concentration, as its header says to get it."""
    made = build(
        vars={"as_of": "2025-06-13"},
        args=["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"],
    )
    assert made.success, made.log
    assert answer(made.build_path, "scale_ai_customer_concentration") == [
        "2025-06-13 1 297.3 1676.6 not_above"
    ]
