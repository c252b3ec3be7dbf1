"""Where demand goes: what is released, who may gain it, and what those who gain claim.

Expected amounts and ratios are fractions of what stands in the inputs, worked out by hand.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from conftest import Build
from helpers_replay import Replay, compiled
from helpers_worlds import figure
from test_as_of import all_inputs, as_of
from test_neutrality import (
    MILLION,
    NO_COMPANY,
    SHARE,
    World,
    control,
    deal,
    revenue,
    rivals,
    says,
    spend,
)

COLUMNS = (
    "event_id, market_id, vendor_id, event_type, event_on, deal_id, from_vendor_id, vendor_name, "
    "share_before, share_before_low, share_before_high, share_before_period_start, "
    "share_before_basis, share_after, share_after_period_start, diversion_ratio_low, "
    "diversion_ratio_high, diversion_period_start, released_window, released_named_amount_low, "
    "released_named_amount_high, released_amount_high, gain_amount_low, gain_amount_high, "
    "claimed_amount_low, claimed_amount_high, claimed_multiple_low, claimed_multiple_high, "
    "needed_from_unnamed_amount, claim_verdict, claimed_period_end"
)
NO_COMPANY.add("claim_id")
AMOUNTS = (
    "released_named_amount_low", "released_named_amount_high", "released_amount_high",
    "gain_amount_low", "gain_amount_high", "claimed_amount_low", "claimed_amount_high",
    "needed_from_unnamed_amount",
)  # fmt: skip
FIRST = "2025-01-01"
Shifts = dict[tuple[str, str, str], dict[str, Any]]


def shifts(made: Build | Replay) -> Shifts:
    """Return the mart's rows by event, market and competitor."""
    names = COLUMNS.split(", ")
    return {
        found[:3]: dict(zip(names, found, strict=True))
        for found in made.query_build(f"select {COLUMNS} from marts.competitor_demand_shifts")
    }


def bought(vendor: str, investor: str = "", **values: str) -> dict:
    """Return a deal of the first day of 2025."""
    return deal(f"deal_{vendor}", investor or f"o_{vendor}", vendor, "20",
                **{"announced_on": FIRST, "closed_on": FIRST, **values})  # fmt: skip


def leaves(vendor: str, customer: str, **values: str) -> dict[str, str]:
    """Return a signal that all of a customer's spend ends on the first day of 2025."""
    return says(vendor, customer, **{
        "signal": "exiting", "announced_on": FIRST, "effective_from": FIRST, "stated_on": FIRST,
        "lost_share_low": "1", "lost_share_high": "1", **values,
    })  # fmt: skip


def gains(vendor: str, from_vendor: str, low: str, high: str = "", **values: str) -> dict[str, str]:
    """Return a claim of new revenue in 2025, in millions; a high of `-` is none."""
    whole = {"low": low, "high": high or low}
    return {
        "claim_id": f"{vendor}_{from_vendor}_{low}_{high}_{'_'.join(values.values())}",
        "vendor_id": vendor,
        "from_vendor_id": from_vendor,
        "metric": "new_revenue",
        **{
            f"value_{bound}": "" if value == "-" else str(int(value) * MILLION)
            for bound, value in whole.items()
        },
        "currency": "USD",
        "period_start": "2025-01-01",
        "period_end": "2025-12-31",
        "attribution": "on_record",
        "stated_on": "2025-02-01",
        "source_id": "report",
        **values,
    }


def multiple(vendor: str, from_vendor: str, value: str) -> dict[str, str]:
    """Return a claim of a multiple of demand."""
    return {
        "claim_id": f"{vendor}_times",
        "vendor_id": vendor,
        "from_vendor_id": from_vendor,
        "metric": "demand_multiple",
        "value_low": value,
        "value_high": value,
        "attribution": "on_record",
        "stated_on": "2025-02-01",
        "source_id": "report",
    }


def market(world: World, name: str, *vendors: str) -> None:
    """Add vendors to a market."""
    world.add("market_vendors", *({"market_id": name, "vendor_id": vendor} for vendor in vendors))


