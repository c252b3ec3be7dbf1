"""Every rule of every input fires on a planted fault, on that row alone, and says where.

All faults are planted in one set of inputs, which is built once.
What the columns allow is read from `models/staging/_inputs.yml`, so that a new column or word is
planted without a change here; the rules of `models/staging/checks/` are listed by hand, and a
test finds those that nobody planted.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from conftest import PROJECT, Build, columns_of
from helpers_inputs import (
    InputFile,
    PlantedRow,
    csv_text,
    documented_inputs,
)
from helpers_replay import Replay, compiled

INPUTS = documented_inputs()

EMPTY = "empty, but required"
UNKNOWN = {
    "companies": "not a company_id of companies.csv nor an alias of company_aliases.csv",
    "sources": "not a source_id of sources.csv",
}
DUPLICATED = "the key stands in more than one row, and all of them are left out"
OVERLAP = "overlaps another parent of the same company"
PARENT_LOOP = "a loop: following the parents leads back to the company"
STAKE_LOOP = "a loop: following the stakes leads back to the investor"
OWN_STAKE = "a loop: a company does not invest in itself"
OVERSOLD = "the stakes in this company add up to more than 100 percent"
NO_RATE = "no rate in exchange_rates.csv on that day for this currency or for USD"
NO_PERIOD = "not a calendar month, quarter, half-year or year, nor any other twelve whole months"
WITH_METRIC = "empty, but required with this metric"
OWN_RIVAL = "a company is no rival of its own"
OWN_GAIN = "a vendor does not gain from itself"

# What is wrong with a value of each type, by the rule that says so, and some of its faults.
BAD_VALUES: dict[str, tuple[str, list[str]]] = {
    "text": (
        "a control character in it; of those only tabs and line breaks are allowed",
        ["bell\x07", "\x1b[31mred", "\x01", "a\x7fb", "\x0c"],
    ),
    "date": (
        "not a date from 1900-01-01 to 2199-12-31 written YYYY-MM-DD",
        [
            "2025-06-13 10:00", "2025-06-13T00:00:00Z", "epoch", "infinity", "today",
            "13/06/2025", "06/13/2025", "2025-6-13", "20250613", "2025-06", "2025",
            "2025-W24-5", "2024-02-30", "2025-02-29", "2025-13-01", "2025-00-10",
            "0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "-2025-06-13",
            "2025-06-13 (BC)", "٢٠٢٥-٠٦-١٣", "TBC", "45821",
        ],
    ),
    "money": (
        "not an amount written with digits, an optional minus and at most two decimals, "
        "below 10^16",
        [
            "1e9", "1E9", "1_000", "5.005", "1,000", "1.000,00", "NaN", "nan", "inf",
            "-inf", "Infinity", "+5", ".5", "5.", "--5", "- 5", "5-", "(5)", "$5", "5 USD",
            "0x10", "1 000", "10000000000000000", "١٢", "\uff12", "true", "-", "n/a", "1/2",
        ],
    ),
    "share": (
        "not a share from 0 to 1 with at most nine decimals",
        [
            "1.1", "1.000000001", "-0.1", "-0", "2", "17", "50%", ".5", "0,5", "1e-1", "NaN",
            "inf", "0.1234567891", "\u0661", "half",
        ],
    ),
    "percent": (
        "not a percentage from 0 to 100 with at most six decimals",
        ["100.1", "100.000001", "101", "-1", "-0", "49%", "4e1", "49,5", "NaN", "1.1234567"],
    ),
    "rate": (
        "not a rate above 0 with at most seven digits before and eleven after the point",
        ["0", "0.0", "0.00000000000", "-1", "1e0", "1,2", "12345678", "0.000000000001", "NaN"],
    ),
    "integer": (
        "not a whole number from 0 to 99999",
        ["-1", "1.5", "1.0", "100000", "1e2", "sixty", "+5", "0x10", "NaN", "٦٠"],
    ),
    "currency": (
        "not an ISO 4217 code of three capital letters",
        ["usd", "Usd", "US", "USDX", "US1", "€", "$", "US D", "\uff35\uff33\uff24", "USD\nEUR"],
    ),
}  # fmt: skip

# Right values, at the edge of what is allowed, some with spaces around them.
GOOD_VALUES: dict[str, list[str]] = {
    "text": [
        " padded ",
        "a,b",
        'says "so"',
        "\u00e9\u6f22\U0001f600",
        "'",
        "NULL",
        "-",
        "a\tb",
        "Teachers\u0092 Pension",
    ],
    "date": [" 2024-02-29 ", "1900-01-01", "2199-12-31"],
    "money": [" 5 ", "-0", "0", "-5.5", "5.55", "007", "9999999999999999.99"],
    "share": ["0", "1.0", " 0.123456789 "],
    "percent": ["0", "100.000000", " 49.5 "],
    "rate": ["0.00000000001", " 9999999.5 "],
    "integer": ["0", "99999", " 60 "],
    "currency": [" USD "],
}

# A whole, right row of each input. Keys are made unique where rows are planted.
RIGHT: dict[str, dict[str, str]] = {
    "companies": {"company_name": "Some company", "segment": "vendor"},
    "company_parents": {"parent_company_id": "parent_p"},
    "company_aliases": {"company_id": "vendor_v"},
    "sources": {
        "publisher": "Paper",
        "title": "Title",
        "published_on": "2024-05-01",
        "url": "https://example.org",
    },
    "contracts": {
        "vendor_id": "vendor_v", "customer_id": "customer_c", "market_id": "market_m",
        "title": "Work", "signed_on": "2024-01-01", "starts_on": "2024-01-01",
        "ends_on": "2024-12-31", "notice_given_on": "2024-05-01", "notice_days": "60",
        "termination_penalty": "no", "value_type": "committed", "value_per": "year",
        "value_low": "1.00", "value_high": "2.00", "currency": "USD", "attribution": "filing",
        "stated_on": "2024-06-01", "source_id": "source_s", "quote": "words",
    },
    "deals": {
        "deal_type": "equity_stake", "investor_id": "customer_c", "target_id": "vendor_v",
        "status": "closed", "announced_on": "2024-01-01", "closed_on": "2024-02-01",
        "stake_pct": "49", "voting": "no", "amount_low": "1", "amount_high": "2",
        "valuation_low": "3", "valuation_high": "4", "prior_valuation_low": "5",
        "prior_valuation_high": "6", "currency": "USD", "attribution": "filing",
        "stated_on": "2024-06-01", "source_id": "source_s", "quote": "words",
    },
    "reported_figures": {
        "metric": "customer_spend", "vendor_id": "vendor_v", "customer_id": "customer_c",
        "market_id": "market_m", "period_start": "2024-01-01", "period_end": "2024-12-31",
        "basis": "actual", "amount_low": "1", "amount_high": "2", "currency": "USD",
        "attribution": "filing", "stated_on": "2024-06-01", "source_id": "source_s",
        "quote": "words",
    },
    "customer_signals": {
        "vendor_id": "vendor_v", "customer_id": "customer_c", "signal": "exiting",
        "lost_share_low": "0.1", "lost_share_high": "0.2", "announced_on": "2024-01-01",
        "effective_from": "2024-02-01", "effective_to": "2024-03-01", "attribution": "filing",
        "stated_on": "2024-06-01", "source_id": "source_s", "quote": "words",
    },
    "demand_claims": {
        "vendor_id": "vendor_v", "from_vendor_id": "vendor_w", "market_id": "market_m",
        "metric": "new_revenue", "value_low": "1", "value_high": "2", "currency": "USD",
        "period_start": "2024-01-01", "period_end": "2024-12-31", "attribution": "filing",
        "stated_on": "2024-06-01", "source_id": "source_s", "quote": "words",
    },
    "payments": {
        "contract_id": "contract_k", "vendor_id": "vendor_v", "customer_id": "A name of its own",
        "market_id": "market_m", "paid_on": "2024-01-15", "amount": "1.25", "currency": "USD",
    },
    "ledger_coverage": {
        "side": "vendor", "covered_from": "2024-01-01", "covered_to": "2024-12-31"
    },
    "market_vendors": {"vendor_id": "vendor_v"},
    "rivalries": {"company_id": "vendor_v", "rival_id": "vendor_w", "source_id": "source_s"},
    "exchange_rates": {"valid_from": "2024-01-01", "usd_per_unit": "1.5"},
    "signal_assumptions": {
        "lost_share_low": "0.1", "lost_share_base": "0.2", "lost_share_high": "0.3", "note": "why"
    },
}  # fmt: skip

# What else a row must say for a word to be right in it.
WORD_NEEDS: dict[tuple[str, str, str], dict[str, str]] = {
    ("contracts", "value_type", "ceiling"): {"value_low": "2.00"},
    ("reported_figures", "metric", "vendor_revenue"): {"customer_id": ""},
    ("reported_figures", "metric", "customer_budget"): {"vendor_id": ""},
    ("reported_figures", "metric", "market_size"): {"vendor_id": "", "customer_id": ""},
    ("reported_figures", "basis", "run_rate"): {"period_end": "2024-01-31"},
    ("reported_figures", "basis", "ceiling"): {"amount_low": "2"},
    **{
        ("reported_figures", "disclosure", word): {"metric": "vendor_revenue", "customer_id": ""}
        for word in ("complete", "top_customers", "largest_only", "over_threshold", "partial")
    },
}


class Planter:
    """Collects the rows to plant, by input file."""

    def __init__(self) -> None:
        self.rows: dict[str, list[PlantedRow]] = {file: [] for file in INPUTS}
        self._numbers = itertools.count(1)
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        self._currencies = ("Z" + a + b for a in letters for b in letters)

    def add(self, file: str, values: dict[str, str], *faults: tuple[str, str]) -> PlantedRow:
        """Plant a row as it is; without faults it must be accepted."""
        row = PlantedRow(dict(values), set(faults))
        self.rows[file].append(row)
        return row

    def variant(self, file: str, changes: dict[str, str], *faults: tuple[str, str]) -> PlantedRow:
        """Plant the right row with a key of its own and some values changed."""
        number = next(self._numbers)
        values = {**RIGHT[file], **self._own_key(file, number, changes), **changes}
        # Eight words make eight right assumptions; further rows have a word that is none.
        if file == "signal_assumptions" and "signal" not in changes:
            allowed = INPUTS[file].column("signal").meta["allowed"]
            faults = (*faults, ("signal", f"not one of: {', '.join(allowed)}"))
        return self.add(file, values, *faults)

    def company(self, company_id: str) -> str:
        """Plant a right company and return its id."""
        self.variant("companies", {"company_id": company_id})
        return company_id

    def _own_key(self, file: str, number: int, changes: dict[str, str]) -> dict[str, str]:
        if file == "company_parents":
            given = "company_id" in changes
            return {} if given else {"company_id": self.company(f"child_{number}")}
        if file == "exchange_rates":
            return {} if "currency" in changes else {"currency": next(self._currencies)}
        if file == "deals" and "target_id" not in changes:
            # Stakes in one company add up: each right row has a company of its own to buy into.
            target = self.company(f"target_{number}")
            return {"deal_id": f"deals_{number}", "target_id": target}
        column = {
            "company_aliases": "alias",
            "ledger_coverage": "company_id",
            "market_vendors": "market_id",
            "rivalries": "arena",
            "signal_assumptions": "signal",
        }.get(file, INPUTS[file].key[0])
        return {column: f"{file}_{number}"}


def limits(file: InputFile) -> Iterator[tuple[str, str, str]]:
    """Give each (column, column that it may not exceed, rule) of an input."""
    for column in file.columns:
        if "not_above" in column.meta:
            limit = column.meta["not_above"]
            yield column.name, limit, f"greater than {limit}"
        if "not_after" in column.meta:
            limit = column.meta["not_after"]
            yield column.name, limit, f"later than {limit}"


def compared(file: InputFile, column: str) -> set[str]:
    """Return the columns that are compared with this one, or with one that is."""
    found: set[str] = set()
    for low, high, _ in limits(file):
        group = {low, high} | {other for other, same, _ in limits(file) if same == high}
        if column in group:
            found |= group
    return found - {column}


# --- Rules of single columns, from the YAML -----------------------------------------------------


def plant_column_rules(planter: Planter) -> None:
    """Plant each rule of each column of each input, and right values at its edges."""
    for file in INPUTS.values():
        for column in file.columns:
            name, meta = column.name, column.meta
            if meta.get("required"):
                planter.variant(file.name, {name: ""}, (name, EMPTY))
            for with_column in meta.get("required_with", ()):
                others = {other: "" for other in meta["required_with"] if other != with_column}
                planter.variant(
                    file.name,
                    {name: "", **others},
                    (name, f"{EMPTY} with {', '.join(meta['required_with'])}"),
                )
            if meta["type"] == "word":
                plant_words(planter, file, name, meta)
            elif meta["type"] != "text":
                plant_forms(planter, file, name, meta)
            else:
                plant_texts(planter, file, name, meta)
            if "references" in meta:
                plant_references(planter, file, name, meta)
        for low, high, rule in limits(file):
            kind = file.column(low).meta["type"]
            values = {
                "date": ("2024-12-31", "2024-01-01"),
                "money": ("2.01", "2.00"),
                "share": ("0.500000001", "0.5"),
            }[kind]
            # Of three that are compared, the third is not in the way.
            others = {
                other: ""
                for other, same, _ in limits(file)
                if same == high and not file.column(other).meta.get("required")
            }
            planter.variant(file.name, {**others, low: values[0], high: values[1]}, (low, rule))
            if file.name != "reported_figures" or kind != "date":
                planter.variant(file.name, {**others, low: values[1], high: values[1]})


def plant_words(planter: Planter, file: InputFile, name: str, meta: dict[str, Any]) -> None:
    """Plant every word that is allowed and some that are not."""
    for word in meta["allowed"]:
        needs = WORD_NEEDS.get((file.name, name, word), {})
        planter.variant(file.name, {**needs, name: word})
    rule = f"not one of: {', '.join(meta['allowed'])}"
    first = meta["allowed"][0]
    for word in (first.upper(), first + "s", "it's", f"{first}, {first}", "0"):
        needs = WORD_NEEDS.get((file.name, name, first), {}) if name == "disclosure" else {}
        planter.variant(file.name, {**needs, name: word}, (name, rule))
    if not meta.get("required"):
        planter.variant(file.name, {name: ""})


def plant_forms(planter: Planter, file: InputFile, name: str, meta: dict[str, Any]) -> None:
    """Plant values that are not of the column's type, and the edges of those that are."""
    rule, values = BAD_VALUES[meta["type"]]
    for value in values:
        # It breaks this rule alone: what is malformed is compared with nothing.
        planter.variant(file.name, {name: value}, (name, rule))
    # Keys and whole periods have edges of their own, planted by hand.
    if name in file.key or (file.name, name) in {
        ("reported_figures", "period_start"),
        ("reported_figures", "period_end"),
    }:
        return
    for value in GOOD_VALUES[meta["type"]]:
        # What it is compared with is empty, or the same value, which is never too much.
        edges = {
            column: value if file.column(column).meta.get("required") else ""
            for column in compared(file, name)
        }
        planter.variant(file.name, {**edges, name: value})


