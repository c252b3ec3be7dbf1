"""Ledgers and claims about one thing, and what a group pays itself, in concentration and bridge."""

from __future__ import annotations

from collections.abc import Callable

from conftest import Build
from helpers_replay import compiled
from helpers_worlds import REPORT, companies
from test_movements import one, revenue, spend

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
