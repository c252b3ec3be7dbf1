"""Hidden true worlds: what everybody really paid, what is said of it, and what must then hold.

A world is the spend of every customer at every vendor, month by month, groups and markets
included. Claims about it are true: each interval holds the true amount, and each exact claim is it.
Ledgers are complete where they say so, and hold some true payments elsewhere. Some customers and
one vendor are named nowhere. `Truth` works out in plain Python what the marts bound.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

from helpers_folders import CONTRACT, SIGNAL, Folder, Row, Table, seldom, words
from hypothesis import strategies as st

VENDORS, OUTSIDER = ("a", "b", "c"), "z"
CUSTOMERS, HIDDEN = ("d", "e", "f", "g"), ("h", "i")
MONTHS = [date(year, month, 1) for year in (2023, 2024) for month in range(1, 13)]
# Amounts move four times a year, so that a quarter is often the sum of one month.
PAID_IN = [month for month in MONTHS if month.month in (1, 4, 7, 10)]
PERIODS = {
    "2023": ("2023-01-01", "2023-12-31"),
    "2024": ("2024-01-01", "2024-12-31"),
    "2024h1": ("2024-01-01", "2024-06-30"),
    "2024h2": ("2024-07-01", "2024-12-31"),
    "2024q1": ("2024-01-01", "2024-03-31"),
    "2024q2": ("2024-04-01", "2024-06-30"),
    "2024q3": ("2024-07-01", "2024-09-30"),
    "2024q4": ("2024-10-01", "2024-12-31"),
    "2024m1": ("2024-01-01", "2024-01-31"),
    "2023f": ("2023-07-01", "2024-06-30"),
}


@dataclass
class Truth:
    """What everybody really paid.

    Attributes:
        spend: amount by (vendor, customer, month).
        market: the market in which a vendor sells to a customer.
        parents: (company, parent, first day of control).
    """

    spend: dict[tuple[str, str, date], Fraction] = field(repr=False)
    market: dict[tuple[str, str], str] = field(repr=False)
    parents: list[tuple[str, str, date]] = field(default_factory=list)

    def owners(self, company: str, on: date) -> list[str]:
        """Return a company and whoever controls it on a day, the ultimate parent last."""
        for child, parent, since in self.parents:
            if child == company and since <= on:
                return [company, *self.owners(parent, on)]
        return [company]

    def head(self, company: str, on: date) -> str:
        """Return the ultimate parent on a day."""
        return self.owners(company, on)[-1]

    def paid(
        self,
        start: date,
        end: date,
        *,
        vendor: str | None = None,
        customer: str | None = None,
        market: str = "",
        groups_on: date | None = None,
    ) -> Fraction:
        """Return what was paid in a period, by groups as they stand at its end (or on a day)."""
        return sum(
            (
                amount
                for (seller, buyer, month), amount in self.spend.items()
                if start <= month <= end
                and vendor in (None, *self.owners(seller, groups_on or end))
                and customer in (None, *self.owners(buyer, groups_on or end))
                and market in ("", self.market[seller, buyer])
            ),
            Fraction(0),
        )

    def by_customer(self, vendor: str, start: date, end: date, on: date) -> dict[str, Fraction]:
        """Return what each group of customers paid to a group of vendors."""
        heads = {self.head(customer, on) for customer in (*CUSTOMERS, *HIDDEN)}
        return {
            customer: self.paid(start, end, vendor=vendor, customer=customer, groups_on=on)
            for customer in heads
        }

    def by_vendor(
        self, start: date, end: date, *, customer: str | None = None, market: str = ""
    ) -> dict[str, Fraction]:
        """Return what each group of vendors earned, of a customer or in a market."""
        heads = {self.head(vendor, end) for vendor in (*VENDORS, OUTSIDER)}
        return {
            vendor: self.paid(start, end, vendor=vendor, customer=customer, market=market)
            for vendor in heads
        }


@dataclass
class World:
    """A truth and what is said of it."""

    truth: Truth
    folder: Folder


# --- Making worlds --------------------------------------------------------------------------------

LEVEL = words("0", "0", "1000", "1000", "2000", "5000", "300", "0", "20000")
SLACK = words("0", "100", "1000", "7000")
COVERED = st.sampled_from(
    (
        ("2024-01-01", "2024-12-31"), ("2023-01-01", "2024-12-31"), ("2024-01-01", "2024-06-30"),
        ("2023-01-01", "2023-12-31"), ("2024-03-15", "2024-12-31"),
    )
)  # fmt: skip
STATEMENT = st.fixed_dictionaries(
    {
        "metric": words(
            "customer_spend", "vendor_revenue", "customer_spend", "vendor_revenue",
            "revenue_excluding_customer", "customer_budget", "market_size",
        ),
        "vendor": words("a", *VENDORS),
        "customer": words(*CUSTOMERS),
        "market": words("", "", "m", "n"),
        "period": words("2024", "2023", "2024", "2023", *list(PERIODS)[2:]),
        "form": words("exact", "interval", "interval", "low", "high", "share"),
        "below": SLACK,
        "above": SLACK,
        "disclosure": words("", "largest_only", "top_customers", "complete", "over_threshold"),
        "attribution": words("filing", "on_record", "anonymous", "analyst"),
        "stated_on": words("2025-02-01", "2025-03-01"),
    }
)  # fmt: skip
PARENT = st.tuples(
    st.sampled_from((("e", "d"), ("g", "d"), ("f", "e"), ("b", "a"))),
    st.sampled_from((date(1900, 1, 1), date(2024, 1, 1))),
)


def worlds() -> st.SearchStrategy[World]:
    """Return a true world and true statements about it."""
    return st.fixed_dictionaries(
        {
            "levels": st.lists(LEVEL, min_size=24, max_size=24),
            "patterns": st.lists(
                words("level", "grows", "once", "stops"), min_size=24, max_size=24
            ),
            "markets": st.lists(words("m", "n"), min_size=24, max_size=24),
            "parents": st.lists(PARENT, max_size=2, unique_by=lambda parent: parent[0][0]),
            "statements": st.lists(STATEMENT, min_size=2, max_size=12),
            "coverage": st.lists(
                st.tuples(words(*VENDORS, *CUSTOMERS), COVERED),
                max_size=3,
                unique_by=lambda c: c[0],
            ),
            "well_known": st.lists(words(*CUSTOMERS), max_size=4, unique=True),
            "signals": st.lists(SIGNAL, max_size=3),
            "contracts": st.lists(CONTRACT, max_size=1),
            "listed": seldom(words("m", "n")),
            "chance": st.integers(0, 999),
        }
    ).map(_world)


def _world(drawn: dict[str, Any]) -> World:
    chance = random.Random(drawn["chance"])  # noqa: S311
    truth = Truth({}, {}, [(*pair, since) for pair, since in drawn["parents"]])
    drawn["statements"] = [dict(statement) for statement in drawn["statements"]]
    # Much is said of the customers of one vendor in one year: then a disclosure can be true.
    for customer, statement in zip(drawn["well_known"], drawn["statements"], strict=False):
        form = "exact" if statement["form"] in ("low", "high", "share") else statement["form"]
        statement |= {
            "metric": "customer_spend",
            "vendor": "a",
            "customer": customer,
            "market": "",
            "period": "2024",
            "form": form,
        }
    if len(drawn["well_known"]) < len(drawn["statements"]):
        drawn["statements"][-1] |= {
            "metric": "vendor_revenue",
            "vendor": "a",
            "market": "",
            "period": "2024",
        }
    for number, (vendor, customer) in enumerate(
        product((*VENDORS, OUTSIDER), (*CUSTOMERS, *HIDDEN))
    ):
        level, pattern = Fraction(drawn["levels"][number]), drawn["patterns"][number]
        if customer in HIDDEN:
            level /= 10
        # The vendor that nobody names sells where nobody looks.
        truth.market[vendor, customer] = "o" if vendor == OUTSIDER else drawn["markets"][number]
        for step, month in enumerate(PAID_IN):
            amount = {
                "level": level,
                "grows": level * (1 + step // 4),
                "once": level if step == 5 else Fraction(0),
                "stops": level if step < 5 else Fraction(0),
            }[pattern]
            if amount:
                truth.spend[vendor, customer, month] = amount
    folder: Folder = {
        "companies": [
            {"company_id": name, "company_name": name.upper()} for name in (*VENDORS, *CUSTOMERS)
        ],
        "company_parents": [
            {"company_id": child, "parent_company_id": parent,
             "valid_from": "" if since.year == 1900 else since.isoformat()}
            for child, parent, since in truth.parents
        ],
        "sources": [{"source_id": "s", "publisher": "Paper", "published_on": "2025-01-15"}],
        "ledger_coverage": [
            {"company_id": company, "side": "vendor" if company in VENDORS else "customer",
             "covered_from": first, "covered_to": last}
            for company, (first, last) in drawn["coverage"]
        ],
        "market_vendors": [],
    }  # fmt: skip
    if drawn["listed"]:
        # Who lists the vendors of a market lists all of them, and all markets of each.
        listed = {
            (market, vendor)
            for (vendor, customer), market in truth.market.items()
            if vendor != OUTSIDER
        }
        folder["market_vendors"] = [
            {"market_id": market, "vendor_id": vendor} for market, vendor in sorted(listed)
        ]
    _know_groups_whole(truth, folder, drawn["statements"])
    folder["payments"] = list(_payments(truth, folder["ledger_coverage"], chance))
    named = {(row["vendor_id"], row["customer_id"]) for row in folder["payments"]}
    named |= {
        (statement["vendor"], statement["customer"])
        for statement in drawn["statements"]
        if statement["metric"] in ("customer_spend", "revenue_excluding_customer")
    }
    folder["reported_figures"] = [
        row | {"figure_id": f"f{number}"}
        for number, statement in enumerate(drawn["statements"])
        if (row := _claim(truth, statement, drawn["statements"], named))
    ]
    # What is said of the future is not true or false yet.
    for file, key, rows in (
        ("customer_signals", "signal_id", drawn["signals"]),
        ("contracts", "contract_id", drawn["contracts"]),
    ):
        folder[file] = [
            {**row, key: f"{key}{number}", "source_id": "s"} for number, row in enumerate(rows)
        ]
        for row in folder[file]:
            if row.get("value_type") == "ceiling":
                row["value_type"] = "committed"
    return World(truth, folder)


def _know_groups_whole(truth: Truth, folder: Folder, statements: list[dict[str, str]]) -> None:
    """Make claims or ledgers speak of whole groups: the marts take a group for its known members.

    A group of all time is spoken of as its head, in claims; one that grows has complete ledgers.
    """
    members = {name for child, parent, _ in truth.parents for name in (child, parent)}
    coverage = [row for row in folder["ledger_coverage"] if row["company_id"] not in members]
    if any(since.year > 1900 for _, _, since in truth.parents):
        coverage += [
            {"company_id": name, "side": "vendor" if name in VENDORS else "customer",
             "covered_from": "2023-01-01", "covered_to": "2024-12-31"}
            for name in sorted(members)
        ]  # fmt: skip
    folder["ledger_coverage"] = coverage
    for statement in statements:
        for side in ("vendor", "customer"):
            statement[side] = truth.head(statement[side], MONTHS[0])


def _payments(truth: Truth, coverage: Iterable[Row], chance: random.Random) -> Iterable[Row]:
    """Return all payments that a ledger must hold, and some others."""
    number = 0
    for (vendor, customer, month), amount in sorted(truth.spend.items()):
        paid_on = month.replace(day=15).isoformat()
        seller = covers(coverage, vendor, paid_on)
        buyer = covers(coverage, customer, paid_on)
        if not (seller or buyer):
            # Of what no ledger holds in full, some is known, of the companies that are named.
            in_groups = {name for child, parent, _ in truth.parents for name in (child, parent)}
            if vendor == OUTSIDER or customer in HIDDEN or {vendor, customer} & in_groups:
                continue
            if chance.random() < 0.9:
                continue
            parts = [amount] if chance.random() < 0.5 else [amount / 2]
        else:
            parts = chance.choice(([amount], [amount], [amount + 400, Fraction(-400)]))
        for part in parts:
            number += 1
            yield {
                "payment_id": f"p{number}", "vendor_id": vendor,
                "customer_id": "undisclosed" if customer in HIDDEN and not buyer else customer,
                "market_id": truth.market[vendor, customer], "paid_on": paid_on,
                "amount": f"{Decimal(part.numerator) / part.denominator}", "currency": "USD",
            }  # fmt: skip


def covers(coverage: Iterable[Row], company: str, day: str) -> bool:
    """Tell whether a company's ledger is complete on a day."""
    return any(
        row["company_id"] == company and row["covered_from"] <= day <= row["covered_to"]
        for row in coverage
    )


