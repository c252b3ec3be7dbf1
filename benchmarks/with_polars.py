"""The tables of the benchmark, written by hand for Polars, in memory: a second peer.

    python benchmarks/with_polars.py FOLDER OUTPUT_FOLDER

Spend, movements, retention, customers and concentration of vendors, with the figures alone: no
names, bounds or keys. Written as Parquet.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
PAIR = ["vendor_id", "customer_id"]
PERIOD = ["period_grain", "period_start"]


def spend(folder: Path) -> pl.LazyFrame:
    """Return spend by vendor, customer, market and month, in dollars; one row each.

    Args:
        folder: what generate.py wrote.
    """
    aliases = pl.scan_csv(folder / "company_aliases.csv", infer_schema=False).rename(
        {"company_id": "alias_of"}
    )
    rates = pl.scan_csv(folder / "exchange_rates.csv", infer_schema=False).select(
        "currency",
        pl.col("valid_from").str.to_date().alias("month_start"),
        pl.col("usd_per_unit").cast(pl.Decimal(38, 4)),
    )
    dollars = (
        pl.when(pl.col("currency") == "USD")
        .then(pl.col("amount").cast(pl.Decimal(38, 2)))
        .otherwise(
            (pl.col("amount").cast(pl.Decimal(38, 6)) * pl.col("usd_per_unit"))
            .round(2, mode="half_away_from_zero")
            .cast(pl.Decimal(38, 2))
        )
    )
    return (
        pl.scan_parquet(folder / "payments" / "*.parquet")
        .with_columns(pl.col("paid_on").dt.truncate("1mo").alias("month_start"))
        .join(aliases, left_on="vendor_id", right_on="alias", how="left")
        .join(rates, on=["currency", "month_start"], how="left")
        .group_by(
            pl.coalesce("alias_of", "vendor_id").alias("vendor_id"),
            "customer_id",
            pl.col("market_id").fill_null("unclassified"),
            "month_start",
        )
        .agg(dollars.sum().alias("amount"))
    )


def periods(months: pl.LazyFrame) -> pl.LazyFrame:
    """Return the months of all markets added up to each grain."""
    return pl.concat(
        [
            months.group_by(
                *PAIR,
                pl.lit(grain).alias("period_grain"),
                pl.col("month_start").dt.truncate(f"{length}mo").alias("period_start"),
            ).agg(pl.col("amount").sum())
            for grain, length in MONTHS.items()
        ]
    )


def movements(period_spend: pl.LazyFrame) -> pl.LazyFrame:
    """Return the change of each pair from one period to the next, with its class."""
    zero = pl.lit(0).cast(pl.Decimal(38, 2))
    closing = period_spend.with_columns(zero.alias("opening"), pl.col("amount").alias("closing"))
    opening = pl.concat(
        [
            period_spend.filter(pl.col("period_grain") == grain).with_columns(
                pl.col("period_start").dt.offset_by(f"{length}mo"),
                pl.col("amount").alias("opening"),
                zero.alias("closing"),
            )
            for grain, length in MONTHS.items()
        ]
    )
    known = period_spend.group_by("period_grain").agg(
        pl.col("period_start").min().alias("first_period"),
        pl.col("period_start").max().alias("last_period"),
    )
    first_spend = (
        period_spend.filter(pl.col("amount") > 0)
        .group_by(*PAIR, "period_grain")
        .agg(pl.col("period_start").min().alias("first_active"))
    )
    before, after = pl.col("opening_amount"), pl.col("closing_amount")
    return (
        pl.concat([closing, opening])
        .group_by(*PAIR, *PERIOD)
        .agg(
            pl.col("opening").sum().alias("opening_amount"),
            pl.col("closing").sum().alias("closing_amount"),
        )
        .filter((before != 0) | (after != 0))
        .join(known, on="period_grain")
        .filter(
            (pl.col("period_start") > pl.col("first_period"))
            & (pl.col("period_start") <= pl.col("last_period"))
        )
        .join(first_spend, on=[*PAIR, "period_grain"], how="left")
        .with_columns(
            (after - before).alias("change_amount"),
            pl.when((before <= 0) & (after <= 0))
            .then(pl.lit("inactive"))
            .when(after <= 0)
            .then(pl.lit("churn"))
            .when((before <= 0) & (pl.col("first_active") < pl.col("period_start")))
            .then(pl.lit("reactivation"))
            .when(before <= 0)
            .then(pl.lit("new"))
            .when(after > before)
            .then(pl.lit("expansion"))
            .when(after < before)
            .then(pl.lit("contraction"))
            .otherwise(pl.lit("unchanged"))
            .alias("movement"),
        )
        .drop("first_period", "last_period", "first_active")
    )


def retention(changes: pl.LazyFrame) -> pl.LazyFrame:
    """Return each vendor's bridge from one period to the next, and its rates."""
    before, after = pl.col("opening_amount"), pl.col("closing_amount")
    stayed = (before > 0) & (after > 0)
    classes = ["new", "reactivation", "expansion", "contraction", "churn"]
    return (
        changes.group_by("vendor_id", *PERIOD)
        .agg(
            before.sum(),
            after.sum(),
            *[
                pl.col("change_amount")
                .filter(pl.col("movement") == name)
                .sum()
                .alias(f"{name}_amount")
                for name in classes
            ],
            before.filter(before > 0).sum().alias("base_amount"),
            pl.min_horizontal(before, after).filter(stayed).sum().alias("kept_amount"),
            after.filter(stayed).sum().alias("stayed_amount"),
        )
        .with_columns(
            (
                pl.col(f"{name}_amount").cast(pl.Float64)
                / pl.when(pl.col("base_amount") > 0).then(pl.col("base_amount").cast(pl.Float64))
            ).alias(f"{rate}_revenue_retention")
            for name, rate in (("kept", "gross"), ("stayed", "net"))
        )
    )


