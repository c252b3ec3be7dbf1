"""Small made-up inputs for tests, each written out with the numbers that it must give.

The companies in them are letters and roles, so that nobody takes them for facts.
"""

from __future__ import annotations

from typing import Any

Rows = list[dict[str, Any]]

YEAR_2024 = {"period_start": "2024-01-01", "period_end": "2024-12-31"}


def companies(*company_ids: str) -> Rows:
    """Return companies whose names are their ids in capitals."""
    return [
        {"company_id": company_id, "company_name": company_id.upper()} for company_id in company_ids
    ]


def figure(figure_id: str, metric: str, low: str, high: str = "", **values: str) -> dict[str, str]:
    """Return a reported figure of 2024 in US dollars; exact where no high is given.

    Args:
        figure_id: its id.
        metric: what it measures.
        low: amount in US dollars, at the least.
        high: amount in US dollars, at the most; empty: as low.
        values: further columns.
    """
    return {
        "figure_id": figure_id,
        "metric": metric,
        **YEAR_2024,
        "basis": "actual",
        "amount_low": low,
        "amount_high": high or low,
        "currency": "USD",
        "attribution": "filing",
        "stated_on": "2025-02-01",
        "source_id": "report",
        "quote": f"the words of {figure_id}",
        **values,
    }


def payment(
    vendor: str, customer: str, paid_on: str, amount: str, currency: str = "USD", market: str = "m"
) -> dict[str, str]:
    """Return a ledger line; its id is made from what it says."""
    return {
        "payment_id": f"{vendor}-{customer}-{paid_on}-{amount}",
        "vendor_id": vendor,
        "customer_id": customer,
        "market_id": market,
        "paid_on": paid_on,
        "amount": amount,
        "currency": currency,
    }


REPORT = {
    "source_id": "report",
    "publisher": "Paper",
    "published_on": "2025-02-01",
    "url": "https://example.org/report",
}

# The ledger of `seller`, complete for 2024 and the first half of 2025, and that of the buyer
# `two`, complete for 2024. `other` sells, too, and has no ledger here. `three` belongs to
# `parent` from July 2024 on. One euro is 1.10 dollars, from July 2024 on 1.20.
LEDGER: dict[str, Rows] = {
    "companies": companies("seller", "other", "one", "two", "three", "parent", "four"),
    "company_aliases": [
        {"alias": "One Ltd", "company_id": "one"},
        {"alias": "Two & Co, \"2\"", "company_id": "two"},
    ],
    "company_parents": [
        {"company_id": "three", "parent_company_id": "parent", "valid_from": "2024-07-01"}
    ],
    "exchange_rates": [
        {"currency": "EUR", "valid_from": "2024-01-01", "usd_per_unit": "1.10"},
        {"currency": "EUR", "valid_from": "2024-07-01", "usd_per_unit": "1.20"},
    ],
    "ledger_coverage": [
        {"company_id": "seller", "side": "vendor", "covered_from": "2024-01-01",
         "covered_to": "2024-12-31"},
        {"company_id": "seller", "side": "vendor", "covered_from": "2025-01-01",
         "covered_to": "2025-06-30"},
        {"company_id": "Two & Co, \"2\"", "side": "customer", "covered_from": "2024-01-01",
         "covered_to": "2024-12-31"},
    ],
    "payments": [
        # 1,000 - 60 credit + 100 euros at 1.10 + 200 euros at 1.20 = 1,290 in 2024.
        payment("seller", "one", "2024-01-15", "1000.00"),
        payment("seller", "One Ltd", "2024-02-10", "100.00", "EUR"),
        payment("seller", "one", "2024-02-20", "-60.00"),
        payment("seller", "one", "2024-08-05", "200", "EUR", ""),
        payment("seller", "two", "2024-03-01", "300"),
        payment("seller", "Two & Co, \"2\"", "2024-11-30", "200.00"),
        # 150 before the parent has it and 300 after, beside the parent's own 50: one of 500.
        payment("seller", "three", "2024-04-04", "150.00"),
        payment("seller", "three", "2024-10-10", "300.00"),
        payment("seller", "parent", "2024-06-06", "50.00"),
        # Credits alone.
        payment("seller", "four", "2024-05-05", "-50.00"),
        # 2025: the first half is covered, the rest is not.
        payment("seller", "one", "2025-03-03", "400.00"),
        payment("seller", "one", "2025-08-08", "70.00"),
        # Nobody's ledger, and the buyer's.
        payment("other", "one", "2024-05-06", "30.00"),
        payment("other", "two", "2024-05-07", "80.00"),
    ],
}  # fmt: skip