def _claim(
    truth: Truth,
    said: Mapping[str, str],
    statements: Iterable[Mapping[str, str]],
    named: set[tuple[str, str]],
) -> Row | None:
    """Return a true claim; None where none can be made."""
    start, end = (date.fromisoformat(day) for day in PERIODS[said["period"]])
    metric, vendor, customer, market = (
        said[part] for part in ("metric", "vendor", "customer", "market")
    )
    if metric == "market_size":
        market = market or "m"
    total = truth.paid(start, end, vendor=vendor, market=market)
    amount = {
        "customer_spend": truth.paid(start, end, vendor=vendor, customer=customer, market=market),
        "vendor_revenue": total,
        "revenue_excluding_customer": total
        - truth.paid(start, end, vendor=vendor, customer=customer, market=market),
        "customer_budget": truth.paid(start, end, customer=customer, market=market),
        "market_size": truth.paid(start, end, market=market),
    }[metric]
    row = {
        "metric": metric, "market_id": market, "basis": "actual",
        "period_start": start.isoformat(), "period_end": end.isoformat(),
        "attribution": said["attribution"], "stated_on": said["stated_on"], "source_id": "s",
        "quote": "true words",
    }  # fmt: skip
    if metric in ("customer_spend", "vendor_revenue", "revenue_excluding_customer"):
        row["vendor_id"] = vendor
    if metric in ("customer_spend", "revenue_excluding_customer", "customer_budget"):
        row["customer_id"] = customer
    low, high = max(amount - int(said["below"]), Fraction(0)), amount + int(said["above"])
    form = said["form"]
    if form == "share" and metric == "customer_spend" and total:
        share = amount / total
        row["share_low"] = f"{Decimal(int(share * 100)) / 100:f}"
        row["share_high"] = f"{min(Decimal(1), Decimal(int(share * 100) + 1) / 100):f}"
        return row
    if form == "exact":
        low = high = amount
    row["currency"] = "USD"
    row["amount_low"] = "" if form == "high" else _cents(low)
    row["amount_high"] = "" if form == "low" else _cents(high)
    if metric == "vendor_revenue" and not market:
        row["disclosure"] = _true_word(truth, said, statements, named, start, end)
    return row


