"""Every dbt data test fires, and no fault in the money of a mart passes them all.

The SQL of each test is the one that dbt compiled for the build. It runs on a copy of the build
database without constraints, which would refuse some of the faults before a test could see them.
Faults in a model upstream go through the models that rest on it, which are built anew.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import PROJECT, Workspace
from helpers_conserved import WORLD

OWN_DATA = PROJECT / "examples" / "own_data"

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
    "ids_known_claim_evidence": (
        "seeds",
        ["update evidence.claim_evidence set source_id = 'nowhere' where line = 2"],
    ),
    "claims_reach_marts": (
        "seeds",
        ["delete from evidence.claim_evidence where row_key = 'a01_scale_ai_revenue_2024'"],
    ),
    "one_row_a_day_dim_companies": (
        "seeds",
        ["update marts.dim_companies set valid_to = '2024-12-31' where company_id = 'google'"],
    ),
    "one_row_a_day_int_exchange_rates": (
        "own",
        ["update intermediate.int_exchange_rates set valid_to = '2199-12-31'"],
    ),
    "claims_keep_their_amounts": (
        "own",
        ["update marts.fct_spend set spend_amount_low = spend_amount_low - 0.01"],
    ),
    "losses_add_up": (
        "own",
        ["update marts.revenue_at_risk set at_risk_named_amount_low = 1 where vendor_id = 'dot'"],
    ),
    "ledger_reaches_markets": (
        "own",
        ["delete from marts.fct_spend where market_id = 'm1' and customer_id = 'shop'"],
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
        ["delete from evidence.claim_evidence where evidence_key like 'dim_deals|%'"],
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
    "ledger_reaches_vendor_customers": (
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
    # demand_flows
    "unique_combination_demand_flows": ("own", [FLOW, FLOW]),
    "bounds_in_order_demand_flows": (
        "own",
        [FLOW, "update marts.demand_flows set flow_amount = flow_amount_high + 1"],
    ),
    "ids_known_demand_flows": ("own", [FLOW]),
    "demand_flows_add_up": ("own", [FLOW]),
    "spend_outside_flows": (
        "own",
        [
            "insert into intermediate.int_covered_periods "
            "select distinct customer_id, 'customer', 'month', month_start, month_end "
            "from intermediate.int_ledger_months"
        ],
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
        "ledger_reaches_vendor_customers",
        "own",
        ["delete from marts.vendor_customers where period_grain = 'quarter'"],
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
    (
        "evidence_matches_marts",
        "seeds",
        ["delete from evidence.claim_evidence where evidence_key like 'vendor_revenue_bridge|%'"],
    ),
    (
        "evidence_matches_marts",
        "seeds",
        ["delete from evidence.claim_evidence where evidence_key like 'vendor_customers|%'"],
    ),
    (
        "evidence_matches_marts",
        "own",
        ["update marts.revenue_movements set evidence_key = evidence_key || '0'"],
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
        # As in the profile.
        self.database.execute("set disabled_optimizers = 'statistics_propagation'")
        tables = self.database.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where schema_name in ('staging', 'marts', 'evidence')"
        ).fetchall()
        for schema, table in tables:
            name = f'"{schema}"."{table}"'
            self.database.execute(f"create or replace table {name} as from {name}")
        results = json.loads((made.target / "run_results.json").read_text())["results"]
        manifest = json.loads((made.target / "manifest.json").read_text())["nodes"]
        self.models: dict[str, tuple[str, str, set[str]]] = {}
        self.tests: dict[str, str] = {}
        self.read_by: dict[str, set[str]] = {}
        # Of models that are built in parts, the column that says which part a row is of.
        self.kept: dict[str, str] = {}
        for result in results:
            node = manifest.get(result["unique_id"], {})
            parents = {name.split(".")[-1] for name in node.get("depends_on", {}).get("nodes", [])}
            if node.get("resource_type") == "model":
                kind = "view" if node["config"]["materialized"] == "view" else "table"
                relation = f'{kind} "{node["schema"]}"."{node["alias"]}"'
                self.models[node["name"]] = relation, result["compiled_code"], parents
                if node["config"]["materialized"] == "incremental":
                    self.kept[f"{node['schema']}.{node['alias']}"] = node["config"]["unique_key"]
            elif node.get("resource_type") == "test":
                self.tests[node["name"]] = result["compiled_code"]
                self.read_by[node["name"]] = parents

    def rebuild(self, model: str) -> set[str]:
        """Build anew what rests on a model, in dbt's order; return the models that changed."""
        changed = {model}
        for name, (relation, sql, parents) in self.models.items():
            if parents & changed:
                self.database.execute(f"create or replace {relation} as {sql}")
                changed.add(name)
        return changed

    def finder(self, changed: set[str]) -> str | None:
        """Return a data test that fails, of those that read a changed model; None: none does."""
        for name, sql in self.tests.items():
            if self.read_by[name] & changed:
                found = self.database.execute(f"select 1 from ({sql}) limit 1").fetchall()
                if found:
                    return name
        return None

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
    """The default inputs, which are claims, and the example of a ledger with more beside it."""
    own = build(OWN_DATA, append=WORLD)
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