def story() -> World:
    """Markets each with a vendor that is left, as its name says."""
    world = World()
    # Shares of .4, .3, .2 and .1 (methods.md, section 3), one competitor unknown, all exact.
    market(world, "plain", "left", "k3", "k2", "k1", "k0", "silent")
    for vendor, amount in (("left", 400), ("k3", 300), ("k2", 200), ("k1", 100)):
        world.add("reported_figures", revenue(vendor, amount))
    world.add("reported_figures", spend("left", "g", 100))
    world.add("deals", bought("left"))
    world.add("rivalries", rivals("o_left", "g"))
    world.add("customer_signals", leaves("left", "g"))
    world.add(
        "demand_claims",
        gains("k3", "left", "50", "100"),
        # Outweighed by the better tier; said too early; of a time before; from somebody else.
        gains("k3", "left", "500", attribution="analyst"),
        gains("k3", "left", "600", stated_on="2024-12-31"),
        gains("k3", "left", "700", period_start="2024-01-01", period_end="2024-12-31"),
        gains("k3", "k1", "800"),
        gains("k2", "left", "101", "120"),
        gains("k1", "left", "99", "101"),
        gains("k0", "left", "100"),
        multiple("silent", "left", "3"),
    )
    # A second one leaves, whose spend is unknown, and a third; a year's revenue leaves 900.
    market(world, "unknown", "w", "w1", "w2", "w3", "w4")
    world.add("deals", bought("w"))
    world.add("reported_figures", revenue("w", 1000), spend("w", "g_w", 100))
    for customer in ("g_w", "m_w", "n_w"):
        world.add("rivalries", rivals("o_w", customer))
        world.add("customer_signals", leaves("w", customer))
    world.add(
        "demand_claims",
        gains("w1", "w", "500", "600"),
        gains("w2", "w", "1001", "-"),
        # From anybody, in the second half of the year.
        gains("w3", "", "20", "40", period_start="2025-07-01"),
        # Alternatives of one tier: the smallest low, the largest high.
        gains("w4", "w", "30", "40"),
        gains("w4", "w", "35", "-", stated_on="2025-03-01"),
        gains("w4", "w", "-", "60", stated_on="2025-04-01"),
    )
    # Nobody leaves after a deal of which nobody says how sure it is; one leaves without a deal; one
    # whose spend nobody can bound.
    market(world, "quiet", "quiet", "q1")
    world.add("deals", bought("quiet", status=""))
    world.add("demand_claims", gains("q1", "quiet", "10"))
    market(world, "alone", "alone", "a1")
    world.add("customer_signals", leaves("alone", "g_a"))
    world.add("reported_figures", spend("alone", "g_a", 80))
    world.add("demand_claims", gains("a1", "alone", "90"))
    market(world, "boundless", "boundless", "b1")
    world.add("customer_signals", leaves("boundless", "g_b"))
    world.add("demand_claims", gains("b1", "boundless", "90"))
    # Between 50 and 100 is released, so 60 to 80 may be true or not.
    market(world, "ranged", "r", "r1")
    world.add("customer_signals", leaves("r", "g_r"))
    world.add("reported_figures",
              {**spend("r", "g_r", 50), "amount_high": str(100 * MILLION)})  # fmt: skip
    world.add("demand_claims", gains("r1", "r", "60", "80"))
    # Claimed after the deal and before the customer left over it: of 365, 306 days of 2025.
    market(world, "between", "p", "p1")
    world.add("deals", bought("p"))
    world.add("rivalries", rivals("o_p", "g_p"))
    march = dict.fromkeys(("announced_on", "effective_from", "stated_on"), "2025-03-01")
    world.add("customer_signals", leaves("p", "g_p", **march))
    world.add("reported_figures", spend("p", "g_p", 365))
    world.add("demand_claims", gains("p1", "p", "50"))
    # Left as a part of one group by x1, and of another by x2: what is claimed of the first group in
    # 2025 has 334 days of the one, and no days of the other.
    market(world, "moved", "t", "t1")
    world.add("company_parents", {**control("t", "t_first"), "valid_to": "2025-03-31"},
              control("t", "t_second", "2025-04-01"))  # fmt: skip
    world.add("deals", bought("t"))
    for customer, day in (("x1", "2025-02-01"), ("x2", "2025-05-01")):
        days = dict.fromkeys(("announced_on", "effective_from", "stated_on"), day)
        world.add("rivalries", rivals("o_t", customer))
        world.add("customer_signals", leaves("t", customer, **days))
        world.add("reported_figures", spend("t", customer, 365))
    world.add("demand_claims", gains("t1", "t_first", "10"))
    # In the middle of a year: the year before is before, and that year itself after.
    market(world, "mid", "n", "n1", "n2")
    world.add("deals", bought("n", announced_on="2025-06-12", closed_on="2025-06-12"))
    for year, amounts in (("2024", (30, 70)), ("2025", (90, 10))):
        for vendor, amount in zip(("n1", "n2"), amounts, strict=True):
            world.add("reported_figures", revenue(vendor, amount, period_start=f"{year}-01-01",
                                                  period_end=f"{year}-12-31"))  # fmt: skip
    # Two markets, a claim about one of them and one about all.
    market(world, "east", "both", "e1", "e2")
    market(world, "west", "both", "e1", "e2")
    world.add("deals", bought("both"))
    world.add("demand_claims", gains("e1", "both", "10", market_id="east"),
              gains("e1", "both", "90"), gains("e2", "both", "20"))  # fmt: skip
    # No events: assets, a deal called off, and a company that sells nowhere.
    market(world, "nothing", "assets", "called_off")
    world.add("deals", bought("assets", deal_type="asset_purchase"),
              bought("called_off", status="abandoned"), bought("elsewhere"))  # fmt: skip
    # Groups on the day: the left one and a competitor sell through subsidiaries.
    market(world, "groups", "sub_left", "sub_rival", "sister_left", "later")
    world.add(
        "company_parents",
        control("sub_left", "p_left"),
        control("sister_left", "p_left"),
        control("sub_rival", "p_rival"),
        control("later", "p_rival", "2025-06-01"),
    )
    world.add("deals", bought("sub_left"))
    world.add("reported_figures", revenue("sub_left", 50), revenue("sub_rival", 30),
              revenue("later", 10))  # fmt: skip
    world.add("demand_claims", gains("sub_rival", "p_left", "7"))
    # Before and after: the nearest years.
    market(world, "years", "y", "y1", "y2")
    world.add("deals", bought("y"))
    for year, amounts in (("2022", (50, 50)), ("2023", (60, 40)), ("2025", (30, 70)),
                          ("2026", (10, 90))):  # fmt: skip
        for vendor, amount in zip(("y", "y1"), amounts, strict=True):
            world.add("reported_figures", revenue(vendor, amount, period_start=f"{year}-01-01",
                                                  period_end=f"{year}-12-31"))  # fmt: skip
    # One without a high may take all, and so may each of those that sell nothing.
    market(world, "highs", "h", "h1", "h2")
    world.add("deals", bought("h"))
    world.add("reported_figures", {**revenue("h1", 50), "amount_high": ""}, revenue("h2", 50, 60))
    market(world, "zeros", "z", "z1", "z2")
    world.add("deals", bought("z"))
    world.add("reported_figures", revenue("z1", 0), revenue("z2", 0))
    return world