def _true_word(
    truth: Truth,
    said: Mapping[str, str],
    statements: Iterable[Mapping[str, str]],
    named: set[tuple[str, str]],
    start: date,
    end: date,
) -> str:
    """Return the word of a statement if it is true, else nothing."""
    vendor = said["vendor"]
    customers = truth.by_customer(vendor, start, end, end)
    # Those who have an amount of their own in this period: they are named, whatever else is.
    surely = {
        statement["customer"]
        for statement in statements
        if statement["metric"] == "customer_spend"
        and statement["vendor"] == vendor
        and statement["period"] == said["period"]
        and not statement["market"]
        and statement["form"] in ("exact", "interval")
        and truth.head(statement["customer"], end) == statement["customer"]
    }
    others = {customer: amount for customer, amount in customers.items() if customer not in surely}
    largest_other = max(others.values(), default=Fraction(0))
    total = sum(customers.values())
    members = {
        name for name in (*VENDORS, OUTSIDER) if truth.head(name, end) == vendor or name == vendor
    }
    only_they = {
        truth.head(customer, end) for seller, customer in named if seller in members
    } <= surely
    positive = [customers[customer] for customer in surely if customers[customer]]
    true = {
        "complete": largest_other == 0 and bool(total),
        "largest_only": bool(positive) and largest_other <= max(positive),
        # Who spent nothing is no customer.
        "top_customers": bool(positive) and only_they and largest_other <= min(positive),
        "over_threshold": largest_other * 10 < total,
    }
    if not said["disclosure"] or vendor != truth.head(vendor, end):
        return ""
    return next((word for word in (said["disclosure"], *true) if word and true[word]), "")


