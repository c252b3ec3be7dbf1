"""A publish that meets trouble says so, and the last good version stays, byte for byte."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Workspace
from dbt_common.exceptions import DbtRuntimeError
from vendor_shock_publish import identity, publish

SMALL, LARGE = [("marts", "small")], [("marts", "small"), ("marts", "large")]


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A build database with a small table and one of some megabytes."""
    with duckdb.connect() as connection:
        connection.execute(
            "create schema marts; create table marts.small as select 1 as id; "
            "comment on column marts.small.id is 'A number'; "
            "create table marts.large as "
            "select md5(cast(i as varchar)) as digest from range(200000) as made(i)"
        )
        yield connection


@pytest.fixture
def cursor(database: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A cursor of its own, as each publish has."""
    return database.cursor()


@pytest.fixture
def target(cursor: duckdb.DuckDBPyConnection, tmp_path: Path) -> Path:
    """A published database, alone in its folder."""
    target = tmp_path / "home" / "vendor_shock.duckdb"
    target.parent.mkdir()
    publish(cursor, SMALL, target)
    return target


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def tables(file: Path) -> list[str]:
    """Return the tables of a database, as a new reader sees them."""
    with duckdb.connect(str(file), read_only=True) as connection:
        return [name for (name,) in connection.execute(
            "select table_name from duckdb_tables() order by all").fetchall()]  # fmt: skip


def expect_trouble(cursor: Any, target: Path, *words: str) -> None:
    """Publish, which must fail in one line with these words and leave everything as it was."""
    before = {path.name: sha256(path) for path in target.parent.iterdir() if path.is_file()}
    with pytest.raises(DbtRuntimeError) as caught:
        publish(cursor, LARGE, target)
    assert caught.value.msg.startswith(f"Nothing published: {target} ")
    assert "\n" not in caught.value.msg
    for word in words:
        assert word in caught.value.msg
    after = {path.name: sha256(path) for path in target.parent.iterdir() if path.is_file()}
    assert after == before


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """Mount something over a folder; skips the test where that is not allowed."""
    made = subprocess.run(  # noqa: S603
        ["mount", *options, str(folder)],  # noqa: S607
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip(f"mounting is not allowed here: {made.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607


def test_a_full_disk(cursor: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A file system of its own, which is also another one than that of /tmp."""
    target = tmp_path / "home" / "vendor_shock.duckdb"
    target.parent.mkdir()
    with mounted(target.parent, "-t", "tmpfs", "-o", "size=2m", "tmpfs"):
        publish(cursor, SMALL, target)
        expect_trouble(cursor, target, "No space left on device", "has room, then build again.")
        # What the failed one wrote is gone: there is room again.
        assert publish(cursor, SMALL, target).published == 1
        assert tables(target) == ["small"]


def test_a_disk_quota(cursor: duckdb.DuckDBPyConnection, target: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        expect_trouble(cursor, target, "File too large")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert publish(cursor, LARGE, target).published == 200_001


@pytest.mark.parametrize("leftover", [False, True])
def test_a_folder_that_cannot_be_written(
    cursor: duckdb.DuckDBPyConnection, target: Path, leftover: bool
) -> None:
    """Also where there is something to clear away first."""
    if leftover:
        target.with_name(f"{target.name}.0.tmp").write_bytes(b"half")
    if os.geteuid():
        target.parent.chmod(0o555)
        try:
            expect_trouble(cursor, target, "Permission denied", "its folder can be written")
        finally:
            target.parent.chmod(0o755)
        return
    with mounted(target.parent, "--bind", str(target.parent)):
        subprocess.run(  # noqa: S603
            ["mount", "-o", "remount,bind,ro", str(target.parent)],  # noqa: S607
            check=True,
        )
        expect_trouble(cursor, target, "Read-only file system", "its folder can be written")


def test_links(cursor: duckdb.DuckDBPyConnection, target: Path, tmp_path: Path) -> None:
    """A link stays a link: what it points to is replaced, or made."""
    link = tmp_path / "link.duckdb"
    link.symlink_to(tmp_path / "not there yet.duckdb")
    assert publish(cursor, SMALL, link).published == 1
    assert link.is_symlink()
    assert tables(tmp_path / "not there yet.duckdb") == ["small"]
    link.unlink()
    link.symlink_to(tmp_path / "no folder" / "file.duckdb")
    expect_trouble(cursor, link, "No such file or directory")
    link.unlink()
    link.symlink_to(target.parent)
    expect_trouble(cursor, link, "is a folder, and the published database is a file.")
    assert tables(target) == ["small"]


@pytest.mark.parametrize("content", [None, b"", random.Random(0).randbytes(300_000)])  # noqa: S311
def test_a_published_file_that_is_gone_or_damaged_is_made_anew(
    cursor: duckdb.DuckDBPyConnection, target: Path, content: bytes | None
) -> None:
    target.unlink()
    if content is not None:
        target.write_bytes(content)
        with pytest.raises(duckdb.Error):
            duckdb.connect(str(target), read_only=True)
    assert publish(cursor, LARGE, target).published == 200_001
    assert tables(target) == ["large", "small"]


# A client that opens the published database to write, by mistake; told to go on by a line.
WRITER = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
connection.execute("create table marts.mine as select 7 as x")
print("written", flush=True)
sys.stdin.readline()
print(connection.execute("from marts.mine").fetchall(), flush=True)
connection.close()
print("closed", flush=True)
"""


def test_a_client_that_writes_to_the_published_file(
    cursor: duckdb.DuckDBPyConnection, target: Path
) -> None:
    """It locks readers out until the next publish, which takes nothing of what it wrote."""
    writer = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", WRITER, str(target)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout is not None
    assert writer.stdout.readline() == "written\n"
    assert target.with_name(f"{target.name}.wal").exists()
    with pytest.raises(duckdb.IOException, match="Could not set lock"):
        duckdb.connect(str(target), read_only=True)
    assert publish(cursor, LARGE, target).published == 200_001
    assert tables(target) == ["large", "small"]
    output, _ = writer.communicate("\n", timeout=60)
    assert output == "[(7,)]\nclosed\n", "it keeps what it had"
    assert tables(target) == ["large", "small"]
    assert [path.name for path in target.parent.iterdir()] == [target.name]


class Failing:
    """A cursor of which one statement fails.

    Args:
        cursor: the cursor that does the others.
        at: number of the statement that fails, from 1.
        error: how it fails.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection, at: int, error: BaseException) -> None:
        self._cursor = cursor
        self._left = at
        self._error = error

    def execute(self, *arguments: Any) -> duckdb.DuckDBPyConnection:
        """Run a statement, or fail."""
        self._left -= 1
        if self._left == 0:
            raise self._error
        return self._cursor.execute(*arguments)

    @property
    def reached(self) -> bool:
        """Whether the failing statement was run."""
        return self._left <= 0


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (duckdb.IOException("disk trouble"), DbtRuntimeError),
        # What DuckDB makes of Ctrl-C while it works, by itself and through dbt.
        (RuntimeError("Query interrupted"), KeyboardInterrupt),
        (DbtRuntimeError("Query interrupted"), KeyboardInterrupt),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
@pytest.mark.parametrize("in_part", [False, True])
def test_each_statement_may_fail(
    database: duckdb.DuckDBPyConnection,
    target: Path,
    error: BaseException,
    raised: type[BaseException],
    in_part: bool,
) -> None:
    before = sha256(target)
    part = {"changed": {"small": "id = 1"}, "before": identity(target)} if in_part else {}
    statements = 0
    while True:
        failing = Failing(database.cursor(), statements + 1, error)
        try:
            publish(failing, SMALL, target, {"small": ["id"]}, **part)
        except raised:
            statements += 1
        if not failing.reached:
            break
        assert sha256(target) == before, statements
        assert [path.name for path in target.parent.iterdir()] == [target.name], statements
    assert statements > 10
    assert publish(database.cursor(), LARGE, target).published == 200_001


def test_a_folder_that_cannot_be_synced_is_no_reason_to_say_that_nothing_was_published(
    cursor: duckdb.DuckDBPyConnection, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new file has taken its place by then."""
    sync, done = os.fsync, []

    def fail_second(descriptor: int) -> None:
        done.append(descriptor)
        if len(done) == 2:
            raise OSError(22, "Invalid argument")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fail_second)
    assert publish(cursor, LARGE, target).published == 200_001
    assert len(done) == 2
    assert tables(target) == ["large", "small"]


# --- The build database -------------------------------------------------------------------------


def test_a_second_build_at_the_same_time_has_one_line(fresh: Workspace) -> None:
    before = sha256(fresh.published)
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    first = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code, str(fresh.home / "build.duckdb")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert first.stdout is not None
    assert first.stdout.readline() == "1\n"
    made = fresh.build(keep=True)
    first.communicate("\n", timeout=60)
    assert (made.exit_code, made.published) == (2, False)
    assert f"Cannot open the build database {fresh.home / 'build.duckdb'} (" in made.log
    assert "Wait for the other build, or close the program that has it open." in made.log
    assert "Nothing published: dbt build was stopped before its end." in made.log
    assert "Traceback" not in made.log
    assert sha256(fresh.published) == before


@pytest.mark.parametrize("damage", ["of another kind", "cut off", "a wrong block"])
def test_a_damaged_build_database_is_to_be_deleted(fresh: Workspace, damage: str) -> None:
    """It is scratch. Damage to the rows alone does not matter: each build makes them anew."""
    file, before = fresh.home / "build.duckdb", sha256(fresh.published)
    if damage == "of another kind":
        file.write_bytes(b"of another kind" * 1000)
    elif damage == "cut off":
        os.truncate(file, 50_000)
    else:
        with file.open("r+b") as bytes_of:
            bytes_of.seek(4096)
            bytes_of.write(random.Random(1).randbytes(8192))  # noqa: S311
    made = fresh.build(keep=True)
    assert (made.exit_code, made.published) == (2, False)
    assert f"Cannot open the build database {file} (" in made.log
    assert f"Delete it and {file}.wal: a build makes it anew from the inputs." in made.log
    assert "Traceback" not in made.log
    assert sha256(fresh.published) == before