def plant_texts(planter: Planter, file: InputFile, name: str, meta: dict[str, Any]) -> None:
    """Plant texts with control characters, and any other text where it refers to nothing."""
    rule, values = BAD_VALUES["text"]
    # An alias means a company, too.
    unknown = UNKNOWN.get(meta.get("references", ""), "not a company_id of companies.csv")
    refers = "references" in meta or (file.name, name) == ("company_aliases", "company_id")
    for value in values:
        faults = [(name, rule), *([(name, unknown)] if refers else [])]
        planter.variant(file.name, {name: value}, *faults)
    # Those of company_aliases would name the companies that have such ids.
    for value in [] if refers or name == "alias" else GOOD_VALUES["text"]:
        planter.variant(file.name, {name: value})


def plant_references(planter: Planter, file: InputFile, name: str, meta: dict[str, Any]) -> None:
    """Plant ids that do not exist, a rejected one, and aliases."""
    target = meta["references"]
    fault = (name, UNKNOWN[target])
    for value in ("nobody", "VENDOR_V", f"rejected_{target}", "line\nbreak", "it's"):
        row = planter.variant(file.name, {name: value}, fault)
        if file.name == "company_parents" and name == "company_id":
            row.values["valid_from"] = "2020-01-01"
    if target == "companies":
        alias = "parent_p" if name == "parent_company_id" else "vendor_x"
        planter.add("company_aliases", {"alias": f"Alias {file.name} {name}", "company_id": alias})
        planter.variant(file.name, {name: f" Alias {file.name} {name} "})
    if not meta.get("required"):
        metric = {"vendor_id": "customer_budget", "customer_id": "vendor_revenue"}
        needs = {"metric": metric[name]} if file.name == "reported_figures" else {}
        planter.variant(file.name, {**needs, name: ""})