def _cents(amount: Fraction) -> str:
    return f"{Decimal(amount.numerator) / amount.denominator:.2f}"


# --- What must hold -------------------------------------------------------------------------------

SHARE = Fraction(1, 10**8)
POINTS = Fraction(1, 10**3)


class Verdicts:
    """Collects where published bounds leave out the truth.

    Args:
        prefix: what stands before the world's ids.
    """

    def __init__(self, prefix: str) -> None:
        self.said: list[str] = []
        self._prefix = prefix

    def own(self, value: str | None) -> str:
        """Return an id of the world without its prefix."""
        return (value or "").removeprefix(self._prefix)

    def within(
        self, row: Mapping[str, Any], name: str, true: Fraction, slack: Fraction = Fraction(0)
    ) -> None:
        """Check `name_low`, `name_high` and, where it is there, the point `name`."""
        low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
        point = row.get(name)
        if low is not None and Fraction(low) > true + slack:
            self.add(row, f"{name}_low {low} is above {float(true)}")
        if high is not None and Fraction(high) < true - slack:
            self.add(row, f"{name}_high {high} is below {float(true)}")
        if point is not None and abs(Fraction(point) - true) > slack:
            self.add(row, f"{name} {point} is not {float(true)}")

    def add(self, row: Mapping[str, Any], words: str) -> None:
        """Note a failure with the row's key."""
        key = [
            str(row[column])
            for column in ("vendor_id", "customer_id", "market_id", "period_start", "period_end")
            if column in row
        ]
        self.said.append(f"{words} [{' '.join(key)}]")


