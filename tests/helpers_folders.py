"""Whole input folders made up by hypothesis, and what is to hold for whatever comes out of them.

A folder is small and full of edges: ties, zeros, credits, bounds without an upper end, figures of
months beside figures of years, parents that change, aliases, claims that contradict each other. The
companies of several folders get prefixes, so that one build in memory holds many of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from conftest import Build
from helpers_replay import Compiled, Replay, compiled
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as draw_seed
from hypothesis import strategies as st

Row = dict[str, str]
Folder = dict[str, list[Row]]
Table = dict[tuple[Any, ...], dict[str, Any]]

VENDORS, CUSTOMERS = ("a", "b", "c", "d"), ("c", "d", "e", "f", "g")
COMPANIES = ("a", "b", "c", "d", "e", "f", "g")
LAST_DAY = "2026-12-31"
SPECIAL = ("in_house", "undisclosed")
# Columns that hold a company, a market or an id of the folder's own.
COMPANY_COLUMNS = (
    "company_id", "parent_company_id", "vendor_id", "customer_id", "investor_id", "target_id",
    "from_vendor_id", "rival_id", "alias",
)  # fmt: skip
OWN_COLUMNS = (
    *COMPANY_COLUMNS, "market_id", "source_id", "contract_id", "deal_id", "figure_id", "signal_id",
    "claim_id", "payment_id",
)  # fmt: skip
MONEY_COLUMNS = (
    "amount", "amount_low", "amount_high", "value_low", "value_high", "valuation_low",
    "valuation_high", "prior_valuation_low", "prior_valuation_high",
)  # fmt: skip

# The same for every folder, since a build has only one of each. Amounts are such that they
# convert to whole cents.
RATES = [
    {"currency": currency, "valid_from": valid_from, "usd_per_unit": rate}
    for currency, valid_from, rate in (
        ("EUR", "2000-01-01", "1.10"),
        ("EUR", "2024-07-01", "1.25"),
        ("GBP", "2000-01-01", "2"),
        ("PAB", "2000-01-01", "1"),
    )
]
ASSUMPTIONS = [
    {"signal": signal, "lost_share_low": low, "lost_share_base": base, "lost_share_high": high}
    for signal, low, base, high in (
        ("exiting", "0", "1", "1"),
        ("pausing", "0", "", "1"),
        ("reducing", "0.1", "0.25", "0.5"),
        ("considering_exit", "0", "", "1"),
        ("staying", "0", "0", "0"),
    )
]

# A change is measured in every period that anybody speaks of, and contracts run from the last day
# of which the inputs tell: the same for all folders.
ALWAYS: Folder = {
    "ledger_coverage": [
        {"company_id": "always", "side": "customer", "covered_from": "2022-01-01",
         "covered_to": LAST_DAY}
    ],
    "sources": [{"source_id": "always", "publisher": "Paper", "published_on": "2024-01-01"}],
    "reported_figures": [
        {"figure_id": f"always {year}", "metric": "vendor_revenue", "vendor_id": "always",
         "period_start": f"{year}-07-01", "period_end": f"{year + 1}-06-30", "basis": "actual",
         "amount_low": "1", "amount_high": "1", "currency": "USD", "attribution": "filing",
         "source_id": "always"}
        for year in (2022, 2023, 2024, 2025)
    ],
}  # fmt: skip


# --- Strategies -----------------------------------------------------------------------------------


def words(*values: str) -> st.SearchStrategy[str]:
    """Return one of some words; the first is the simplest."""
    return st.sampled_from(values)


def seldom(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return an empty value mostly."""
    return st.one_of(st.just(""), st.just(""), strategy)


