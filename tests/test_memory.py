"""Memory: what does not fit goes through the disk, and the build ends.

DuckDB writes the groups of a sum to the disk, but keeps what is ordered within them
(`first(... order by ...)`) in memory: with that, the sums over the wholes of 100 million payments
ended the build at 8 GB, and those of this test end at 300 MB.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
from conftest import Build
from helpers_replay import compiled, disabled_optimizers

# 21 months of 30,000 customers and 7,000 vendors, of whom some have most of the customers:
# 744,801 wholes.
FIGURES = """
    create table intermediate.int_group_figures as
    select
        'customer_spend' as metric,
        'vendor_' || lpad(cast(vendor as varchar), 12, '0') as vendor_id,
        'customer_' || lpad(cast(hash(number) % 30000 as varchar), 12, '0') as customer_id,
        'month' as period_grain,
        make_date(2020 + month // 12, 1 + month % 12, 1) as period_start,
        last_day(period_start) as period_end,
        cast(1 + hash(number) % 100000 as decimal(18, 2)) as amount_low,
        amount_low as amount_high,
        amount_low as amount,
        cast(null as decimal(10, 9)) as share_low,
        cast(null as decimal(10, 9)) as share_high,
        cast(null as decimal(10, 9)) as share,
        1 as tier,
        false as parts_exceed
    from (
        select
            number,
            number % 21 as month,
            cast(floor(7000 * pow(hash(number * 7) % 1000000 / 1000000.0, 4)) as integer) as vendor
        from range(1900000) as made (number)
    )
"""
MARKETS = """
    create table intermediate.int_market_revenue as
    select vendor_id as market_id, * from intermediate.int_group_figures limit 0
"""
SUMS = """
    select count(*), sum(part_count), sum(named_cents)
    from intermediate.int_part_sums where whole_kind = '{}'
"""
EXPECTED = """
    select count(*), cast(sum(parts) as hugeint), cast(sum(amount) * 100 as hugeint)
    from (
        select count(*) as parts, sum(amount) as amount
        from intermediate.int_group_figures
        group by {}_id, period_start
    )
"""


def test_more_wholes_than_fit_in_memory(build: Callable[..., Build], tmp_path: Path) -> None:
    models = compiled(build).models
    settings = {"memory_limit": "300MB", "threads": 2, "temp_directory": str(tmp_path / "spilt")}
    with duckdb.connect(str(tmp_path / "build.duckdb"), config=settings) as connection:
        connection.execute(f"set disabled_optimizers = '{disabled_optimizers()}'")
        connection.execute("create schema intermediate")
        connection.execute(FIGURES)
        connection.execute(MARKETS)
        for kind, name in (("view", "int_concentration_parts"), ("table", "int_part_sums")):
            connection.execute(
                f"create {kind} intermediate.{name} as {models['intermediate', name]}"
            )
        for kind in ("vendor", "customer"):
            made, expected = (
                connection.execute(sql.format(kind)).fetchall() for sql in (SUMS, EXPECTED)
            )
            assert made == expected