def narrower(first: Mapping[str, Table], second: Mapping[str, Table], but: str) -> list[str]:
    """Return the bounds that are narrower in the second build, and verdicts that turned.

    Args:
        first: rows of each mart by their key.
        second: rows of the other build; those that only one of them has are left out.
        but: a pattern of `mart key.column` that may be narrower; empty: none.
    """
    said = []
    for name, rows in first.items():
        for key in rows.keys() & second[name].keys():
            row, other = rows[key], second[name][key]
            for column, value in row.items():
                found = other[column]
                if but and re.search(but, f"{name} {key}.{column}"):
                    continue
                # An empty low says no more than nothing at the least.
                low = column.endswith("_low") and found is not None and found > (value or 0)
                high = (
                    column.endswith("_high")
                    and found is not None
                    and (value is None or found < value)
                )
                turned = column.endswith("_verdict") and found not in (value, "undetermined")
                # A share is floored and an index rounded: the last digit is no bound.
                if (low or high) and value is not None and abs(found - value) <= Decimal("0.00001"):
                    continue
                if low or high or turned:
                    said.append(f"{name} {key}: {column} {value} became {found}")
    return sorted(said)


def leaves_out(world: World, tables: Mapping[str, Table], prefix: str) -> list[str]:
    """Return every published bound of a world that its truth breaks."""
    verdicts = Verdicts(prefix)
    named: dict[tuple[str, date, date], set[str]] = {}
    for row in tables["vendor_customers"].values():
        key = (verdicts.own(row["vendor_id"]), row["period_start"], row["period_end"])
        named.setdefault(key, set()).add(verdicts.own(row["customer_id"]))
    for check in (_concentration, _customers):
        check(world.truth, tables, verdicts, named)
    for check in (_dependence, _markets, _movements, _retention, _bridge):
        check(world.truth, tables, verdicts)
    return verdicts.said