# --- Rules over several rows, and of one input alone ---------------------------------------------


def plant_duplicates(planter: Planter) -> None:
    """Plant every input's key twice, spaces aside; all its rows are left out."""
    for file in INPUTS.values():
        fault = (", ".join(file.key), DUPLICATED)
        first = planter.variant(file.name, {}, fault)
        second = planter.add(file.name, first.values, fault)
        column = file.key[0]
        if file.name != "exchange_rates":
            second.values[column] = f"  {second.values[column]} "
        second.faults = set(first.faults)
        if file.name == "company_parents":
            # Their child is a company once: the row of `company_id` above is no duplicate.
            continue
        # One of two rows has a further fault: that is said of it alone.
        third = planter.variant(file.name, {}, fault)
        planter.add(file.name, third.values, *third.faults)
    both = planter.variant("payments", {}, ("payment_id", DUPLICATED))
    planter.add(
        "payments",
        {**both.values, "amount": "much"},
        ("payment_id", DUPLICATED),
        ("amount", BAD_VALUES["money"][0]),
    )
    # One part of a longer key differs, and be it by being empty: two keys.
    for file, changes in {
        "contracts": ("contract_id", "stated_on"),
        "deals": ("deal_id", "attribution"),
        "rivalries": ("arena", "rival_id"),
        "ledger_coverage": ("company_id", "side"),
        "market_vendors": ("market_id", "vendor_id"),
    }.items():
        row = planter.variant(file, {})
        other = {"stated_on": "", "attribution": "analyst", "side": "customer"}
        planter.add(file, {**row.values, changes[1]: other.get(changes[1], "customer_c")})


