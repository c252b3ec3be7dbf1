"""Loss events: who leaves, from when, how much goes, and what it puts at risk.

Expected amounts are worked out by hand in the tests, as fractions, or by a simulation day by day;
most spends are 366 a year, so that a day of 2024 is worth 1.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from conftest import SEEDS, Build
from helpers_replay import Replay, compiled
from helpers_worlds import REPORT, Rows, companies, figure, payment

YEAR_2023 = {"period_start": "2023-01-01", "period_end": "2023-12-31", "stated_on": "2024-02-01"}
PLAN_2024 = {"basis": "planned", "stated_on": "2024-02-01"}
OLD = {"source_id": "old", "publisher": "Paper", "published_on": "2024-01-01"}
ASSUMED = [
    {"signal": "exiting", "lost_share_low": "0", "lost_share_base": "1", "lost_share_high": "1"},
    {"signal": "reducing", "lost_share_low": "0.1", "lost_share_base": "0.25",
     "lost_share_high": "0.5"},
    {"signal": "pausing", "lost_share_low": "0", "lost_share_high": "1"},
]  # fmt: skip
ALL = {"lost_share_low": "1", "lost_share_high": "1"}
MILLION = 1_000_000


def cents(amount: Fraction | int) -> Decimal:
    """Round to the cent, half a cent up."""
    exact = Decimal(Fraction(amount).numerator) / Decimal(Fraction(amount).denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


class Inputs:
    """Inputs that grow by one statement after another; companies are registered as they occur."""

    def __init__(self) -> None:
        self.files: dict[str, Rows] = {
            "sources": [OLD, REPORT], "signal_assumptions": list(ASSUMED),
            "customer_signals": [], "reported_figures": [], "contracts": [], "deals": [],
            "rivalries": [], "company_parents": [], "payments": [], "ledger_coverage": [],
            "demand_claims": [],
        }  # fmt: skip
        self._names: dict[str, None] = {}

    def known(self, *names: str) -> None:
        """Register companies."""
        self._names.update(dict.fromkeys(name for name in names if name))

    def signal(self, vendor: str, word: str, stated_on: str = "2024-07-01", **values: str) -> None:
        """Add a statement; its customer is the vendor's name with `_c`, unless it is given."""
        customer = values.pop("customer_id", f"{vendor}_c")
        self.known(vendor, customer)
        self.files["customer_signals"].append({
            "signal_id": f"s{len(self.files['customer_signals']):05}", "vendor_id": vendor,
            "customer_id": customer, "signal": word, "attribution": "on_record",
            "stated_on": stated_on, "source_id": "old", "quote": word, **values,
        })  # fmt: skip

    def spend(self, vendor: str, low: str, high: str = "", **values: str) -> None:
        """Add what a customer spent in 2023."""
        customer = values.pop("customer_id", f"{vendor}_c")
        self._figure("customer_spend", low, high, vendor_id=vendor, customer_id=customer, **values)

    def revenue(self, vendor: str, low: str, high: str = "", **values: str) -> None:
        """Add what a vendor earned in 2023."""
        self._figure("vendor_revenue", low, high, vendor_id=vendor, **values)

    def _figure(self, metric: str, low: str, high: str, **values: str) -> None:
        self.known(values["vendor_id"], values.get("customer_id", ""))
        number = len(self.files["reported_figures"])
        values = {**YEAR_2023, **values}
        if high == "unbounded":
            values["amount_high"] = ""
        self.files["reported_figures"].append(figure(f"f{number:05}", metric, low, high, **values))

    def contract(self, vendor: str, notice: str, contract_id: str) -> None:
        """Add a contract with a notice."""
        self.files["contracts"].append({
            "contract_id": contract_id, "vendor_id": vendor, "customer_id": f"{vendor}_c",
            "notice_given_on": notice, "attribution": "filing", "stated_on": "2024-01-01",
            "source_id": "old", "quote": notice,
        })  # fmt: skip

    def deal(self, vendor: str, investor: str, day: str, deal_id: str, **values: str) -> None:
        """Add a deal in a vendor."""
        self.known(investor)
        self.files["deals"].append({
            "deal_id": deal_id, "deal_type": "equity_stake", "investor_id": investor,
            "target_id": vendor, "status": "closed", "announced_on": day, "attribution": "filing",
            "stated_on": "2024-01-01", "source_id": "old", "quote": deal_id, **values,
        })  # fmt: skip

    def rivals(self, company: str, rival: str) -> None:
        """Add a rivalry."""
        self.known(company, rival)
        self.files["rivalries"].append(
            {"company_id": company, "rival_id": rival, "arena": "a", "source_id": "old"}
        )

    def parent(self, company: str, parent: str, valid_from: str = "", valid_to: str = "") -> None:
        """Add control of one company by another."""
        self.known(company, parent)
        self.files["company_parents"].append({
            "company_id": company, "parent_company_id": parent,
            "valid_from": valid_from, "valid_to": valid_to,
        })  # fmt: skip

    def covered(self, company: str, side: str, first: str, last: str) -> None:
        """Add a stretch of a complete ledger."""
        self.files["ledger_coverage"].append(
            {"company_id": company, "side": side, "covered_from": first, "covered_to": last}
        )

    def all(self) -> dict[str, Rows]:
        """Return the inputs with their companies."""
        return {**self.files, "companies": companies(*self._names)}


MODELS = ("lost_revenue", "revenue_at_risk", "int_loss_windows", "int_loss_events")


def by_vendor(made: Replay | Build, columns: str, mart: str = "lost_revenue") -> dict[str, tuple]:
    """Return the row of each vendor of a mart, which must be one."""
    query = made.query_build if isinstance(made, Replay) else made.query
    found = query(f"select vendor_id, {columns} from marts.{mart}")
    assert len({row[0] for row in found}) == len(found)
    return {row[0]: row[1] if len(row) == 2 else row[1:] for row in found}


def amounts(*values: Fraction | int | None) -> tuple[Decimal | None, ...]:
    """Return amounts in cents as a mart has them."""
    return tuple(None if value is None else cents(value) for value in values)


YEAR = "lost_event_year_amount_low, lost_event_year_amount_base, lost_event_year_amount_high"
NEXT = YEAR.replace("event_year", "next_12_months")
DATES = ", ".join(
    f"cast({day} as varchar)" for day in ("announced_on", "effective_from", "effective_to")
)


# --- Published answers ---------------------------------------------------------------------------


