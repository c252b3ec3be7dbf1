"""What dbt, DuckDB and the linters let pass.

Keys that mean nothing, columns that are not there, layers that are skipped, clocks, code that
nobody uses, facts without a source.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT, SEEDS, Build
from helpers_checks import GENERIC, PAGE, PARTS, SINGULAR, message, models_of, page

LAYERS = ("staging", "intermediate", "marts")
MODEL_FILES = sorted((PROJECT / "models").rglob("*.sql"))
MACRO_FILES = sorted((PROJECT / "macros").rglob("*.sql"))
SQL_FILES = [
    *MODEL_FILES,
    *MACRO_FILES,
    *sorted((PROJECT / "analyses").rglob("*.sql")),
    *sorted((PROJECT / "tests").rglob("*.sql")),
]
# No model is longer; what grows beyond is split, or an expression becomes a macro.
MOST_LINES = 150


def named(paths: list[Path]) -> Any:
    """Return a mark that runs a test for each file."""
    return pytest.mark.parametrize("path", paths, ids=lambda path: str(path.relative_to(PROJECT)))


def without_comments(sql: str) -> str:
    """Return SQL and Jinja text without comments and the text of strings."""
    sql = re.sub(r"\{#.*?#\}", "", sql, flags=re.DOTALL)
    return re.sub(r"--.*", "", sql)


# --- Unknown keys ---------------------------------------------------------------------------------
# dbt checks the keys of YAML files for a few warehouses, and DuckDB is not one of them: a test
# under `data_test:` is no test, and nothing says so.

TEXT, ANY = str, object


def listed(shape: Any) -> list[Any]:
    """Return the shape of a list."""
    return [shape]


META = {"meta": ANY, "tags": ANY}
CONSTRAINT = {"type": TEXT, "expression": TEXT, "columns": ANY, "name": TEXT}
TEST_OPTIONS = {
    "name": TEXT,
    "description": TEXT,
    "arguments": ANY,
    "config": {
        "severity": TEXT, "error_if": TEXT, "warn_if": TEXT, "where": TEXT, "limit": ANY,
        "store_failures": ANY, **META,
    },
}  # fmt: skip
# A data test is its name, or its name with options: see `faults_of_tests`.
TESTS = "tests"
COLUMN = {
    "name": TEXT,
    "description": TEXT,
    "data_type": TEXT,
    "constraints": listed(CONSTRAINT),
    "data_tests": TESTS,
    "config": META,
}
RESOURCE = {"name": TEXT, "description": TEXT, "data_tests": TESTS, "columns": listed(COLUMN)}
MODEL = {
    **RESOURCE,
    "constraints": listed(CONSTRAINT),
    "config": {
        "materialized": TEXT,
        "schema": TEXT,
        "alias": TEXT,
        "contract": {"enforced": bool},
        "severity": TEXT,
        **META,
    },
}
SEED_COLUMN_META = {
    "type": TEXT, "required": bool, "required_with": list, "allowed": list, "references": TEXT,
    "not_above": TEXT, "not_after": TEXT,
}  # fmt: skip
SEED = {
    **RESOURCE,
    "columns": listed({**COLUMN, "config": {"meta": SEED_COLUMN_META}}),
    "config": {"meta": {"key": list}, "column_types": ANY, "enabled": TEXT},
}
ROWS = {"input": TEXT, "rows": ANY, "format": TEXT}
PROPERTY_FILE = {
    "version": int,
    "models": listed(MODEL),
    "seeds": listed(SEED),
    "sources": listed(
        {
            "name": TEXT,
            "description": TEXT,
            "config": {"meta": {"input_locations": TEXT}},
            "tables": listed(SEED),
        }
    ),
    "unit_tests": listed(
        {
            "name": TEXT,
            "description": TEXT,
            "model": TEXT,
            "given": listed(ROWS),
            "expect": {"rows": ANY, "format": TEXT},
            "overrides": {"vars": ANY, "macros": ANY, "env_vars": ANY},
            "config": {"enabled": ANY, **META},
        }
    ),
    "data_tests": listed({"name": TEXT, "description": TEXT, "config": TEST_OPTIONS["config"]}),
    "macros": listed(
        {
            "name": TEXT,
            "description": TEXT,
            "arguments": listed({"name": TEXT, "type": TEXT, "description": TEXT}),
        }
    ),
    "analyses": listed({"name": TEXT, "description": TEXT, "columns": ANY, "config": META}),
    "exposures": listed(
        {
            "name": TEXT, "label": TEXT, "type": TEXT, "maturity": TEXT, "url": TEXT,
            "description": TEXT, "depends_on": list, "owner": {"name": TEXT, "email": TEXT},
            "config": META,
        }
    ),
}  # fmt: skip
FOLDER = {
    "+schema": TEXT, "+materialized": TEXT, "+quote_columns": bool, "+enabled": ANY,
    "+persist_docs": {"relation": bool, "columns": bool}, "+contract": {"enforced": ANY},
    "+store_failures": bool, "+severity": TEXT, "+tags": ANY, "+column_types": ANY,
    "+incremental_strategy": TEXT, "+unique_key": TEXT, "+on_schema_change": TEXT,
}  # fmt: skip
PROJECT_FILE = {
    "name": TEXT, "version": TEXT, "config-version": int, "require-dbt-version": list,
    "profile": TEXT, "model-paths": list, "seed-paths": list, "test-paths": list,
    "analysis-paths": list, "macro-paths": list, "clean-targets": list,
    "flags": {
        "send_anonymous_usage_stats": bool, "require_generic_test_arguments_property": bool,
        "warn_error_options": {"silence": list}, "log_level_file": TEXT,
    },
    "on-run-start": list, "on-run-end": list, "vars": ANY,
    "seeds": ANY, "models": ANY, "data_tests": ANY, "unit_tests": ANY,
}  # fmt: skip


def faults(value: Any, shape: Any, where: str) -> Iterator[str]:
    """Give what a YAML value has that its shape does not know.

    Args:
        value: the value.
        shape: a dictionary of the keys allowed, a list of one shape, TESTS, a type, or ANY.
        where: what to call the value.
    """
    if shape is ANY:
        return
    if shape == TESTS:
        yield from faults_of_tests(value, where)
    elif isinstance(shape, dict):
        if not isinstance(value, dict):
            yield f"{where}: {value!r} is no mapping"
            return
        for key, inner in value.items():
            if key in shape:
                yield from faults(inner, shape[key], f"{where}.{key}")
            else:
                yield f"{where}: unknown key {key!r}"
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{where}: {value!r} is no list"
            return
        for number, inner in enumerate(value):
            name = inner.get("name", number) if isinstance(inner, dict) else number
            yield from faults(inner, shape[0], f"{where}[{name}]")
    elif not isinstance(value, shape):
        yield f"{where}: {value!r} is no {shape.__name__}"


def faults_of_tests(value: Any, where: str) -> Iterator[str]:
    """Give what a list of data tests has that dbt would take for something else, or drop."""
    if not isinstance(value, list):
        yield f"{where}: no list of tests"
        return
    for test in value:
        if isinstance(test, str):
            continue
        if not isinstance(test, dict):
            yield f"{where}: {test!r} is no test"
        elif "test_name" in test:
            shape = {"test_name": TEXT, **TEST_OPTIONS}
            yield from faults(test, shape, f"{where}.{test['test_name']}")
        elif len(test) == 1:
            name, options = next(iter(test.items()))
            yield from faults(options, TEST_OPTIONS, f"{where}.{name}")
        else:
            yield f"{where}: {sorted(test)}: one name for one test"


def faults_of_folders(value: Any, where: str, folder: Path | None) -> Iterator[str]:
    """Give settings of dbt_project.yml that no folder or no setting stands for."""
    for key, inner in value.items():
        if key.startswith("+"):
            yield from faults({key: inner}, FOLDER, where)
        elif folder is not None and not (folder / key).exists():
            yield f"{where}: no folder or file {key!r}"
        elif isinstance(inner, dict):
            yield from faults_of_folders(inner, f"{where}.{key}", folder and folder / key)
        else:
            yield f"{where}: {key!r} lacks its plus sign"


PROPERTY_FILES = sorted(
    path
    for folder in ("models", "seeds", "macros", "tests", "analyses")
    for pattern in ("*.yml", "*.yaml")
    for path in (PROJECT / folder).rglob(pattern)
)


class UniqueKeys(yaml.SafeLoader):
    """A YAML loader for which a key that stands twice is an error, not the latter of the two."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict:
        """Return the mapping of a node; see `yaml.SafeLoader`."""
        keys = [
            self.construct_object(key, deep=deep)
            for key, _ in node.value
            if key.tag != "tag:yaml.org,2002:merge"
        ]
        assert len(keys) == len(set(keys)), f"a key stands twice{node.start_mark}"
        return super().construct_mapping(node, deep)