def plant_parents(planter: Planter) -> None:
    """Plant overlapping parents and loops of parents, and what looks like them."""

    def control(child: str, parent: str, since: str, until: str, *rules: tuple[str, str]) -> None:
        for company in (child, parent):
            if company not in known and not company.startswith("Alias"):
                known.add(planter.company(company))
        planter.add(
            "company_parents",
            {
                "company_id": child,
                "parent_company_id": parent,
                "valid_from": since,
                "valid_to": until,
            },
            *rules,
        )

    known: set[str] = set()
    overlap, loop = ("valid_from", OVERLAP), ("parent_company_id", PARENT_LOOP)
    # Two parents on one day, on all days, through an alias; the third time is its own.
    control("over_a", "over_p", "2020-01-01", "2020-06-30", overlap)
    control("over_a", "over_q", "2020-06-30", "2020-12-31", overlap)
    control("over_a", "over_r", "2021-01-01", "")
    control("over_b", "over_p", "", "", overlap)
    control("over_b", "over_q", "", "", overlap)
    control("over_c", "over_p", "2020-01-01", "", overlap)
    planter.add("company_aliases", {"alias": "Alias of C", "company_id": "over_c"})
    control("Alias of C", "over_q", "2021-01-01", "", overlap)
    # The same parent twice, one after the other, is right.
    control("turn_a", "turn_p", "", "2020-06-30")
    control("turn_a", "turn_q", "2020-07-01", "2020-12-31")
    control("turn_a", "turn_p", "2021-01-01", "")
    # An overlap with a row that is rejected anyway is none.
    control("turn_b", "turn_p", "2020-01-01", "")
    control("turn_b", "turn_q", "2020-13-01", "", ("valid_from", BAD_VALUES["date"][0]))
    # Loops of one, two and three.
    control("loop_a", "loop_a", "", "", loop)
    control("loop_b", "loop_c", "", "", loop)
    control("loop_c", "loop_b", "2020-01-01", "2020-01-01", loop)
    control("loop_d", "loop_e", "2020-01-01", "2020-12-31", loop)
    control("loop_e", "loop_f", "2020-06-01", "", loop)
    control("loop_f", "loop_d", "", "2020-06-01", loop)
    # Through an alias.
    planter.add("company_aliases", {"alias": "Alias of H", "company_id": "loop_h"})
    control("loop_g", "Alias of H", "", "", loop)
    control("loop_h", "loop_g", "", "", loop)
    # A way into a loop is no part of it.
    control("to_loop", "loop_b", "", "")
    # Not on a common day: each has its day, no two links hold together, or no three.
    control("free_a", "free_b", "", "2020-12-31")
    control("free_b", "free_a", "2021-01-01", "")
    control("free_c", "free_d", "2020-01-01", "2020-12-31")
    control("free_d", "free_e", "2020-12-31", "2021-06-30")
    control("free_e", "free_c", "2021-01-01", "2021-12-31")
    # A loop that a rejected row would close is open.
    control("open_a", "open_b", "", "")
    control("open_b", "open_a", "2020-02-30", "", ("valid_from", BAD_VALUES["date"][0]))