def test_what_google_takes_from_scale_ai_and_took_from_appen(warehouse: Build) -> None:
    """202 of the 365 days of 2025 are left on 13 June; Appen's run-off holds what then came."""
    found = {
        row[:2]: row[2:]
        for row in warehouse.query(
            f"select vendor_id, customer_id, {YEAR}, {NEXT}, share_of_vendor_revenue_low, "
            "share_of_vendor_revenue_high, is_spend_known, deal_id from marts.lost_revenue"
        )
    }
    deal = "meta_scale_ai_2025"
    assert found["scale_ai", "google"] == (
        *amounts(0, None, Fraction(200 * 202, 365) * MILLION, 0, None, 200 * MILLION),
        Decimal("0.15"), Decimal("0.172413793"), True, deal,
    )  # fmt: skip
    # Nobody is larger than Google: 150 in 2024, 200 planned.
    for customer, days in (("microsoft", 202), ("xai", 202), ("openai", 197)):
        assert found["scale_ai", customer] == (
            *amounts(0, None, Fraction(200 * days, 365) * MILLION, 0, None, 200 * MILLION),
            Decimal("0"), Decimal("0.172413793"), False, deal,
        )  # fmt: skip
    # Methods, section 5: step 287 days of 366, ramp half of the 60 days before as well.
    step, ramp = Fraction(828, 10) * 287 / 366, Fraction(828, 10) * (366 - 49) / 366
    assert found["appen", "google"][:3] == amounts(step * MILLION, step * MILLION, ramp * MILLION)
    assert Fraction(828, 10) - ramp < Fraction(128, 10) < Fraction(134, 10)
    assert Fraction(134, 10) < Fraction(828, 10) - step
    assert found["mercor", "meta"] == (*amounts(0, None, None, 0, None, None), None, None, False,
                                       None)  # fmt: skip
    assert len(found) == 6


def test_what_appen_has_lost_in_fact(warehouse: Build) -> None:
    """Methods, section 5: 82.8 - 13.4 = 69.4."""
    found = warehouse.query(
        "select vendor_id, realised_lost_amount, realised_lost_amount_low, "
        "realised_lost_amount_high, realised_loss_share_low, realised_loss_share_high "
        "from marts.lost_revenue where realised_lost_amount_low is not null"
    )
    lost = Decimal(69_400_000)
    share = Decimal("0.838164251")
    assert found == [("appen", lost, lost, lost, share, share)]


def test_revenue_at_risk_of_the_default_seeds(warehouse: Build) -> None:
    """Google's 200 and three that may each be as large: 800, no more than 850 is left to them."""
    found = by_vendor(
        warehouse,
        "loss_events, known_customers, at_risk_named_amount_low, at_risk_named_amount_high, "
        "at_risk_amount_high, share_of_revenue_low, share_of_revenue_high",
        "revenue_at_risk",
    )
    assert found["scale_ai"] == (
        4, 1, *amounts(0, 200 * MILLION, 800 * MILLION), Decimal(0), Decimal("0.919540230"),
    )  # fmt: skip
    assert found["mercor"] == (1, 0, *amounts(0, 0, None), None, None)
    low, high = Fraction(828, 10) * 306 / 366, Fraction(828, 10) * 336 / 366
    assert found["appen"][2:5] == amounts(low * MILLION, high * MILLION, high * MILLION)


def test_every_loss_event_has_all_its_signals_as_evidence(warehouse: Build) -> None:
    """What no longer holds included: OpenAI stayed on the same day."""
    found: dict[str, list[str]] = {}
    for role, key in warehouse.query(
        "select e.role, e.row_key from marts.lost_revenue as l inner join evidence.evidence as e "
        "on l.evidence_key = e.evidence_key where l.customer_id = 'openai' order by 1, 2"
    ):
        found.setdefault(role, []).append(key)
    assert found["signal"] == [
        "a14_openai_scale_ai_exiting", "a15_openai_scale_ai_exiting",
        "a15_openai_scale_ai_staying", "a1_openai_scale_ai_pulled_back",
    ]  # fmt: skip
    # Its spend is unknown: Google's spend and plan and the vendor's revenue limit it.
    assert found["customer_spend"] == [
        "a10_google_scale_ai_spend_2024", "a11_google_scale_ai_plan_2025",
        "a12_google_scale_ai_share_2024",
    ]  # fmt: skip
    assert found["vendor_revenue"] == [
        "a01_scale_ai_revenue_2024", "a02_scale_ai_revenue_2024", "a03_scale_ai_revenue_2024_h1",
    ]  # fmt: skip
    assert len(found["deal"]) == 6


# --- As of a day ---------------------------------------------------------------------------------


def test_what_was_known_of_openai_on_13_and_on_19_june(build: Callable[..., Build]) -> None:
    """It stays on the 13th, and is winding down by the 19th; Google leaves on either day."""
    seeds = {path.stem: path.read_text() for path in SEEDS.glob("*.csv")}
    on_13 = compiled(build, as_of="2025-06-13")
    on_19 = on_13.instead("date '2025-06-13'", "date '2025-06-19'")
    on_18 = on_13.instead("date '2025-06-13'", "date '2025-06-18'")
    columns = "customer_id, cast(announced_on as varchar), signal, lost_event_year_amount_high"
    known = {}
    for day, models in (("13", on_13), ("18", on_18), ("19", on_19)):
        made = models.run(seeds, only=MODELS)
        known[day] = {
            row[0]: row[1:]
            for row in made.query_build(
                f"select {columns} from marts.lost_revenue where vendor_id = 'scale_ai'"
            )
        }
    google = ("2025-06-13", "exiting", cents(Fraction(200 * 202, 365) * MILLION))
    assert set(known["13"]) == set(known["18"]) == {"google", "microsoft", "xai"}
    assert known["13"]["google"] == known["19"]["google"] == google
    assert known["19"]["openai"] == (
        "2025-06-18", "exiting", cents(Fraction(200 * 197, 365) * MILLION)
    )  # fmt: skip


# --- Words: which event, from which day, how much ------------------------------------------------