def load(path: Path) -> Any:
    """Return the content of a YAML file."""
    return yaml.load(path.read_text(), Loader=UniqueKeys)  # noqa: S506


@named(PROPERTY_FILES)
def test_property_files_hold_known_keys_only(path: Path) -> None:
    assert list(faults(load(path), PROPERTY_FILE, "")) == []


def test_the_project_file_holds_known_keys_only() -> None:
    content = load(PROJECT / "dbt_project.yml")
    found = list(faults(content, PROJECT_FILE, ""))
    for part, folder in {
        "models": PROJECT / "models",
        "seeds": None,
        "data_tests": None,
        "unit_tests": None,
    }.items():
        for project, settings in content.get(part, {}).items():
            assert project == content["name"]
            found += faults_of_folders(settings, part, folder)
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "models: [{name: a, data_test: [unique]}]",
        "models: [{name: a, tests: [unique]}]",
        "models: [{name: a, columns: [{name: b, test: [unique]}]}]",
        "models: [{name: a, columns: [{name: b, data_tests: [{unique: {}, not_null: {}}]}]}]",
        "models: [{name: a, columns: [{name: b, data_tests: [{unique: {wher: c}}]}]}]",
        "models: [{name: a, columns: [{name: b, data_tests: unique}]}]",
        "models: [{name: a, columns: [{name: b, constraint: [{type: not_null}]}]}]",
        "models: [{name: a, columns: [{name: b, constraints: [{typ: not_null}]}]}]",
        "models: [{name: a, config: {contracts: {enforced: true}}}]",
        "models: [{name: a, config: {contract: {enforce: true}}}]",
        "models: [{name: a, desciption: b}]",
        "models: {name: a}",
        "model: [{name: a}]",
        "seeds: [{name: a, columns: [{name: b, config: {meta: {require: true}}}]}]",
        "seeds: [{name: a, columns: [{name: b, meta: {required: true}}]}]",
        "unit_tests: [{name: a, model: b, given: [], expects: {rows: []}}]",
    ],
)
def test_a_misspelt_key_is_found(planted: str) -> None:
    assert list(faults(yaml.safe_load(planted), PROPERTY_FILE, "")) != []


