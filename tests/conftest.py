"""Fixtures of all tests: warehouses built by dbt in this process, in folders of their own.

`warehouse` is the default project, built once a session and only read. `build` is a function
that builds from any inputs and says how it went. Neither touches the developer's `warehouse/`
and `target/`.
"""

from __future__ import annotations

import csv
import gc
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest
from hypothesis.configuration import set_hypothesis_home_dir

PROJECT = Path(__file__).parent.parent
# Where Hypothesis keeps what it finds out about the code under test.
set_hypothesis_home_dir(PROJECT / "target" / "hypothesis")
SEEDS = PROJECT / "seeds"

# One input file: its text or bytes, its rows under the right header, or None: no such file.
Input = str | bytes | Sequence[Mapping[str, Any]] | None


def pytest_unconfigure() -> None:
    """Let go of what is frozen: DuckDB would complain at length, after pytest's last line."""
    gc.unfreeze()


@dataclass
class Build:
    """What one dbt command did.

    Attributes:
        success: whether dbt calls it a success.
        exit_code: what the command line would end with: 0, 1 (something failed), 2 (an error).
        log: everything that dbt said, a message a line.
        published: whether this command published a database.
        path: the published database as this command left it, if there is one.
        build_path: the build database as this command left it, if there is one.
        target: the folder of dbt's artifacts (manifest.json); later commands write to it too.
        results: status of each seed, model, test and hook, by name.
    """

    success: bool
    exit_code: int
    log: str
    published: bool
    path: Path
    build_path: Path
    target: Path
    results: dict[str, str]

    def query(self, sql: str, parameters: Sequence[Any] | None = None) -> list[tuple]:
        """Return the rows of a query against the published database."""
        return _query(self.path, sql, parameters)

    def query_build(self, sql: str, parameters: Sequence[Any] | None = None) -> list[tuple]:
        """Return the rows of a query against the build database, published or not."""
        return _query(self.build_path, sql, parameters)


def _query(path: Path, sql: str, parameters: Sequence[Any] | None) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql, parameters or []).fetchall()


