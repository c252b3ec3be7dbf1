"""The engine: its settings, and a wrong result of DuckDB 2.0.0 that one of them keeps away.

DuckDB bounds a sum by the most rows that there can be, and takes the product of both sides for
a join. A left join to a side that it knows to be empty (an input without rows under a filter)
keeps the rows of its left side all the same, so that what is summed above it counts as zero:
`having sum(...) > 0` drops every group, `case when sum(...) > ...` takes the wrong branch, and
`limit` lets every row through. No error is raised. The setting in `profiles.yml` turns the step
off that works this out.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from conftest import Workspace
from dbt.cli.main import dbtRunner
from helpers_replay import disabled_optimizers
from vendor_shock_engine import Plugin, faults_of, spill_folder

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


# --- Settings of the environment ------------------------------------------------------------------

RIGHT = {"memory_limit": "50%", "threads": "", "temp_directory": ""}


@pytest.mark.parametrize("memory", ["8GB", "1.5 GiB", "500mb", "1%", "100%"])
@pytest.mark.parametrize("threads", ["", "1", 2, "1024"])
def test_settings_that_mean_something_open_a_database(memory: str, threads: str | int) -> None:
    assert faults_of({"memory_limit": memory, "threads": threads}) == []
    duckdb.connect(config={"memory_limit": memory}).close()


@pytest.mark.parametrize(
    "memory",
    ["", "8", 8, "much", "0GB", "0.0 GB", "-1", "-1GB", "0%", "101%", "50 GB free", "8GB\n"],
)
def test_an_amount_of_memory_that_means_nothing_is_named(memory: str | int) -> None:
    assert faults_of({**RIGHT, "memory_limit": memory}) == [
        f"VENDOR_SHOCK_MEMORY '{memory}': not an amount with its unit, as in 8GB, or a share of "
        "the machine's memory, as in 50%"
    ]


@pytest.mark.parametrize("threads", ["0", 0, "-1", "1.5", "many", "1025", "100000"])
def test_a_number_of_threads_that_cannot_be_is_named(threads: str | int) -> None:
    assert faults_of({**RIGHT, "threads": threads}) == [
        f"VENDOR_SHOCK_THREADS '{threads}': not a whole number from 1 to 1024, or empty for all "
        "cores"
    ]


def test_each_database_spills_to_a_folder_of_its_own(tmp_path: Path) -> None:
    parent = tmp_path / "not" / "there"
    one, two = (spill_folder(str(parent), f"{name}/build.duckdb") for name in ("one", "two"))
    assert sorted(parent.iterdir()) == sorted([one, two])
    assert spill_folder(str(parent), "./one/build.duckdb") == one


def test_what_a_killed_build_has_spilled_goes(tmp_path: Path) -> None:
    plugin = Plugin("engine", {})
    creds = SimpleNamespace(path=str(tmp_path / "build.duckdb"))
    for config in ({**RIGHT}, {**RIGHT, "temp_directory": str(tmp_path)}):
        plugin.update_connection_config(creds, config)
        with duckdb.connect(creds.path, config=config) as connection:
            setting = "select current_setting('temp_directory')"
            folder = Path(connection.execute(setting).fetchall()[0][0])
            folder.mkdir(exist_ok=True)
            for name in ("duckdb_temp_storage_DEFAULT-0.tmp", "mine.txt"):
                (folder / name).write_text("left")
            plugin.configure_connection(connection)
            assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_wrong_settings_of_the_environment_end_a_build_in_a_line_each(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    wrong = {"VENDOR_SHOCK_MEMORY": "much", "VENDOR_SHOCK_THREADS": "0"}
    made = workspace.build(environment=wrong)
    assert made.exit_code == 2
    assert "Settings (environment):" in made.log
    for name, value in wrong.items():
        assert f"{name} '{value}': not " in made.log
    assert "Traceback" not in made.log
    made = workspace.build(environment={"VENDOR_SHOCK_TEMP": str(tmp_path / "file")})
    assert made.exit_code == 2
    said = f"VENDOR_SHOCK_TEMP '{tmp_path / 'file'}': not a folder that can be written (Not a dir"
    assert said in made.log