def plant_stakes(planter: Planter) -> None:
    """Plant loops of ownership, and what looks like them."""

    def deal(investor: str, target: str, *rules: str, **changes: str) -> None:
        for company in (investor, target):
            if company not in known and not company.startswith("Alias"):
                known.add(planter.company(company))
        planter.variant(
            "deals",
            {"investor_id": investor, "target_id": target, **changes},
            *[("investor_id", rule) for rule in rules],
        )

    known: set[str] = set()
    deal("stake_a", "stake_a", OWN_STAKE, STAKE_LOOP)
    deal("stake_b", "stake_c", STAKE_LOOP)
    deal("stake_c", "stake_b", STAKE_LOOP, status="", deal_type="acquisition")
    deal("stake_d", "stake_e", STAKE_LOOP)
    deal("stake_e", "stake_f", STAKE_LOOP)
    # Two claims about one link of the loop: both stand in it.
    deal("stake_f", "stake_d", STAKE_LOOP, status="reported")
    deal("stake_f", "stake_d", STAKE_LOOP, status="announced")
    planter.add("company_aliases", {"alias": "Alias of stake", "company_id": "stake_g"})
    deal("stake_g", "stake_h", STAKE_LOOP)
    deal("stake_h", "Alias of stake", STAKE_LOOP)
    # What leads into a loop, out of one, or would close one if it were ownership.
    deal("stake_i", "stake_b")
    deal("stake_c", "stake_j")
    deal("stake_k", "stake_l")
    deal("stake_l", "stake_k", status="abandoned")
    deal("stake_m", "stake_n")
    deal("stake_n", "stake_m", deal_type="asset_purchase")
    deal("stake_o", "stake_p")
    planter.variant(
        "deals",
        {"investor_id": "stake_p", "target_id": "stake_o", "stake_pct": "all"},
        ("stake_pct", BAD_VALUES["percent"][0]),
    )

    def part(deal_id: str, investor: str, target: str, stake: str, *rules: str, **of: str) -> None:
        for company in (investor, target):
            if company not in known:
                known.add(planter.company(company))
        values = {"deal_id": deal_id, "investor_id": investor, "target_id": target, **of}
        planter.variant(
            "deals", {**values, "stake_pct": stake}, *[("stake_pct", rule) for rule in rules]
        )

    # Of alternatives the least counts, of deals the sum.
    part("sold_1", "part_a", "sold", "60", OVERSOLD)
    part("sold_2", "part_b", "sold", "40.000001", OVERSOLD)
    part("sold_2", "part_b", "sold", "70", OVERSOLD, attribution="analyst")
    part("sold_3", "part_c", "sold", "")
    part("sold_4", "part_d", "sold", "50", status="abandoned")
    part("sold_5", "part_e", "sold", "50", deal_type="asset_purchase")
    # All of a company, and no more: what was called off or bought otherwise is no part of it.
    part("shared_1", "part_a", "shared", "60")
    part("shared_2", "part_b", "shared", "40")
    part("shared_2", "part_b", "shared", "70", attribution="analyst")
    part("shared_3", "part_d", "shared", "50", status="abandoned")
    part("shared_3", "part_d", "shared", "50", status="announced", attribution="analyst")
    part("shared_4", "part_e", "shared", "50", deal_type="asset_purchase")


def plant_figures(planter: Planter) -> None:
    """Plant the rules that reported_figures alone has."""

    def figure(changes: dict[str, str], *faults: tuple[str, str]) -> None:
        planter.variant("reported_figures", changes, *faults)

    of_both = ("customer_spend", "revenue_excluding_customer")
    for metric in INPUTS["reported_figures"].column("metric").meta["allowed"]:
        ids = {
            "vendor_id": metric in (*of_both, "vendor_revenue"),
            "customer_id": metric in (*of_both, "customer_budget"),
        }
        right = {
            "metric": metric,
            **{column: "" for column, needed in ids.items() if not needed},
        }
        for column, needed in ids.items():
            if needed:
                figure({**right, column: ""}, (column, WITH_METRIC))
            else:
                rule = f"this metric has no {column.removesuffix('_id')}"
                figure({**right, column: "vendor_v"}, (column, rule))
        figure(
            {**right, "market_id": ""},
            *([("market_id", WITH_METRIC)] if metric == "market_size" else []),
        )
        for shares in (("0.1", "0.2"), ("0.1", ""), ("", "0.2")):
            figure(
                {**right, "share_low": shares[0], "share_high": shares[1]},
                *(
                    [("share_high", "only customer_spend is stated as a share")]
                    if metric != "customer_spend"
                    else []
                ),
            )
        figure(
            {**right, "disclosure": "partial"},
            *(
                [("disclosure", "only vendor_revenue has a disclosure")]
                if metric != "vendor_revenue"
                else []
            ),
        )
    # A share alone needs neither amount nor currency.
    figure({"amount_low": "", "amount_high": "", "currency": "", "share_high": "0.2"})
    ceiling = ("amount_high", "a ceiling has amount_low equal to amount_high")
    figure({"basis": "ceiling", "amount_low": "2", "amount_high": "2.00"})
    figure({"basis": "ceiling", "amount_low": "1", "amount_high": "2"}, ceiling)
    figure({"basis": "ceiling", "amount_low": "", "amount_high": "2"}, ceiling)
    figure({"basis": "ceiling", "amount_low": "2", "amount_high": ""}, ceiling)
    for start, end in (
        ("2024-01-01", "2024-01-31"), ("2024-02-01", "2024-02-29"), ("2023-02-01", "2023-02-28"),
        ("2024-12-01", "2024-12-31"), ("2024-01-01", "2024-03-31"), ("2024-04-01", "2024-06-30"),
        ("2024-07-01", "2024-09-30"), ("2024-10-01", "2024-12-31"), ("2024-01-01", "2024-06-30"),
        ("2024-07-01", "2024-12-31"), ("2024-01-01", "2024-12-31"), ("2023-04-01", "2024-03-31"),
        ("2024-03-01", "2025-02-28"), ("2023-03-01", "2024-02-29"), ("2024-07-01", "2025-06-30"),
        ("2199-01-01", "2199-12-31"), ("1900-01-01", "1900-01-31"),
    ):  # fmt: skip
        figure({"period_start": start, "period_end": end})
    for start, end in (
        ("2024-01-01", "2024-01-01"), ("2024-01-01", "2024-01-30"), ("2024-01-02", "2024-01-31"),
        ("2024-02-01", "2024-02-28"), ("2024-01-01", "2024-02-29"), ("2024-02-01", "2024-04-30"),
        ("2024-06-01", "2024-08-31"), ("2024-01-01", "2024-04-30"), ("2024-04-01", "2024-09-30"),
        ("2024-01-01", "2024-09-30"), ("2024-01-01", "2024-11-30"), ("2024-01-01", "2025-01-31"),
        ("2024-01-01", "2025-12-31"), ("2024-01-15", "2025-01-14"), ("2024-01-01", "2024-12-30"),
        ("2023-12-31", "2024-12-30"), ("2024-12-31", "2024-12-31"),
    ):  # fmt: skip
        figure({"period_start": start, "period_end": end}, ("period_end", NO_PERIOD))
    for end in ("2024-03-31", "2024-06-30", "2024-12-31"):
        figure(
            {"basis": "run_rate", "period_end": end},
            ("period_end", "the period of a run-rate is the month in which it was measured"),
        )