def words_world() -> Inputs:
    """Each vendor is a case; unless it is said otherwise its customer spent 366 in 2023."""
    world = Inputs()
    full = {**ALL, "effective_from": "2024-07-01"}
    world.signal("plain", "exiting", **full)
    world.signal("low_only", "exiting", **{**full, "lost_share_low": "0.25", "lost_share_high": ""})
    world.signal("high_only", "exiting", **{**full, "lost_share_low": "", "lost_share_high": "0.5"})
    world.signal("interval", "exiting", **{**full, "lost_share_low": "0.25",
                                           "lost_share_high": "0.5"})  # fmt: skip
    world.signal("nothing", "exiting", **{**full, "lost_share_low": "0", "lost_share_high": "0"})
    world.signal("assumed", "reducing", effective_from="2024-07-01")
    world.signal("no_assumption", "considering_exit", effective_from="2024-07-01")
    world.signal("no_base", "pausing", effective_from="2024-07-01")
    world.signal("no_day", "exiting", **ALL)
    world.signal("no_day_but_end", "pausing", **ALL, effective_to="2024-07-31")
    world.signal("ends", "pausing", **full, effective_to="2024-07-31")
    world.signal("over_before", "pausing", **{**full, "effective_from": "2023-05-01"},
                 effective_to="2023-06-30")  # fmt: skip
    world.signal("before", "exiting", **{**full, "effective_from": "2024-03-01"})
    world.signal("next_year", "exiting", **{**full, "effective_from": "2025-03-01"})
    world.signal("in_two_years", "exiting", **{**full, "effective_from": "2026-03-01"})
    # The first word gives the day, the strongest the word, the latest that states them the rest.
    world.signal(
        "several",
        "considering_exit",
        "2024-06-20",
        announced_on="2024-06-15",
        lost_share_low="0.5",
        lost_share_high="0.5",
        effective_from="2024-09-01",
    )
    world.signal("several", "exiting", "2024-06-25", attribution="anonymous")
    world.signal("several", "exiting", "2024-06-24", attribution="filing", lost_share_high="0.75")
    world.signal("several", "pausing", "2024-06-30", effective_from="2024-10-01")
    world.signal("old_pause", "pausing", "2024-06-20", **ALL, effective_from="2024-06-20",
                 effective_to="2024-06-30")  # fmt: skip
    world.signal("old_pause", "exiting", "2024-07-05", effective_from="2024-10-01")
    world.signal("end_said_later", "pausing", "2024-06-20", **full)
    world.signal("end_said_later", "pausing", "2024-07-05", effective_to="2024-07-31")
    world.signal("end_too_early", "exiting", "2024-06-20", **full)
    world.signal("end_too_early", "exiting", "2024-07-05", effective_to="2024-06-30")
    # Staying words end a run of leaving ones.
    world.signal("stays", "exiting", "2024-06-01")
    world.signal("stays", "staying", "2024-06-02")
    world.signal("stays_in_the_end", "staying", "2024-06-01")
    world.signal("stays_in_the_end", "exiting", "2024-06-02")
    world.signal("stays_in_the_end", "expanding", "2024-06-03")
    world.signal("leaves_again", "exiting", "2024-06-02", **ALL, effective_from="2024-06-02")
    world.signal("leaves_again", "staying", "2024-06-03")
    world.signal("leaves_again", "pausing", "2024-06-04")
    # One day: the better attributed holds, and of two alike the later id.
    world.signal("one_day_stays", "staying", attribution="on_record")
    world.signal("one_day_stays", "exiting", attribution="anonymous")
    world.signal("one_day_leaves", "staying", attribution="internal_document")
    world.signal("one_day_leaves", "exiting", attribution="filing")
    world.signal("alike_stays", "exiting")
    world.signal("alike_stays", "starting")
    world.signal("alike_leaves", "starting")
    world.signal("alike_leaves", "exiting")
    world.signal("two_words", "exiting", attribution="anonymous")
    world.signal("two_words", "pausing", attribution="on_record")
    # The notice of a contract begins the decline.
    for vendor in ("notice", "two_notices", "late_notice"):
        world.signal(vendor, "exiting", **{**full, "effective_from": "2024-08-01"})
    world.contract("notice", "2024-06-01", "n1")
    world.contract("two_notices", "2024-06-01", "n3")
    world.contract("two_notices", "2024-05-01", "n2")
    world.contract("two_notices", "2024-08-02", "n4")
    world.contract("late_notice", "2024-09-01", "n5")
    for vendor in list(dict.fromkeys(row["vendor_id"] for row in world.files["customer_signals"])):
        world.spend(vendor, "366")
    world.revenue("plain", "1000", "2000")
    # What a group says of itself, or nobody in particular, is no event.
    world.parent("inner_c", "inner")
    world.signal("inner", "exiting")
    world.signal("some", "exiting", customer_id="undisclosed")
    # A word without a day: no window is known.
    world.files["sources"].append({"source_id": "some_day", "publisher": "Paper"})
    world.signal("undated", "exiting", "", source_id="some_day", **ALL)
    world.spend("undated", "366")
    return world


@pytest.fixture(scope="module")
def words(build: Callable[..., Build]) -> Replay:
    """The cases of words, built."""
    return compiled(build).run(words_world().all(), only=MODELS)


def test_losses_by_step_and_by_ramp(words: Replay) -> None:
    """A day of 2024 is worth 1; the twelve months from July have 365 days, so 366 are spread."""
    day = Fraction(366, 365)
    rest = 184  # days from 1 July to 31 December
    half = Fraction(61, 2)  # a decline of 61 days from 1 June to 1 August
    year = {
        "plain": (rest, rest, rest), "low_only": (46, None, rest), "high_only": (0, None, 92),
        "interval": (46, None, 92), "nothing": (0, 0, 0),
        "assumed": (Fraction(184, 10), 46, 92), "no_assumption": (0, None, rest),
        "no_base": (0, None, rest),
        "no_day": (0, None, rest), "no_day_but_end": (0, None, 31),
        "ends": (31, 31, 31), "over_before": (0, 0, 0), "before": (306, 306, 306),
        # 184 days of an even decline of 243: 184 / 243 of the way down, half of it lost.
        "next_year": (0, 0, Fraction(184 * 184, 2 * 243)),
        "in_two_years": (0, 0, Fraction(184 * 184, 2 * 608)),
        # From 15 June in 108 days to 1 October: then 92 days; up to three quarters of it.
        "several": (0, None, (92 + Fraction(108, 2)) * Fraction(3, 4)),
        "old_pause": (92, 92, 92 + Fraction(103, 2)),
        "end_said_later": (31, 31, 31 + Fraction(11, 2)),
        "end_too_early": (rest, rest, rest + Fraction(11, 2)),
        "leaves_again": (0, None, 211), "one_day_leaves": (0, None, rest),
        "alike_leaves": (0, None, rest), "two_words": (0, None, rest),
        "notice": (153, 153, 153 + half), "two_notices": (153, 153, 153 + half),
        "late_notice": (153, 153, 153 + Fraction(31, 2)),
        "undated": (None, None, None),
    }  # fmt: skip
    found = by_vendor(words, YEAR)
    assert found == {vendor: amounts(*expected) for vendor, expected in year.items()}
    following = by_vendor(words, NEXT)
    for vendor, expected in {
        "plain": (366, 366, 366), "ends": (31 * day, 31 * day, 31 * day),
        "before": (366, 366, 366), "no_day": (0, None, 366),
        "next_year": (122 * day, 122 * day, (122 + Fraction(243, 2)) * day),
        "in_two_years": (0, 0, Fraction(365 * 365, 2 * 608) * day),
        # 30 of the 61 days have gone when it is announced: (61 - 30)(30 + 61) / 2 / 61.
        "notice": (334 * day, 334 * day, (334 + Fraction(31 * 91, 122)) * day),
        "over_before": (0, 0, 0),
    }.items():  # fmt: skip
        assert following[vendor] == amounts(*expected), vendor


def test_words_of_an_event(words: Replay) -> None:
    """The first gives the day, the strongest the word, the latest that states them the rest."""
    found = by_vendor(words, f"signal, attribution, {DATES}")
    assert found["several"] == ("exiting", "filing", "2024-06-15", "2024-10-01", None)
    assert found["old_pause"] == ("exiting", "on_record", "2024-06-20", "2024-10-01", None)
    assert found["end_said_later"][2:] == ("2024-06-20", "2024-07-01", "2024-07-31")
    assert found["end_too_early"][2:] == ("2024-06-20", "2024-07-01", None)
    assert found["leaves_again"] == ("pausing", "on_record", "2024-06-04", None, None)
    assert found["one_day_leaves"][:2] == ("exiting", "filing")
    assert found["two_words"][:2] == ("exiting", "anonymous")
    assert found["undated"] == ("exiting", "on_record", None, None, None)
    notices = dict(
        words.query_build(
            "select vendor_id, cast(notice_on as varchar) || coalesce(notice_contract_id, '') "
            "from intermediate.int_loss_events"
        )
    )
    assert notices["notice"] == "2024-06-01n1"
    assert notices["two_notices"] == "2024-06-01n3"
    assert notices["late_notice"] == "2024-07-01"
    risk = by_vendor(words, "at_risk_named_amount_low, at_risk_amount_high", "revenue_at_risk")
    assert risk["undated"] == (Decimal(0), None)
    assert risk["plain"] == amounts(366, 366)
    # Of a revenue of 1,000 to 2,000.
    shares = "cast(share_of_revenue_low as varchar), cast(share_of_revenue_high as varchar)"
    assert by_vendor(words, shares, "revenue_at_risk")["plain"] == ("0.183000000", "0.366000000")