def test_rules_of_inputs_speak_of_columns_and_types_that_exist() -> None:
    found = []
    content = yaml.safe_load((PROJECT / "models/staging/_inputs.yml").read_text())
    inputs = [seed["name"] for seed in content["seeds"]]
    forms = (PROJECT / "macros/inputs/value_forms.sql").read_text()
    types = {"text", "word", *re.findall(r"^        '(\w+)': \{", forms, re.MULTILINE)}
    for seed in content["seeds"]:
        columns = {column["name"]: column["config"]["meta"] for column in seed["columns"]}
        found += [
            (seed["name"], key) for key in seed["config"]["meta"]["key"] if key not in columns
        ]
        if seed["config"]["column_types"] != dict.fromkeys(columns, "varchar"):
            found.append((seed["name"], "column_types: each column is loaded as text"))
        for name, meta in columns.items():
            others = [
                *meta.get("required_with", []),
                *(meta[key] for key in ("not_above", "not_after") if key in meta),
            ]
            found += [(seed["name"], name, other) for other in others if other not in columns]
            if meta["type"] not in types or ("allowed" in meta) != (meta["type"] == "word"):
                found.append((seed["name"], name, meta["type"]))
            if "references" in meta and meta["references"] not in inputs:
                found.append((seed["name"], name, meta["references"]))
            if not all(isinstance(word, str) for word in meta.get("allowed", [])):
                found.append((seed["name"], name, "a word that YAML takes for something else"))
    assert found == []


# --- Columns --------------------------------------------------------------------------------------

# The interface of the inputs: people write these files.
INPUT_COLUMNS = {
    "companies": "company_id, company_name, segment",
    "company_parents": "company_id, parent_company_id, valid_from, valid_to",
    "company_aliases": "alias, company_id",
    "sources": "source_id, publisher, title, published_on, url",
    "contracts": "contract_id, vendor_id, customer_id, market_id, title, signed_on, starts_on, "
    "ends_on, notice_given_on, notice_days, termination_penalty, value_type, value_per, value_low, "
    "value_high, currency, attribution, stated_on, source_id, quote",
    "deals": "deal_id, deal_type, investor_id, target_id, status, announced_on, closed_on, "
    "stake_pct, voting, amount_low, amount_high, valuation_low, valuation_high, "
    "prior_valuation_low, prior_valuation_high, currency, attribution, stated_on, source_id, quote",
    "reported_figures": "figure_id, metric, vendor_id, customer_id, market_id, period_start, "
    "period_end, basis, amount_low, amount_high, currency, share_low, share_high, disclosure, "
    "attribution, stated_on, source_id, quote",
    "customer_signals": "signal_id, vendor_id, customer_id, signal, lost_share_low, "
    "lost_share_high, announced_on, effective_from, effective_to, attribution, stated_on, "
    "source_id, quote",
    "demand_claims": "claim_id, vendor_id, from_vendor_id, market_id, metric, value_low, "
    "value_high, currency, period_start, period_end, attribution, stated_on, source_id, quote",
    "payments": "payment_id, contract_id, vendor_id, customer_id, market_id, paid_on, amount, "
    "currency",
    "ledger_coverage": "company_id, side, covered_from, covered_to",
    "market_vendors": "market_id, vendor_id",
    "rivalries": "company_id, rival_id, arena, source_id",
    "exchange_rates": "currency, valid_from, usd_per_unit",
    "signal_assumptions": "signal, lost_share_low, lost_share_base, lost_share_high, note",
}