def plant_rates(planter: Planter) -> None:
    """Plant money without an exchange rate on its day; EUR has one from 2024-07-01 on."""
    days = {
        "payments": ["paid_on"],
        "reported_figures": ["period_end"],
        "demand_claims": ["period_end", "stated_on"],
        "contracts": ["ends_on", "stated_on"],
        "deals": ["closed_on", "announced_on", "stated_on"],
    }
    fault = ("currency", NO_RATE)
    for file, columns in days.items():
        start = {"reported_figures": "period_start", "demand_claims": "period_start"}.get(file)
        start = {"contracts": "starts_on"}.get(file, start)
        for position, column in enumerate(columns):
            # The days that come first are unknown; the one in question decides.
            unknown = dict.fromkeys(columns[:position], "")
            first_day = {start: "2024-06-01"} if start else {}
            before = {**unknown, **first_day, column: "2024-06-30", "currency": "EUR"}
            planter.variant(file, before, fault)
            first_day = {start: "2024-07-01"} if start else {}
            since = "2024-07-31" if file == "reported_figures" else "2024-07-01"
            planter.variant(file, {**unknown, **first_day, column: since, "currency": "EUR"})
        if not INPUTS[file].column(columns[-1]).meta.get("required"):
            # No day at all: the latest rate does.
            planter.variant(file, {**dict.fromkeys(columns, ""), "currency": "EUR"})
        # Never a rate, or only a rejected one.
        planter.variant(file, {"currency": "XAA"}, fault)
        planter.variant(file, {"currency": "XBB"}, fault)
    planter.variant(
        "exchange_rates",
        {"currency": "XBB", "valid_from": "2020-01-01", "usd_per_unit": "0"},
        ("usd_per_unit", BAD_VALUES["rate"][0]),
    )


def plant_single_rules(planter: Planter) -> None:
    """Plant the rules that one input alone has."""
    ceiling = ("value_high", "a ceiling has value_low equal to value_high")
    for low, high in (("1", "2"), ("", "2"), ("2", "")):
        planter.variant(
            "contracts", {"value_type": "ceiling", "value_low": low, "value_high": high}, ceiling
        )
    planter.variant("contracts", {"value_type": "ceiling", "value_low": "2", "value_high": "2.00"})
    # No value at all: a contract without a word about money.
    planter.variant(
        "contracts",
        {"value_type": "", "value_per": "", "value_low": "", "value_high": "", "currency": ""},
    )
    planter.variant("demand_claims", {"currency": ""}, ("currency", f"{EMPTY} with new_revenue"))
    planter.variant("demand_claims", {"metric": "demand_multiple", "currency": ""})
    planter.variant("demand_claims", {"from_vendor_id": "vendor_v"}, ("from_vendor_id", OWN_GAIN))
    planter.variant("demand_claims", {"from_vendor_id": "Vendor V"}, ("from_vendor_id", OWN_GAIN))
    planter.variant("rivalries", {"rival_id": "vendor_v"}, ("rival_id", OWN_RIVAL))
    planter.variant("rivalries", {"rival_id": "Vendor V"}, ("rival_id", OWN_RIVAL))
    reserved = {
        "market_vendors": ("all", "unclassified", "unallocated"),
        "payments": ("all", "unallocated"),
        **dict.fromkeys(
            ("contracts", "reported_figures", "demand_claims"), ("unclassified", "unallocated")
        ),
    }
    for file, words in reserved.items():
        rule = f"a word with a meaning of its own: {', '.join(words)}"
        for word in words:
            planter.variant(file, {"market_id": word}, ("market_id", rule))
    planter.variant("payments", {"market_id": "unclassified"})
    nobody = (
        "a word with a meaning of its own: "
        "not_named, other_losers, other_gainers, new_demand, left_market"
    )
    planter.variant("companies", {"company_id": "not_named"}, ("company_id", nobody))
    planter.variant("payments", {"vendor_id": "not_named"}, ("vendor_id", nobody))
    planter.variant("payments", {"vendor_id": "new_demand"}, ("vendor_id", nobody))
    planter.variant("payments", {"customer_id": "not_named"}, ("customer_id", nobody))
    for file in ("contracts", "reported_figures", "demand_claims"):
        planter.variant(file, {"market_id": "all"})
    for company in ("nobody", "Vendor V", "rejected_companies"):
        planter.variant(
            "company_aliases",
            {"company_id": company},
            ("company_id", "not a company_id of companies.csv"),
        )
    planter.variant(
        "company_aliases", {"alias": "vendor_w"}, ("alias", "already a company_id of companies.csv")
    )
    # The names of a ledger are names of their own, and so is whose ledger it is.
    planter.variant("payments", {"vendor_id": "Somebody", "contract_id": "", "market_id": ""})
    planter.variant("ledger_coverage", {"company_id": "Somebody"})