# --- Rates: what would have been spent -----------------------------------------------------------


def rates_world() -> Inputs:
    """Each vendor is a case; its customer exits with all it spends, nobody says when."""
    world = Inputs()
    # Baseline and plan.
    world.spend("both", "150")
    world.spend("both", "200", **PLAN_2024, period_start="2024-01-01", period_end="2024-12-31")
    world.spend("plan_only", "200", "300", **PLAN_2024, period_start="2024-01-01",
                period_end="2024-12-31")  # fmt: skip
    world.spend("baseline_only", "100", "180")
    world.spend("older", "70", period_start="2021-01-01", period_end="2021-12-31")
    world.spend("older", "90", period_start="2024-01-01", period_end="2024-12-31",
                stated_on="2024-02-01")  # fmt: skip
    world.spend("zero", "0")
    world.revenue("zero", "1000")
    world.spend("credit", "-50")
    world.spend("fiscal", "120", period_start="2022-07-01", period_end="2023-06-30")
    world.spend("fiscal", "30", period_start="2024-04-01", period_end="2025-03-31")
    world.spend("fiscal", "50", period_start="2023-07-01", period_end="2024-06-30")
    world.spend("fiscal_realised", "120", period_start="2022-10-01", period_end="2023-09-30")
    world.spend("fiscal_realised", "30", "40", period_start="2023-10-01", period_end="2024-09-30")
    world.spend("bought_more", "100", "120")
    world.spend("bought_more", "130", period_start="2024-01-01", period_end="2024-12-31")
    world.spend("open_plan", "150")
    world.spend("open_plan", "200", "unbounded", **PLAN_2024, period_start="2024-01-01",
                period_end="2024-12-31")  # fmt: skip
    # No limit of its own: what the vendor's revenue leaves beside the others, or none.
    world.spend("open_end", "100", "unbounded")
    world.spend("open_end", "300", customer_id="other")
    world.revenue("open_end", "900", "1000")
    world.spend("endless", "100", "unbounded")
    # Nobody says what it spends: what the disclosure allows.
    for vendor, disclosure in {
        "u_largest": "largest_only", "u_top": "top_customers", "u_over": "over_threshold",
        "u_partial": "partial", "u_complete": "complete", "u_none": "",
    }.items():  # fmt: skip
        world.revenue(vendor, "1000", disclosure=disclosure)
        world.spend(vendor, "850" if disclosure == "complete" else "150", customer_id="other")
        world.spend(vendor, "150" if disclosure == "complete" else "100", customer_id="another")
        world.spend(vendor, "200", customer_id="other", **PLAN_2024, period_start="2024-01-01",
                    period_end="2024-12-31")  # fmt: skip
        # The plan of somebody who cannot be the largest limits nobody.
        world.spend(vendor, "900", customer_id="another", **PLAN_2024, period_start="2024-01-01",
                    period_end="2024-12-31")  # fmt: skip
    # Everybody is named, though nobody exactly: nothing is left to anybody else.
    world.revenue("u_everybody", "1000", disclosure="complete")
    world.spend("u_everybody", "850", "900", customer_id="other")
    world.spend("u_everybody", "100", "150", customer_id="another")
    world.revenue("u_small", "1000", disclosure="over_threshold")
    world.spend("u_small", "50", customer_id="other")
    world.revenue("u_nobody", "1000", disclosure="largest_only")
    world.revenue("u_left", "200", disclosure="largest_only")
    world.spend("u_left", "150", customer_id="other")
    world.revenue("u_open", "1000", "unbounded", disclosure="largest_only")
    world.spend("u_open", "150", customer_id="other")
    world.revenue("u_endless", "1000", "unbounded")
    world.revenue("u_late", "1000", period_start="2024-01-01", period_end="2024-12-31")
    vendors = list(dict.fromkeys(row["vendor_id"] for row in world.files["reported_figures"]))
    for vendor in (*vendors, "u_unknown"):
        world.signal(vendor, "exiting")
    # Ledgers: a line, none, none beside redacted ones, a covered buyer.
    for vendor in ("ledger", "no_line", "redacted"):
        world.covered(vendor, "vendor", "2023-01-01", "2024-12-31")
        world.signal(vendor, "exiting")
    world.files["payments"] += [
        payment("ledger", "ledger_c", "2023-03-03", "100"),
        payment("ledger", "ledger_c", "2024-03-03", "25"),
        payment("ledger", "other", "2023-03-03", "300"),
        payment("no_line", "other", "2023-03-03", "300"),
        payment("redacted", "other", "2023-03-03", "300"),
        # In the second half of the year: in the fiscal year from July to June as well.
        payment("redacted", "undisclosed", "2023-08-03", "40"),
    ]
    world.signal("buyer", "exiting")
    world.covered("buyer_c", "customer", "2023-01-01", "2023-12-31")
    # Its buyer's ledger has a redacted line; its buyer has a ledger of what it sells.
    world.signal("redacted_buyer", "exiting")
    world.covered("redacted_buyer_c", "customer", "2023-01-01", "2023-12-31")
    world.files["payments"].append(payment("undisclosed", "redacted_buyer_c", "2023-03-03", "40"))
    world.signal("seller", "exiting")
    world.covered("seller_c", "vendor", "2023-01-01", "2023-12-31")
    # Two leave one vendor of 400, of which 150 are named: together no more than 250.
    world.revenue("pair", "400", disclosure="largest_only")
    world.spend("pair", "150", customer_id="other")
    for customer in ("pair_c", "pair_d"):
        world.signal("pair", "exiting", customer_id=customer)
    world.signal("pair", "exiting", customer_id="other")
    return world


@pytest.fixture(scope="module")
def rates(build: Callable[..., Build]) -> Replay:
    """The cases of rates, built."""
    return compiled(build).run(rates_world().all(), only=(*MODELS, "evidence"))


