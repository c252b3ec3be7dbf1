"""The database engine: a wrong result of DuckDB 2.0.0, and the setting that keeps it away.

DuckDB bounds a sum by the most rows that there can be, and takes the product of both sides for
a join. A left join to a side that it knows to be empty (an input without rows under a filter)
keeps the rows of its left side all the same, so that what is summed above it counts as zero:
`having sum(...) > 0` drops every group, `case when sum(...) > ...` takes the wrong branch, and
`limit` lets every row through. No error is raised. The setting in `profiles.yml` turns the step
off that works this out.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from dbt.cli.main import dbtRunner
from helpers_replay import disabled_optimizers

_TABLES = """
    create table paid as select range as id, range as amount from range(3);
    create table owner (id bigint, name varchar);
"""
_JOINED = "from paid left join owner on paid.id = owner.id where paid.id >= 0"

# What the three rows of 0, 1 and 2 give.
_QUERIES = {
    f"select sum(paid.amount) > 0 {_JOINED}": [(True,)],
    f"select case when sum(paid.amount) > 1 then 'more' else 'less' end {_JOINED}": [("more",)],
    f"""
        select count(*) from (
            select paid.id {_JOINED} group by paid.id having sum(paid.amount) > 0
        )
    """: [(2,)],
    f"select count(*) from (select paid.id {_JOINED} limit 1)": [(1,)],
}


def _answers(setting: str) -> list[list[tuple]]:
    with duckdb.connect() as connection:
        connection.execute(f"set disabled_optimizers = '{setting}'")
        connection.execute(_TABLES)
        return [connection.execute(sql).fetchall() for sql in _QUERIES]


def test_sums_above_a_left_join_to_an_empty_table_are_right() -> None:
    assert _answers(disabled_optimizers()) == list(_QUERIES.values())


@pytest.mark.skipif(duckdb.__version__ != "2.0.0", reason="known of DuckDB 2.0.0 alone")
def test_the_setting_is_needed() -> None:
    """If this fails, DuckDB is mended: the setting, and this file, can go."""
    assert _answers("") != list(_QUERIES.values())


def test_builds_have_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VENDOR_SHOCK_HOME", str(tmp_path))
    sql = "select current_setting('disabled_optimizers') as setting"
    folders = ["--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path / "logs")]
    shown = dbtRunner().invoke(["show", "--quiet", "--inline", sql, *folders])
    assert shown.success
    table = shown.result.results[0].agate_table
    assert [row[0] for row in table.rows] == [disabled_optimizers()]