@pytest.mark.parametrize(
    ("coverage", "outside"),
    [
        pytest.param([("vendor", "02-10", "11-30")], {}, id="first_to_last_day"),
        pytest.param([("vendor", "02-11", "11-30")], {"north": 1}, id="begins_within_a_month"),
        pytest.param([("vendor", "02-10", "11-29")], {"east": 1}, id="ends_within_a_month"),
        pytest.param([("vendor", "03-01", "10-31")], {"north": 1, "east": 1}, id="whole_months"),
        pytest.param(
            [("vendor", "01-01", "06-02"), ("vendor", "06-03", "12-31")], {}, id="two_that_meet"
        ),
        pytest.param(
            [("vendor", "01-01", "06-02"), ("vendor", "06-04", "12-31")], {"south": 1}, id="a_gap"
        ),
        pytest.param(
            [("vendor", "03-01", "12-31"), ("customer", "02-10", "02-10")], {}, id="of_the_customer"
        ),
        pytest.param([], {"north": 2, "south": 2, "north_labs": 1, "east": 1}, id="none"),
    ],
)
def test_payments_outside_coverage_are_counted_by_day(
    worlds: dict[str, World], coverage: list[tuple[str, str, str]], outside: dict[str, int]
) -> None:
    """Of our_company, or of its customer north, in days of 2024; payments.csv as it is."""
    database = worlds["own"].database
    database.execute("begin")
    try:
        database.execute("delete from staging.stg_ledger_coverage")
        for side, first, last in coverage:
            company = "our_company" if side == "vendor" else "north"
            database.execute(
                "insert into staging.stg_ledger_coverage "
                "(company_id, side, covered_from, covered_to) values ($1, $2, $3, $4)",
                [company, side, f"2024-{first}", f"2024-{last}"],
            )
        sql = worlds["own"].tests["payments_outside_coverage"]
        found = database.execute(
            f"select customer_id, payments from ({sql}) where vendor_id = 'our_company'"
        ).fetchall()
        assert dict(found) == outside
    finally:
        database.execute("rollback")


def test_every_data_test_has_a_fault(worlds: dict[str, World]) -> None:
    """Of a generic test one of its uses is enough; each singular test has its own."""
    generic = {path.stem for path in (PROJECT / "tests" / "generic").glob("*.sql")}
    planted = {test for test in generic if any(name.startswith(test) for name in FAULTS)}
    assert generic - planted == {"keeps_figures"}, "whose faults are those of the marts, below"
    without = [
        name
        for name in worlds["seeds"].tests
        if not any(name.startswith(test) for test in FAULTS) and not name.startswith(tuple(generic))
    ]
    assert without == ["kept_rows_stay"], "whose faults are in test_faults_of_changes"


# --- The money of every mart ----------------------------------------------------------------------