def plant_base(planter: Planter) -> None:
    """Plant what other rows refer to, and a row over several lines at the head of each file."""
    for company in ("vendor_v", "vendor_w", "vendor_x", "customer_c", "parent_p"):
        planter.company(company)
    planter.variant("company_aliases", {"alias": "Vendor V", "company_id": "vendor_v"})
    planter.variant("sources", {"source_id": "source_s"})
    planter.variant(
        "companies",
        {"company_id": "rejected_companies", "company_name": ""},
        ("company_name", EMPTY),
    )
    planter.variant(
        "sources",
        {"source_id": "rejected_sources", "published_on": "2024-02-30"},
        ("published_on", BAD_VALUES["date"][0]),
    )
    planter.variant("exchange_rates", {"currency": "EUR", "valid_from": "2024-07-01"})
    planter.variant("exchange_rates", {"currency": "EUR", "valid_from": "2024-10-01"})
    for file, column in {
        "companies": "company_name", "company_aliases": "alias", "sources": "title",
        "contracts": "quote", "deals": "quote", "reported_figures": "quote",
        "customer_signals": "quote", "demand_claims": "quote", "payments": "contract_id",
        "ledger_coverage": "company_id", "market_vendors": "market_id", "rivalries": "arena",
    }.items():  # fmt: skip
        planter.variant(file, {column: 'two\nbreaks\nand "quotes"'})


@pytest.fixture(scope="module")
def planter() -> Planter:
    """All rows, planted, with their lines."""
    planter = Planter()
    for plant in (
        plant_base,
        plant_column_rules,
        plant_single_rules,
        plant_figures,
        plant_rates,
        plant_parents,
        plant_stakes,
        plant_duplicates,
    ):
        plant(planter)
    return planter


@pytest.fixture(scope="module")
def planted(planter: Planter, build: Callable[..., Build]) -> Replay:
    """The build of all planted rows, as far as the rules go."""
    return compiled(build).run(
        {file: csv_text(file, rows) for file, rows in planter.rows.items()},
        only=["rejected_rows", "reconciliation", *(f"stg_{file}" for file in INPUTS)],
    )


def row_key(file: str, row: PlantedRow) -> str:
    """Return the values of a row's key, joined as the warehouse joins them."""
    return " / ".join(row.values.get(column, "").strip(" ") for column in INPUTS[file].key)


@pytest.mark.parametrize("file", INPUTS)
def test_each_broken_rule_is_named_with_its_place(
    planter: Planter, planted: Replay, file: str
) -> None:
    expected = {
        (f"{file}.csv", row.line, row_key(file, row), column, rule)
        for row in planter.rows[file]
        for column, rule in row.faults
    }
    found = planted.query_build(
        "select file, line, row_key, column_name, rule from evidence.rejected_rows where file = ?",
        [f"{file}.csv"],
    )
    assert set(found) - expected == set(), "rejected, but right (or rejected for another reason)"
    assert expected - set(found) == set(), "broken, but not named"
    assert len(found) == len(set(found)), "a rule is named twice for one row"


@pytest.mark.parametrize("file", INPUTS)
def test_the_value_shown_is_the_one_written(planter: Planter, planted: Replay, file: str) -> None:
    written = {row.line: row for row in planter.rows[file]}
    wrong = []
    for line, column, value in planted.query_build(
        "select line, column_name, value from evidence.rejected_rows where file = ?",
        [f"{file}.csv"],
    ):
        row = written[line]
        if column == ", ".join(INPUTS[file].key) and value == row_key(file, row):
            continue
        if value != (row.values.get(column, "").strip(" ") or None):
            wrong.append((line, column, value, row.values.get(column)))
    assert wrong == []


@pytest.mark.parametrize("file", INPUTS)
def test_exactly_the_right_rows_are_accepted(planter: Planter, planted: Replay, file: str) -> None:
    accepted = planted.query_build(f"select line, row_key from staging.stg_{file}")
    expected = [(row.line, row_key(file, row)) for row in planter.rows[file] if not row.faults]
    assert sorted(accepted) == sorted(expected)
    assert expected, "there is a right row to accept"


@pytest.mark.parametrize("file", INPUTS)
def test_accepted_values_are_those_written(planter: Planter, planted: Replay, file: str) -> None:
    """Trimmed, typed and in their own column."""
    columns = columns_of(file)
    texts = ", ".join(f'cast("{column}" as varchar)' for column in columns)
    found = {
        line: values
        for line, *values in planted.query_build(f"select line, {texts} from staging.stg_{file}")
    }
    wrong = []
    for row in planter.rows[file]:
        if row.faults:
            continue
        for column, value in zip(columns, found[row.line], strict=True):
            written = row.values.get(column, "").strip(" ") or None
            kind = INPUTS[file].column(column).meta["type"]
            if written and kind in ("money", "share", "percent", "rate", "integer"):
                same = value is not None and Decimal(value) == Decimal(written)
            else:
                same = value == written
            if not same:
                wrong.append((row.line, column, written, value))
    assert wrong == []


def test_every_word_of_every_vocabulary_is_accepted(planted: Replay) -> None:
    missing = []
    for file in INPUTS.values():
        for column in file.columns:
            if column.meta["type"] == "word":
                found = {
                    word
                    for (word,) in planted.query_build(
                        f"select distinct {column.name} from staging.stg_{file.name}"
                    )
                }
                missing += [
                    (file.name, column.name, word)
                    for word in column.meta["allowed"]
                    if word not in found
                ]
    assert missing == []


def test_every_rule_in_the_project_is_planted(planter: Planter) -> None:
    """A rule added to a check or to a type must be planted here, too."""
    planted_rules = {
        rule for rows in planter.rows.values() for row in rows for _, rule in row.faults
    }
    written = set()
    for path in [
        *(PROJECT / "models" / "staging" / "checks").glob("*.sql"),
        *(PROJECT / "macros" / "inputs").glob("*.sql"),
    ]:
        text = path.read_text()
        written |= set(re.findall(r"'rule': '([^']+)'", text))
        written |= set(re.findall(r"^ *'([^'{]+)' as rule\b", text, re.MULTILINE))
    assert len(written) > 20, "the rules are found where they are written"
    unplanted = {
        rule for rule in written if not any(planted.startswith(rule) for planted in planted_rules)
    }
    assert unplanted == set()