PERIOD = "period_grain, period_start, period_end, "
# The interface of the marts: people write queries against them. They may have more columns.
MART_COLUMNS = {
    "marts.dim_companies": "company_id, company_name, parent_company_id, parent_company_name, "
    "ultimate_parent_id, ultimate_parent_name, valid_from, valid_to",
    "marts.dim_deals": "deal_id, investor_id, investor_name, target_id, target_name, currency, "
    "evidence_key",
    "marts.dim_contracts": "contract_id, vendor_id, vendor_name, customer_id, customer_name, "
    "currency, evidence_key",
    "marts.dim_sources": "source_id, publisher, title, published_on, url",
    "marts.dim_periods": PERIOD.removesuffix(", "),
    "marts.fct_spend": PERIOD + "vendor_id, vendor_name, customer_id, customer_name, market_id, "
    "basis, origin, spend_amount, spend_amount_low, spend_amount_high, currency, evidence_key",
    "marts.fct_vendor_revenue": PERIOD + "vendor_id, vendor_name, market_id, basis, "
    "revenue_amount, revenue_amount_low, revenue_amount_high, currency, evidence_key",
    "marts.vendor_concentration": PERIOD + "vendor_id, vendor_name, revenue_amount, "
    "revenue_amount_low, revenue_amount_high, currency, total_basis, named_customers, "
    "named_share_low, named_share_high, top_customer_id, top_customer_name, top_customer_share, "
    "top_customer_share_low, top_customer_share_high, top1_share_low, top1_share_high, "
    "top3_share_low, top3_share_high, hhi_low, hhi_high, effective_customers_low, "
    "effective_customers_high, major_customers, concentration_verdict, guideline, evidence_tier, "
    "evidence_key",
    "marts.vendor_customers": PERIOD + "vendor_id, vendor_name, customer_id, customer_name, "
    "spend_amount, spend_amount_low, spend_amount_high, currency, share, share_low, share_high, "
    "rank, cumulative_share_low, cumulative_share_high, evidence_key",
    "marts.customer_dependence": PERIOD + "customer_id, customer_name, spend_amount, "
    "spend_amount_low, spend_amount_high, currency, total_basis, named_vendors, named_share_low, "
    "named_share_high, top_vendor_id, top_vendor_name, top_vendor_share, top_vendor_share_low, "
    "top_vendor_share_high, top1_share_low, top1_share_high, top3_share_low, top3_share_high, "
    "hhi_low, hhi_high, effective_vendors_low, effective_vendors_high, concentration_verdict, "
    "guideline, evidence_tier, evidence_key",
    "marts.market_concentration": PERIOD + "market_id, market_amount, market_amount_low, "
    "market_amount_high, currency, total_basis, top_vendor_id, top_vendor_name, cr1_low, cr1_high, "
    "cr4_low, cr4_high, hhi_low, hhi_high, concentration_verdict, guideline, evidence_key",
    "marts.revenue_movements": PERIOD + "vendor_id, vendor_name, customer_id, customer_name, "
    "opening_amount, closing_amount, change_amount, currency, movement, evidence_key",
    "marts.revenue_retention": PERIOD + "vendor_id, vendor_name, opening_amount, new_amount, "
    "reactivation_amount, expansion_amount, contraction_amount, churn_amount, inactive_amount, "
    "closing_amount, currency, gross_revenue_retention, net_revenue_retention, total_basis, "
    "unknown_customers, evidence_key",
    "marts.vendor_revenue_bridge": PERIOD + "vendor_id, vendor_name, opening_amount, "
    "opening_amount_low, opening_amount_high, gross_lost_amount, gross_lost_amount_low, "
    "gross_lost_amount_high, replacement_amount, replacement_amount_low, replacement_amount_high, "
    "net_change_amount, net_change_amount_low, net_change_amount_high, closing_amount, "
    "closing_amount_low, closing_amount_high, plan_shortfall_amount, plan_shortfall_amount_low, "
    "plan_shortfall_amount_high, committed_amount_low, committed_amount_high, currency, "
    "evidence_key",
    "marts.lost_revenue": "loss_event_id, vendor_id, vendor_name, customer_id, customer_name, "
    "deal_id, signal, attribution, announced_on, effective_from, effective_to, "
    "baseline_period_start, baseline_amount, baseline_amount_low, baseline_amount_high, "
    "plan_amount, plan_amount_low, plan_amount_high, lost_event_year_amount_low, "
    "lost_event_year_amount_base, "
    "lost_event_year_amount_high, lost_next_12_months_amount_low, lost_next_12_months_amount_base, "
    "lost_next_12_months_amount_high, share_of_vendor_revenue_low, share_of_vendor_revenue_high, "
    "realised_lost_amount, realised_lost_amount_low, realised_lost_amount_high, "
    "realised_loss_share_low, realised_loss_share_high, currency, evidence_key",
    "marts.contract_runoff": "contract_id, vendor_id, vendor_name, customer_id, customer_name, "
    "stated_end_on, enforceable_end_on, enforceable_amount_low, enforceable_amount_high, "
    "at_risk_amount_low, at_risk_amount_high, ceiling_amount, currency, evidence_key",
    "marts.revenue_at_risk": "vendor_id, vendor_name, loss_events, at_risk_named_amount_low, "
    "at_risk_named_amount_high, at_risk_amount_high, share_of_revenue_low, share_of_revenue_high, "
    "currency, evidence_key",
    "marts.neutrality_conflicts": "customer_id, customer_name, vendor_id, vendor_name, owner_id, "
    "owner_name, arena, effective_stake, voting, deal_status, since, baseline_period_start, "
    "exposed_amount_low, exposed_amount_high, currency, revenue_in_conflict_share_low, "
    "revenue_in_conflict_share_high, evidence_key",
    "marts.competitor_demand_shifts": "event_id, from_vendor_id, from_vendor_name, market_id, "
    "vendor_id, vendor_name, share_before, share_after, gain_amount_low, gain_amount_high, "
    "diversion_ratio_low, diversion_ratio_high, claimed_amount_low, claimed_amount_high, "
    "released_named_amount_low, released_named_amount_high, released_amount_high, "
    "needed_from_unnamed_amount, claim_verdict, currency, evidence_key",
    "marts.demand_flows": PERIOD + "market_id, from_vendor_id, from_vendor_name, to_vendor_id, "
    "to_vendor_name, flow_amount, flow_amount_low, flow_amount_high, currency, evidence_key",
    "evidence.claim_evidence": "evidence_key, role, input_file, row_key, source_id, quote",
    "evidence.covered_periods": "company_id, side, period_grain, period_start, period_end, "
    "opening_start",
    "evidence.line_markets": "vendor_id, line_market_id, market_id, is_certain",
    "evidence.ledger_lines": "evidence_key, vendor_id, customer_id, market_id, period_start, "
    "period_end, payment_count, first_file, last_file, first_line, last_line, amount, currency",
    "evidence.evidence": "evidence_key, role, input_file, row_key, source_id, quote",
    "evidence.evidence_conflicts": "conflict, subject_key, attribute, first_row_key, first_quote, "
    "second_row_key, second_quote",
    "evidence.rejected_rows": "file, line, row_key, column_name, value, rule",
    "evidence.reconciliation": "file, currency, rows_in, rows_accepted, rows_rejected, amount_in, "
    "amount_accepted, amount_rejected",
    "evidence.build": "build_id, as_of, on_rejected, reporting_currency, inputs_fingerprint",
}