# Three vendors of a market, two of them with ranges (methods, section 2, case 4).
MARKET: dict[str, Rows] = {
    "companies": companies("scale", "surge", "appen"),
    "market_vendors": [
        {"market_id": "labelling", "vendor_id": vendor} for vendor in ("scale", "surge", "appen")
    ],
    "reported_figures": [
        figure("scale_revenue", "vendor_revenue", "870000000", "1000000000", vendor_id="scale"),
        figure("surge_revenue", "vendor_revenue", "1000000000", "1200000000", vendor_id="surge"),
        figure("appen_revenue", "vendor_revenue", "234300000", vendor_id="appen"),
    ],
}

# Major customers (ASC 280-10-50-42): three vendors of a revenue of 1,000.00 each.
MAJOR: dict[str, Rows] = {
    "companies": companies(
        "edge", "group", "state", "ten", "nearly", "sub_a", "sub_b", "holding",
        "army", "navy", "government",
    ),
    "company_parents": [
        {"company_id": "sub_a", "parent_company_id": "holding"},
        {"company_id": "sub_b", "parent_company_id": "holding"},
        {"company_id": "army", "parent_company_id": "government"},
        {"company_id": "navy", "parent_company_id": "government"},
    ],
    "reported_figures": [
        *(
            figure(f"{vendor}_revenue", "vendor_revenue", "1000", vendor_id=vendor)
            for vendor in ("edge", "group", "state")
        ),
        *(
            figure(
                f"{vendor}_{customer}", "customer_spend", amount,
                vendor_id=vendor, customer_id=customer,
            )
            for vendor, customer, amount in (
                ("edge", "ten", "100.00"),
                ("edge", "nearly", "99.99"),
                ("group", "sub_a", "60"),
                ("group", "sub_b", "50"),
                ("state", "army", "60"),
                ("state", "navy", "50"),
            )
        ),
    ],
}  # fmt: skip


# Claims about the ledger's companies, of which some became known later than they were said, and
# some on a day that nobody knows.
LATER: dict[str, Rows] = {
    "companies": companies("late", "later", "payer_a", "payer_b", "payer_c", "payer_d"),
    "company_parents": [
        {"company_id": "late", "parent_company_id": "later", "valid_from": "2025-06-14"},
    ],
    "sources": [
        {"source_id": "on_the_day", "publisher": "Paper", "published_on": "2025-06-13"},
        {"source_id": "day_after", "publisher": "Paper", "published_on": "2025-06-14"},
        {"source_id": "some_day", "publisher": "Paper"},
    ],
    "exchange_rates": [
        {"currency": "EUR", "valid_from": "2025-06-14", "usd_per_unit": "1.30"},
    ],
    "reported_figures": [
        figure("known_on_the_day", "vendor_revenue", "500", vendor_id="late",
               stated_on="2025-06-01", source_id="on_the_day"),
        figure("known_the_day_after", "vendor_revenue", "600", vendor_id="late",
               stated_on="2025-06-01", source_id="day_after", attribution="analyst"),
        figure("said_the_day_after", "customer_spend", "100", vendor_id="late",
               customer_id="payer_a", stated_on="2025-06-14", source_id="on_the_day"),
        figure("known_by_its_source", "customer_spend", "200", vendor_id="late",
               customer_id="payer_b", stated_on="", source_id="on_the_day"),
        figure("known_by_its_words", "customer_spend", "50", vendor_id="late",
               customer_id="payer_c", stated_on="2025-06-13", source_id="some_day"),
        figure("known_on_no_day", "customer_spend", "25", vendor_id="late",
               customer_id="payer_d", stated_on="", source_id="some_day"),
        # A plan in a currency whose rate changes before the period ends.
        figure("plan_in_euros", "vendor_revenue", "1000", vendor_id="late", basis="planned",
               period_start="2025-01-01", period_end="2025-12-31", currency="EUR",
               stated_on="2024-01-20", source_id="some_day"),
    ],
    "demand_claims": [
        {"claim_id": "late_gain", "vendor_id": "late", "metric": "demand_multiple",
         "value_low": "2", "value_high": "2", "attribution": "on_record",
         "stated_on": "2025-06-14", "source_id": "some_day", "quote": "twice as much"},
    ],
    "contracts": [
        {"contract_id": "late_contract", "vendor_id": "late", "customer_id": "payer_a",
         "value_type": "committed", "value_per": "year", "value_low": value, "value_high": value,
         "currency": "EUR", "attribution": "filing", "stated_on": stated_on,
         "source_id": "some_day", "quote": stated_on}
        for value, stated_on in (("10", "2025-06-13"), ("20", "2025-06-14"), ("30", ""))
    ],
}  # fmt: skip


def together(*worlds: dict[str, Rows]) -> dict[str, Rows]:
    """Return the inputs of several worlds in one, with the source of all their claims."""
    joined: dict[str, Rows] = {"sources": [REPORT]}
    for world in worlds:
        for file, rows in world.items():
            joined.setdefault(file, []).extend(rows)
    return joined