@pytest.fixture(scope="module")
def told(build: Callable[..., Build]) -> Shifts:
    """The build of the story."""
    made = compiled(build).run(story().inputs())
    assert made.query_build("select * from evidence.rejected_rows") == []
    return shifts(made)


def in_cents(value: Any) -> Decimal | None:
    """Return an amount in millions as money, rounded half up; None as it is."""
    if value is None:
        return None
    cents = Fraction(value) * MILLION * 100
    return Decimal(int(cents + Fraction(1, 2))) / 100


# By event, market and competitor: (released named low and high, released high), (gain low and
# high), (claimed low and high), needed, verdict; amounts in millions.
ROWS: dict[str, tuple[Any, ...]] = {
    "deal_left plain k3": ((100, 100, 100), (0, 50), (50, 100), 0, "plausible"),
    "deal_left plain k2": (
        (100, 100, 100), (0, Fraction(100, 3)), (101, 120), 1, "exceeds_released",
    ),
    "deal_left plain k1": ((100, 100, 100), (0, Fraction(100, 6)), (99, 101), 0, "undetermined"),
    "deal_left plain k0": ((100, 100, 100), (0, 100), (100, 100), 0, "plausible"),
    "deal_left plain silent": ((100, 100, 100), (0, 100), (None, None), None, "undetermined"),
    "deal_left plain in_house": ((100, 100, 100), (0, 100), (None, None), None, None),
    # 100, and of the two unknown no more than 900 together.
    "deal_w unknown w1": ((100, 100, 1000), (0, 1000), (500, 600), 400, "undetermined"),
    "deal_w unknown w2": ((100, 100, 1000), (0, 1000), (1001, None), 901, "exceeds_released"),
    # 184 of 365 days: of 100, and of twice 900, which the year's 900 limit.
    "deal_w unknown w3": (
        (Fraction(18400, 365), Fraction(18400, 365), Fraction(18400, 365) + 900),
        (0, Fraction(18400, 365) + 900), (20, 40), 0, "plausible",
    ),
    "deal_w unknown w4": ((100, 100, 1000), (0, 1000), (30, 60), 0, "plausible"),
    "deal_quiet quiet q1": ((None, None, None), (None, None), (10, 10), None, "undetermined"),
    "alone|g_a|2025-01-01 alone a1": ((80, 80, 80), (0, 80), (90, 90), 10, "exceeds_released"),
    "boundless|g_b|2025-01-01 boundless b1": (
        (0, 0, None), (0, None), (90, 90), 90, "undetermined",
    ),
    "r|g_r|2025-01-01 ranged r1": ((50, 100, 100), (0, 100), (60, 80), 0, "undetermined"),
    "p|g_p|2025-03-01 between p1": ((306, 306, 306), (0, 306), (50, 50), 0, "plausible"),
    "deal_t moved t1": ((334, None, None), (0, None), (10, 10), None, "plausible"),
    # What one loss event releases, and the verdict against all three.
    "w|g_w|2025-01-01 unknown w1": ((100, 100, 100), (0, 100), (500, 600), 400, "undetermined"),
    "w|m_w|2025-01-01 unknown w1": ((0, 0, 900), (0, 900), (500, 600), 400, "undetermined"),
    "deal_both east e1": ((None, None, None), (None, None), (10, 10), None, "undetermined"),
    "deal_both west e1": ((None, None, None), (None, None), (90, 90), None, "undetermined"),
    "deal_both east e2": ((None, None, None), (None, None), (20, 20), None, "undetermined"),
    "deal_sub_left groups p_rival": ((None, None, None), (None, None), (7, 7), None,
                                     "undetermined"),
}  # fmt: skip


