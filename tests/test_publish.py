"""Publishing: a whole, good build replaces the published database, and nothing else does."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from conftest import Build, Workspace
from dbt_common.exceptions import DbtRuntimeError
from vendor_shock_publish import Rows, identity, publish

SCHEMAS = ("marts", "evidence")
RELATIONS = (
    "select schema_name, table_name as name, comment from duckdb_tables() union all "
    "select schema_name, view_name, comment from duckdb_views() where not internal"
)

# A date that is none: the row is rejected, and by default that fails the build.
WRONG_ROW = {
    "source_id": "test_source",
    "publisher": "Nobody",
    "title": "Wrong",
    "published_on": "2024-02-30",
}


@pytest.fixture
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    """A small build database: a table with constraints and comments, and two views."""
    connection = duckdb.connect()
    connection.execute(
        """
        create schema marts;
        create schema staging;
        create table staging.raw (id varchar);
        create table marts."odd name" (
            id varchar primary key, "order" integer not null, amount decimal(18, 2),
            check (amount > 0)
        );
        insert into marts."odd name" values ('b', 2, 1.50), ('a', 3, 2.50), ('c', 1, 3.50);
        comment on table marts."odd name" is 'One row per id; it''s "odd"';
        comment on column marts."odd name"."order" is 'Rank, 1 first';
        create view marts.above as select id from marts."odd name" where amount > 2;
        create view marts.below as select id from staging.raw;
        """
    )
    yield connection.cursor()
    connection.close()


def read(path: Path, sql: str) -> list[tuple]:
    """Return the rows of a query against a database file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


# --- The project, built by dbt ------------------------------------------------------------------


def test_a_good_build_says_what_it_published(warehouse: Build) -> None:
    relations = len(warehouse.query(f"select * from ({RELATIONS})"))
    tables = warehouse.query("select schema_name, table_name from duckdb_tables()")
    counts = [
        warehouse.query(f'select count(*) from {schema}."{name}"')[0][0] for schema, name in tables
    ]
    assert (
        f"vendor_shock.duckdb: {relations} relations, {sum(counts)} rows, in " in warehouse.log
    ), warehouse.log


def test_published_are_the_marts_and_the_evidence_alone(warehouse: Build) -> None:
    manifest = json.loads((warehouse.target / "manifest.json").read_text())
    models = {
        (node["schema"], node["alias"])
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] in SCHEMAS
    }
    published = set(warehouse.query(f"select schema_name, name from ({RELATIONS})"))
    assert published == models
    schemas = warehouse.query(
        "select schema_name from duckdb_schemas() where database_name = current_database() "
        "and not internal and schema_name <> 'main'"
    )
    assert {name for (name,) in schemas} == set(SCHEMAS)


def test_rows_definitions_and_comments_are_those_of_the_build(warehouse: Build) -> None:
    for listing in (
        "select schema_name, table_name, sql, comment from duckdb_tables()",
        "select schema_name, table_name, column_name, data_type, is_nullable, comment "
        "from duckdb_columns() where not internal",
    ):
        wanted = f"{listing} {'and' if 'where' in listing else 'where'} schema_name in {SCHEMAS}"
        assert sorted(map(str, warehouse.query(wanted))) == sorted(
            map(str, warehouse.query_build(wanted))
        )
    for schema, name in warehouse.query("select schema_name, table_name from duckdb_tables()"):
        every_row = f'select * from {schema}."{name}"'
        published, built = warehouse.query(every_row), warehouse.query_build(every_row)
        # Tables that are built in parts are put in order on the way.
        assert sorted(published, key=str) == sorted(built, key=str), name


def test_every_published_relation_and_column_has_a_comment(warehouse: Build) -> None:
    bare = warehouse.query(
        f"select schema_name, name, null from ({RELATIONS}) where coalesce(comment, '') = ''"
        " union all select schema_name, table_name, column_name from duckdb_columns() "
        "where not internal and coalesce(comment, '') = ''"
    )
    assert bare == []


