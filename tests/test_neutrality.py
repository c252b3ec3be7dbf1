"""Whose vendor belongs in part to a rival: stakes through chains, exposures, days.

Expected stakes and shares are fractions of what stands in the inputs, worked out by hand.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from conftest import Build
from helpers_replay import Replay, compiled
from helpers_worlds import REPORT, Rows, companies, figure, payment
from test_as_of import all_inputs, as_of

SHARE = Fraction(1, 2 * 10**9)
MILLION = 1_000_000
COLUMNS = (
    "customer_id, vendor_id, owner_id, arena, effective_stake, effective_stake_low, "
    "effective_stake_high, voting, deal_status, since, baseline_period_start, is_spend_known, "
    "exposed_amount_low, exposed_amount_high, revenue_in_conflict_share_low, "
    "revenue_in_conflict_share_high"
)
Conflicts = dict[tuple[str, str, str], dict[str, Any]]


def deal(deal_id: str, investor: str, target: str, stake: str = "", **values: str) -> dict:
    """Return a claim about a deal: closed on 2 January 2025 and voting, if nothing else is said."""
    return {
        "deal_id": deal_id,
        "deal_type": "equity_stake",
        "investor_id": investor,
        "target_id": target,
        "status": "closed",
        "announced_on": "2024-12-01",
        "closed_on": "2025-01-02",
        "stake_pct": stake,
        "voting": "yes",
        "attribution": "filing",
        "stated_on": "2025-01-03",
        "source_id": "report",
        "quote": f"the words of {deal_id}",
        **values,
    }


def rivals(one: str, other: str, arena: str = "arena", source: str = "old") -> dict[str, str]:
    """Return a rivalry."""
    return {"company_id": one, "rival_id": other, "arena": arena, "source_id": source}


def says(vendor: str, customer: str, **values: str) -> dict[str, str]:
    """Return a statement of a customer that it stays, by which it is known to be one."""
    return {
        "signal_id": f"{vendor}_{customer}",
        "vendor_id": vendor,
        "customer_id": customer,
        "signal": "staying",
        "attribution": "on_record",
        "stated_on": "2024-05-05",
        "source_id": "old",
        **values,
    }


def control(child: str, parent: str, valid_from: str = "") -> dict[str, str]:
    """Return the control of one company by another."""
    return {"company_id": child, "parent_company_id": parent, "valid_from": valid_from}


def revenue(vendor: str, low: int, high: int | None = None, **values: str) -> dict[str, str]:
    """Return a vendor's revenue of 2024 in millions."""
    return figure(
        f"{vendor}_revenue_{values.get('period_end', '')}",
        "vendor_revenue",
        str(low * MILLION),
        str((low if high is None else high) * MILLION),
        vendor_id=vendor,
        **values,
    )


def spend(vendor: str, customer: str, amount: int, **values: str) -> dict[str, str]:
    """Return a customer's spend of 2024 in millions."""
    return figure(
        f"{vendor}_{customer}_{values.get('period_end', '')}_{values.get('basis', '')}",
        "customer_spend",
        str(amount * MILLION),
        vendor_id=vendor,
        customer_id=customer,
        **values,
    )


class World:
    """Inputs that are written case by case; companies are registered as they are named."""

    def __init__(self) -> None:
        self.files: dict[str, Rows] = {
            "sources": [
                REPORT,
                {"source_id": "old", "publisher": "Paper", "published_on": "2024-01-01"},
            ],
            "exchange_rates": [
                {"currency": "USD", "valid_from": "2020-01-01", "usd_per_unit": "1"}
            ],
        }

    def add(self, file: str, *rows: dict[str, str]) -> None:
        """Add rows to a file."""
        self.files.setdefault(file, []).extend(rows)

    def inputs(self) -> dict[str, Rows]:
        """Return the files, with a company for every id in them."""
        names = {
            row[column]
            for rows in self.files.values()
            for row in rows
            for column in row
            if column.endswith("_id") and column not in NO_COMPANY and row[column]
        }
        return {**self.files, "companies": companies(*sorted(names))}


NO_COMPANY = {"deal_id", "signal_id", "figure_id", "source_id", "payment_id", "contract_id",
              "market_id"}  # fmt: skip