# By mart: the column whose value is dropped and moved, and that of its periods.
MARTS = {
    "fct_spend": ("vendor_id", "period_start"),
    "fct_vendor_revenue": ("vendor_id", "period_start"),
    "vendor_concentration": ("vendor_id", "period_start"),
    "vendor_customers": ("vendor_id", "period_start"),
    "customer_dependence": ("customer_id", "period_start"),
    "market_concentration": ("market_id", "period_start"),
    "revenue_movements": ("vendor_id", "period_start"),
    "revenue_retention": ("vendor_id", "period_start"),
    "vendor_revenue_bridge": ("vendor_id", "period_start"),
    "lost_revenue": ("vendor_id", "baseline_period_start"),
    "neutrality_conflicts": ("vendor_id", "baseline_period_start"),
    "demand_flows": ("from_vendor_id", "period_start"),
    "competitor_demand_shifts": ("vendor_id", "share_before_period_start"),
    "contract_runoff": ("vendor_id", "stated_end_on"),
    "revenue_at_risk": ("vendor_id", "revenue_period_start"),
}
MART_FAULTS = (
    "a lost period", "a dropped vendor", "doubled rows", "doubled amounts", "a moved row", "a cent",
)  # fmt: skip


def amounts_of(world: World, mart: str) -> list[str]:
    """Return the columns of money of a mart, but for what follows from others in the same row."""
    return [
        name
        for (name,) in world.database.execute(
            "select column_name from duckdb_columns() where schema_name = 'marts' "
            "and table_name = ? and data_type = 'DECIMAL(18,2)'",
            [mart],
        ).fetchall()
    ]


def plants(world: World, mart: str) -> Iterator[tuple[str, str]]:
    """Give the faults of a mart: what it is, and the statement that plants it.

    Each is planted at the first and the last of what there is, and a cent in every amount.
    """
    thing, period = MARTS[mart]
    table = f"marts.{mart}"
    amounts = amounts_of(world, mart)
    twice = ", ".join(f"{amount} = 2 * {amount}" for amount in amounts)
    any_amount = " or ".join(f"{amount} <> 0" for amount in amounts)
    for end in ("min", "max"):
        first = f"(select {end}({thing}) from {table})"
        yield (
            "a lost period",
            f"delete from {table} where {period} = (select {end}({period}) from {table})",
        )
        yield "a dropped vendor", f"delete from {table} where {thing} = {first}"
        yield "doubled rows", f"insert into {table} from {table} where {thing} = {first}"
        yield (
            "doubled amounts",
            f"update {table} set {twice} where {thing} = "
            f"(select {end}({thing}) from {table} where {any_amount}) and ({any_amount})",
        )
        other = "max" if end == "min" else "min"
        yield (
            "a moved row",
            f"update {table} set {thing} = (select {other}({thing}) from {table}) where rowid = "
            f"(select {end}(rowid) from {table} where {thing} <> (select {other}({thing}) "
            f"from {table}))",
        )
        for amount in amounts:
            yield (
                "a cent",
                f"update {table} set {amount} = {amount} + 0.01 where rowid = "
                f"(select {end}(rowid) from {table} where {amount} is not null)",
            )


def find(world: World, fault: str, model: str, with_models: bool) -> tuple[int, str | None]:
    """Plant a fault for a moment; return how many rows it changed and which test found it."""
    world.database.execute("begin")
    try:
        changed = world.database.execute(fault).fetchall()[0][0]
        if not changed:
            return 0, None
        models = world.rebuild(model) if with_models else {model}
        return changed, world.finder(models)
    finally:
        world.database.execute("rollback")


@pytest.mark.parametrize("mart", MARTS)
def test_no_fault_in_a_mart_passes(worlds: dict[str, World], mart: str) -> None:
    """A lost currency has no place here: a mart knows the reporting currency alone."""
    passed = []
    planted = set()
    for name, world in worlds.items():
        for kind, fault in plants(world, mart):
            changed, test = find(world, fault, mart, with_models=False)
            if changed:
                planted.add(kind)
                if test is None:
                    passed.append(f"{name}: {kind}: {fault}")
    assert passed == []
    assert planted == set(MART_FAULTS)


def test_every_mart_of_money_is_planted(worlds: dict[str, World]) -> None:
    """The terms of deals and contracts are no sum that could be kept; contract_runoff is."""
    with_money = worlds["own"].database.execute(
        "select distinct table_name from duckdb_columns() "
        "where schema_name = 'marts' and data_type = 'DECIMAL(18,2)'"
    )
    assert {name for (name,) in with_money.fetchall()} == {*MARTS, "dim_deals", "dim_contracts"}