def test_what_would_have_been_spent(rates: Replay) -> None:
    """Per event: rate low, base and high (from the model), baseline low, point and high."""
    found = {
        row[0]: row[1:]
        for row in rates.query_build(
            "select vendor_id, rate_amount_low, rate_amount_base, rate_amount_high, "
            "baseline_amount_low, baseline_amount, baseline_amount_high, is_spend_known "
            "from intermediate.int_loss_rates where vendor_id <> 'pair'"
        )
    }
    known = {
        "both": (150, 200, 200, 150, 150, 150),
        "plan_only": (200, None, 300, None, None, None),
        "baseline_only": (100, None, 180, 100, None, 180),
        "older": (70, 70, 70, 70, 70, 70),
        "zero": (0, 0, 0, 0, 0, 0),
        "credit": (0, 0, 0, -50, -50, -50),
        "fiscal": (50, 50, 50, 50, 50, 50),
        "fiscal_realised": (120, 120, 120, 120, 120, 120),
        "bought_more": (100, None, 120, 100, None, 120),
        "open_plan": (150, 150, None, 150, 150, 150),
        "open_end": (100, None, 700, 100, None, 700),
        "endless": (100, None, None, 100, None, None),
        "ledger": (100, 100, 100, 100, 100, 100),
        "no_line": (0, 0, 0, 0, 0, 0),
        "buyer": (0, 0, 0, 0, 0, 0),
    }
    unknown = {
        "u_largest": (0, None, 200, 0, None, 150),
        "u_top": (0, None, 200, 0, None, 150),
        "u_over": (0, None, 200, 0, None, 150),
        "u_partial": (0, None, 750, 0, None, 750),
        "u_none": (0, None, 750, 0, None, 750),
        "u_complete": (0, None, 0, 0, 0, 0),
        "u_everybody": (0, None, 0, 0, 0, 0),
        "u_small": (0, None, 100, 0, None, 100),
        "u_nobody": (0, None, 1000, 0, None, 1000),
        "u_left": (0, None, 50, 0, None, 50),
        "u_open": (0, None, 150, 0, None, 150),
        "u_endless": (0, None, None, 0, None, None),
        "u_late": (0, None, None, None, None, None),
        "u_unknown": (0, None, None, None, None, None),
        "redacted_buyer": (0, None, None, None, None, None),
        "seller": (0, None, None, None, None, None),
        "redacted": (0, None, 40, 0, None, 40),
    }
    assert found == {
        vendor: (*amounts(*expected), is_known)
        for cases, is_known in ((known, True), (unknown, False))
        for vendor, expected in cases.items()
    }


def test_what_has_been_lost_in_fact(rates: Replay) -> None:
    """Signed, over the year of the event that is as long as the baseline; shares 1 - actual / b."""
    found = {
        vendor: row
        for vendor, *row in rates.query_build(
            "select vendor_id, realised_lost_amount_low, realised_lost_amount, "
            "realised_lost_amount_high, cast(realised_loss_share_low as varchar), "
            "cast(realised_loss_share_high as varchar) from marts.lost_revenue "
            "where realised_lost_amount_high is not null or realised_lost_amount_low is not null"
        )
    }
    assert found == {
        "fiscal_realised": [*amounts(80, None, 90), "0.666666667", "0.750000000"],
        "bought_more": [*amounts(-30, None, -10), "-0.300000000", "-0.083333333"],
        "older": [*amounts(-20, -20, -20), "-0.285714286", "-0.285714286"],
        "ledger": [*amounts(75, 75, 75), "0.750000000", "0.750000000"],
        "no_line": [*amounts(0, 0, 0), None, None],
    }


def test_share_of_the_vendors_revenue(rates: Replay) -> None:
    """As vendor_customers has it; with a limit of revenue, or of a customer unknown, worked out."""
    found = {
        vendor: row
        for vendor, *row in rates.query_build(
            "select vendor_id, cast(share_of_vendor_revenue_low as varchar), "
            "cast(share_of_vendor_revenue_high as varchar) from marts.lost_revenue "
            "where vendor_id <> 'pair' and coalesce(share_of_vendor_revenue_low, "
            "share_of_vendor_revenue_high) is not null"
        )
    }
    zero, tenth = "0.000000000", "0.100000000"
    assert found == {
        "zero": [zero, zero], "no_line": [zero, zero], "ledger": ["0.250000000", "0.250000000"],
        # 100 of 1,000 at the least; at the most 700 of 900 or of 1,000.
        "open_end": [tenth, "0.777777778"],
        "u_largest": [zero, "0.150000000"], "u_top": [zero, "0.150000000"],
        "u_over": [zero, "0.150000000"], "u_partial": [zero, "0.750000000"],
        "u_none": [zero, "0.750000000"], "u_complete": [zero, zero],
        "u_everybody": [zero, zero], "u_small": [zero, tenth],
        "u_nobody": [zero, "1.000000000"], "u_left": [zero, "0.250000000"],
        "u_open": [zero, "0.150000000"], "u_endless": [zero, None],
        "redacted": [zero, "0.117647059"],
    }  # fmt: skip


def test_customers_of_unknown_spend_share_what_revenue_leaves(rates: Replay) -> None:
    """The twelve months from July lose everything at the most: 150, and 250 of 2 x 150."""
    found = by_vendor(
        rates,
        "loss_events, known_customers, at_risk_named_amount_low, at_risk_named_amount_high, "
        "at_risk_amount_high, cast(share_of_revenue_high as varchar)",
        "revenue_at_risk",
    )
    assert found["pair"] == (3, 1, *amounts(0, 150, 400), "1.000000000")
    assert found["open_plan"] == (1, 1, *amounts(0, None, None), None)
    assert found["u_unknown"] == (1, 0, *amounts(0, 0, None), None)
    assert found["u_largest"] == (1, 0, *amounts(0, 0, 200), "0.200000000")


def test_ledger_lines_stand_behind_a_loss(rates: Replay) -> None:
    """Lines of the customer before and after, and of the vendor's revenue before."""
    found = rates.query_build(
        "select role, row_key from evidence.evidence "
        "where evidence_key = 'lost_revenue|ledger|ledger_c|2024-07-01' order by all"
    )
    assert [row for row in found if row[0] == "ledger"] == [
        ("ledger", "line 2: 1 payment, 100.00 USD"),
        ("ledger", "line 3: 1 payment, 25.00 USD"),
        ("ledger", "lines 2 to 4: 2 payments, 400.00 USD"),
    ]


# --- Groups, deals -------------------------------------------------------------------------------