@pytest.mark.parametrize("case", ROWS)
def test_a_shift_is_measured(told: Shifts, case: str) -> None:
    event, market_id, vendor = case.split()
    found = told[event, market_id, vendor]
    released, gained, claimed, needed, verdict = ROWS[case]
    expected = [in_cents(value) for value in (*released, *gained, *claimed, needed)]
    assert dict(zip(AMOUNTS, expected, strict=True)) == {name: found[name] for name in AMOUNTS}
    assert found["claim_verdict"] == verdict


def test_a_multiple_is_no_revenue(told: Shifts) -> None:
    found = told["deal_left", "plain", "silent"]
    assert found["claimed_multiple_low"] == found["claimed_multiple_high"] == 3
    assert told["deal_left", "plain", "k3"]["claimed_multiple_low"] is None


RATIOS: dict[str, Any] = {
    "deal_left plain k3": Fraction(1, 2),
    "deal_left plain k2": Fraction(1, 3),
    "deal_left plain k1": Fraction(1, 6),
    "deal_left plain silent": 1,
    "deal_left plain in_house": 1,
    "deal_w unknown w1": 1,
    "deal_n mid n1": Fraction(3, 10),
    "deal_h highs h1": 1,
    "deal_h highs h2": Fraction(60, 110),
    "deal_z zeros z1": 1,
    "deal_sub_left groups p_rival": Fraction(3, 4),
    "deal_sub_left groups later": Fraction(1, 4),
}


@pytest.mark.parametrize("case", RATIOS)
def test_diversion_is_in_proportion_to_revenue(told: Shifts, case: str) -> None:
    event, market_id, vendor = case.split()
    found = told[event, market_id, vendor]
    assert found["diversion_ratio_low"] == 0
    assert abs(Fraction(found["diversion_ratio_high"]) - RATIOS[case]) <= SHARE


