"""Every dbt data test fires: a fault planted in a built warehouse is found by it.

The SQL of each test is the one that dbt compiled for the build. It runs on a copy of the build
database without constraints, which would refuse some of the faults before a test could see them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

OWN_DATA = Path(__file__).parents[1] / "examples" / "own_data"

# A row of demand_flows between vendors and in a period that do not exist.
FLOW = (
    "insert into marts.demand_flows (market_id, period_grain, period_start, period_end, "
    "from_vendor_id, to_vendor_id, flow_amount_low, flow_amount, flow_amount_high) "
    "values ('m', 'year', '2024-01-01', '2024-12-31', 'nobody', 'no one', 1, 2, 3)"
)

# By the start of a test's name: the inputs that are built, and statements that plant the fault.
FAULTS: dict[str, tuple[str, list[str]]] = {
    "unique_combination_fct_spend": (
        "seeds",
        ["insert into marts.fct_spend from marts.fct_spend limit 1"],
    ),
    "bounds_in_order_fct_spend": (
        "seeds",
        ["update marts.fct_spend set spend_amount_low = spend_amount_high + 1"],
    ),
    "bounds_in_order_vendor_concentration": (
        "seeds",
        ["update marts.vendor_concentration set hhi_low = hhi_high + 1 where hhi_high < 9000"],
    ),
    "bounds_in_order_vendor_customers": (
        "seeds",
        ["update marts.vendor_customers set share = share_high + 0.1 where share_high < 0.5"],
    ),
    "ids_known_fct_spend": ("seeds", ["update marts.fct_spend set customer_id = 'nobody'"]),
    "ids_known_evidence": (
        "seeds",
        ["update evidence.evidence set source_id = 'nowhere' where line = 2"],
    ),
    "claims_reach_marts": (
        "seeds",
        ["delete from evidence.evidence where row_key = 'a01_scale_ai_revenue_2024'"],
    ),
    "companies_have_one_row_a_day": (
        "seeds",
        ["update marts.dim_companies set valid_to = '2024-12-31' where company_id = 'google'"],
    ),
    "concentration_agrees_with_itself": (
        "seeds",
        [
            "update marts.vendor_concentration set concentration_verdict = 'above' "
            "where vendor_id = 'scale_ai'"
        ],
    ),
    "evidence_matches_marts": (
        "seeds",
        ["delete from evidence.evidence where evidence_key like 'dim_deals|%'"],
    ),
    "no_rejected_rows": (
        "seeds",
        ["insert into evidence.rejected_rows values ('a.csv', 2, 'k', 'c', 'v', 'a rule')"],
    ),
    "periods_are_known": ("seeds", ["update marts.fct_spend set period_grain = 'month'"]),
    "reconciliation_adds_up": (
        "seeds",
        ["update evidence.reconciliation set amount_accepted = amount_accepted + 0.01"],
    ),
    "vendor_customers_add_up": (
        "seeds",
        ["delete from marts.vendor_customers where customer_id = 'google'"],
    ),
    "ledger_reaches_concentration": (
        "own",
        ["update marts.fct_spend set spend_amount_low = spend_amount_low + 0.01"],
    ),
    "ledger_spend_equals_vendor_revenue": (
        "own",
        ["delete from marts.fct_spend where period_start = '2024-06-01'"],
    ),
    "payments_reach_fct_spend": (
        "own",
        ["delete from marts.fct_spend where period_start = '2024-06-01'"],
    ),
    "payments_outside_coverage": (
        "own",
        ["update staging.stg_ledger_coverage set covered_to = '2024-06-02'"],
    ),
    # contract_runoff.
    "unique_combination_contract_runoff": (
        "seeds",
        ["insert into marts.contract_runoff from marts.contract_runoff limit 1"],
    ),
    "bounds_in_order_contract_runoff": (
        "seeds",
        ["update marts.contract_runoff set enforceable_amount_low = enforceable_amount_high + 1"],
    ),
    "ids_known_contract_runoff": (
        "seeds",
        ["update marts.contract_runoff set customer_id = 'nobody'"],
    ),
    # lost_revenue and revenue_at_risk.
    "unique_combination_lost_revenue": (
        "seeds",
        ["insert into marts.lost_revenue from marts.lost_revenue limit 1"],
    ),
    "bounds_in_order_lost_revenue": (
        "seeds",
        [
            "update marts.lost_revenue "
            "set lost_event_year_amount_low = lost_event_year_amount_high + 1"
        ],
    ),
    "ids_known_lost_revenue": ("seeds", ["update marts.lost_revenue set deal_id = 'no deal'"]),
    "unique_combination_revenue_at_risk": (
        "seeds",
        ["insert into marts.revenue_at_risk from marts.revenue_at_risk limit 1"],
    ),
    "bounds_in_order_revenue_at_risk": (
        "seeds",
        ["update marts.revenue_at_risk set share_of_revenue_low = share_of_revenue_high + 0.1"],
    ),
    "ids_known_revenue_at_risk": (
        "seeds",
        ["update marts.revenue_at_risk set vendor_id = 'nobody'"],
    ),
    # neutrality_conflicts
    "unique_combination_neutrality_conflicts": (
        "seeds",
        ["insert into marts.neutrality_conflicts from marts.neutrality_conflicts limit 1"],
    ),
    "bounds_in_order_neutrality_conflicts": (
        "seeds",
        ["update marts.neutrality_conflicts set effective_stake = effective_stake_high + 0.1"],
    ),
    "ids_known_neutrality_conflicts": (
        "seeds",
        ["update marts.neutrality_conflicts set owner_id = 'nobody'"],
    ),
    # competitor_demand_shifts
    "unique_combination_competitor_demand_shifts": (
        "seeds",
        ["insert into marts.competitor_demand_shifts from marts.competitor_demand_shifts limit 1"],
    ),
    "bounds_in_order_competitor_demand_shifts": (
        "seeds",
        ["update marts.competitor_demand_shifts set gain_amount_low = gain_amount_high + 1"],
    ),
    "ids_known_competitor_demand_shifts_from": (
        "seeds",
        ["update marts.competitor_demand_shifts set from_vendor_id = 'nobody'"],
    ),
    "ids_known_competitor_demand_shifts_deal_id": (
        "seeds",
        ["update marts.competitor_demand_shifts set deal_id = 'no deal'"],
    ),
    # demand_flows: neither input has a buyer's ledger, so that the fault is a flow from nowhere.
    "unique_combination_demand_flows": ("own", [FLOW, FLOW]),
    "bounds_in_order_demand_flows": (
        "own",
        [FLOW, "update marts.demand_flows set flow_amount = flow_amount_high + 1"],
    ),
    "ids_known_demand_flows": ("own", [FLOW]),
    "demand_flows_add_up": ("own", [FLOW]),
    "spend_outside_flows": (
        "own",
        ["update intermediate.int_ledger_spend set is_customer_covered = true"],
    ),
    # revenue_movements, revenue_retention, vendor_revenue_bridge
    "ledger_reaches_movements": (
        "own",
        ["update marts.revenue_movements set closing_amount = closing_amount + 0.01"],
    ),
    "movements_add_up": (
        "own",
        ["update marts.revenue_retention set churn_amount = churn_amount - 0.01"],
    ),
    "unique_combination_revenue_movements": (
        "own",
        ["insert into marts.revenue_movements from marts.revenue_movements limit 1"],
    ),
    "unique_combination_revenue_retention": (
        "own",
        ["insert into marts.revenue_retention from marts.revenue_retention limit 1"],
    ),
    "unique_combination_vendor_revenue_bridge": (
        "seeds",
        ["insert into marts.vendor_revenue_bridge from marts.vendor_revenue_bridge limit 1"],
    ),
    "bounds_in_order_revenue_movements": (
        "own",
        ["update marts.revenue_movements set opening_amount_low = opening_amount_high + 1"],
    ),
    "bounds_in_order_revenue_retention": (
        "seeds",
        ["update marts.revenue_retention set gross_revenue_retention_low = 1"],
    ),
    "bounds_in_order_vendor_revenue_bridge": (
        "seeds",
        ["update marts.vendor_revenue_bridge set committed_amount_high = -1"],
    ),
    "ids_known_revenue_movements": (
        "own",
        ["update marts.revenue_movements set customer_id = 'nobody'"],
    ),
    "ids_known_revenue_retention": ("own", ["update marts.revenue_retention set vendor_id = 'x'"]),
    "ids_known_vendor_revenue_bridge": (
        "seeds",
        ["update marts.vendor_revenue_bridge set vendor_id = 'nobody'"],
    ),
}

# A second fault, of another kind, for the tests on which the conservation of money hangs.
FURTHER_FAULTS: list[tuple[str, str, list[str]]] = [
    (
        "payments_reach_fct_spend",
        "own",
        ["insert into marts.fct_spend from marts.fct_spend where period_start = '2024-06-01'"],
    ),
    (
        "payments_reach_fct_spend",
        "own",
        ["update staging.stg_payments set amount = amount + 0.01 where payment_id = '1001'"],
    ),
    (
        "ledger_reaches_concentration",
        "own",
        ["delete from marts.vendor_concentration where period_grain = 'quarter'"],
    ),
    (
        "ledger_spend_equals_vendor_revenue",
        "own",
        ["delete from marts.fct_vendor_revenue where period_grain = 'half_year'"],
    ),
    (
        "vendor_customers_add_up",
        "own",
        ["update marts.vendor_customers set spend_amount = spend_amount + 0.01"],
    ),
    (
        "evidence_matches_marts",
        "seeds",
        ["delete from marts.fct_spend where vendor_id = 'appen'"],
    ),
    # A buyer's ledger, of which demand_flows has nothing.
    (
        "demand_flows_add_up",
        "own",
        [
            "update intermediate.int_covered_periods set company_id = 'north', side = 'customer'",
            "update intermediate.int_ledger_spend set market_id = 'm'",
        ],
    ),
    (
        "reconciliation_adds_up",
        "seeds",
        ["update evidence.reconciliation set rows_accepted = rows_accepted - 1"],
    ),
    (
        "ledger_reaches_movements",
        "own",
        ["delete from marts.revenue_movements where period_grain = 'quarter'"],
    ),
    (
        "ledger_reaches_movements",
        "own",
        ["delete from marts.fct_spend where period_start = '2024-06-01'"],
    ),
    (
        "movements_add_up",
        "own",
        ["update marts.revenue_movements set movement = 'new' where movement = 'expansion'"],
    ),
    (
        "movements_add_up",
        "seeds",
        ["update marts.vendor_revenue_bridge set replacement_amount = 0"],
    ),
]

CASES = [(name, *fault) for name, fault in FAULTS.items()] + FURTHER_FAULTS


class World:
    """A built warehouse to plant faults in, and the SQL of its data tests.

    Args:
        made: the build, as the fixture `build` returns it.
        folder: an empty folder for the copy; its file is named as dbt's database, so that the
            names in the compiled SQL hold.
    """

    def __init__(self, made: Any, folder: Path) -> None:
        file = folder / "build.duckdb"
        shutil.copyfile(made.build_path, file)
        self.database = duckdb.connect(str(file))
        tables = self.database.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where schema_name in ('staging', 'marts', 'evidence')"
        ).fetchall()
        for schema, table in tables:
            name = f'"{schema}"."{table}"'
            self.database.execute(f"create or replace table {name} as from {name}")
        results = json.loads((made.target / "run_results.json").read_text())["results"]
        manifest = json.loads((made.target / "manifest.json").read_text())["nodes"]
        self.tests = {
            manifest[result["unique_id"]]["name"]: result["compiled_code"]
            for result in results
            if result["unique_id"].startswith("test.")
        }

    def failing_rows(self, test: str) -> int:
        """Return how many rows the test finds; `test` is the start of its name, told by one."""
        found = [sql for name, sql in self.tests.items() if name.startswith(test)]
        assert found, f"no data test begins with {test}"
        return max(
            self.database.execute(f"select count(*) from ({sql})").fetchall()[0][0] for sql in found
        )


@pytest.fixture(scope="module")
def worlds(
    warehouse: Any, build: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, World]]:
    """The default inputs, which are claims, and the example of a ledger."""
    own = build(OWN_DATA)
    assert own.success, own.log[-3000:]
    made = {"own": World(own, tmp_path_factory.mktemp("own"))}
    # The builds share a folder for what dbt writes; the first one's tests are the same.
    made["seeds"] = World(warehouse, tmp_path_factory.mktemp("seeds"))
    yield made
    for world in made.values():
        world.database.close()


@pytest.mark.parametrize(("test", "inputs", "fault"), CASES)
def test_a_planted_fault_is_found(
    worlds: dict[str, World], test: str, inputs: str, fault: list[str]
) -> None:
    world = worlds[inputs]
    assert world.failing_rows(test) == 0
    world.database.execute("begin")
    try:
        changed = 0
        for statement in fault:
            changed += world.database.execute(statement).fetchall()[0][0]
        assert changed > 0, "the fault changes nothing"
        assert world.failing_rows(test) > 0
    finally:
        world.database.execute("rollback")


def test_every_data_test_has_a_fault(worlds: dict[str, World]) -> None:
    """Of a generic test one of its uses is enough; each singular test has its own."""
    generic = {name.split("_")[0] for name in FAULTS}
    without = [
        name
        for name in worlds["seeds"].tests
        if not any(name.startswith(test) for test in FAULTS)
        and not (
            name.startswith(("unique_combination_", "bounds_in_order_", "ids_known_"))
            and name.split("_")[0] in generic
        )
    ]
    assert without == []
