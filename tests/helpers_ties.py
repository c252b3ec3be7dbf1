"""Made-up inputs in which as much as possible is equal to something else.

Few days, few amounts, few names: wherever a model has to choose, it finds candidates that are as
good as each other, and wherever it sums, it sums what differs in nothing but its key.
"""

from __future__ import annotations

import random
from typing import Any

from helpers_worlds import Rows, companies

# Days on which things are said, paid, published and changed; the first is before most of them.
DAYS = (
    "2023-12-31",
    "2024-01-15",
    "2024-06-30",
    "2024-07-01",
    "2024-12-31",
    "2025-01-01",
    "2025-06-13",
    "2025-06-30",
)
PERIODS = (
    ("2023-01-01", "2023-12-31"),
    ("2023-07-01", "2024-06-30"),
    ("2024-01-01", "2024-12-31"),
    ("2024-01-01", "2024-06-30"),
    ("2024-04-01", "2024-06-30"),
    ("2024-06-01", "2024-06-30"),
    ("2025-01-01", "2025-12-31"),
)
VENDORS = ("v0", "v1", "v2", "v3", "v4")
CUSTOMERS = ("c0", "c1", "c2", "c3", "c4")
ATTRIBUTIONS = ("ledger", "filing", "on_record", "internal_document", "anonymous", "analyst")
SIGNALS = (
    "exiting", "reducing", "pausing", "considering_exit", "pulled_back", "staying", "expanding",
    "starting",
)  # fmt: skip
ASSUMED = (("exiting", "0", "1", "1"), ("reducing", "0.1", "", "1"), ("pausing", "0.5", "", "0.5"))


class _Draws:
    """Draws values from pools.

    Args:
        seed: worlds of one seed are equal.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311

    def of(self, *values: Any) -> Any:
        return self.chance.choice(values)

    def name(self, company: str) -> str:
        """Return a company's id or one of its aliases."""
        return self.of(company, company, f"{company.upper()} Ltd")

    def interval(self, *amounts: int) -> tuple[str, str]:
        """Return a low and a high of which one may be empty, often equal."""
        low, high = sorted((self.of(*amounts), self.of(*amounts)))
        return self.of(
            (f"{low}", f"{low}"), (f"{low}", f"{high}"), (f"{low}", f"{high}"), (f"{low}", ""),
            ("", f"{high}"),
        )  # fmt: skip

    def said(self, number: int) -> dict[str, str]:
        """Return who said a claim, when and where."""
        return {
            "attribution": self.of(*ATTRIBUTIONS),
            "stated_on": self.of("", *DAYS),
            "source_id": f"s{self.chance.randrange(9)}",
            "quote": self.of("", "the same words", f"words {number}"),
        }