def test_competitors_are_groups_on_the_day_and_own_labour(told: Shifts) -> None:
    by_event: dict[str, set[str]] = {}
    for event, _, vendor in told:
        by_event.setdefault(event, set()).add(vendor)
    assert by_event["deal_left"] == {"k0", "k1", "k2", "k3", "silent", "in_house"}
    assert by_event["deal_sub_left"] == {"p_rival", "later", "in_house"}
    assert not {"deal_assets", "deal_called_off", "deal_elsewhere"} & set(by_event)
    group = told["deal_sub_left", "groups", "in_house"]
    assert (group["from_vendor_id"], group["event_type"]) == ("p_left", "deal")
    # The file of companies does not list it, and it competes all the same.
    assert group["vendor_name"] == "in_house"
    loss = told["w|m_w|2025-01-01", "unknown", "w1"]
    assert (loss["event_type"], loss["deal_id"]) == ("loss_event", "deal_w")
    assert loss["event_on"] == date(2025, 1, 1)


def test_shares_are_of_the_nearest_years(told: Shifts) -> None:
    found = told["deal_y", "years", "y1"]
    assert (found["share_before"], found["share_after"]) == (Decimal("0.4"), Decimal("0.7"))
    assert found["share_before_period_start"] == date(2023, 1, 1)
    assert found["share_after_period_start"] == date(2025, 1, 1)
    assert found["share_before_basis"] == "known_vendors"
    within = told["deal_n", "mid", "n1"]
    assert (within["share_before"], within["share_after"]) == (Decimal("0.3"), Decimal("0.9"))
    unknown = told["deal_y", "years", "y2"]
    assert unknown["share_before"] is unknown["share_after_period_start"] is None


def test_the_window_is_that_of_the_claim(told: Shifts) -> None:
    assert told["deal_w", "unknown", "w3"]["released_window"] == "claim_period"
    assert told["deal_w", "unknown", "in_house"]["released_window"] == "event_year"
    assert told["deal_quiet", "quiet", "q1"]["released_window"] is None


def test_ratios_of_many_markets(build: Callable[..., Build]) -> None:
    """Against the formula in fractions: ranges, unknown ones, and the year before only."""
    draw = random.Random(20250612)  # noqa: S311
    world, expected = World(), {}
    for number in range(40):
        vendors = [f"v{number}_{place}" for place in range(draw.randint(2, 6))]
        left, *others = vendors
        market(world, f"m{number}", *vendors)
        world.add("deals", bought(left))
        bounds: dict[str, tuple[int, int]] = {}
        for vendor in vendors:
            kind = draw.choice(("exact", "range", "unknown"))
            if kind != "unknown":
                low = draw.randint(1, 1000)
                high = low + (draw.randint(1, 500) if kind == "range" else 0)
                world.add("reported_figures", revenue(vendor, low, high))
                bounds[vendor] = (low, high)
        known = {vendor: bounds[vendor] for vendor in others if vendor in bounds}
        for vendor in others:
            ratio = Fraction(1)
            if vendor in known:
                rest = sum(low for other, (low, _) in known.items() if other != vendor)
                ratio = Fraction(known[vendor][1], known[vendor][1] + rest)
            expected[f"deal_{left}", f"m{number}", vendor] = ratio
    found = shifts(compiled(build).run(world.inputs()))
    assert {key for key in found if key[2] != "in_house"} == set(expected)
    for key, ratio in expected.items():
        assert abs(Fraction(found[key]["diversion_ratio_high"]) - ratio) <= SHARE, key


# --- Published answers, days, no inputs -----------------------------------------------------------


def test_can_labelboxs_hundreds_of_millions_be_true(warehouse: Build) -> None:
    found = shifts(warehouse)["meta_scale_ai_2025", "ai_training_data", "labelbox"]
    google = (Fraction(200 * MILLION * 202, 365)).limit_denominator(10**9)
    most = Decimal(str(round(float(google), 2))).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert found["claimed_amount_low"] == 200 * MILLION
    assert found["claimed_amount_high"] == 999 * MILLION
    assert found["released_named_amount_low"] == 0
    assert found["released_named_amount_high"] == most == Decimal("110684931.51")
    assert found["needed_from_unnamed_amount"] == Decimal("89315068.49")
    assert found["claim_verdict"] == "undetermined"
    # 50 of 50 + 1,000 + 234.3, the least that is known of the others.
    assert abs(Fraction(found["diversion_ratio_high"]) - Fraction(500, 500 + 10000 + 2343)) <= SHARE