def test_the_inputs_are_those_of_the_interface() -> None:
    found = {}
    for path in SEEDS.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            found[path.stem] = ", ".join(next(csv.reader(lines)))
    assert found == INPUT_COLUMNS


def test_the_marts_have_the_columns_of_the_interface(warehouse: Build) -> None:
    found = columns_built(warehouse.query)
    missing = {
        relation: sorted(set(columns.split(", ")) - set(found.get(relation, [])))
        for relation, columns in MART_COLUMNS.items()
    }
    assert {relation: columns for relation, columns in missing.items() if columns} == {}
    assert set(found) == set(MART_COLUMNS), "each mart has a line in this test"


def test_the_build_id_follows_from_every_setting(warehouse: Build) -> None:
    """But for where inputs lie: what is in them is in the fingerprint of the inputs."""
    columns = columns_built(warehouse.query_build)["intermediate.int_build"]
    variables = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"]
    assert set(variables) - {"input_locations"} <= set(columns)
    [values] = warehouse.query_build("from intermediate.int_build")
    digest = hashlib.md5("|".join(values).encode(), usedforsecurity=False).hexdigest()
    assert warehouse.query("select build_id from evidence.build") == [(digest,)]


def columns_built(query: Callable[..., list[tuple]]) -> dict[str, list[str]]:
    """Return the columns of every relation of a database, in their order, by schema.table."""
    found: dict[str, list[str]] = {}
    for relation, column in query(
        "select schema_name || '.' || table_name, column_name from duckdb_columns() "
        "where not internal order by 1, column_index"
    ):
        found.setdefault(relation, []).append(column)
    return found