def tied_world(seed: int, lines: int = 120) -> dict[str, Rows]:
    """Return rows of every input; a few of them break a rule.

    Args:
        seed: chooses the world.
        lines: number of ledger lines.
    """
    draw = _Draws(seed)
    everybody = (*VENDORS, *CUSTOMERS, "g0", "g1")
    world: dict[str, Rows] = {
        "companies": [
            *companies(*everybody),
            {"company_id": "in_house", "company_name": "In-house"},
            {"company_id": "undisclosed", "company_name": "Undisclosed"},
        ],
        "company_aliases": [
            {"alias": f"{company.upper()} Ltd", "company_id": company} for company in everybody
        ],
        "sources": [
            {
                "source_id": f"s{number}",
                "publisher": draw.of("Paper", "Paper", "Wire"),
                "published_on": draw.of("", *DAYS),
            }
            for number in range(9)
        ],
        "signal_assumptions": [
            {
                "signal": signal, "lost_share_low": low, "lost_share_base": base,
                "lost_share_high": high,
            }
            for signal, low, base, high in ASSUMED
        ],
        "market_vendors": [
            {"market_id": market, "vendor_id": vendor}
            for market in ("m0", "m1")
            for vendor in VENDORS
            if draw.of(True, True, False)
        ],
        # From the first day on, so that no amount is without a rate.
        "exchange_rates": [
            {"currency": currency, "valid_from": day, "usd_per_unit": draw.of("1.1", "1.2", "1.25")}
            for currency in ("CHF", "GBP")
            for day in ("2015-01-01", *draw.chance.sample(DAYS, 3))
        ],
        "ledger_coverage": [
            {"company_id": draw.name(company), "side": side, "covered_from": first,
             "covered_to": last}
            for company, side in (
                ("v0", "vendor"), ("v1", "vendor"), ("c0", "customer"), ("c1", "customer"),
            )
            for first, last in draw.of(
                (("2023-07-01", "2024-12-31"), ("2025-01-01", "2025-06-30")),
                (("2024-01-01", "2024-12-31"),),
                (("2023-01-01", "2025-12-31"),),
            )
        ] + [
            # A gap, and after it the same stretch under two names.
            {"company_id": name, "side": "customer", "covered_from": first, "covered_to": last}
            for name, first, last in (
                ("c2", "2023-01-01", "2023-12-31"),
                ("c2", "2024-07-01", "2024-12-31"),
                ("C2 Ltd", "2024-07-01", "2024-12-31"),
            )
        ],
    }  # fmt: skip
    parents = []
    for company in (*draw.chance.sample(VENDORS, 2), *draw.chance.sample(CUSTOMERS, 3)):
        first, second = sorted(draw.chance.sample(DAYS[1:], 2))
        parents.append(
            {"company_id": company, "parent_company_id": draw.of("g0", "g1"),
             "valid_from": draw.of("", first), "valid_to": draw.of("", second)}
        )  # fmt: skip
    world["company_parents"] = parents
    world["rivalries"] = [
        {
            "company_id": draw.name(one), "rival_id": draw.name(other),
            "arena": draw.of("", "arena", "ring"), "source_id": draw.of("s0", "s1", "s2"),
        }
        for one in ("g0", "c0", "c1", "v4")
        for other in ("c0", "c2", "c3", "g1")
        if one != other
    ]  # fmt: skip
    world["payments"] = [
        {
            "payment_id": f"p{number}",
            "vendor_id": draw.of(*map(draw.name, VENDORS), "Nobody Inc", "in_house", "undisclosed"),
            "customer_id": draw.of(*map(draw.name, CUSTOMERS), "Some Body", "undisclosed"),
            "market_id": draw.of("", "m0", "m1"),
            "paid_on": draw.of(*DAYS, "2023-08-08", "2024-03-03"),
            "amount": draw.of("100", "100.00", "50", "33.33", "-100", "0.05", "0"),
            "currency": draw.of("USD", "USD", "CHF", "GBP"),
        }
        for number in range(lines)
    ]
    world["reported_figures"] = [_figure(draw, number) for number in range(60)]
    world["customer_signals"] = [_signal(draw, number) for number in range(30)]
    world["deals"] = [_deal(draw, number) for number in range(24)]
    world["contracts"] = [_contract(draw, number) for number in range(24)]
    world["demand_claims"] = [_demand_claim(draw, number) for number in range(16)]
    return world


def _figure(draw: _Draws, number: int) -> dict[str, str]:
    metric = draw.of(
        "customer_spend", "customer_spend", "vendor_revenue", "vendor_revenue",
        "revenue_excluding_customer", "customer_budget", "market_size",
    )  # fmt: skip
    low, high = draw.interval(0, 100, 100, 150, 300)
    first, last = draw.of(*PERIODS, *PERIODS[:4])
    figure = {
        "figure_id": f"f{number}",
        "metric": metric,
        "market_id": draw.of("m0", "m1") if metric == "market_size" else draw.of("", "", "m0"),
        "period_start": first,
        "period_end": last,
        "basis": draw.of("actual", "actual", "actual", "planned", "forecast"),
        "amount_low": low,
        "amount_high": high,
        "currency": draw.of("USD", "USD", "CHF"),
        **draw.said(number),
    }
    if metric in ("customer_spend", "vendor_revenue", "revenue_excluding_customer"):
        figure["vendor_id"] = draw.name(draw.of(*VENDORS))
    if metric in ("customer_spend", "revenue_excluding_customer", "customer_budget"):
        figure["customer_id"] = draw.name(draw.of(*CUSTOMERS, "g0"))
    if metric == "customer_spend" and draw.of(True, False, False):
        figure |= {"amount_low": "", "amount_high": "", "currency": "", "share_low": "0.2",
                   "share_high": draw.of("0.2", "0.5")}  # fmt: skip
    if metric == "vendor_revenue":
        figure["disclosure"] = draw.of(
            "", "complete", "top_customers", "largest_only", "over_threshold", "partial"
        )
    return figure