MONTHS = "intermediate.int_ledger_months"
# What is planted upstream, on both sides of what later tables compare with each other.
UPSTREAM = {
    "a lost month": f"delete from {MONTHS} where month_start = '2023-08-01'",
    "a doubled join": f"insert into {MONTHS} from {MONTHS} where customer_id = 'shop'",
    "a dropped vendor": f"delete from {MONTHS} where vendor_id = 'ben'",
    "a moved customer": f"update {MONTHS} set vendor_id = 'cid' "
    "where vendor_id = 'ada' and customer_id = 'mill'",
    "a line in another market": f"update {MONTHS} set market_id = 'm2' "
    "where vendor_id = 'ada' and customer_id = 'buyer' and month_start = '2023-02-01'",
    "a cent": f"update {MONTHS} set amount = amount + 0.01 "
    "where vendor_id = 'ada' and customer_id = 'buyer' and month_start = '2023-02-01'",
    "a lost currency": "delete from staging.stg_payments where currency = 'GBP'",
    "a currency taken for another": "update staging.stg_payments set currency = 'USD' "
    "where currency = 'EUR'",
    "a doubled line": "insert into staging.stg_payments from staging.stg_payments limit 1",
    "two rates on a day": "insert into intermediate.int_exchange_rates "
    "from intermediate.int_exchange_rates where currency = 'EUR'",
}


@pytest.mark.parametrize("kind", UPSTREAM)
def test_no_fault_upstream_passes(worlds: dict[str, World], kind: str) -> None:
    fault = UPSTREAM[kind]
    model = fault.split(".", 1)[1].split()[0]
    changed, test = find(worlds["own"], fault, model, with_models=True)
    assert changed > 0
    assert test is not None, fault


def test_reconciliation_is_that_of_the_file(worlds: dict[str, World]) -> None:
    """Rows and money of the payments, as Python reads them, by currency."""
    with (OWN_DATA / "payments.csv").open(encoding="utf-8", newline="") as lines:
        rows = [*csv.DictReader(lines), *WORLD["payments"]]
    by_currency: dict[str, tuple[int, Decimal]] = {}
    for row in rows:
        count, amount = by_currency.get(row["currency"], (0, Decimal(0)))
        by_currency[row["currency"]] = count + 1, amount + Decimal(row["amount"])
    found = worlds["own"].database.execute(
        "select currency, rows_in, amount_in from evidence.reconciliation "
        "where file = 'payments.csv'"
    )
    assert {
        currency: (count, amount) for currency, count, amount in found.fetchall()
    } == by_currency


# --- What a person reads when a test fails --------------------------------------------------------


def test_a_failed_test_says_what_to_do(fresh: Workspace) -> None:
    with duckdb.connect(str(fresh.home / "build.duckdb")) as database:
        for fault in (
            "update marts.fct_vendor_revenue set revenue_amount_low = revenue_amount_high + 1",
            "delete from evidence.reconciliation where file = 'companies.csv'",
        ):
            database.execute(fault)
    run = fresh.build(
        command="test",
        keep=True,
        select="reconciliation_adds_up bounds_in_order_fct_vendor_revenue_revenue_amount",
    )
    assert not run.success
    lines = run.log.splitlines()
    start = next(
        number
        for number, line in enumerate(lines)
        if line.startswith("bounds_in_order_fct_vendor_revenue_revenue_amount failed (found ")
    )
    told = lines[start : start + 9]
    assert told[0].endswith(
        "): No low is above its high, and no point outside its bounds; an empty value is unknown "
        "and passes."
    )
    assert told[1].startswith("  To do: This is a defect of the project, in the model that ")
    for number in (1, 2, 3):
        assert told[1 + number].startswith(f"  Row {number}: measure revenue_amount, measure_low ")
        assert re.search(r", vendor_id \w+, vendor_name ", told[1 + number])
    assert told[5].startswith(
        "reconciliation_adds_up failed (found 1): For each file and currency, rows and money "
    )
    assert told[6].startswith("  To do: This is a defect of the project, not of the data.")
    assert told[7].startswith("  Row 1: file companies.csv, ") and "rows_staged 19" in told[7]
    assert told[8] == "All checks, what they show and who acts: docs/checks.md"
    assert max(len(line) for line in told) < 400