def customers(period_spend: pl.LazyFrame) -> pl.LazyFrame:
    """Return each vendor's customers with share and rank."""
    positive = pl.max_horizontal(pl.col("amount").cast(pl.Float64), 0.0)
    vendor = ["vendor_id", *PERIOD]
    return period_spend.sort(
        [*vendor, "amount", "customer_id"], descending=[False] * 3 + [True, False]
    ).with_columns(
        (positive / positive.sum().over(vendor)).alias("share"),
        pl.int_range(1, pl.len() + 1).over(vendor).alias("rank"),
    )


def concentration(vendor_customers: pl.LazyFrame) -> pl.LazyFrame:
    """Return how concentrated each vendor is on its customers."""
    return (
        vendor_customers.group_by("vendor_id", *PERIOD)
        .agg(
            pl.col("amount").sum().alias("revenue_amount"),
            (pl.col("amount") > 0).sum().alias("named_customers"),
            pl.col("customer_id").filter(pl.col("rank") == 1).first().alias("top_customer_id"),
            pl.col("share").max().alias("top1_share"),
            pl.col("share").filter(pl.col("rank") <= 3).sum().alias("top3_share"),
            (10000 * pl.col("share").pow(2).sum()).alias("hhi"),
        )
        .filter(pl.col("named_customers") > 0)
    )


def build(folder: Path, output: Path) -> None:
    """Write the tables to ``output``, one Parquet file each."""
    output.mkdir(parents=True, exist_ok=True)
    fct_spend = spend(folder).collect(engine="streaming")
    period_spend = periods(fct_spend.lazy()).collect(engine="streaming")
    revenue_movements = movements(period_spend.lazy()).collect(engine="streaming")
    vendor_customers = customers(period_spend.lazy()).collect(engine="streaming")
    tables = {
        "fct_spend": fct_spend,
        "revenue_movements": revenue_movements,
        "revenue_retention": retention(revenue_movements.lazy()).collect(engine="streaming"),
        "vendor_customers": vendor_customers,
        "vendor_concentration": concentration(vendor_customers.lazy()).collect(engine="streaming"),
    }
    for name, table in tables.items():
        table.write_parquet(output / f"{name}.parquet")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