def groups_world() -> Inputs:
    """Subsidiaries that say, spend, are bought and sold; deals of all kinds."""
    world = Inputs()
    # The subsidiary speaks, the parent's spend is stated, and includes the subsidiary's.
    world.parent("sub", "head")
    world.signal("v_claim", "exiting", customer_id="sub")
    world.spend("v_claim", "100", customer_id="head")
    world.spend("v_claim", "60", customer_id="sub")
    world.revenue("v_claim", "400")
    # Bought after the year: its own 60 and the parent's 40 are one customer's 100 now.
    world.parent("bought", "buyer", "2024-03-01")
    world.signal("v_bought", "exiting", customer_id="buyer")
    world.spend("v_bought", "40", customer_id="buyer")
    world.spend("v_bought", "60", customer_id="bought")
    world.spend("v_bought", "50", **PLAN_2024, customer_id="buyer", period_start="2024-01-01",
                period_end="2024-12-31")  # fmt: skip
    world.spend("v_bought", "20", **PLAN_2024, customer_id="bought", period_start="2024-01-01",
                period_end="2024-12-31")  # fmt: skip
    world.revenue("v_bought", "400")
    world.parent("second_sub", "head")
    world.signal("v_raised", "exiting", customer_id="head")
    world.spend("v_raised", "100", customer_id="head")
    world.spend("v_raised", "60", customer_id="sub")
    world.spend("v_raised", "50", customer_id="second_sub")
    world.signal("v_open", "exiting", customer_id="buyer")
    world.spend("v_open", "40", "unbounded", customer_id="buyer")
    world.spend("v_open", "60", customer_id="bought")
    world.revenue("v_open", "400")
    # Sold after the year: of the former parent's 100 its own 60 are known.
    world.parent("sold", "seller", "", "2024-02-29")
    world.signal("v_sold", "exiting", customer_id="sold")
    world.spend("v_sold", "100", customer_id="seller")
    world.spend("v_sold", "60", customer_id="sold")
    # The vendor's group has another company since: its revenue of 2023 is another's.
    world.parent("v_small", "v_group", "2024-03-01")
    world.signal("v_group", "exiting")
    world.spend("v_small", "30", customer_id="v_group_c")
    world.spend("v_group", "10", customer_id="v_group_c")
    world.revenue("v_group", "400")
    world.revenue("v_small", "100")
    # Ledger lines of a parent and its subsidiary add up.
    world.parent("line_sub", "line_head")
    world.covered("v_lines", "vendor", "2023-01-01", "2023-12-31")
    world.files["payments"] += [
        payment("v_lines", "line_head", "2023-03-03", "40"),
        payment("v_lines", "line_sub", "2023-03-03", "60"),
    ]
    world.signal("v_lines", "exiting", customer_id="line_head")
    # A missing line is zero where every company of the buyer has a complete ledger.
    world.parent("half_sub", "half_head")
    world.parent("whole_sub", "whole_head")
    for buyer in ("half_head", "whole_head", "whole_sub"):
        world.covered(buyer, "customer", "2023-01-01", "2023-12-31")
    world.signal("v_half", "exiting", customer_id="half_head")
    world.signal("v_whole", "exiting", customer_id="whole_head")
    # Deals: the latest by a rival counts.
    world.rivals("foe", "client")
    for case in ("d_latest", "d_abandoned", "d_later", "d_assets", "d_friend", "d_itself",
                 "d_through", "d_parent", "d_tie", "d_known", "d_unsaid"):  # fmt: skip
        world.signal(case, "exiting", customer_id="client")
        world.spend(case, "10", customer_id="client")
    world.deal("d_latest", "foe", "2024-02-01", "early")
    world.deal("d_latest", "foe", "2024-07-01", "late")
    world.deal("d_latest", "friend", "2024-07-01", "friends")
    world.deal("d_abandoned", "foe", "2024-02-01", "given_up", status="abandoned")
    world.deal("d_later", "foe", "2024-07-02", "too_late")
    world.deal("d_assets", "foe", "2024-02-01", "assets", deal_type="asset_purchase")
    world.deal("d_friend", "friend", "2024-02-01", "friendly")
    world.deal("d_itself", "client_sub", "2024-02-01", "itself")
    world.parent("client_sub", "client")
    world.rivals("client_sub", "client")
    world.deal("d_through", "foe_sub", "2024-02-01", "through")
    world.parent("foe_sub", "foe")
    # The rivalry is said of a subsidiary, its parent invests.
    world.rivals("foe_two_sub", "client")
    world.parent("foe_two_sub", "foe_two")
    world.deal("d_parent", "foe_two", "2024-02-01", "of_the_parent")
    world.deal("d_tie", "foe", "2024-02-01", "tie_b")
    world.deal("d_tie", "foe", "2024-02-01", "tie_a")
    world.deal("d_known", "foe", "", "known_only")
    world.deal("d_unsaid", "foe", "2024-02-01", "state_unsaid", status="")
    return world


GROUP_COLUMNS = "customer_id, baseline_amount, plan_amount, deal_id"


def test_groups_as_of_the_day_of_the_event(build: Callable[..., Build]) -> None:
    """What was bought since is one customer, in the past year too."""
    made = compiled(build).run(groups_world().all(), only=MODELS)
    found = by_vendor(made, GROUP_COLUMNS + ", cast(share_of_vendor_revenue_high as varchar)")
    assert found["v_claim"] == ("head", Decimal(100), None, None, "0.250000000")
    # At the end of 2024 the plan of the parent includes the subsidiary's.
    assert found["v_bought"] == ("buyer", Decimal(100), Decimal(50), None, "0.250000000")
    assert found["v_sold"] == ("sold", Decimal(60), None, None, None)
    assert found["v_group"] == ("v_group_c", Decimal(40), None, None, None)
    # The parent's 100 are raised to the 60 and 50 that they contain.
    assert found["v_raised"][:2] == ("head", Decimal(110))
    # 40 or more and 60: what revenue left beside the 40 then does not limit the 100 now.
    assert found["v_open"][:2] == ("buyer", None)
    lows = by_vendor(made, "baseline_amount_low, baseline_amount_high")
    assert lows["v_raised"] == amounts(110, 110)
    assert lows["v_open"] == amounts(100, None)
    assert found["v_lines"] == ("line_head", Decimal(100), None, None, "1.000000000")
    assert found["v_half"] == ("half_head", None, None, None, None)
    assert found["v_whole"] == ("whole_head", Decimal(0), None, None, None)
    assert {vendor: row[3] for vendor, row in found.items() if vendor.startswith("d_")} == {
        "d_latest": "late", "d_abandoned": None, "d_later": None, "d_assets": None,
        "d_friend": None, "d_itself": None, "d_through": "through",
        "d_parent": "of_the_parent", "d_tie": "tie_a",
        "d_known": "known_only", "d_unsaid": "state_unsaid",
    }  # fmt: skip


def test_a_group_speaks_for_whom_it_has_joined(build: Callable[..., Build]) -> None:
    """Once it has spoken: till then the words of the company alone hold, and never both."""
    world = Inputs()
    world.parent("joined", "group", "2024-03-01")
    world.parent("early", "group", "", "2024-03-01")
    for vendor in ("silent", "leaves", "stays", "stays_itself", "left_group"):
        world.spend(vendor, "100", customer_id="joined")
        world.spend(vendor, "50", customer_id="group")
        world.revenue(vendor, "1000")
        world.signal(vendor, "exiting", "2024-02-01", customer_id="joined")
    world.signal("leaves", "exiting", "2024-04-01", customer_id="group")
    world.signal("stays", "staying", "2024-04-01", customer_id="group")
    world.signal("stays_itself", "staying", "2024-04-01", customer_id="joined")
    # A group speaks for nobody who has left it.
    world.signal("left_group", "exiting", "2024-04-01", customer_id="early")
    # Nor for a company that it buys after it has spoken.
    world.parent("bought_later", "group", "2024-06-01")
    world.spend("leaves", "30", customer_id="bought_later")
    # Of the vendor's side too.
    world.parent("seller", "sellers", "2024-03-01")
    world.signal("seller", "exiting", "2024-02-01", customer_id="joined")
    world.signal("sellers", "staying", "2024-04-01", customer_id="group")
    made = compiled(build).run(world.all(), only=MODELS)
    found = made.query_build(
        "select vendor_id, customer_id, cast(baseline_amount as integer) from marts.lost_revenue "
        "order by all"
    )
    assert found == [
        ("leaves", "group", 150), ("left_group", "early", None), ("left_group", "joined", 100),
        ("silent", "joined", 100),
    ]  # fmt: skip
    at_risk = by_vendor(made, "at_risk_named_amount_high", "revenue_at_risk")
    assert at_risk["leaves"] == Decimal(150)
    apart = compiled(build, roll_up_parents=False).run(world.all(), only=MODELS)
    assert apart.query_build(
        "select customer_id from marts.lost_revenue where vendor_id = 'leaves' order by 1"
    ) == [("group",), ("joined",)]