def _signal(draw: _Draws, number: int) -> dict[str, str]:
    first, last = sorted((draw.of(*DAYS), draw.of(*DAYS)))
    low, high = draw.of(("", ""), ("", ""), ("0.5", "0.5"), ("0.25", "1"))
    return {
        "signal_id": f"n{number}",
        "vendor_id": draw.name(draw.of("v0", "v1", "v4")),
        "customer_id": draw.name(draw.of("c0", "c1", "c2", "g0")),
        "signal": draw.of(*SIGNALS),
        "lost_share_low": low,
        "lost_share_high": high,
        "announced_on": draw.of("", *DAYS),
        "effective_from": draw.of("", first),
        "effective_to": draw.of("", "", last),
        **draw.said(number),
    }


def _deal(draw: _Draws, number: int) -> dict[str, str]:
    # Downwards in one order only, so that nobody owns itself.
    investor, target = draw.of(
        ("g0", "v4"), ("g0", "v0"), ("c0", "v4"), ("v4", "v0"), ("g1", "v1"), ("v4", "v1")
    )
    amount = draw.interval(100, 100, 200)
    valuation = draw.interval(1000, 2000)
    return {
        "deal_id": f"{investor}_{target}_{draw.of('one', 'two')}",
        "deal_type": draw.of("equity_stake", "equity_stake", "equity_stake", "acquisition"),
        "investor_id": draw.name(investor),
        "target_id": draw.name(target),
        "status": draw.of("", "closed", "announced", "reported"),
        "announced_on": draw.of("", *DAYS),
        "closed_on": draw.of("", *DAYS),
        "stake_pct": draw.of("", "10", "10", "20"),
        "voting": draw.of("", "yes", "no"),
        "amount_low": amount[0],
        "amount_high": amount[1],
        "valuation_low": valuation[0],
        "valuation_high": valuation[1],
        "currency": "CHF",
        **draw.said(number),
    }


def _contract(draw: _Draws, number: int) -> dict[str, str]:
    first, last = sorted(draw.chance.sample((*DAYS, "2026-03-31", "2027-12-31"), 2))
    contract = draw.chance.randrange(8)
    low, high = draw.interval(0, 100, 100, 700)
    kind = draw.of("", "committed", "committed", "expected", "ceiling")
    if kind == "ceiling":
        low = high = "700"
    return {
        "contract_id": f"k{contract}",
        "vendor_id": draw.name(VENDORS[contract % 3]),
        "customer_id": draw.name(CUSTOMERS[contract % 4]),
        "market_id": draw.of("", "m0"),
        "title": draw.of("", "Title"),
        "starts_on": draw.of("", first),
        "ends_on": draw.of("", last),
        "notice_given_on": draw.of("", "", *DAYS),
        "notice_days": draw.of("", "30", "90"),
        "termination_penalty": draw.of("", "yes", "no"),
        "value_type": kind,
        "value_per": draw.of("", "term", "year"),
        "value_low": low,
        "value_high": high,
        "currency": draw.of("USD", "CHF"),
        **draw.said(number),
    }


def _demand_claim(draw: _Draws, number: int) -> dict[str, str]:
    low, high = draw.interval(2, 100, 100, 200)
    first, last = draw.of(("", ""), *PERIODS)
    return {
        "claim_id": f"d{number}",
        "vendor_id": draw.name(draw.of("v2", "v3", "v1")),
        "from_vendor_id": draw.of("", draw.name("v0"), draw.name("v4")),
        "market_id": draw.of("", "m0", "m1"),
        "metric": draw.of("new_revenue", "new_revenue", "demand_multiple"),
        "value_low": low,
        "value_high": high,
        "currency": draw.of("USD", "CHF"),
        "period_start": first,
        "period_end": last,
        **draw.said(number),
    }