def _index(
    amounts: Iterable[Fraction], row: Mapping[str, Any], verdicts: Verdicts, **names: str
) -> None:
    """Check index, effective number, largest shares and verdict of a whole."""
    parts = sorted(amounts, reverse=True)
    total = sum(parts)
    if not total:
        return
    index = sum(part * part for part in parts) / (total * total) * 10_000
    verdicts.within(row, "hhi", index, POINTS)
    verdicts.within(row, names["effective"], 10_000 / index, Fraction(1, 10**4))
    for name, count in ((names["one"], 1), (names["more"], int(names["count"]))):
        verdicts.within(row, name, sum(parts[:count]) / total, SHARE)
    verdict = row["concentration_verdict"]
    if (verdict == "above" and index <= 1800) or (verdict == "not_above" and index > 1800):
        verdicts.add(row, f"verdict {verdict} of an index of {float(index)}")


def _concentration(
    truth: Truth, tables: Mapping[str, Table], verdicts: Verdicts, named: dict[Any, set[str]]
) -> None:
    for row in tables["vendor_concentration"].values():
        vendor, start, end = verdicts.own(row["vendor_id"]), row["period_start"], row["period_end"]
        customers = truth.by_customer(vendor, start, end, end)
        total = sum(customers.values())
        verdicts.within(row, "revenue_amount", total)
        if row["total_basis"] == "observed_only" or not total:
            continue
        _index(customers.values(), row, verdicts, effective="effective_customers",
               one="top1_share", more="top3_share", count="3")  # fmt: skip
        listed = [customers.get(name, Fraction(0)) for name in named.get((vendor, start, end), ())]
        verdicts.within(row, "named_share", sum(listed) / total, SHARE)
        verdicts.within(row, "top_customer_share", max(listed, default=Fraction(0)) / total, SHARE)
        if (row["major_customers"] or 0) > sum(10 * amount >= total for amount in listed):
            verdicts.add(row, f"major_customers {row['major_customers']}")
        most = row["possible_major_customers"]
        if most is not None and most < sum(10 * x >= total for x in customers.values()):
            verdicts.add(row, f"possible_major_customers {row['possible_major_customers']}")


def _customers(
    truth: Truth, tables: Mapping[str, Table], verdicts: Verdicts, named: dict[Any, set[str]]
) -> None:
    for row in tables["vendor_customers"].values():
        vendor, start, end = verdicts.own(row["vendor_id"]), row["period_start"], row["period_end"]
        customer = verdicts.own(row["customer_id"])
        customers = truth.by_customer(vendor, start, end, end)
        amount = customers.get(customer)
        if amount is None:
            listed = named[vendor, start, end]
            amount = sum(paid for name, paid in customers.items() if name not in listed)
        verdicts.within(row, "spend_amount", amount)
        if sum(customers.values()):
            verdicts.within(row, "share", amount / sum(customers.values()), SHARE)