def test_companies_as_reported_where_they_are_not_rolled_up(build: Callable[..., Build]) -> None:
    made = compiled(build, roll_up_parents=False).run(groups_world().all(), only=MODELS)
    found = by_vendor(made, GROUP_COLUMNS)
    assert found["v_claim"][:2] == ("sub", Decimal(60))
    assert found["v_bought"][:3] == ("buyer", Decimal(40), Decimal(50))
    assert found["v_group"][:2] == ("v_group_c", Decimal(10))
    assert found["d_through"][3] is None
    assert found["d_latest"][3] == "late"


def test_nothing_is_lost_where_nobody_says_so(build: Callable[..., Build]) -> None:
    world = Inputs()
    world.spend("v", "10")
    world.signal("v", "staying")
    for inputs in ({}, world.all()):
        made = compiled(build).run(inputs, only=MODELS)
        for mart in ("lost_revenue", "revenue_at_risk"):
            assert made.query_build(f"select * from marts.{mart}") == []


# --- What holds of every world -------------------------------------------------------------------


def assert_sound(made: Replay) -> None:
    """Bounds are in order, nothing is lost of nothing, and every row has its evidence once."""
    measures = {
        "lost_event_year_amount": "_base", "lost_next_12_months_amount": "_base",
        "baseline_amount": "", "plan_amount": "", "realised_lost_amount": "", "lost_share": "_base",
        "share_of_vendor_revenue": None, "realised_loss_share": None,
    }  # fmt: skip
    for name, middle in measures.items():
        point = "null" if middle is None else f"{name}{middle}"
        assert made.query_build(
            f"select loss_event_id, '{name}' from marts.lost_revenue where {name}_low > "
            f"{name}_high or {point} < {name}_low or {point} > {name}_high"
        ) == []  # fmt: skip
    assert made.query_build(
        "select vendor_id from marts.revenue_at_risk where at_risk_named_amount_low > "
        "at_risk_named_amount_high or at_risk_named_amount_high > at_risk_amount_high "
        "or share_of_revenue_low > share_of_revenue_high or at_risk_named_amount_low < 0"
    ) == []  # fmt: skip
    for mart in ("lost_revenue", "revenue_at_risk"):
        rows = made.query_build(f"select evidence_key from marts.{mart} order by 1")
        behind = made.query_build(
            "select distinct evidence_key from evidence.evidence where evidence_key like "
            f"'{mart}|%' order by 1"
        )
        assert rows == behind
    assert made.query_build(
        "select evidence_key, input_file, row_key from evidence.evidence group by all "
        "having count(*) > 1"
    ) == []  # fmt: skip


@pytest.mark.parametrize("world", [words_world, rates_world, groups_world])
def test_rows_are_sound_and_have_evidence(
    build: Callable[..., Build], world: Callable[[], Inputs]
) -> None:
    assert_sound(compiled(build).run(world().all(), only=(*MODELS, "evidence")))


def test_bounds_hold_the_truth(build: Callable[..., Build]) -> None:
    """300 vendors whose customers are known to the test, and of whom only a part is stated.

    Whatever is left out or stated as an interval, the true spend of whoever leaves lies within the
    baseline, its share within the shares, and all that leave together within what is at risk.
    """
    chance = random.Random(49)  # noqa: S311
    world = Inputs()
    truth: dict[tuple[str, str], tuple[int, Fraction]] = {}
    gone: dict[str, int] = {}

    def stated(amount: int) -> tuple[str, str]:
        low = amount - chance.choice([0, 0, 1]) * chance.randrange(amount + 1)
        high = chance.choice([str(amount), str(amount + chance.randrange(200)), "unbounded"])
        return str(low), str(low) if high == str(amount) == str(low) else high

    for number in range(300):
        vendor = f"v{number}"
        spends = {f"{vendor}_{n}": chance.randrange(1, 500) for n in range(chance.randint(2, 6))}
        total = sum(spends.values())
        ranked = sorted(spends, key=spends.__getitem__, reverse=True)
        disclosure = chance.choice(["largest_only", "top_customers", "over_threshold", "partial"])
        named = {
            "largest_only": ranked[:1] + [c for c in ranked[1:-1] if chance.random() < 0.4],
            "top_customers": ranked[: chance.randint(1, len(ranked) - 1)],
            "over_threshold": [c for c in ranked if spends[c] * 10 >= total],
            "partial": [c for c in ranked if chance.random() < 0.5],
        }[disclosure]
        if chance.random() < 0.9:
            world.revenue(vendor, *stated(total), disclosure=disclosure)
        for customer in named:
            world.spend(vendor, *stated(spends[customer]), customer_id=customer)
        leaving = [c for c in ranked if chance.random() < 0.5] or ranked[-1:]
        for customer in leaving:
            world.signal(vendor, "exiting", customer_id=customer)
            truth[vendor, customer] = (spends[customer], Fraction(spends[customer], total))
        gone[vendor] = sum(spends[customer] for customer in leaving)
    made = compiled(build).run(world.all(), only=(*MODELS, "evidence"))
    assert_sound(made)
    found = made.query_build(
        "select vendor_id, customer_id, baseline_amount_low, baseline_amount_high, "
        "share_of_vendor_revenue_low, share_of_vendor_revenue_high, "
        "lost_next_12_months_amount_high from marts.lost_revenue"
    )
    assert {row[:2] for row in found} == set(truth)
    near = Fraction(1, 10**8)
    for vendor, customer, low, high, share_low, share_high, lost in found:
        amount, share = truth[vendor, customer]
        assert low is None or low <= amount, (vendor, customer)
        assert high is None or high >= amount, (vendor, customer)
        assert lost is None or lost >= amount, (vendor, customer)
        assert share_low is None or Fraction(share_low) <= share + near, (vendor, customer)
        assert share_high is None or Fraction(share_high) >= share - near, (vendor, customer)
    assert sum(row[3] is not None for row in found) > len(found) / 2
    for vendor, high in made.query_build(
        "select vendor_id, at_risk_amount_high from marts.revenue_at_risk"
    ):
        assert high is None or high >= gone[vendor], vendor


# --- Against a simulation day by day -------------------------------------------------------------

LEAVING = ["exiting", "pausing", "reducing", "pulled_back", "considering_exit"]
STAYING = ["staying", "expanding", "starting"]
ATTRIBUTIONS = ["filing", "on_record", "internal_document", "anonymous", "analyst"]


def some_day(chance: random.Random) -> date:
    return date(2023, 10, 1) + timedelta(chance.randrange(700))


def random_signals(chance: random.Random, vendor: str) -> Rows:
    """Return the statements of one customer: few days, so that many fall on one."""
    signals = []
    first = some_day(chance)
    for _ in range(chance.randint(1, 5)):
        stated = first + timedelta(chance.choice([0, 0, 1, 20, 60]))
        row = {
            "signal": chance.choice(LEAVING * 2 + STAYING),
            "attribution": chance.choice(ATTRIBUTIONS),
            "stated_on": stated.isoformat(),
            "announced_on": "", "effective_from": "", "effective_to": "",
            "lost_share_low": "", "lost_share_high": "",
        }  # fmt: skip
        if chance.random() < 0.3:
            row["announced_on"] = (stated - timedelta(chance.randrange(40))).isoformat()
        begins = stated + timedelta(chance.randint(-100, 400))
        if chance.random() < 0.6:
            row["effective_from"] = begins.isoformat()
        if chance.random() < 0.4:
            row["effective_to"] = (begins + timedelta(chance.randrange(300))).isoformat()
        shares = sorted(chance.choice(["0", "0.125", "0.333333333", "1"]) for _ in range(2))
        if chance.random() < 0.5:
            row["lost_share_low"] = shares[0]
        if chance.random() < 0.4:
            row["lost_share_high"] = shares[1]
        signals.append({"vendor_id": vendor, **row})
    return signals