def columns_of(file: str) -> list[str]:
    """Return the columns of an input file, named without ``.csv``, in order."""
    with (SEEDS / f"{file}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return next(csv.reader(lines))


def rows(file: str, values: Sequence[Mapping[str, Any]]) -> str:
    """Return an input file's text: its header and these rows; a column left out is empty.

    Args:
        file: name of the input without ``.csv``.
        values: each row's values by column; None is empty.

    Raises:
        ValueError: a row names a column that the file does not have.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns_of(file), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(values)
    return text.getvalue()


class Workspace:
    """Runs dbt on the project with inputs, databases and artifacts in a folder of its own.

    All runs use the same paths: a path that changes is a setting that changes, and for that
    dbt parses the whole project anew. Only one command can run at a time.

    Args:
        folder: an empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self.inputs = folder / "inputs"
        self.home = folder / "home"
        self.published = self.home / "vendor_shock.duckdb"
        # A database that inputs can be read from.
        self.attached: Path | None = None
        self._folder = folder
        self._runs = 0
        self._parsed: tuple[tuple[Any, ...], Manifest] | None = None

    def build(
        self,
        inputs: Mapping[str, Input] | Path | None = None,
        *,
        append: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
        empty: bool = False,
        vars: Mapping[str, Any] | None = None,
        select: str | None = None,
        command: str = "build",
        args: Sequence[str] = (),
        keep: bool = False,
        unit_tests: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> Build:
        """Run one dbt command.

        Args:
            inputs: a folder of input files to use as it is (a copy), or the files that take
                the place of the default ones, by name without ``.csv``: text, bytes, a list
                of rows as dictionaries, or None for no such file.
            append: rows to add to files, by name.
            empty: the files that `inputs` does not name have their header alone.
            vars: project variables.
            select: what to select, as after ``--select``.
            command: the dbt command.
            args: more arguments of the command.
            keep: go on with the databases that the last command left; else there are none.
            unit_tests: run the unit tests too, which say nothing about the inputs.
            environment: more environment variables.

        Returns:
            What happened, with copies of the databases that later commands leave alone.
        """
        self._write_inputs(inputs, append or {}, empty)
        if not keep:
            shutil.rmtree(self.home, ignore_errors=True)
        # Other variables are other settings: each set of them has its own parsed project.
        settings = json.dumps(vars or {}, sort_keys=True, default=str)
        target = self._folder / "target" / hashlib.sha256(settings.encode()).hexdigest()[:8]
        arguments = [*command.split(), "--vars", settings, *args]
        if select is not None:
            arguments += ["--select", select]
        if command == "build" and not unit_tests:
            arguments += ["--exclude-resource-type", "unit_test"]
        messages: list[str] = []

        def listen(event: Any) -> None:
            if event.info.level != "debug":
                messages.append(event.info.msg)

        before = _state(self.published)
        with self._environment(target), _no_search_for_garbage():
            os.environ.update(environment or {})
            result = self._invoke(arguments, settings, listen)
            # dbt-duckdb keeps the database open until the process ends.
            if DuckDBConnectionManager._ENV is not None:
                DuckDBConnectionManager._ENV.close()
            DuckDBConnectionManager.close_all_connections()
        self._runs += 1
        kept = self._folder / f"run_{self._runs}"
        kept.mkdir()
        for file in ("vendor_shock.duckdb", "build.duckdb", "build.duckdb.wal"):
            if (self.home / file).is_file():
                shutil.copyfile(self.home / file, kept / file)
        return Build(
            success=result.success,
            exit_code=0 if result.success else 1 if result.exception is None else 2,
            log="\n".join(messages),
            published=self.published.is_file() and _state(self.published) != before,
            path=kept / "vendor_shock.duckdb",
            build_path=kept / "build.duckdb",
            target=target,
            results={
                run.node.name: str(run.status) for run in getattr(result.result, "results", [])
            },
        )

    def start(self, inputs: Mapping[str, Input], log: Path) -> subprocess.Popen[bytes]:
        """Start ``dbt build`` as a program of its own, on the databases as they are.

        Args:
            inputs: the input files that take the place of the default ones.
            log: the file that gets what it says.
        """
        self._write_inputs(inputs, {}, False)
        target = self._folder / "target" / hashlib.sha256(b"{}").hexdigest()[:8]
        command = [sys.executable, "-m", "dbt.cli.main", "build", "--vars", "{}"]
        with self._environment(target), log.open("wb") as output:
            return subprocess.Popen(  # noqa: S603
                [*command, "--exclude-resource-type", "unit_test"],
                env={**os.environ, "DBT_LOG_LEVEL": "info"},
                stdout=output,
                stderr=subprocess.STDOUT,
                # A shell lets its background jobs ignore Ctrl-C, and they their children.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )

    def _invoke(
        self, arguments: list[str], settings: str, listen: Callable[[Any], None]
    ) -> dbtRunnerResult:
        """Run dbt, and let commands one after the other share one parsed project.

        Of the inputs dbt parses the files' names alone; what they say it reads when it loads them.
        """
        if arguments[0] == "parse" or "--no-partial-parse" in arguments:
            return dbtRunner(callbacks=[listen]).invoke(arguments)
        files = tuple(sorted(str(path) for path in self.inputs.rglob("*")))
        if self._parsed is None or self._parsed[0] != (settings, files):
            self._parsed = None
            gc.unfreeze()
            parsed = dbtRunner(callbacks=[listen]).invoke(["parse", "--vars", settings])
            if not isinstance(parsed.result, Manifest):
                return parsed
            self._parsed = (settings, files), parsed.result
            gc.collect()
            gc.freeze()
        return dbtRunner(self._parsed[1], callbacks=[listen]).invoke(arguments)

    def _write_inputs(
        self,
        inputs: Mapping[str, Input] | Path | None,
        append: Mapping[str, Sequence[Mapping[str, Any]]],
        empty: bool,
    ) -> None:
        source = inputs if isinstance(inputs, Path) else SEEDS
        shutil.rmtree(self.inputs, ignore_errors=True)
        shutil.copytree(source, self.inputs)
        files: dict[str, Input] = {} if inputs is None or isinstance(inputs, Path) else {**inputs}
        if empty:
            for path in self.inputs.glob("*.csv"):
                files.setdefault(path.stem, [])
        for name, content in files.items():
            path = self.inputs / f"{name.removesuffix('.csv')}.csv"
            if content is None:
                path.unlink()
                continue
            if not isinstance(content, str | bytes):
                content = rows(path.stem, content)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        for name, values in append.items():
            path = self.inputs / f"{name}.csv"
            new_lines = rows(name, values).split("\n", 1)[1]
            path.write_bytes(path.read_bytes().rstrip(b"\n") + b"\n" + new_lines.encode())

    @contextmanager
    def _environment(self, target: Path) -> Iterator[None]:
        """Set dbt's and the project's environment variables and folder, then put them back."""
        environment, folder = dict(os.environ), Path.cwd()
        for name in environment:
            # None of the developer's settings; and dbt reads all variables for every message.
            if name not in ("HOME", "LANG", "LD_LIBRARY_PATH", "PATH", "TMPDIR"):
                del os.environ[name]
        os.environ |= {
            "DBT_PROJECT_DIR": str(PROJECT),
            "DBT_PROFILES_DIR": str(PROJECT),
            "DBT_TARGET_PATH": str(target),
            "DBT_LOG_PATH": str(self._folder / "logs"),
            # What dbt says goes to the callback.
            "DBT_LOG_LEVEL": "none",
            "DBT_LOG_LEVEL_FILE": "none",
            "DBT_USE_COLORS": "false",
            "VENDOR_SHOCK_INPUTS": str(self.inputs),
            "VENDOR_SHOCK_HOME": str(self.home),
            "VENDOR_SHOCK_ATTACH": str(self.attached or ""),
        }
        os.chdir(PROJECT)
        try:
            yield
        finally:
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environment)


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """Let Python look for garbage once, at the end: dbt makes many objects and few cycles."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


def _state(path: Path) -> tuple[int, int] | None:
    """Return what differs between a file and the one that took its place."""
    if not path.is_file():
        return None
    found = path.stat()
    return found.st_ino, found.st_mtime_ns


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The folder in which all tests of the session run dbt, one after the other."""
    return Workspace(tmp_path_factory.mktemp("dbt"))


@pytest.fixture
def fresh(workspace: Workspace, warehouse: Build) -> Workspace:
    """The workspace as the building of `warehouse` left it; go on with ``keep=True``."""
    shutil.rmtree(workspace.home, ignore_errors=True)
    shutil.copytree(warehouse.path.parent, workspace.home)
    return workspace


@pytest.fixture(scope="session")
def build(workspace: Workspace) -> Any:
    """A function that runs dbt; see `Workspace.build`."""
    return workspace.build


@pytest.fixture(scope="session")
def warehouse(workspace: Workspace) -> Build:
    """The default inputs, built and published with the default settings; only to be read."""
    made = workspace.build(unit_tests=True)
    assert made.success, made.log[-3000:]
    assert made.published, made.log[-3000:]
    return made