def test_every_column_type_has_wrong_and_right_values() -> None:
    types = {column.meta["type"] for file in INPUTS.values() for column in file.columns}
    assert types - {"word"} == set(BAD_VALUES)
    assert types - {"word"} == set(GOOD_VALUES)


def test_columns_are_documented_in_the_order_of_the_files() -> None:
    for file in INPUTS.values():
        assert [column.name for column in file.columns] == columns_of(file.name)


def test_rows_and_money_in_are_those_accepted_and_rejected(
    planter: Planter, planted: Replay
) -> None:
    readable = re.compile(r"-?[0-9]{1,16}([.][0-9]{1,2})?")
    expected: dict[tuple[str, str], list] = defaultdict(lambda: [0, 0, Decimal(0), Decimal(0)])
    for file, rows in planter.rows.items():
        money = [column.name for column in INPUTS[file].columns if column.meta["type"] == "money"]
        for row in rows:
            totals = expected[f"{file}.csv", row.values.get("currency", "").strip(" ")]
            amount = sum(
                Decimal(value)
                for value in (row.values.get(column, "").strip(" ") for column in money)
                if readable.fullmatch(value)
            )
            totals[bool(row.faults)] += 1
            totals[2 + bool(row.faults)] += amount
    found = planted.query_build(
        "select file, coalesce(currency, ''), rows_in, rows_accepted, rows_rejected, "
        "amount_in, amount_accepted, amount_rejected from evidence.reconciliation"
    )
    assert {
        (file, currency): list(totals[1:3]) + list(totals[4:6]) for file, currency, *totals in found
    } == dict(expected)
    for file, currency, *totals in found:
        assert totals[0] == totals[1] + totals[2], (file, currency)
        assert totals[3] == totals[4] + totals[5], (file, currency)


# --- What a person sees ---------------------------------------------------------------------------

# One broken row of a few files, and the line that is printed for it.
BROKEN_DEFAULTS: dict[str, tuple[dict[str, str], str]] = {
    "sources": (
        {"source_id": "test_source", "publisher": "Paper", "published_on": "2024-02-30"},
        "sources.csv line {line} (test_source): published_on '2024-02-30': "
        "not a date from 1900-01-01 to 2199-12-31 written YYYY-MM-DD",
    ),
    "companies": (
        {"company_id": "test_company"},
        "companies.csv line {line} (test_company): company_name empty: empty, but required",
    ),
    "market_vendors": (
        {"market_id": "test_market", "vendor_id": "no such\nvendor"},
        "market_vendors.csv line {line} (test_market / no such vendor): vendor_id "
        "'no such vendor': not a company_id of companies.csv nor an alias of company_aliases.csv",
    ),
    "deals": (
        {
            "deal_id": "test_deal", "deal_type": "stake", "investor_id": "meta",
            "target_id": "turing", "attribution": "filing", "source_id": "upi_2025_07_16",
        },
        "deals.csv line {line} (test_deal / upi_2025_07_16 / filing / ): deal_type 'stake': "
        "not one of: equity_stake, acquisition, asset_purchase",
    ),
}  # fmt: skip


def broken_defaults() -> dict[str, list[dict[str, str]]]:
    """Return the broken rows to append to the default inputs."""
    return {file: [row] for file, (row, _) in BROKEN_DEFAULTS.items()}


def expected_lines() -> list[str]:
    """Return the lines to be printed, in the order of the files."""
    lines = []
    for file, (_, text) in BROKEN_DEFAULTS.items():
        default = (PROJECT / "seeds" / f"{file}.csv").read_text()
        lines.append(text.format(line=default.rstrip("\n").count("\n") + 2))
    return sorted(lines)


def test_broken_rows_are_printed_and_fail_the_build(build: Callable[..., Build]) -> None:
    """That such a build publishes nothing is a matter of test_publish."""
    made = build(append=broken_defaults(), select="+rejected_rows")
    printed = made.log.splitlines()
    assert [line for line in printed if re.match("[a-z_]+[.]csv", line)] == expected_lines()
    assert re.search(rf"^{len(BROKEN_DEFAULTS)} broken rules: ", made.log, re.MULTILINE)
    assert made.exit_code == 1
    assert made.results["no_rejected_rows"] == "fail"
    assert "Traceback" not in made.log


def test_many_broken_rows_of_one_kind_share_a_line(build: Callable[..., Build]) -> None:
    """A thousand dates in one column are one line; what is broken once is printed as ever."""
    broken = broken_defaults()
    broken["sources"] += [
        {"source_id": f"test_{number:04}", "publisher": "Paper", "published_on": "soon"}
        for number in range(1000)
    ]
    made = build(append=broken, select="+rejected_rows")
    *others, single = expected_lines()
    line = int(re.search("line ([0-9]+)", single).group(1))
    summary = (
        f"sources.csv: published_on in 1001 rows, lines {line}, {line + 1}, {line + 2}, "
        f"{line + 3}, {line + 4} and so on, as '2024-02-30': {BAD_VALUES['date'][0]}"
    )
    printed = made.log.splitlines()
    assert [line for line in printed if re.match("[a-z_]+[.]csv", line)] == [*others, summary]
    assert made.query_build("select count(*) from evidence.rejected_rows") == [(1004,)]
    assert re.search("^1004 broken rules: ", made.log, re.MULTILINE)
    assert made.exit_code == 1


def test_planted_files_are_well_formed(planter: Planter) -> None:
    """The lines that the tests expect are those of a CSV reader."""
    for file, rows in planter.rows.items():
        reader = csv.reader(io.StringIO(csv_text(file, rows), newline=""))
        ends = [reader.line_num for _ in reader]
        assert [row.line for row in rows] == [end + 1 for end in ends[:-1]]