@pytest.fixture(scope="module")
def manifest(warehouse: Build) -> dict[str, Any]:
    """What dbt knows of the project."""
    return json.loads((warehouse.target / "manifest.json").read_text())


def test_documented_columns_are_those_built(warehouse: Build, manifest: dict[str, Any]) -> None:
    """In the same order, so that the documentation reads like the table."""
    built = columns_built(warehouse.query_build)
    wrong = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] not in ("model", "seed"):
            continue
        relation = f"{node['schema']}.{node['alias']}"
        documented = list(node["columns"])
        if documented != built[relation]:
            wrong[relation] = {
                "only documented": [name for name in documented if name not in built[relation]],
                "only built": [name for name in built[relation] if name not in documented],
            }
    assert wrong == {}


# --- Layers and models ----------------------------------------------------------------------------


def layer(node: dict[str, Any]) -> str:
    """Return the layer of a model, or the kind of what is none."""
    if node["resource_type"] != "model":
        return node["resource_type"]
    return node["original_file_path"].split("/")[1]


def test_each_layer_reads_what_it_may(manifest: dict[str, Any]) -> None:
    nodes = {**manifest["nodes"], **manifest["sources"]}
    may_read = {
        "staging": {"seed", "source", "staging"},
        "intermediate": {"staging", "intermediate"},
        "marts": {"intermediate", "marts"},
    }
    assert {layer(node) for node in nodes.values() if node["resource_type"] == "model"} == set(
        LAYERS
    )
    wrong = [
        f"{node['name']} reads {nodes[parent]['name']}"
        for node in nodes.values()
        if layer(node) in LAYERS
        for parent in node["depends_on"]["nodes"]
        if layer(nodes[parent]) not in may_read[layer(node)]
    ]
    assert wrong == []


def test_prefixes_say_the_layer(manifest: dict[str, Any]) -> None:
    prefixes = {"staging": ("stg_", "chk_"), "intermediate": ("int_",)}
    for node in manifest["nodes"].values():
        if layer(node) in prefixes:
            assert node["name"].startswith(prefixes[layer(node)]), node["name"]
        elif layer(node) == "marts":
            assert not node["name"].startswith(("stg_", "chk_", "int_")), node["name"]


def test_a_model_begins_with_its_grain() -> None:
    first_lines = {path.stem: path.read_text().split("\n")[0] for path in MODEL_FILES}
    wrong = {
        name: line
        for name, line in first_lines.items()
        if not re.match(r"-- Grain: one row( per |, )\S", line)
    }
    assert wrong == {}


def test_a_model_is_not_too_long() -> None:
    lengths = {path.stem: len(path.read_text().splitlines()) for path in MODEL_FILES}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


# A build is made of its inputs alone.
CLOCKS = re.compile(
    r"\b(current_date|current_time|current_timestamp|current_datetime|localtime|localtimestamp|"
    r"sysdate|systimestamp|getdate|get_current_time|get_current_timestamp|transaction_timestamp|"
    r"now|today|unix_timestamp|run_started_at|datetime\.(now|today|utcnow)|date\.today|"
    r"random|rand|setseed|uuid|gen_random_uuid|uuidv4|uuidv7|nextval|invocation_id|txid_current)\b"
)


def clocks(sql: str) -> list[str]:
    """Return what in a query or a macro reads the clock or chance."""
    text = re.sub(r"'[^'\n]*'", "''", without_comments(sql))
    return [found[0] for found in CLOCKS.findall(text)]


def test_nothing_reads_the_clock_or_chance() -> None:
    found = {str(path): clocks(path.read_text()) for path in SQL_FILES}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "planted",
    ["current_date", "now()", "today()", "{{ run_started_at }}", "date_trunc('day', now())"],
)
def test_a_clock_is_found(planted: str) -> None:
    assert clocks(f"select {planted} as day -- now") != []


def test_a_model_names_its_relations_through_dbt() -> None:
    """Written out they are no edges of the graph, and are built too late."""
    found = {}
    for path in MODEL_FILES:
        text = without_comments(path.read_text())
        names = re.findall(r"\b(?:from|join)\s+(\w+)\.\w+", text, re.IGNORECASE)
        found[path.stem] = [name for name in names if name in (*LAYERS, "evidence", "inputs")]
    assert {name: schemas for name, schemas in found.items() if schemas} == {}