def test_views_read_the_published_file_alone(warehouse: Build, tmp_path: Path) -> None:
    """Also where it is attached under any name, and the build is not there."""
    views = warehouse.query("select schema_name, view_name from duckdb_views() where not internal")
    assert set(views) == {("evidence", "evidence"), ("evidence", "ledger_lines")}
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(warehouse.path.read_bytes())
    for schema, name in views:
        rows = warehouse.query(f"select count(*) from {schema}.{name}")
        with duckdb.connect() as connection:
            connection.execute(f"attach '{copy}' as other (read_only)")
            count = f"select count(*) from other.{schema}.{name}"
            assert connection.execute(count).fetchall() == rows


def test_older_clients_can_read_the_file(warehouse: Build) -> None:
    tags = warehouse.query("select tags from duckdb_databases() where not internal")
    assert tags[0][0]["storage_version"] == "v1.0.0+"


@pytest.mark.parametrize(
    ("command", "select", "args", "reason"),
    [
        ("run", "dim_companies", (), "only dbt build publishes, and this was dbt run"),
        ("seed", "companies", (), "only dbt build publishes, and this was dbt seed"),
        ("test", "dim_companies", (), "only dbt build publishes, and this was dbt test"),
        (
            "build",
            "dim_companies",
            ("--empty", "--exclude", "x", "--exclude-resource-type", "test"),
            "only a whole build is, and this one had --select and --exclude and "
            "--exclude-resource-type and --empty",
        ),
    ],
)
def test_less_than_a_build_publishes_nothing(
    fresh: Workspace, command: str, select: str, args: tuple[str, ...], reason: str
) -> None:
    before = fresh.published.read_bytes()
    made = fresh.build(command=command, select=select, args=args, keep=True)
    assert made.success, made.log
    line = f"Nothing published: {reason}. {fresh.published} stays as it was."
    assert line in made.log.splitlines()
    assert not made.published
    assert fresh.published.read_bytes() == before


def test_a_failed_build_publishes_nothing(fresh: Workspace) -> None:
    before = fresh.published.read_bytes()
    made = fresh.build(append={"sources": [WRONG_ROW]}, keep=True)
    assert (made.success, made.exit_code, made.published) == (False, 1, False)
    assert "Nothing published: not everything passed: " in made.log
    assert fresh.published.read_bytes() == before


def test_leftovers_are_not_published_and_readers_are_not_disturbed(fresh: Workspace) -> None:
    """What a deleted model, an earlier version and a killed publish leave behind."""
    with duckdb.connect(str(fresh.home / "build.duckdb")) as connection:
        connection.execute("create table marts.deleted_model as select 1 as id")
        connection.execute("alter table inputs.sources add column of_an_earlier_version integer")
    leftover = fresh.home / "vendor_shock.duckdb.0123456789abcdef.tmp"
    leftover.write_bytes(b"half a database")
    reader = duckdb.connect(str(fresh.published), read_only=True)
    count = "select count(*) from marts.dim_sources"
    before = reader.execute(count).fetchall()[0][0]
    right = {**WRONG_ROW, "published_on": "2024-02-29"}
    made = fresh.build(append={"sources": [right]}, keep=True)
    assert made.success, made.log
    assert made.published
    assert reader.execute(count).fetchall() == [(before,)], "an open reader sees the old file"
    reader.close()
    assert made.query(count) == [(before + 1,)]
    assert made.query("select * from duckdb_tables() where table_name = 'deleted_model'") == []
    assert sorted(path.name for path in fresh.home.iterdir()) == [
        "build.duckdb",
        "vendor_shock.duckdb",
    ]