def ownership() -> World:
    """Stakes of every shape; each case has companies of its own and one customer `c...`."""
    world = World()
    deals: list[dict] = [
        deal("direct", "o1", "v1", "49", voting="no"),
        # Two links and three.
        deal("two_a", "o2", "m2", "50", closed_on="2025-02-01"),
        deal("two_b", "m2", "v2", "60", status="announced", closed_on="", voting=""),
        deal("three_a", "o3", "a3", "50"),
        deal("three_b", "a3", "b3", "50", voting="no"),
        deal("three_c", "b3", "v3", "33.333333"),
        # Several ways: 20 and 5 percent directly, 40 percent of the half.
        deal("ways_a", "o4", "v4", "20", closed_on="2025-03-03"),
        deal("ways_b", "o4", "v4", "5", voting="no"),
        deal("ways_c", "o4", "m4", "50", voting=""),
        deal("ways_d", "m4", "v4", "40", status="reported", closed_on="", announced_on=""),
        # A subsidiary holds it; the customer and the rival are subsidiaries.
        deal("of_subsidiary", "s5", "v5", "30"),
        deal("of_parent", "o6", "v6", "25"),
        # No stake.
        deal("assets", "o7", "v7", "30", deal_type="asset_purchase"),
        deal("called_off", "o8", "v8", "30", status="abandoned"),
        # Nobody says how sure, or how large.
        deal("no_status", "o9", "v9", "30", status="", closed_on="", announced_on=""),
        deal(
            "no_status",
            "o9",
            "v9",
            "30",
            status="",
            closed_on="",
            announced_on="",
            stated_on="2025-03-01",
        ),
        deal("no_stake", "o10", "v10", deal_type="acquisition", voting=""),
        deal("half_of_no_stake_a", "o11", "m11", "50"),
        deal("half_of_no_stake_b", "m11", "v11"),
        # Two words about one stake, the later one the higher.
        deal("interval", "o12", "v12", "40", stated_on="2025-01-03"),
        deal("interval", "o12", "v12", "50", stated_on="2025-01-04"),
        # A tenth of a parent is a tenth of what its subsidiary holds, a tenth of a sister nothing.
        deal("of_holder_a", "o13", "p13", "10"),
        deal("of_holder_b", "s13", "v13", "50"),
        deal("of_sister", "q13", "t13", "10"),
        # A circle through a subsidiary: 10 percent of b14, which has 20 percent of s14 of o14.
        deal("circle_a", "o14", "b14", "10"),
        deal("circle_b", "b14", "s14", "20"),
        deal("circle_c", "s14", "v14", "50"),
        # Taken into the group.
        deal("taken_in", "o15", "v15", "100"),
        # The holder, the customer and the rival are bought after the deal.
        deal("bought_later", "s16", "v16", "20"),
        deal("many_arenas", "o17", "v17", "1"),
        # Two companies of one vendor: parts of different companies do not add up.
        deal("group_a", "o18", "x18", "30"),
        deal("group_b", "o18", "y18", "80"),
    ]
    world.add("deals", *deals)
    world.add(
        "company_parents",
        control("r1", "o1"),
        control("s5", "p5"),
        control("k6", "c6"),
        control("r6", "o6"),
        control("s13", "p13"),
        control("t13", "p13"),
        control("s14", "o14"),
        control("v15", "o15", "2025-01-02"),
        control("s16", "o16", "2025-06-01"),
        control("k16", "c16", "2025-06-02"),
        control("r16", "o16", "2025-06-03"),
        control("x18", "v18"),
        control("y18", "v18"),
    )
    for number in (1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 18):
        world.add("rivalries", rivals(f"c{number}", f"o{number}"))
    world.add(
        "rivalries",
        rivals("p5", "c5"),
        rivals("r6", "c6"),
        rivals("q13", "c13"),
        rivals("c14", "b14"),
        rivals("r16", "c16"),
        rivals("c17", "o17", "vision"),
        rivals("o17", "c17", "audio"),
        # The same said the other way round.
        rivals("o17", "c17", "vision", "report"),
        rivals("d17", "o17", ""),
        # Of the same group, and so no rivals, though one buys where the group has a part.
        rivals("k6", "c6"),
        rivals("r1", "o1"),
        rivals("undisclosed", "o1"),
        rivals("in_house", "o1"),
    )
    for number in (*range(1, 6), *range(7, 15), 17):
        world.add("customer_signals", says(f"v{number}", f"c{number}"))
    world.add(
        "customer_signals",
        says("v6", "k6"),
        says("v15", "c15"),
        says("v16", "k16"),
        says("x18", "c18"),
        # The owner buys, too, and is no rival of its own.
        says("v1", "o1"),
        says("v1", "undisclosed"),
        says("v1", "in_house"),
    )
    # Not by words alone is one known as a customer.
    world.add("reported_figures", spend("v17", "d17", 5, basis="planned"))
    world.add(
        "contracts",
        {
            "contract_id": "paper",
            "vendor_id": "v2",
            "customer_id": "d2",
            "attribution": "filing",
            "stated_on": "2025-01-01",
            "source_id": "report",
        },
    )
    world.add("payments", payment("v2", "e2", "2024-03-03", "10"))
    world.add("rivalries", rivals("d2", "o2"), rivals("e2", "m2"))
    return world