def test_what_is_built_in_parts_comes_after_the_first_change_is_known(
    manifest: dict[str, Any],
) -> None:
    """The macros of builds of changes read int_changed_months and int_changed_from by name."""
    parents = manifest["parent_map"]

    def ancestors(node: str) -> set[str]:
        found: set[str] = set()
        todo = [node]
        while todo:
            for parent in parents.get(todo.pop(), []):
                if parent not in found:
                    found.add(parent)
                    todo.append(parent)
        return {parent.rsplit(".", 1)[-1] for parent in found}

    wrong = []
    for name, node in manifest["nodes"].items():
        in_parts = node["config"].get("materialized") == "incremental"
        code = node.get("raw_code", "")
        if in_parts or re.search(r"\b(changed_part|tested_part|payments_read)\(", code):
            by_month = node["config"].get("unique_key") == "month_start"
            needed = "int_changed_months" if by_month else "int_changed_from"
            if needed not in ancestors(name):
                wrong.append((node["name"], needed))
    assert wrong == []


def test_marts_built_in_parts_are_published_in_order_of_their_parts(
    manifest: dict[str, Any],
) -> None:
    """So that what is made anew are the last rows: they take the place of those that they were."""
    wrong = []
    for node in manifest["nodes"].values():
        order = node["config"].get("meta", {}).get("sorted_by", [])
        in_parts = node["config"].get("materialized") == "incremental"
        if node.get("schema") in ("marts", "evidence") and in_parts:
            if order[:1] != [node["config"]["unique_key"]]:
                wrong.append(node["name"])
        elif order:
            wrong.append(node["name"])
    assert wrong == []


def test_no_macro_is_used_nowhere(manifest: dict[str, Any]) -> None:
    """Used is a macro that is called, that dbt calls, or that stands for one on some database."""
    texts = {path: without_comments(path.read_text()) for path in SQL_FILES}
    texts[PROJECT / "dbt_project.yml"] = (PROJECT / "dbt_project.yml").read_text()
    everything = "\n".join(texts.values())
    yamls = "\n".join(path.read_text() for path in PROPERTY_FILES)
    of_dbt = {
        macro["name"]
        for macro in manifest["macros"].values()
        if macro["package_name"] != manifest["metadata"]["project_name"]
    }
    strategies = {
        f"get_incremental_{name}_sql"
        for name in re.findall(r"incremental_strategy\W+(\w+)", everything)
    }
    unused = []
    for path in [*MACRO_FILES, *sorted((PROJECT / "tests").rglob("*.sql"))]:
        for kind, name in re.findall(r"\{%-?\s*(macro|test)\s+(\w+)\s*\(", texts[path]):
            asked = name.split("__", 1)[-1]
            is_used = (
                re.search(rf"(?<!macro )\b{name}\s*\(", everything) is not None
                or (kind == "test" and re.search(rf"\b{name}\b", yamls) is not None)
                or name in of_dbt
                or (asked != name and asked in of_dbt)
                or (asked != name and f"adapter.dispatch('{asked}')" in everything)
                or name in strategies
            )
            if not is_used:
                unused.append(name)
    assert unused == []


def test_every_variable_is_explained_and_used() -> None:
    lines = (PROJECT / "dbt_project.yml").read_text().splitlines()
    start = lines.index("vars:")
    everything = "\n".join(
        path.read_text()
        for folder in ("macros", "models", "analyses", "tests")
        for path in (PROJECT / folder).rglob("*")
        if path.suffix in (".sql", ".yml")
    )
    found = []
    names = []
    for number in range(start + 1, len(lines)):
        variable = re.match(r"  (\w+):", lines[number])
        if not lines[number].startswith("  "):
            break
        if variable:
            name = variable[1]
            names.append(name)
            before = lines[number - 1].strip()
            if not (before.startswith("#") or re.match(r"\w+:", before)):
                found.append(f"{name}: no comment above it")
            if not re.search(rf"var\(['\"]{name}['\"]", everything):
                found.append(f"{name}: read nowhere")
    assert found == []
    asked = set(re.findall(r"\bvar\(['\"](\w+)['\"]", everything))
    assert asked - set(names) == set(), "read, but not in dbt_project.yml"


# --- Data tests -----------------------------------------------------------------------------------


