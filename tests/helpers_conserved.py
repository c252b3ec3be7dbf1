"""A small world in which every mart has rows, for planting faults: a ledger beside claims.

It is the example of `examples/own_data` and what that leaves out: a second and third vendor, a
buyer's complete ledger over two years, two markets, three currencies, contracts, a deal with a
rival's owner, customers who leave, and vendors of which only claims are known.
"""

from __future__ import annotations

from helpers_worlds import Rows, companies, figure, payment

# Complete ledgers of 2023 and 2024: what ada and ben sell, what buyer buys; cid sells to it, too.
VENDORS = ("ada", "ben", "cid")
MONTHS = ("2023-02-15", "2023-08-20", "2024-03-10", "2024-09-05")

PAYMENTS: Rows = [
    payment(vendor, customer, day, str(amount), currency, market)
    for vendor, customer, market, currency, amounts in (
        ("ada", "buyer", "m1", "USD", (1000, 900, 500, 400)),
        ("ben", "buyer", "m1", "EUR", (300, 300, 500, 700)),
        ("cid", "buyer", "m1", "USD", (100, 100, 250, 350)),
        ("ben", "buyer", "m2", "USD", (50, 60, 70, 80)),
        ("ada", "shop", "m2", "GBP", (200, 210, 220, 230)),
        ("ada", "shop", "m1", "EUR", (40, 30, 20, 10)),
        ("ben", "shop", "m2", "USD", (500, 500, 450, -50)),
        ("ben", "mill", "m1", "GBP", (80, 90, 100, 110)),
        ("ada", "mill", "", "USD", (25, 35, 45, 55)),
    )
    for day, amount in zip(MONTHS, amounts, strict=True)
]  # fmt: skip


def claim(figure_id: str, metric: str, year: int, low: str, high: str = "", **values: str) -> dict:
    """Return a reported figure of a year."""
    period = {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
    return figure(figure_id, metric, low, high, **period, **values)


SAID = {"attribution": "filing", "stated_on": "2024-06-01", "source_id": "report"}

WORLD: dict[str, Rows] = {
    "companies": companies(*VENDORS, "buyer", "shop", "mill", "owner", "dot", "eve"),
    "exchange_rates": [
        {"currency": "EUR", "valid_from": "2023-01-01", "usd_per_unit": "1.05"},
        {"currency": "GBP", "valid_from": "2023-01-01", "usd_per_unit": "1.25"},
        {"currency": "GBP", "valid_from": "2024-01-01", "usd_per_unit": "1.3"},
    ],
    "ledger_coverage": [
        {"company_id": company, "side": side, "covered_from": "2023-01-01",
         "covered_to": "2024-12-31"}
        for company, side in (("ada", "vendor"), ("ben", "vendor"), ("buyer", "customer"))
    ],
    "market_vendors": [
        {"market_id": market, "vendor_id": vendor}
        for market, vendor in (
            ("m1", "ada"), ("m1", "ben"), ("m1", "cid"), ("m2", "ada"), ("m2", "ben"),
            ("m3", "dot"), ("m3", "eve"), ("m4", "dot"),
        )
    ],
    "sources": [
        {"source_id": "report", "publisher": "Paper", "published_on": "2024-06-01",
         "url": "https://example.org/report"}
    ],
    "rivalries": [
        {"company_id": "buyer", "rival_id": "owner", "arena": "work", "source_id": "report"},
        {"company_id": "shop", "rival_id": "owner", "arena": "work", "source_id": "report"},
    ],
    "payments": PAYMENTS,
    "reported_figures": [
        claim("dot_2023", "vendor_revenue", 2023, "5000", vendor_id="dot"),
        claim("dot_2024", "vendor_revenue", 2024, "5200", "5600", vendor_id="dot", currency="EUR"),
        claim("dot_2024_m3", "vendor_revenue", 2024, "3000", vendor_id="dot", market_id="m3"),
        claim("dot_shop_2023", "customer_spend", 2023, "700", vendor_id="dot", customer_id="shop"),
        claim("dot_shop_2024", "customer_spend", 2024, "650", vendor_id="dot", customer_id="shop"),
        claim("dot_mill_2023", "customer_spend", 2023, "300", "400", vendor_id="dot",
              customer_id="mill", currency="GBP"),
        claim("eve_2023", "vendor_revenue", 2023, "2000", vendor_id="eve", currency="GBP"),
        claim("eve_2024", "vendor_revenue", 2024, "2100", vendor_id="eve"),
        claim("eve_buyer_2024", "customer_spend", 2024, "400", vendor_id="eve",
              customer_id="buyer", basis="planned"),
        claim("m3_2023", "market_size", 2023, "9000", market_id="m3", currency="EUR"),
    ],
    "deals": [
        {"deal_id": "owner_ada", "deal_type": "equity_stake", "investor_id": "owner",
         "target_id": "ada", "status": "closed", "announced_on": "2024-02-01",
         "closed_on": "2024-02-01", "stake_pct": "40", "voting": "yes", "amount_low": "900",
         "amount_high": "900", "currency": "EUR", **SAID},
        {"deal_id": "owner_dot", "deal_type": "equity_stake", "investor_id": "owner",
         "target_id": "dot", "status": "closed", "announced_on": "2024-02-01",
         "closed_on": "2024-02-01", "stake_pct": "30", "voting": "yes", "amount_low": "700",
         "amount_high": "800", "currency": "USD", **SAID},
    ],
    "customer_signals": [
        {"signal_id": f"{vendor}_{customer}", "vendor_id": vendor, "customer_id": customer,
         "signal": signal, "announced_on": "2024-06-01", "effective_from": effective_from, **SAID}
        for vendor, customer, signal, effective_from in (
            ("ada", "buyer", "exiting", "2024-07-01"),
            ("ada", "shop", "reducing", ""),
            ("dot", "shop", "exiting", "2024-10-01"),
            ("dot", "buyer", "considering_exit", ""),
        )
    ],
    "contracts": [
        {"contract_id": f"{vendor}_{customer}", "vendor_id": vendor, "customer_id": customer,
         "starts_on": "2024-01-01", "ends_on": "2027-12-31", "notice_days": "90",
         "termination_penalty": "no", "value_type": value_type, "value_per": per,
         "value_low": low, "value_high": "1200", "currency": currency, **SAID}
        for vendor, customer, value_type, per, low, currency in (
            ("ada", "shop", "committed", "year", "1000", "EUR"),
            ("dot", "mill", "committed", "term", "1100", "USD"),
            ("ben", "buyer", "expected", "year", "1000", "USD"),
            ("eve", "buyer", "ceiling", "term", "1200", "GBP"),
        )
    ],
    "demand_claims": [
        {"claim_id": "ben_gains", "vendor_id": "ben", "from_vendor_id": "ada",
         "market_id": "m1", "metric": "new_revenue", "value_low": "200", "value_high": "300",
         "currency": "EUR", "period_start": "2024-01-01", "period_end": "2024-12-31", **SAID},
        {"claim_id": "eve_gains", "vendor_id": "eve", "from_vendor_id": "dot",
         "market_id": "m3", "metric": "new_revenue", "value_low": "100", "value_high": "100",
         "currency": "USD", "period_start": "2024-01-01", "period_end": "2024-12-31", **SAID},
    ],
}  # fmt: skip