def test_who_competes_for_scale_ais_customers(warehouse: Build) -> None:
    found = {
        vendor: row
        for (event, _, vendor), row in shifts(warehouse).items()
        if event == "meta_scale_ai_2025"
    }
    assert set(found) == {
        "appen", "handshake", "in_house", "labelbox", "mercor", "micro1", "surge_ai", "turing",
    }  # fmt: skip
    handshake = found["handshake"]
    assert (handshake["claimed_multiple_low"], handshake["claimed_amount_low"]) == (3, None)
    assert handshake["claim_verdict"] == "undetermined"
    assert found["in_house"]["vendor_name"].startswith("In-house")
    felicis = [row for key, row in shifts(warehouse).items() if key[0].startswith("felicis")]
    assert len(felicis) == 8
    assert {row["released_amount_high"] for row in felicis} == {None}


def test_as_of_a_day_a_claim_is_judged_by_what_was_known(build: Callable[..., Build]) -> None:
    """OpenAI stayed, on 13 June; on 12 June there was no deal to speak of."""
    assert (
        shifts(as_of(build, "2025-06-12").run(all_inputs())).keys()
        & {("meta_scale_ai_2025", "ai_training_data", "labelbox")}
        == set()
    )
    found = shifts(as_of(build, "2025-06-13").run(all_inputs()))
    events = {event for event, _, _ in found if event.startswith(("meta", "scale_ai"))}
    assert events == {
        "meta_scale_ai_2025", "scale_ai|google|2025-06-13", "scale_ai|microsoft|2025-06-13",
        "scale_ai|xai|2025-06-13",
    }  # fmt: skip
    labelbox = found["meta_scale_ai_2025", "ai_training_data", "labelbox"]
    assert labelbox["needed_from_unnamed_amount"] == Decimal("89315068.49")


def test_claims_of_gains_that_disagree_are_conflicts(build: Callable[..., Build]) -> None:
    world = story()
    world.files["demand_claims"] = [
        gains("k1", "left", "10", "20"),
        gains("k1", "left", "21", "-", attribution="anonymous"),
        gains("k1", "left", "500", period_end="2025-06-30"),
        gains("k2", "left", "10"),
        gains("k2", "left", "10", "12", attribution="analyst"),
    ]
    made = compiled(build).run(world.inputs())
    assert made.query_build(
        "select conflict, subject_key, attribute, first_low, second_low "
        "from evidence.evidence_conflicts where attribute = 'new_revenue'"
    ) == [
        (
            "claims_disagree", "demand_claim|k1|left|all|2025-01-01|2025-12-31", "new_revenue",
            10 * MILLION, 21 * MILLION,
        ),
    ]  # fmt: skip
    found = shifts(made)["deal_left", "plain", "k1"]
    # The half-year ends first, and is closest.
    assert (found["claimed_amount_low"], found["claimed_period_end"]) == (
        500 * MILLION,
        date(2025, 6, 30),
    )


def test_no_inputs_make_no_shifts(build: Callable[..., Build]) -> None:
    assert shifts(compiled(build).run({})) == {}


def test_a_shift_has_its_evidence(warehouse: Build) -> None:
    found = warehouse.query(
        "select role, row_key from evidence.evidence where evidence_key = "
        "'competitor_demand_shifts|meta_scale_ai_2025|ai_training_data|labelbox'"
    )
    assert {role for role, _ in found} == {
        "deal", "signal", "demand_claim", "customer_spend", "vendor_revenue",
    }  # fmt: skip
    assert ("demand_claim", "a53_labelbox_new_revenue") in found
    assert ("demand_claim", "a52_handshake_demand") not in found


def test_money_of_claims_is_converted(build: Callable[..., Build]) -> None:
    world = story()
    world.add("exchange_rates", {"currency": "EUR", "valid_from": "2020-01-01",
                                 "usd_per_unit": "1.10"})  # fmt: skip
    world.files["demand_claims"] = [gains("k1", "left", "10", currency="EUR")]
    found = shifts(compiled(build).run(world.inputs()))["deal_left", "plain", "k1"]
    assert found["claimed_amount_low"] == found["claimed_amount_high"] == 11 * MILLION


def test_a_stated_market_size_is_the_measure(build: Callable[..., Build]) -> None:
    world = story()
    world.add("reported_figures", figure("size", "market_size", str(2000 * MILLION),
                                         market_id="plain"))  # fmt: skip
    found = shifts(compiled(build).run(world.inputs()))["deal_left", "plain", "k3"]
    assert (found["share_before"], found["share_before_basis"]) == (Decimal("0.15"), "reported")