@named([*SINGULAR, *GENERIC])
def test_a_data_test_says_what_when_and_how(path: Path) -> None:
    parts = message(path)
    assert tuple(parts) == PARTS
    assert min(len(words) for words in parts.values()) > 30, parts
    assert all(words.endswith(".") for words in parts.values())
    sql = path.read_text()
    assert path in SINGULAR or models_of(path.stem), "used by no model"
    # A name that the words tell people to look up is there.
    known = {model.stem for model in MODEL_FILES}
    named_models = set(
        re.findall(r"\b(?:int|stg|chk|dim|fct)_[a-z_]+\b(?!<)", parts["How to resolve"])
    )
    assert named_models <= known | {"stg_", "chk_"}, sql[:200]


def test_no_data_test_is_without_words(manifest: dict[str, Any]) -> None:
    """Those that come with dbt say nothing that a person could act on."""
    ours = {path.stem for path in GENERIC}
    singular = {path.stem for path in SINGULAR}
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    assert [
        node["name"]
        for node in tests
        if node["name"] not in singular
        and (node.get("test_metadata") or {}).get("name") not in ours
    ] == []
    assert singular <= {node["name"] for node in tests}


def test_the_page_of_checks_is_complete() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "python tests/helpers_checks.py writes it anew"
    )
    assert "docs/checks.md" in (PROJECT / "README.md").read_text()


# --- Facts ----------------------------------------------------------------------------------------


def seed_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a default input."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# Claims of which the figure was noted down and not the words, by id (and source where ids repeat).
NO_QUOTE = {
    "a46_mercor_run_rate_2025_09_second",
    "a55_micro1_arr_2025_12",
    "a59_openai_mercor_staying",
    "a67_appen_revenue_2024_h1",
    "a69_appen_revenue_2025_h1",
    "felicis_mercor_series_c_2025",
    "meta_scale_ai_2025 / upi_2025_07_16",
}
CLAIMS = ("contracts", "deals", "reported_figures", "customer_signals", "demand_claims")


@pytest.mark.parametrize("name", [*CLAIMS, "rivalries"])
def test_every_claim_has_a_source(name: str) -> None:
    known = {row["source_id"] for row in seed_rows("sources")}
    assert [row for row in seed_rows(name) if row["source_id"] not in known] == []


def test_every_source_is_somebodys() -> None:
    used = {row["source_id"] for name in (*CLAIMS, "rivalries") for row in seed_rows(name)}
    assert {row["source_id"] for row in seed_rows("sources")} - used == set()


def test_every_source_can_be_looked_up() -> None:
    # Its address was not written down: only the publisher and the month are known.
    without = {"forbes_poland_mercor"}
    for row in seed_rows("sources"):
        assert row["publisher"]
        if row["source_id"] not in without:
            assert re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]+/\S*", row["url"]), row


def test_every_claim_has_its_words() -> None:
    silent = set()
    for name in CLAIMS:
        for row in seed_rows(name):
            if not row["quote"].strip():
                claim = next(iter(row.values()))
                with_source = f"{claim} / {row['source_id']}"
                silent.add(with_source if with_source in NO_QUOTE else claim)
    assert silent == NO_QUOTE


def test_every_claim_has_a_day() -> None:
    """A claim without one is known on no day, and as_of leaves it out."""
    published = {row["source_id"]: row["published_on"] for row in seed_rows("sources")}
    for name in CLAIMS:
        for row in seed_rows(name):
            assert row["stated_on"] or published[row["source_id"]], row


# --- The files of the project ---------------------------------------------------------------------

# What is generated, and not ours to word.
NOT_OURS = {"requirements.lock"}
OURS = sorted(
    path
    for path in PROJECT.rglob("*")
    if path.is_file()
    and not {".git", ".venv", "target", "logs", "warehouse", "__pycache__", ".ruff_cache"}
    & set(path.relative_to(PROJECT).parts)
    and path.name not in NOT_OURS
    and path.suffix in (".sql", ".yml", ".yaml", ".py", ".md", ".toml", ".csv", ".sh", "", ".cfg")
)
ABSOLUTE = re.compile(
    r"(?<![\w/.:*<>{}-])/(?:work|tmp|home|root|Users|usr|opt|var|mnt|srv)/|\b[A-Z]:\\\w"
)
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK|W" + r"IP)\b")


def test_no_file_has_a_path_of_one_machine_or_anything_left_to_do() -> None:
    found = {}
    for path in OURS:
        text = re.sub(r"^#!.*", "", path.read_text(encoding="utf-8"))
        patterns = [UNFINISHED] if path == Path(__file__) else [ABSOLUTE, UNFINISHED]
        found[str(path)] = [match[0] for pattern in patterns for match in pattern.finditer(text)]
    assert {path: matches for path, matches in found.items() if matches} == {}


def test_files_end_their_lines_alike() -> None:
    wrong = [
        str(path)
        for path in OURS
        if b"\r" in path.read_bytes() or not path.read_bytes().endswith(b"\n")
    ]
    assert wrong == []