def conflicts(made: Build | Replay) -> Conflicts:
    """Return the mart's rows by customer, vendor and owner."""
    names = COLUMNS.split(", ")
    return {
        found[:3]: dict(zip(names, found, strict=True))
        for found in made.query_build(f"select {COLUMNS} from marts.neutrality_conflicts")
    }


@pytest.fixture(scope="module")
def owned(build: Callable[..., Build]) -> Replay:
    """The build of the stakes."""
    made = compiled(build).run(ownership().inputs())
    assert made.query_build("select * from evidence.rejected_rows") == []
    return made


# Customer, vendor, owner: stake (point, low, high), votes, status, since.
STAKES: dict[str, tuple[Any, ...]] = {
    "c1 v1 o1": (Fraction(49, 100), None, "no", "closed", "2025-01-02"),
    "c2 v2 o2": (Fraction(3, 10), None, None, "announced", "2025-02-01"),
    "d2 v2 o2": (Fraction(3, 10), None, None, "announced", "2025-02-01"),
    "e2 v2 m2": (Fraction(6, 10), None, None, "announced", "2024-12-01"),
    "c3 v3 o3": (Fraction(33333333, 4 * 10**8), None, "no", "closed", "2025-01-02"),
    "c4 v4 o4": (Fraction(45, 100), None, "yes", "reported", "2025-01-02"),
    "c5 v5 p5": (Fraction(3, 10), None, "yes", "closed", "2025-01-02"),
    "c6 v6 o6": (Fraction(1, 4), None, "yes", "closed", "2025-01-02"),
    # First known when the source came out.
    "c9 v9 o9": (Fraction(3, 10), None, "yes", "reported", "2025-02-01"),
    "c10 v10 o10": (None, (0, 1), None, "closed", "2025-01-02"),
    "c11 v11 o11": (None, (0, Fraction(1, 2)), "yes", "closed", "2025-01-02"),
    "c12 v12 o12": (Fraction(1, 2), (Fraction(4, 10), Fraction(1, 2)), "yes", "closed",
                    "2025-01-02"),
    "c13 v13 o13": (Fraction(1, 20), None, "yes", "closed", "2025-01-02"),
    "c14 v14 o14": (Fraction(1, 2), None, "yes", "closed", "2025-01-02"),
    "c14 v14 b14": (Fraction(1, 10), None, "yes", "closed", "2025-01-02"),
    "c15 o15 o15": (1, None, "yes", "closed", "2025-01-02"),
    "c16 v16 o16": (Fraction(1, 5), None, "yes", "closed", "2025-01-02"),
    "c17 v17 o17": (Fraction(1, 100), None, "yes", "closed", "2025-01-02"),
    "d17 v17 o17": (Fraction(1, 100), None, "yes", "closed", "2025-01-02"),
    "c18 v18 o18": (Fraction(8, 10), None, "yes", "closed", "2025-01-02"),
}  # fmt: skip


def test_there_is_a_row_for_each_conflict_and_no_other(owned: Replay) -> None:
    assert {" ".join(key) for key in conflicts(owned)} == set(STAKES)


@pytest.mark.parametrize("case", STAKES)
def test_a_stake_is_looked_through(owned: Replay, case: str) -> None:
    customer, vendor, owner = case.split()
    found = conflicts(owned)[customer, vendor, owner]
    point, bounds, voting, status, since = STAKES[case]
    low, high = bounds or (point, point)
    if point is None:
        assert found["effective_stake"] is None
    else:
        assert abs(Fraction(found["effective_stake"]) - point) <= SHARE
    assert abs(Fraction(found["effective_stake_low"]) - low) <= SHARE
    assert abs(Fraction(found["effective_stake_high"]) - high) <= SHARE
    assert found["voting"] == voting
    assert found["deal_status"] == status
    assert found["since"] == date.fromisoformat(since)