def _dependence(truth: Truth, tables: Mapping[str, Table], verdicts: Verdicts) -> None:
    for row in tables["customer_dependence"].values():
        customer, start, end = (
            verdicts.own(row["customer_id"]), row["period_start"], row["period_end"],
        )  # fmt: skip
        vendors = truth.by_vendor(start, end, customer=customer)
        verdicts.within(row, "spend_amount", sum(vendors.values()))
        if row["total_basis"] != "observed_only":
            _index(vendors.values(), row, verdicts, effective="effective_vendors",
                   one="top1_share", more="top3_share", count="3")  # fmt: skip


def _markets(truth: Truth, tables: Mapping[str, Table], verdicts: Verdicts) -> None:
    for row in tables["market_concentration"].values():
        market, start, end = verdicts.own(row["market_id"]), row["period_start"], row["period_end"]
        if row["total_basis"] == "known_vendors" or market == "unclassified":
            continue
        vendors = truth.by_vendor(start, end, market=market)
        verdicts.within(row, "market_amount", sum(vendors.values()))
        _index(vendors.values(), row, verdicts, effective="effective_vendors",
               one="cr1", more="cr4", count="4")  # fmt: skip


def before(start: date, end: date) -> tuple[date, date]:
    """Return the period of the same length just before one."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    first = start.year * 12 + start.month - 1 - months
    return date(first // 12, first % 12 + 1, 1), date.fromordinal(start.toordinal() - 1)


def _movements(truth: Truth, tables: Mapping[str, Table], verdicts: Verdicts) -> None:
    for row in tables["revenue_movements"].values():
        vendor, customer = verdicts.own(row["vendor_id"]), verdicts.own(row["customer_id"])
        if customer not in CUSTOMERS:
            continue
        start, end = row["period_start"], row["period_end"]
        if end.year > 2024 or before(start, end)[0].year < 2023:
            continue
        for name, period in (
            ("opening_amount", before(start, end)),
            ("closing_amount", (start, end)),
        ):
            paid = truth.by_customer(vendor, *period, on=end)
            verdicts.within(row, name, paid[customer])


def _retention(truth: Truth, tables: Mapping[str, Table], verdicts: Verdicts) -> None:
    for row in tables["revenue_retention"].values():
        vendor, start, end = verdicts.own(row["vendor_id"]), row["period_start"], row["period_end"]
        if end.year > 2024 or before(start, end)[0].year < 2023:
            continue
        opening = truth.by_customer(vendor, *before(start, end), on=end)
        closing = truth.by_customer(vendor, start, end, on=end)
        base = sum(opening.values())
        if not base:
            continue
        kept = [(amount, closing[customer]) for customer, amount in opening.items() if amount]
        verdicts.within(
            row, "gross_revenue_retention", sum(min(pair) for pair in kept) / base, SHARE
        )
        verdicts.within(row, "net_revenue_retention", sum(now for _, now in kept) / base, SHARE)


def _bridge(truth: Truth, tables: Mapping[str, Table], verdicts: Verdicts) -> None:
    for row in tables["vendor_revenue_bridge"].values():
        vendor, start, end = verdicts.own(row["vendor_id"]), row["period_start"], row["period_end"]
        if end.year > 2024 or before(start, end)[0].year < 2023:
            continue
        opening = truth.by_customer(vendor, *before(start, end), on=end)
        closing = truth.by_customer(vendor, start, end, on=end)
        was, now = sum(opening.values()), sum(closing.values())
        verdicts.within(row, "opening_amount", was)
        verdicts.within(row, "closing_amount", now)
        verdicts.within(row, "net_change_amount", now - was)
        # Of some customers only: not more than what all of them lost.
        lost = sum(max(amount - closing[customer], 0) for customer, amount in opening.items())
        low = row["gross_lost_amount_low"]
        if low is not None and Fraction(low) > lost:
            verdicts.add(row, f"gross_lost_amount_low {low} is above {float(lost)}")