def test_a_publish_that_fails_is_an_error_in_one_line(fresh: Workspace) -> None:
    fresh.published.unlink()
    fresh.published.mkdir()
    made = fresh.build(keep=True)
    assert (made.success, made.exit_code, made.published) == (False, 1, False)
    assert (
        f"Nothing published: {fresh.published} is a folder, and the published database is a "
        "file. Move the folder away and build again."
    ) in made.log
    assert "Traceback" not in made.log
    assert list(fresh.published.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(workspace: Workspace) -> None:
    shutil.rmtree(workspace.home, ignore_errors=True)
    workspace.home.write_text("a file")
    try:
        made = workspace.build(keep=True)
    finally:
        workspace.home.unlink()
    assert made.exit_code == 2
    assert f"Cannot create the folder {workspace.home} for the warehouse" in made.log
    assert "Set VENDOR_SHOCK_HOME to a folder that can be written." in made.log


# --- The copying itself -------------------------------------------------------------------------


def test_a_copy_keeps_constraints_comments_views_and_order(
    cursor: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    target = tmp_path / "it's.duckdb"
    assert publish(cursor, [("marts", "odd name"), ("marts", "above")], target).published == 3
    assert read(target, 'select id from marts."odd name"') == [("b",), ("a",), ("c",)]
    assert read(target, "select id from marts.above") == [("a",), ("c",)]
    assert read(target, "select comment from duckdb_tables()") == [('One row per id; it\'s "odd"',)]
    commented = "select comment from duckdb_columns() where comment is not null and not internal"
    assert read(target, commented) == [("Rank, 1 first",)]
    with duckdb.connect(str(target)) as connection:
        for values in ("('a', 9, 9)", "('d', null, 9)", "('d', 9, -9)"):
            with pytest.raises(duckdb.ConstraintException):
                connection.execute(f'insert into marts."odd name" values {values}')


def test_a_copy_replaces_the_file_that_a_link_points_to(
    cursor: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file, link = tmp_path / "elsewhere" / "file.duckdb", tmp_path / "link.duckdb"
    file.parent.mkdir()
    link.symlink_to(file)
    publish(cursor, [("marts", "odd name")], link)
    assert link.is_symlink()
    assert read(file, 'select count(*) from marts."odd name"') == [(3,)]


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        ("below", "Nothing published: marts.below is a view over something that is not published"),
        ("nothing", "Nothing published: marts.nothing was not built."),
    ],
)
def test_what_cannot_be_published_leaves_the_old_file(
    cursor: duckdb.DuckDBPyConnection, tmp_path: Path, relation: str, reason: str
) -> None:
    target = tmp_path / "vendor_shock.duckdb"
    publish(cursor, [("marts", "odd name")], target)
    before = target.read_bytes()
    with pytest.raises(DbtRuntimeError, match=reason):
        publish(cursor, [("marts", "odd name"), ("marts", relation)], target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    # The next one goes well: nothing is left attached or half written.
    assert publish(cursor, [("marts", "odd name")], target).published == 3


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_disk_that_fails_leaves_the_old_file(
    cursor: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "vendor_shock.duckdb"
    publish(cursor, [("marts", "odd name")], target)
    before = target.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(DbtRuntimeError) as caught:
        publish(cursor, [("marts", "odd name")], target)
    assert caught.value.msg == (
        f"Nothing published: {target} could not be replaced ([Errno 28] No space left on "
        "device). See that its folder can be written and has room, then build again."
    )
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


# --- A part of it -------------------------------------------------------------------------------

GROWN = [("marts", "odd name"), ("marts", "months"), ("marts", "above")]
PARTS = {"sorted_by": {"months": ["day", "id"]}, "changed": {"months": "day >= 2"}}


@pytest.fixture
def published(cursor: duckdb.DuckDBPyConnection, tmp_path: Path) -> Path:
    """A published database, and a build after it: another table, and other months from 2 on.

    A month before is changed as well, which no build does: it tells what was copied.
    """
    cursor.execute(
        "create table marts.months (day integer, id varchar, check (day > 0)); "
        "comment on table marts.months is 'One row per month'; "
        "insert into marts.months values (2, 'z'), (1, 'b'), (3, 'y'), (1, 'a')"
    )
    target = tmp_path / "vendor_shock.duckdb"
    assert publish(cursor, GROWN, target, **PARTS) == Rows(7, 7)
    cursor.execute(
        """
        delete from marts."odd name" where id = 'b';
        update marts.months set id = 'changed' where id = 'b';
        delete from marts.months where day >= 2;
        insert into marts.months values (4, 'd'), (2, 'c'), (4, 'a');
        comment on table marts.months is 'In other words';
        comment on column marts.months.id is 'The id'
        """
    )
    return target


def months(target: Path) -> list[tuple]:
    """Return the months as they stand in the published database."""
    return read(target, "from marts.months")


def test_of_a_table_built_in_parts_the_part_that_changed_is_written(
    cursor: duckdb.DuckDBPyConnection, published: Path
) -> None:
    before = published.stat().st_ino
    made = publish(cursor, GROWN, published, **PARTS, before=identity(published))
    assert made == Rows(7, 5)
    assert months(published) == [(1, "a"), (1, "b"), (2, "c"), (4, "a"), (4, "d")]
    assert read(published, 'select id from marts."odd name"') == [("a",), ("c",)]
    assert read(published, "select id from marts.above") == [("a",), ("c",)]
    comments = read(published, "select comment from duckdb_tables() order by table_name")
    assert comments == [("In other words",), ('One row per id; it\'s "odd"',)]
    commented = "select comment from duckdb_columns() where comment is not null and not internal"
    assert read(published, f"{commented} order by all") == [("Rank, 1 first",), ("The id",)]
    assert published.stat().st_ino != before, "the file is another one, and readers keep theirs"
    assert [path.name for path in published.parent.iterdir()] == [published.name]
    with duckdb.connect(str(published)) as connection:
        for table, values in (("months", "(0, 'x')"), ('"odd name"', "('a', 9, 9)")):
            with pytest.raises(duckdb.ConstraintException):
                connection.execute(f"insert into marts.{table} values {values}")


def test_a_part_that_is_everything_or_nothing(
    cursor: duckdb.DuckDBPyConnection, published: Path
) -> None:
    parts = {**PARTS, "changed": {"months": "day >= 1"}}
    known = identity(published)
    assert publish(cursor, GROWN, published, **parts, before=known) == Rows(7, 7)
    assert (1, "changed") in months(published)
    parts = {**PARTS, "changed": {"months": "day >= 9"}}
    known = identity(published)
    assert publish(cursor, GROWN, published, **parts, before=known) == Rows(7, 2)
    assert len(months(published)) == 5


@pytest.mark.parametrize("trouble", ["not known", "another", "touched", "damaged", "gone"])
def test_a_published_file_that_is_not_the_last_one_is_written_whole(
    cursor: duckdb.DuckDBPyConnection, published: Path, trouble: str
) -> None:
    before = "" if trouble == "not known" else identity(published)
    if trouble == "another":
        shutil.copy2(published, published.with_name("copy"))
        published.with_name("copy").replace(published)
    elif trouble == "touched":
        os.utime(published)
    elif trouble == "damaged":
        published.write_bytes(b"half a file")
    elif trouble == "gone":
        published.unlink()
    assert publish(cursor, GROWN, published, **PARTS, before=before) == Rows(7, 7)
    assert months(published) == [(1, "a"), (1, "changed"), (2, "c"), (4, "a"), (4, "d")]


def test_a_file_that_is_written_to_while_it_is_copied_is_written_whole(
    cursor: duckdb.DuckDBPyConnection, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copyfile

    def torn(source: Path, target: Path) -> None:
        copy(source, target)
        target.write_bytes(b"half a file")
        os.utime(source)

    monkeypatch.setattr(shutil, "copyfile", torn)
    known = identity(published)
    assert publish(cursor, GROWN, published, **PARTS, before=known) == Rows(7, 7)
    assert (1, "changed") in months(published)


def test_rows_that_are_missing_from_the_kept_part_are_told(
    cursor: duckdb.DuckDBPyConnection, published: Path
) -> None:
    cursor.execute("delete from marts.months where id = 'a' and day = 1")
    before = published.read_bytes()
    with pytest.raises(DbtRuntimeError) as caught:
        publish(cursor, GROWN, published, **PARTS, before=identity(published))
    assert caught.value.msg == (
        "Nothing published: marts.months would have 5 rows, and the build made 4. Delete the "
        "published database and build again."
    )
    assert published.read_bytes() == before
    assert [path.name for path in published.parent.iterdir()] == [published.name]