def test_arenas_are_named_in_order(owned: Replay) -> None:
    found = conflicts(owned)
    assert found["c17", "v17", "o17"]["arena"] == "audio, vision"
    assert found["d17", "v17", "o17"]["arena"] is None


def test_each_conflict_has_its_evidence(owned: Replay) -> None:
    found = owned.query_build(
        "select role, row_key, attribution from evidence.evidence "
        "where evidence_key = 'neutrality_conflicts|c6|v6|o6' order by all"
    )
    assert found == [
        ("deal", "of_parent / report / filing / 2025-01-03", "filing"),
        ("rivalry", "r6 / c6 / arena", None),
        ("signal", "v6_k6", "on_record"),
    ]
    # Of a chain all deals.
    assert owned.query_build(
        "select count(*) from evidence.evidence "
        "where evidence_key = 'neutrality_conflicts|c3|v3|o3' and role = 'deal'"
    ) == [(3,)]


def test_without_roll_up_companies_stand_alone(build: Callable[..., Build]) -> None:
    made = compiled(build, roll_up_parents=False).run(ownership().inputs())
    found = {" ".join(key): row for key, row in conflicts(made).items()}
    alone = ("c5 v5 p5", "c6 v6 o6", "c13 v13 o13", "c14 v14 o14", "c15 o15 o15", "c16 v16 o16",
             "c18 v18 o18")  # fmt: skip
    assert set(found) == set(STAKES) - set(alone) | {
        "c15 v15 o15",
        "c18 x18 o18",
        # Through b14, which has a part of s14: 10 percent of 20 percent of a half.
        "c14 v14 o14",
    }
    assert Fraction(found["c14 v14 o14"]["effective_stake"]) == Fraction(1, 100)
    assert Fraction(found["c18 x18 o18"]["effective_stake"]) == Fraction(3, 10)


def owned_parts(
    stakes: list[tuple[str, str, int]], parents: dict[str, str]
) -> dict[tuple[str, str], Fraction]:
    """Return what each group owns of each, walking from every stake down, one link at a time.

    Args:
        stakes: (investor, target, percent) of each deal.
        parents: the parent of each company that has one.
    """

    def line(company: str) -> list[str]:
        found = [company]
        while found[-1] in parents:
            found.append(parents[found[-1]])
        return found

    def group(company: str) -> str:
        return line(company)[-1]

    parts: dict[tuple[str, str], Fraction] = {}

    def walk(owner: str, target: str, part: Fraction, seen: set[str]) -> None:
        parts[owner, target] = parts.get((owner, target), Fraction(0)) + part
        if group(target) == owner:
            return
        for investor, further, percent in stakes:
            if target in line(investor) and group(further) not in seen:
                walk(owner, further, part * percent / 100, seen | {group(further)})

    for investor, target, percent in stakes:
        walk(group(investor), target, Fraction(percent, 100), {group(investor), group(target)})
    most: dict[tuple[str, str], Fraction] = {}
    for (owner, target), part in parts.items():
        key = owner, group(target)
        most[key] = max(most.get(key, Fraction(0)), min(part, Fraction(1)))
    return most


def test_owners_of_many_webs_of_stakes(build: Callable[..., Build]) -> None:
    """Against a walk in Python: several ways, subsidiaries, groups that hold each other."""
    draw = random.Random(49)  # noqa: S311
    world, expected = World(), {}
    for web in range(60):
        names = [f"w{web}_{place}" for place in range(draw.randint(3, 9))]
        parents = {
            child: names[draw.randrange(place)]
            for place, child in enumerate(names)
            if place and draw.random() < 0.3
        }
        stakes = []
        for place, target in enumerate(names):
            # No more than all of a company is sold.
            for investor in draw.sample(names[:place], min(place, draw.randint(0, 4))):
                stakes.append((investor, target, draw.randint(1, 25)))
        for number, (investor, target, percent) in enumerate(stakes):
            world.add("deals", deal(f"d{web}_{number}", investor, target, str(percent)))
        for child, parent in parents.items():
            world.add("company_parents", control(child, parent))
        expected |= owned_parts(stakes, parents)
    made = compiled(build).run(world.inputs(), only=["int_owners", "rejected_rows"])
    assert made.query_build("select * from evidence.rejected_rows") == []
    found = {
        (owner, vendor): stakes
        for owner, vendor, *stakes in made.query_build(
            "select owner_id, vendor_id, effective_stake, effective_stake_low, "
            "effective_stake_high from intermediate.int_owners"
        )
    }
    assert set(found) == set(expected)
    assert len(found) > 400
    for key, part in expected.items():
        for stake in found[key]:
            assert abs(Fraction(stake) - part) <= SHARE, key