AMOUNTS = ("1000", "0", "2000", "3000", "5000", "10000", "20000", "100000", "33300")
AMOUNT = words(*AMOUNTS)
CURRENCY = words("USD", "USD", "USD", "EUR", "GBP")
MARKET = words("", "m", "n", "")
DAY = words("2024-01-15", "2024-03-31", "2024-07-01", "2024-10-20", "2025-02-28", "2025-06-13")
ATTRIBUTION = words("filing", "on_record", "internal_document", "anonymous", "analyst")
PERIODS = tuple(
    (f"{start}-01", end)
    for start, end in (
        ("2024-01", "2024-12-31"), ("2023-01", "2023-12-31"), ("2025-01", "2025-12-31"),
        ("2024-01", "2024-12-31"), ("2023-01", "2023-12-31"), ("2024-01", "2024-06-30"),
        ("2024-07", "2024-12-31"), ("2024-01", "2024-03-31"), ("2024-04", "2024-06-30"),
        ("2024-01", "2024-01-31"), ("2024-02", "2024-02-29"), ("2023-07", "2024-06-30"),
        ("2024-07", "2025-06-30"),
    )
)  # fmt: skip


@st.composite
def interval(draw: Callable[..., Any], amount: st.SearchStrategy[str] = AMOUNT) -> tuple[str, str]:
    """Return a low and a high: exact, an interval, or with one end only."""
    kind = draw(words("exact", "exact", "interval", "low", "high"))
    one, other = draw(amount), draw(amount)
    if kind == "exact":
        return one, one
    if kind == "interval":
        return (one, other) if Decimal(one) <= Decimal(other) else (other, one)
    return (one, "") if kind == "low" else ("", one)