def event_of(signals: Rows) -> dict[str, Any] | None:
    """Fold the statements, in the order in which they hold, into an event."""
    ordered = sorted(
        signals,
        key=lambda row: (
            row["stated_on"], -ATTRIBUTIONS.index(row["attribution"]), row["signal_id"],
        ),
    )  # fmt: skip
    run: Rows = []
    for row in ordered:
        run = [*run, row] if row["signal"] in LEAVING else []
    if not run:
        return None
    word = min((row["signal"] for row in run), key=LEAVING.index)
    begins = ends = shares = None
    for row in run:
        if row["effective_from"]:
            begins, ends = row["effective_from"], None
        if row["effective_to"]:
            ends = row["effective_to"]
        if row["lost_share_low"] or row["lost_share_high"]:
            shares = (row["lost_share_low"] or "0", row["lost_share_high"] or "1")
    if begins and ends and ends < begins:
        ends = None
    if shares:
        low, high = map(Fraction, shares)
        base = low if low == high else None
    else:
        assumed = next((row for row in ASSUMED if row["signal"] == word), {})
        low = Fraction(assumed.get("lost_share_low") or 0)
        high = Fraction(assumed.get("lost_share_high") or 1)
        base = Fraction(assumed["lost_share_base"]) if assumed.get("lost_share_base") else None
    return {
        "word": word,
        "attribution": min(
            (row["attribution"] for row in run if row["signal"] == word), key=ATTRIBUTIONS.index
        ),
        "announced": date.fromisoformat(run[0]["announced_on"] or run[0]["stated_on"]),
        "begins": begins and date.fromisoformat(begins),
        "ends": ends and date.fromisoformat(ends),
        "low": low, "base": base, "high": high,
    }  # fmt: skip


def lost_days(
    event: dict[str, Any], notice: date, first: date, last: date
) -> tuple[Fraction, Fraction | None, Fraction]:
    """Go through the days one by one: what part of each is lost, at the least and the most."""
    begins, ends = event["begins"], event["ends"] or date.max
    step = ramp = Fraction(0)
    day = first
    while day <= last:
        if begins is None:
            ramp += event["announced"] <= day <= ends
        elif begins <= day <= ends:
            step += 1
            ramp += 1
        elif notice <= day < begins:
            # From its beginning to its end the day loses more and more of it: on average so much.
            length = (begins - notice).days
            gone = (day - notice).days
            ramp += (Fraction(gone, length) + Fraction(gone + 1, length)) / 2
        day += timedelta(1)
    return (Fraction(0) if begins is None else step), (None if begins is None else step), ramp


def test_events_and_windows_against_a_simulation(build: Callable[..., Build]) -> None:
    """400 histories of statements, plans, spends and notices; windows of a year and of claims."""
    chance = random.Random(20250613)  # noqa: S311
    world = Inputs()
    periods = [("2024-01-01", "2024-12-31"), ("2024-07-01", "2024-12-31"),
               ("2025-02-01", "2025-02-28")]  # fmt: skip
    histories, rates, notices, claims = {}, {}, {}, {}
    for number in range(400):
        vendor = f"v{number}"
        for row in random_signals(chance, vendor):
            values = {key: value for key, value in row.items() if key != "vendor_id"}
            word, stated_on = values.pop("signal"), values.pop("stated_on")
            world.signal(vendor, word, stated_on, **values)
        histories[vendor] = [
            row for row in world.files["customer_signals"] if row["vendor_id"] == vendor
        ]
        low = Fraction(chance.randrange(0, 10**9), 100)
        high = low + chance.choice([0, 0, Fraction(chance.randrange(10**8), 100)])
        world.spend(vendor, f"{cents(low)}", f"{cents(high)}", period_start="2022-01-01",
                    period_end="2022-12-31")  # fmt: skip
        rates[vendor] = (low, low if low == high else None, high)
        if chance.random() < 0.5:
            notices[vendor] = some_day(chance)
            world.contract(vendor, notices[vendor].isoformat(), f"c{number}")
        if chance.random() < 0.5:
            claims[vendor] = chance.choice(periods)
            world.files["demand_claims"].append({
                "claim_id": f"d{number}", "vendor_id": "gainer", "from_vendor_id": vendor,
                "metric": "new_revenue", "value_low": "1", "value_high": "1", "currency": "USD",
                "period_start": claims[vendor][0], "period_end": claims[vendor][1],
                "attribution": "on_record", "stated_on": "2024-01-01", "source_id": "old",
                "quote": "more",
            })  # fmt: skip
    world.known("gainer")
    made = compiled(build).run(world.all(), only=(*MODELS, "evidence"))

    events = {vendor: event_of(signals) for vendor, signals in histories.items()}
    assert sum(event is not None for event in events.values()) >= 250
    found = by_vendor(
        made, f"signal, attribution, {DATES}, lost_share_low, lost_share_base, lost_share_high"
    )
    assert found == {
        vendor: (
            event["word"], event["attribution"], event["announced"].isoformat(),
            event["begins"] and event["begins"].isoformat(),
            event["ends"] and event["ends"].isoformat(),
            *(None if event[key] is None else Decimal(event[key].numerator * 10**9
              // event[key].denominator).scaleb(-9) for key in ("low", "base", "high")),
        )
        for vendor, event in events.items() if event
    }  # fmt: skip

    expected = {}
    for vendor, event in events.items():
        if event is None:
            continue
        announced = event["announced"]
        after = next(
            date(announced.year + 1, announced.month, day)
            for day in (announced.day, announced.day - 1)
            if not (announced.month == 2 and day == 29)
        )
        windows = {
            "event_year": (date(announced.year, 1, 1), date(announced.year, 12, 31), None),
            "next_12_months": (announced, after - timedelta(1), None),
        }
        if vendor in claims:
            first, last = map(date.fromisoformat, claims[vendor])
            # A year's spend is spread over the twelve months that end with the period.
            of_year = {"2024-12-31": 366, "2025-02-28": 365}[claims[vendor][1]]
            windows["claim_period"] = (first, last, of_year)
        notice = notices.get(vendor)
        if notice is None or event["begins"] is None or notice > event["begins"]:
            notice = announced
        for name, (first, last, of_year) in windows.items():
            days = lost_days(event, notice, first, last)
            of_year = of_year or (last - first).days + 1
            expected[vendor, name] = amounts(*(
                None if None in (share, rate, lost) else share * rate * lost / of_year
                for share, rate, lost in zip(
                    (event["low"], event["base"], event["high"]), rates[vendor], days, strict=True
                )
            ))  # fmt: skip
    windows_found = {
        row[:2]: row[2:]
        for row in made.query_build(
            "select vendor_id, window_name, lost_amount_low, lost_amount_base, lost_amount_high "
            "from intermediate.int_loss_windows"
        )
    }
    assert windows_found == expected
    assert_sound(made)