# --- Exposure -------------------------------------------------------------------------------------


def exposure() -> World:
    """Vendors each with an owner `o...` of 49 percent, whose rivals are the customers."""
    world = World()

    def vendor(name: str, *customers: str) -> None:
        world.add("deals", deal(f"deal_{name}", f"o_{name}", name, "49"))
        for customer in customers:
            world.add("rivalries", rivals(f"o_{name}", customer))
            world.add("customer_signals", says(name, customer))

    # The example of methods.md, section 3, once with the largest customer named, once without.
    vendor("largest", "g_l", "m_l", "n_l")
    world.add("reported_figures", revenue("largest", 870, 1000, disclosure="largest_only"),
              spend("largest", "g_l", 150))  # fmt: skip
    vendor("partial", "g_p", "m_p", "n_p")
    world.add("reported_figures", revenue("partial", 870), spend("partial", "g_p", 150))
    # Two who are not named share what is left beside others who are no rivals.
    vendor("sharing", "g_r", "m_r", "n_r")
    world.add("reported_figures", revenue("sharing", 1000), spend("sharing", "g_r", 100),
              spend("sharing", "others", 500))  # fmt: skip
    # Nobody unnamed reaches a tenth, but may be larger than the one who is named.
    vendor("threshold", "g_h", "m_h")
    world.add("reported_figures", revenue("threshold", 900, disclosure="over_threshold"),
              spend("threshold", "g_h", 40))  # fmt: skip
    vendor("no_total", "g_n", "m_n")
    world.add("reported_figures", spend("no_total", "g_n", 100))
    vendor("complete", "g_c", "m_c")
    world.add("reported_figures", revenue("complete", 300, disclosure="complete"),
              spend("complete", "g_c", 100), spend("complete", "others", 200))  # fmt: skip
    vendor("unbounded", "g_u")
    world.add(
        "reported_figures",
        revenue("unbounded", 500),
        {**spend("unbounded", "g_u", 50), "amount_high": ""},
        spend("unbounded", "others", 100),
    )
    vendor("ledger", "g_e", "m_e")
    covered = {"covered_from": "2024-01-01", "covered_to": "2024-12-31"}
    world.add("ledger_coverage", {"company_id": "ledger", "side": "vendor", **covered})
    world.add(
        "payments",
        payment("ledger", "g_e", "2024-02-02", "80000000"),
        payment("ledger", "others", "2024-02-02", "120000000"),
    )
    vendor("silent", "g_s")
    # Two owners, each with a rival of its own: the vendor's share counts both.
    vendor("two_owners", "g_t")
    world.add("deals", deal("second", "second_owner", "two_owners", "10"))
    world.add("rivalries", rivals("second_owner", "h_t"))
    world.add("reported_figures", revenue("two_owners", 1000), spend("two_owners", "g_t", 100),
              spend("two_owners", "h_t", 200))  # fmt: skip
    # The latest year known is 2024; of 2025 there is only a plan.
    vendor("years", "g_y")
    for year, amount in (("2023", 10), ("2024", 30), ("2025", 90)):
        period = {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
        basis = "planned" if year == "2025" else "actual"
        world.add("reported_figures", spend("years", "g_y", amount, basis=basis, **period),
                  revenue("years", 100, basis=basis, **period))  # fmt: skip
    vendor("fiscal", "g_f")
    fiscal = {"period_start": "2023-07-01", "period_end": "2024-06-30"}
    world.add(
        "reported_figures", revenue("fiscal", 200, **fiscal), spend("fiscal", "g_f", 50, **fiscal)
    )
    # Bought after the year, as a vendor and as a customer.
    vendor("bought", "g_b")
    world.add("company_parents", control("bought", "buyer", "2025-03-01"))
    world.add("reported_figures", revenue("bought", 200), spend("bought", "g_b", 50))
    vendor("joined", "g_j")
    world.add("company_parents", control("newcomer", "joined", "2025-03-01"))
    world.add("reported_figures", revenue("joined", 200), spend("joined", "g_j", 50))
    vendor("merged", "g_m")
    world.add("company_parents", control("h_m", "g_m", "2025-03-01"))
    world.add("reported_figures", revenue("merged", 200), spend("merged", "g_m", 50),
              spend("merged", "h_m", 30))  # fmt: skip
    return world


@pytest.fixture(scope="module")
def exposed(build: Callable[..., Build]) -> Replay:
    """The build of the exposures."""
    made = compiled(build).run(exposure().inputs())
    assert made.query_build("select * from evidence.rejected_rows") == []
    return made


# Vendor, customer: known, low and high in millions, shares of the vendor.
EXPOSURES: dict[str, tuple[Any, ...]] = {
    "largest g_l": (True, 150, 150, Fraction(150, 1000), Fraction(450, 870)),
    "largest m_l": (False, 0, 150, Fraction(150, 1000), Fraction(450, 870)),
    "largest n_l": (False, 0, 150, Fraction(150, 1000), Fraction(450, 870)),
    "partial g_p": (True, 150, 150, Fraction(150, 870), 1),
    "partial m_p": (False, 0, 720, Fraction(150, 870), 1),
    "partial n_p": (False, 0, 720, Fraction(150, 870), 1),
    "sharing g_r": (True, 100, 100, Fraction(1, 10), Fraction(1, 2)),
    "sharing m_r": (False, 0, 400, Fraction(1, 10), Fraction(1, 2)),
    "sharing n_r": (False, 0, 400, Fraction(1, 10), Fraction(1, 2)),
    "threshold g_h": (True, 40, 40, Fraction(40, 900), Fraction(130, 900)),
    "threshold m_h": (False, 0, 90, Fraction(40, 900), Fraction(130, 900)),
    "joined g_j": (True, 50, 50, None, None),
    "no_total g_n": (True, 100, 100, None, None),
    "no_total m_n": (False, 0, None, None, None),
    "complete g_c": (True, 100, 100, Fraction(1, 3), Fraction(1, 3)),
    "complete m_c": (True, 0, 0, Fraction(1, 3), Fraction(1, 3)),
    "unbounded g_u": (True, 50, 400, Fraction(1, 10), Fraction(4, 5)),
    "ledger g_e": (True, 80, 80, Fraction(2, 5), Fraction(2, 5)),
    "ledger m_e": (True, 0, 0, Fraction(2, 5), Fraction(2, 5)),
    "silent g_s": (False, None, None, None, None),
    "two_owners g_t": (True, 100, 100, Fraction(3, 10), Fraction(3, 10)),
    "two_owners h_t": (True, 200, 200, Fraction(3, 10), Fraction(3, 10)),
    "years g_y": (True, 30, 30, Fraction(3, 10), Fraction(3, 10)),
    "fiscal g_f": (True, 50, 50, Fraction(1, 4), Fraction(1, 4)),
    "buyer g_b": (True, 50, 50, None, None),
    "merged g_m": (True, 80, 80, Fraction(2, 5), Fraction(2, 5)),
}


@pytest.mark.parametrize("case", EXPOSURES)
def test_what_is_exposed_is_known_or_bounded(exposed: Replay, case: str) -> None:
    vendor, customer = case.split()
    [found] = [row for key, row in conflicts(exposed).items() if key[:2] == (customer, vendor)]
    known, low, high, share_low, share_high = EXPOSURES[case]
    assert found["is_spend_known"] is known
    for column, amount in (("exposed_amount_low", low), ("exposed_amount_high", high)):
        assert found[column] == (None if amount is None else amount * MILLION), column
    for bound, share in (("low", share_low), ("high", share_high)):
        value = found[f"revenue_in_conflict_share_{bound}"]
        if share is None:
            assert value is None
        else:
            assert abs(Fraction(value) - share) <= SHARE


def test_there_is_no_further_exposure(exposed: Replay) -> None:
    assert {f"{vendor} {customer}" for customer, vendor, _ in conflicts(exposed)} == set(EXPOSURES)


def test_the_baseline_is_the_latest_year(exposed: Replay) -> None:
    found = {key[1]: row["baseline_period_start"] for key, row in conflicts(exposed).items()}
    assert found["years"] == date(2024, 1, 1)
    assert found["fiscal"] == date(2023, 7, 1)
    assert found["silent"] is None


def test_a_ledger_is_evidence(exposed: Replay) -> None:
    assert exposed.query_build(
        "select role, row_key from evidence.evidence where role = 'ledger' "
        "and evidence_key = 'neutrality_conflicts|m_e|ledger|o_ledger'"
    ) == [("ledger", "lines 2 to 3: 2 payments, 200000000.00 USD")]


# --- Published answers, days, no inputs -----------------------------------------------------------


def test_in_whose_work_metas_stake_is_a_conflict(warehouse: Build) -> None:
    found = {
        key: (row["effective_stake"], row["voting"], row["deal_status"], row["arena"])
        for key, row in conflicts(warehouse).items()
    }
    stake = (Fraction(49, 100), "no", "closed", "frontier_ai_models")
    assert found == {
        (customer, "scale_ai", "meta"): stake
        for customer in ("google", "microsoft", "openai", "xai")
    }
    google = conflicts(warehouse)["google", "scale_ai", "meta"]
    assert google["since"] == date(2025, 6, 12)
    assert google["baseline_period_start"] == date(2024, 1, 1)
    assert google["exposed_amount_low"] == google["exposed_amount_high"] == 150 * MILLION
    assert Fraction(google["revenue_in_conflict_share_low"]) == Fraction(15, 100)
    # Google's 150 and no more than 150 of each of the three, of 870.
    assert abs(Fraction(google["revenue_in_conflict_share_high"]) - Fraction(600, 870)) <= SHARE


@pytest.mark.parametrize(
    ("day", "status"), [("2025-06-12", None), ("2025-06-13", "announced"), ("2025-06-30", "closed")]
)
def test_as_of_a_day_a_deal_is_as_sure_as_it_was(
    build: Callable[..., Build], day: str, status: str | None
) -> None:
    found = conflicts(as_of(build, day).run(all_inputs()))
    assert {row["deal_status"] for row in found.values()} == ({status} if status else set())
    assert len(found) == (4 if status else 0)


def test_a_rivalry_counts_from_its_source_on(build: Callable[..., Build]) -> None:
    world = World()
    world.add("sources", {"source_id": "june", "publisher": "Paper", "published_on": "2025-06-13"})
    world.add("deals", deal("stake", "owner", "vendor", "20"))
    world.add("rivalries", rivals("owner", "customer", source="june"))
    world.add("customer_signals", says("vendor", "customer"))
    # From the day on which the rival has the owner, its own rivals are concerned, too.
    world.add("company_parents", control("owner", "rival", "2025-06-15"))
    found = {
        day: list(conflicts(as_of(build, day).run(world.inputs())))
        for day in ("2025-06-12", "2025-06-13", "2025-06-15")
    }
    assert found == {
        "2025-06-12": [],
        "2025-06-13": [("customer", "vendor", "owner")],
        "2025-06-15": [("customer", "vendor", "rival")],
    }


def test_stakes_above_all_of_a_company_are_rejected(build: Callable[..., Build]) -> None:
    world = World()
    world.add(
        "deals",
        deal("first", "a", "vendor", "60"),
        # Of alternatives the least counts: 60 and 40 would do, 60 and 41 do not.
        deal("second", "b", "vendor", "41"),
        deal("second", "b", "vendor", "90", attribution="analyst"),
        deal("unstated", "c", "vendor"),
        deal("gone", "d", "vendor", "80", status="abandoned"),
        deal("whole", "a", "other", "60"),
        deal("whole_too", "b", "other", "40"),
        deal("whole_too", "b", "other", "90", attribution="analyst"),
    )
    world.add("rivalries", *(rivals(owner, "customer") for owner in "abcd"))
    world.add("customer_signals", says("vendor", "customer"), says("other", "customer"))
    made = compiled(build).run(world.inputs())
    rule = "the stakes in this company add up to more than 100 percent"
    assert made.query_build(
        "select line, column_name, value, rule from evidence.rejected_rows order by line"
    ) == [(line, "stake_pct", value, rule) for line, value in ((2, "60"), (3, "41"), (4, "90"))]
    assert sorted(key[1:] for key in conflicts(made)) == [
        ("other", "a"),
        ("other", "b"),
        ("vendor", "c"),
    ]


def test_no_inputs_make_no_conflicts(build: Callable[..., Build]) -> None:
    made = compiled(build).run({})
    assert conflicts(made) == {}