def claim(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    """Return a claim: these columns, and who said it when and where."""
    return st.fixed_dictionaries(
        {
            **columns,
            "attribution": ATTRIBUTION,
            "stated_on": words("2025-02-01", "2025-02-01", "2024-02-10", "2025-06-14", ""),
            "source_id": words("s", "t", "u"),
        }
    )


def named(row: dict[str, Any], low: str, high: str, of: str) -> Row:
    """Put an interval into a row's columns."""
    row[low], row[high] = row.pop(of)
    return row


@st.composite
def reported_figure(draw: Callable[..., Any]) -> Row:
    """Return a claim about a figure, of a form that the rules allow."""
    metric = draw(
        words(
            "customer_spend", "vendor_revenue", "customer_spend", "vendor_revenue",
            "revenue_excluding_customer", "customer_budget", "market_size",
        )
    )  # fmt: skip
    basis = draw(words("actual", "actual", "actual", "planned", "forecast", "run_rate", "ceiling"))
    row = draw(claim(market_id=MARKET, currency=CURRENCY))
    row |= {"metric": metric, "basis": basis}
    row["period_start"], row["period_end"] = draw(st.sampled_from(PERIODS))
    if basis == "run_rate":
        row["period_start"], row["period_end"] = "2024-12-01", "2024-12-31"
    if metric in ("customer_spend", "vendor_revenue", "revenue_excluding_customer"):
        own_labour = ("in_house",) if metric == "customer_spend" else ()
        row["vendor_id"] = draw(words(*VENDORS, *own_labour))
    if metric in ("customer_spend", "revenue_excluding_customer", "customer_budget"):
        row["customer_id"] = draw(words(*CUSTOMERS, "undisclosed"))
    if metric == "market_size":
        row["market_id"] = row["market_id"] or "m"
    if metric == "vendor_revenue":
        row["disclosure"] = draw(
            words("", "largest_only", "top_customers", "complete", "over_threshold", "partial")
        )
    if metric == "customer_spend" and draw(st.integers(0, 4)) == 4:
        row["share_low"], row["share_high"] = draw(interval(words("0.2", "0", "0.1", "0.5", "1")))
        row["currency"] = ""
        return row
    row["amount_low"], row["amount_high"] = draw(interval())
    if basis == "ceiling":
        row["amount_high"] = row["amount_low"] = row["amount_low"] or row["amount_high"]
    return row


PAYMENT = st.fixed_dictionaries(
    {
        "vendor_id": words(*VENDORS, "in_house", "undisclosed", "a alias"),
        "customer_id": words(*CUSTOMERS, "undisclosed", "not listed"),
        "market_id": MARKET,
        "paid_on": words(
            "2024-01-15", "2024-02-29", "2024-03-31", "2024-07-01", "2024-12-31", "2023-05-05",
            "2023-12-31", "2025-01-01", "2025-03-03",
        ),
        "amount": words(*AMOUNTS, "-1000", "-3000"),
        "currency": CURRENCY,
    }
)  # fmt: skip
COVERAGE = st.fixed_dictionaries(
    {
        "company_id": words(*COMPANIES, "a alias", "not listed"),
        "side": words("vendor", "customer"),
        "covered": st.sampled_from(
            (
                ("2023-01-01", "2024-12-31"), ("2024-01-01", "2024-12-31"),
                ("2023-01-01", "2025-12-31"), ("2024-01-01", "2024-06-30"),
                ("2024-01-15", "2024-07-14"), ("2025-01-01", "2025-12-31"),
            )
        ),
    }
).map(lambda row: named(row, "covered_from", "covered_to", "covered"))  # fmt: skip
SIGNAL = claim(
    vendor_id=words(*VENDORS),
    customer_id=words(*CUSTOMERS),
    signal=words("exiting", "reducing", "pausing", "considering_exit", "staying", "exiting"),
    share=st.one_of(st.just(("", "")), interval(words("0.5", "0.25", "1"))),
    announced_on=seldom(DAY),
    effective=st.sampled_from(
        (("", ""), ("2024-07-01", ""), ("2025-07-01", ""), ("2024-03-20", "2024-12-31"))
    ),
).map(
    lambda row: named(
        named(row, "lost_share_low", "lost_share_high", "share"),
        "effective_from", "effective_to", "effective",
    )
)  # fmt: skip
DEMAND_CLAIM = claim(
    vendor_id=words("b", "c", "d"),
    from_vendor_id=seldom(words("a")),
    market_id=MARKET,
    metric=words("new_revenue", "new_revenue", "demand_multiple"),
    value=interval(),
    currency=CURRENCY,
    period=st.sampled_from((("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31"), ("", ""))),
).map(
    lambda row: named(
        named(row, "value_low", "value_high", "value"), "period_start", "period_end", "period"
    )
)
CONTRACT = claim(
    contract_id=words("k1", "k2", "k3"),
    vendor_id=words(*VENDORS),
    customer_id=words(*CUSTOMERS),
    market_id=MARKET,
    signed_on=seldom(DAY),
    term=st.sampled_from(
        (("2024-01-01", "2025-12-31"), ("2024-03-15", ""), ("", ""), ("2023-01-01", "2026-06-30"))
    ),
    notice_given_on=seldom(DAY),
    notice_days=words("", "0", "30", "90"),
    termination_penalty=words("", "yes", "no"),
    value_type=words("committed", "committed", "expected", "ceiling", ""),
    value_per=words("year", "term", ""),
    value=interval(),
    currency=CURRENCY,
).map(
    lambda row: named(
        named(row, "starts_on", "ends_on", "term"), "value_low", "value_high", "value"
    )
)
DEAL = claim(
    deal_id=words("d1", "d2", "d3"),
    deal_type=words("equity_stake", "acquisition", "asset_purchase"),
    parties=st.sampled_from((("f", "a"), ("g", "a"), ("g", "f"), ("e", "b"))),
    status=words("closed", "announced", "reported", "abandoned", ""),
    announced_on=seldom(DAY),
    closed_on=seldom(DAY),
    stake_pct=words("", "10", "30", "0"),
    voting=words("", "yes", "no"),
    amount=interval(),
    valuation=interval(),
    currency=CURRENCY,
).map(
    lambda row: named(
        named(
            named(row, "investor_id", "target_id", "parties"), "amount_low", "amount_high", "amount"
        ),
        "valuation_low", "valuation_high", "valuation",
    )
)  # fmt: skip
# A company has one parent at a time, and never, by the order of letters, one that it controls.
PARENT = st.fixed_dictionaries(
    {
        "pair": st.sampled_from((("d", "c"), ("f", "e"), ("g", "e"), ("e", "d"), ("b", "a"))),
        "valid": st.sampled_from(
            (("", ""), ("2024-07-01", ""), ("2024-01-01", "2024-12-31"), ("", "2024-06-30"))
        ),
    }
).map(
    lambda row: named(
        named(row, "company_id", "parent_company_id", "pair"), "valid_from", "valid_to", "valid"
    )
)
RIVALRY = st.fixed_dictionaries(
    {
        "pair": st.sampled_from((("e", "f"), ("e", "g"), ("c", "g"), ("c", "f"), ("a", "b"))),
        "arena": words("", "models", "search"),
        "source_id": words("", "s", "u"),
    }
).map(lambda row: named(row, "company_id", "rival_id", "pair"))
MARKET_VENDOR = st.fixed_dictionaries({"market_id": words("m", "n"), "vendor_id": words(*VENDORS)})
SOURCE_DAY = words("2025-02-01", "2024-02-10", "", "2025-06-14")

IDS = {
    "reported_figures": "figure_id",
    "customer_signals": "signal_id",
    "demand_claims": "claim_id",
    "payments": "payment_id",
}
KEYS = {
    "contracts": ("contract_id", "source_id", "attribution", "stated_on"),
    "deals": ("deal_id", "source_id", "attribution", "stated_on"),
    "company_parents": ("company_id",),
    "ledger_coverage": ("company_id", "side", "covered_from"),
    "market_vendors": ("market_id", "vendor_id"),
    "rivalries": ("company_id", "rival_id", "arena"),
}


def folders() -> st.SearchStrategy[Folder]:
    """Return a small folder of inputs in which nothing is rejected."""
    return st.fixed_dictionaries(
        {
            "reported_figures": st.lists(reported_figure(), max_size=10),
            "payments": st.lists(PAYMENT, max_size=10),
            "ledger_coverage": st.lists(COVERAGE, max_size=4),
            "company_parents": st.lists(PARENT, max_size=2),
            "customer_signals": st.lists(SIGNAL, max_size=4),
            "contracts": st.lists(CONTRACT, max_size=3),
            "deals": st.lists(DEAL, max_size=3),
            "demand_claims": st.lists(DEMAND_CLAIM, max_size=2),
            "market_vendors": st.lists(MARKET_VENDOR, max_size=4),
            "rivalries": st.lists(RIVALRY, max_size=3),
            "source_days": st.tuples(SOURCE_DAY, SOURCE_DAY, SOURCE_DAY),
        }
    ).map(_finished)


def empty_folder() -> Folder:
    """Return a folder that knows its companies and sources, and nothing else."""
    return _finished({**{file: [] for file in (*IDS, *KEYS)}, "source_days": ["2025-01-15"] * 3})


def _finished(drawn: dict[str, Any]) -> Folder:
    """Give rows their ids, leave out what would be a duplicate, add who is named."""
    days = drawn.pop("source_days")
    folder: Folder = {file: [dict(row) for row in rows] for file, rows in drawn.items()}
    for file, column in IDS.items():
        for number, row in enumerate(folder[file]):
            row[column] = f"{file}{number}"
    for row in (*folder["payments"], *folder["reported_figures"]):
        if row.get("vendor_id") in SPECIAL and row.get("customer_id") in SPECIAL:
            row["customer_id"] = "e"
    for file, key in KEYS.items():
        kept = {tuple(row[column] for column in key): row for row in reversed(folder[file])}
        folder[file] = list(reversed(kept.values()))
    for contract in folder["contracts"]:
        if contract["value_type"] == "ceiling":
            value = contract["value_low"] or contract["value_high"]
            contract["value_low"] = contract["value_high"] = value
    for file in ("reported_figures", "customer_signals", "demand_claims", "contracts", "deals"):
        for row in folder[file]:
            row["quote"] = f"words {row['attribution']}"
    folder["companies"] = [
        {"company_id": company, "company_name": company.upper(), "segment": ""}
        for company in COMPANIES
    ]
    folder["company_aliases"] = [{"alias": "a alias", "company_id": "a"}]
    folder["sources"] = [
        {"source_id": source, "publisher": source.upper(), "published_on": day}
        for source, day in zip("stu", days, strict=True)
    ]
    return folder


# --- Folders as data ------------------------------------------------------------------------------


def copied(folder: Mapping[str, Iterable[Row]]) -> Folder:
    """Return a folder whose rows can be changed."""
    return {file: [dict(row) for row in rows] for file, rows in folder.items()}


def renamed(folder: Folder, new: Callable[[str], str], columns: Sequence[str]) -> Folder:
    """Return a folder with other names in some columns; special companies keep theirs."""
    changed = copied(folder)
    for rows in changed.values():
        for row in rows:
            for column in columns:
                if row.get(column) and row[column] not in SPECIAL:
                    row[column] = new(row[column])
    return changed


def together(folders: Sequence[Folder]) -> Folder:
    """Return one folder that holds several, each under a prefix of its own."""
    joined: Folder = {
        "exchange_rates": RATES,
        "signal_assumptions": ASSUMPTIONS,
        "companies": [
            {"company_id": name, "company_name": name.upper()} for name in (*SPECIAL, "always")
        ],
        **copied(ALWAYS),
    }
    for number, folder in enumerate(folders):
        own = renamed(folder, lambda name, number=number: f"w{number}.{name}", OWN_COLUMNS)
        for row in own["companies"]:
            row["company_name"] = row["company_id"].upper()
        for file, rows in own.items():
            joined.setdefault(file, [])
            joined[file] = [*joined[file], *rows]
    return joined


# --- Examples -------------------------------------------------------------------------------------


def examples(strategy: st.SearchStrategy[Any], count: int, seed: int = 0) -> list[Any]:
    """Return examples that hypothesis draws, the same ones for the same seed.

    They are drawn one by one and judged many in a build: a build takes a second, however many
    folders it holds.
    """
    found: list[Any] = []

    @draw_seed(seed)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(example: Any) -> None:
        found.append(example)

    collect()
    return found


def smaller(
    folder: Folder, failing: Callable[[list[Folder]], list[bool]], kept: Sequence[str] = ()
) -> Folder:
    """Return a folder that still fails with few rows.

    Hypothesis would build for each row that it leaves out; here one build tries all of them.

    Args:
        folder: a folder that fails.
        failing: which of some folders fail.
        kept: files to leave as they are.
    """

    def rows_of(folder: Folder) -> list[tuple[str, int]]:
        return [
            (file, number)
            for file in folder
            if file not in ("companies", "sources", *kept)
            for number in range(len(folder[file]))
        ]

    def without(folder: Folder, out: set[tuple[str, int]]) -> Folder:
        return {
            file: [row for number, row in enumerate(rows) if (file, number) not in out]
            for file, rows in folder.items()
        }

    while True:
        each = rows_of(folder)
        verdicts = failing([without(folder, {row}) for row in each])
        needless = [row for row, fails in zip(each, verdicts, strict=True) if fails]
        if not needless:
            return folder
        # Each can go alone; as many of them as can go together do.
        tries = [
            without(folder, set(needless[: len(needless) - less])) for less in range(len(needless))
        ]
        fail = failing(tries)
        folder = next(less for less, fails in zip(tries, fail, strict=True) if fails)


def readable(folder: Folder) -> str:
    """Return the rows of a folder without what is empty."""
    return "\n".join(
        f"  {file}: { ({column: value for column, value in row.items() if value}) }"
        for file, rows in folder.items()
        if file not in ("companies", "company_aliases", "sources")
        for row in rows
    )


# --- Builds and their checks ----------------------------------------------------------------------


class Project:
    """The compiled models, with the data tests and the constraints of the marts.

    Args:
        build: the fixture.
        settings: project variables.
    """

    def __init__(self, build: Callable[..., Build], **settings: Any) -> None:
        self.models: Compiled = compiled(build, **settings)
        made = build(
            vars={"on_rejected": "quarantine", **settings},
            command="compile",
            select="test_type:data",
        )
        assert made.success, made.log
        nodes = json.loads((made.target / "manifest.json").read_text())["nodes"].values()
        # Some tests are notes on the inputs, not on the models.
        self.tests = {
            node["name"]: node["compiled_code"]
            for node in nodes
            if node["resource_type"] == "test" and node["config"]["severity"].lower() == "error"
        }
        assert len(self.tests) > 70
        self.keys: dict[str, tuple[str, ...]] = {}
        self.columns: dict[str, list[str]] = {}
        self.constraints: dict[str, str] = {}
        for node in nodes:
            metadata = node.get("test_metadata")
            if metadata and metadata["name"] == "unique_combination":
                model = node["attached_node"].rsplit(".", 1)[1]
                self.keys[model] = tuple(metadata["kwargs"]["columns"])
            if node["resource_type"] == "model" and node["fqn"][1] == "marts":
                name = f"{node['schema']}.{node['name']}"
                self.columns[name] = list(node["columns"])
                broken = [
                    f"not ({constraint['expression']})"
                    if constraint["type"] == "check"
                    else f'"{column["name"]}" is null'
                    for column in node["columns"].values()
                    for constraint in column["constraints"]
                ]
                self.constraints[name] = " or ".join(broken) or "false"

    def run(self, folders: Sequence[Folder]) -> tuple[dict[str, Table], list[list[str]]]:
        """Build the models from folders.

        Returns:
            The rows of every mart by their key, and for each folder what is broken: rows that
            are rejected, data tests and constraints.
        """
        broken: list[list[str]] = [[] for _ in folders]
        tables, found = self.run_inputs(together(folders))
        for words in found:
            about = {int(number) for number in re.findall(r"\bw(\d+)[.]", words)}
            for number in about & set(range(len(folders))) or range(len(folders)):
                broken[number].append(words)
        return tables, broken

    def run_inputs(self, inputs: Folder) -> tuple[dict[str, Table], list[str]]:
        """Build the models from inputs; return the marts' rows, and what is broken."""
        made = self.models.run(inputs)
        return self.tables(made), self.broken(made)

    def broken(self, made: Replay) -> list[str]:
        """Return every row that a data test finds, breaks a constraint, or is rejected."""
        queries = {
            "rejected": "select * from evidence.rejected_rows",
            **{
                f"constraint of {table}": f"select * from {table} where {broken}"
                for table, broken in self.constraints.items()
            },
            **{f"data test {name}": sql for name, sql in self.tests.items()},
        }
        return [
            f"{name}: {', '.join(map(text, row))}"
            for name, sql in queries.items()
            for row in made.query_build(sql)
        ]

    def tables(self, made: Replay) -> dict[str, Table]:
        """Return the rows of every mart by their key."""
        found: dict[str, Table] = {}
        for name, columns in self.columns.items():
            schema, table = name.split(".")
            if schema != "marts" or table == "dim_periods":
                continue
            listed = ", ".join(f'"{column}"' for column in columns)
            key = self.keys[table]
            rows = [
                dict(zip(columns, row, strict=True))
                for row in made.query_build(f"select {listed} from {name}")
            ]
            found[table] = {tuple(row[column] for column in key): row for row in rows}
            assert len(found[table]) == len(rows), f"{name}: a key twice"
        return found


def text(value: Any) -> str:
    """Return a value as a person reads it."""
    return "" if value is None else str(value)


def of_world(tables: Mapping[str, Table], number: int) -> dict[str, Table]:
    """Return the rows that are about one of several folders in a build; those of none are left out.

    Own labour and redacted names are the same company for all of them.
    """
    prefix = f"w{number}."
    return {
        name: {
            key: row
            for key, row in table.items()
            if any(isinstance(value, str) and value.startswith(prefix) for value in key)
        }
        for name, table in tables.items()
    }


def differences(
    expected: Mapping[str, Table], found: Mapping[str, Table], slack: Decimal = Decimal(0)
) -> list[str]:
    """Return what differs between the rows of two builds, in words.

    Args:
        expected: rows of each mart by their key.
        found: the same of the other build.
        slack: by how much amounts may differ, each rounded to the cent on its own.
    """
    said = []
    for name, rows in expected.items():
        others = found[name]
        said += [f"{name} {key}: gone" for key in rows.keys() - others.keys()]
        said += [f"{name} {key}: new" for key in others.keys() - rows.keys()]
        for key in rows.keys() & others.keys():
            for column, value in rows[key].items():
                other = others[key][column]
                if value == other or (
                    "amount" in column
                    and None not in (value, other)
                    and abs(value - other) <= slack
                ):
                    continue
                said.append(f"{name} {key}: {column} {value} became {other}")
    return sorted(said)
