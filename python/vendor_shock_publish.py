"""Publishing: copies what a good build made into the database that people read.

A dbt-duckdb plugin (named in ``profiles.yml``), called by the macro ``publish`` at the end
of a build. The new database is written beside the published one and takes its place in one
atomic rename, so that a reader sees the old warehouse or the new one and nothing between.
"""

from __future__ import annotations

import os
import shutil
import time
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.duckdb.utils import TargetConfig
from dbt.adapters.factory import get_adapter_by_type
from dbt_common.events.event_manager_client import add_callback_to_manager
from dbt_common.events.functions import fire_event
from dbt_common.events.types import Note
from dbt_common.exceptions import DbtRuntimeError

# What DuckDB clients from 1.0 on can read.
STORAGE_VERSION = "v1.0.0"
# A table of more rows has a line of its own when it is copied: that takes minutes.
MANY_ROWS = 10_000_000
# How a data test is configured that fails if it finds a row; otherwise only its own file may say.
STRICT_TEST = {
    "severity": "ERROR",
    "error_if": "!= 0",
    "warn_if": "!= 0",
    "fail_calc": "count(*)",
    "where": None,
    "limit": None,
}
# Commands that end with the macro `publish`, unless something ends them before.
BUILDING = ("build", "retry", "run", "seed", "snapshot", "test")
# Commands that do not, and might be taken for a way to publish.
NOT_BUILDING = ("clone", "compile", "run-operation")


class Rows(NamedTuple):
    """Numbers of rows in tables that are published.

    Attributes:
        published: all of them.
        written: those that were copied from the build, and did not stay from the one before.
    """

    published: int
    written: int


class Plugin(BasePlugin):
    """The plugin that dbt-duckdb makes from this module's name."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Follow what dbt says, to add at the end that nothing was published.

        Args:
            plugin_config: the plugin's settings in the profile; it has none.
        """
        self._said = False
        self._file = Path(os.environ.get("VENDOR_SHOCK_HOME", "warehouse"), "vendor_shock.duckdb")
        self._before = identity(self._file)
        add_callback_to_manager(self._listen)

    def _listen(self, event: Any) -> None:
        """Say that nothing was published where a command ends before the macro `publish`.

        That is after Ctrl-C, an input file with faults, a wrong setting, a database in use.

        Args:
            event: what dbt says or does; it comes here whether it is shown or not.
        """
        said = event.info.msg
        self._said = self._said or "Nothing published: " in said or said.startswith("Published ")
        if event.info.name != "CommandCompleted" or self._said:
            return
        command = event.data.command.split()[-1]
        if command in BUILDING:
            reason = f"dbt {command} was stopped before its end"
        elif command in NOT_BUILDING:
            reason = f"only dbt build publishes, and this was dbt {command}"
        else:
            return
        # Interrupted after the new file took its place, it did publish.
        if identity(self._file) == self._before:
            fire_event(Note(msg=f"Nothing published: {reason}. {self._file} stays as it was."))

    def update_connection_config(self, creds: Any, config: dict[str, Any]) -> None:
        """Create the folder of the build database, which DuckDB does not, and try to open it.

        Args:
            creds: the profile's credentials; ``path`` is the build database.
            config: DuckDB settings of the connection; left as they are.

        Raises:
            DbtRuntimeError: the folder cannot be created, or the database not be opened:
                another program has it open, or it is damaged.
        """
        if creds.path == ":memory:":
            return
        folder = Path(creds.path).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DbtRuntimeError(
                f"Cannot create the folder {folder} for the warehouse ({error.strerror}). "
                "Set VENDOR_SHOCK_HOME to a folder that can be written."
            ) from error
        try:
            duckdb.connect(creds.path).close()
        except duckdb.Error as error:
            message = _one_line(error)
            advice = (
                "Wait for the other build, or close the program that has it open."
                if "Could not set lock" in message
                else f"Delete it and {creds.path}.wal: a build makes it anew from the inputs."
            )
            raise DbtRuntimeError(
                f"Cannot open the build database {creds.path} ({message}). {advice}"
            ) from error

    def store(self, target_config: TargetConfig) -> None:
        """Publish; called through ``adapter.store_relation``.

        Args:
            target_config: ``location.path`` is the published database; ``config`` has
                ``relations``, the list of (schema, name) to publish in an order in which
                views come after what they read, ``sorted_by``, ``changed`` and ``before`` as in
                `publish`, and ``outcome``, a dictionary that gets ``rows``, the number of rows
                published, ``written``, how many of them were written anew, ``identity``, of the
                published file, and ``seconds``, how long it took, or ``error``, why there are
                none. An error raised here would end dbt with the words "keyboard interrupt".
        """
        config = target_config.config
        handle = DuckDBConnectionManager.env().handle()
        begun = time.monotonic()
        try:
            _check_project(get_adapter_by_type("duckdb").get_macro_resolver())
            file = Path(target_config.location.path)
            rows = publish(
                handle.cursor(),
                config["relations"],
                file,
                config["sorted_by"],
                config["changed"],
                config["before"],
            )
            config["outcome"].update(
                rows=rows.published,
                written=rows.written,
                identity=identity(file),
                seconds=time.monotonic() - begun,
            )
        except DbtRuntimeError as error:
            config["outcome"]["error"] = error.msg
        finally:
            handle.close()


def _check_project(manifest: Any) -> None:
    """Check that no model or test was switched off, and no test made to find less.

    A build that passes such tests has not passed those of this project.

    Args:
        manifest: the project as dbt read it.

    Raises:
        DbtRuntimeError: a configuration or property file does so.
    """
    found = [
        f"{node.name} (enabled: false)"
        for nodes in manifest.disabled.values()
        for node in nodes
        # Of the seed and the source of an input that one is off from which it is not read.
        if node.resource_type not in ("seed", "source")
    ]
    for node in manifest.nodes.values():
        if node.resource_type == "test":
            found += [
                f"{node.name} ({key}: {node.config.get(key)})"
                for key, strict in STRICT_TEST.items()
                if str(node.config.get(key)).lower() != str(strict).lower()
                and key not in node.config_call_dict
            ]
    if found:
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise DbtRuntimeError(
            "Nothing published: the project's configuration switches off or weakens "
            f"{', '.join(sorted(found)[:3])}{more}. Take that out and build again."
        )


def publish(
    cursor: Any,
    relations: Iterable[tuple[str, str]],
    target: Path,
    sorted_by: Mapping[str, list[str]] | None = None,
    changed: Mapping[str, str] | None = None,
    before: str = "",
) -> Rows:
    """Write the relations to a new database file and put it in the target's place.

    Where the target is as the build before published it, the new file begins as a copy of it, and
    of tables that were built in parts only the part that changed is written anew.

    Args:
        cursor: a DuckDB cursor of its own on the build database, in no transaction.
        relations: (schema, name) of each table or view, views after what they read.
        target: the published database file; its folder exists.
        sorted_by: by a table's name, the columns by which its rows are put in order, as SQL; the
            rows of the others keep the order in which they stand.
        changed: by a table's name, the condition, as SQL, on the rows that were built anew since
            the build before. They are the last ones in the table's order, and the others are as
            they were.
        before: identity of the target as the build before published it; empty: none is known.

    Returns:
        The number of rows published in tables, and of those written anew.

    Raises:
        DbtRuntimeError: nothing was published and the target is as it was.
    """
    # Through a symbolic link the file it points to is replaced, not the link.
    file = Path(os.path.realpath(target))
    temporary = file.with_name(f"{file.name}.{uuid.uuid4().hex}.tmp")
    try:
        if file.is_dir():
            raise DbtRuntimeError(
                f"Nothing published: {target} is a folder, and the published database is a file. "
                "Move the folder away and build again."
            )
        # The build database, open in the same folder, lets one process in at a time: what lies
        # here belongs to a publish that was killed.
        _remove(file.parent.glob(f"{file.name}.*.tmp*"))
        # Identified again after it was copied: somebody may write to it meanwhile.
        goes_on = bool(changed) and bool(before) and identity(file) == before
        if goes_on:
            shutil.copyfile(file, temporary)
            goes_on = identity(file) == before
        if not goes_on:
            temporary.unlink(missing_ok=True)
        rows = _write(cursor, relations, temporary, sorted_by or {}, changed if goes_on else {})
        _sync(temporary)
        # Of a client that wrote to the published database; no part of the new one.
        file.with_name(f"{file.name}.wal").unlink(missing_ok=True)
        os.replace(temporary, file)
    except (OSError, duckdb.Error) as error:
        raise DbtRuntimeError(
            f"Nothing published: {target} could not be replaced ({_one_line(error)}). See that "
            "its folder can be written and has room, then build again."
        ) from error
    except RuntimeError as error:
        # What DuckDB makes of Ctrl-C while a query runs.
        if "Query interrupted" in str(error):
            raise KeyboardInterrupt from error
        raise
    finally:
        # What cannot be deleted now is so by the next publish.
        with suppress(OSError):
            _remove(file.parent.glob(f"{temporary.name}*"))
    # Published it is; some file systems cannot write a folder to the disk on demand.
    with suppress(OSError):
        _sync(file.parent)
    return rows


def _write(
    cursor: Any,
    relations: Iterable[tuple[str, str]],
    file: Path,
    sorted_by: Mapping[str, list[str]],
    changed: Mapping[str, str],
) -> Rows:
    """Copy the relations, with constraints and comments, to a database file.

    Args:
        cursor: a DuckDB cursor on the build database.
        relations: (schema, name) of each table or view, views after what they read.
        file: the database file to make; if some tables changed in part, to alter.
        sorted_by: by a table's name, the columns to sort it by.
        changed: by the name of a table that is there already, which of its rows are to be copied.

    Returns:
        The number of rows in the tables, and of those copied.

    Raises:
        duckdb.Error: DuckDB could not read, make or write something.
        DbtRuntimeError: a relation is not there, or a view cannot be published.
    """
    build = cursor.execute("select current_database()").fetchall()[0][0]
    # Known by its file's name, which no other publish in this process has.
    copy = file.name
    escaped_path = str(file).replace("'", "''")
    cursor.execute(
        f"attach '{escaped_path}' as {_name(copy)} (storage_version '{STORAGE_VERSION}')"
    )
    try:
        # The definitions that DuckDB keeps name the schema but not the database.
        cursor.execute(f"use {_name(copy)}")
        # One transaction: else each comment on a column waits for the disk.
        cursor.execute("begin transaction")
        try:
            _drop_others(cursor, copy, changed)
            counts = []
            for schema, name in relations:
                _say_if_large(cursor, build, schema, name, changed.get(name, "true"))
                order = sorted_by.get(name, [])
                if name in changed:
                    part = changed[name]
                    counts.append(_copy_part(cursor, build, copy, schema, name, order, part))
                else:
                    counts.append(_copy_relation(cursor, build, copy, schema, name, order))
            cursor.execute("commit")
        except BaseException:
            with suppress(duckdb.Error, RuntimeError):
                cursor.execute("rollback")
            raise
        cursor.execute(f"checkpoint {_name(copy)}")
    finally:
        cursor.execute(f"use {_name(build)}")
        cursor.execute(f"detach {_name(copy)}")
    return Rows(sum(count.published for count in counts), sum(count.written for count in counts))


def _drop_others(cursor: Any, copy: str, kept: Iterable[str]) -> None:
    """Drop all relations but some tables: views first, which read tables.

    Args:
        cursor: a DuckDB cursor that uses the copy.
        copy: name of the database.
        kept: names of the tables to keep.
    """
    found = cursor.execute(
        "select 'view', schema_name, view_name from duckdb_views() "
        "where database_name = $1 and not internal "
        "union all "
        "select 'table', schema_name, table_name from duckdb_tables() where database_name = $1 "
        "order by 1 desc, 2, 3",
        [copy],
    ).fetchall()
    for kind, schema, name in found:
        if name not in kept:
            cursor.execute(f"drop {kind} {_name(schema)}.{_name(name)}")


def _copy_part(
    cursor: Any, build: str, copy: str, schema: str, name: str, sorted_by: list[str], changed: str
) -> Rows:
    """Put the rows of a table that changed in the place of those that they were.

    Args:
        cursor: a DuckDB cursor that uses the copy.
        build: name of the database to copy from.
        copy: name of the database to copy to; it has the table.
        schema: schema of the table, in both.
        name: name of the table.
        sorted_by: columns to sort the rows by, as SQL.
        changed: condition on the rows that changed, as SQL.

    Returns:
        The number of rows that the table has in the end, and of those copied.

    Raises:
        duckdb.Error: DuckDB could not read or write something.
        DbtRuntimeError: the table now has another number of rows than in the build.
    """
    made, published = (f"{_name(base)}.{_name(schema)}.{_name(name)}" for base in (build, copy))
    cursor.execute(f"delete from {published} where {changed}")
    written = cursor.execute(
        f"insert into {published} from {made} where {changed} order by {', '.join(sorted_by)}"
    ).fetchall()[0][0]
    expected, rows = (
        cursor.execute(f"select count(*) from {relation}").fetchall()[0][0]
        for relation in (made, published)
    )
    if rows != expected:
        raise DbtRuntimeError(
            f"Nothing published: {schema}.{name} would have {rows:,} rows, and the build made "
            f"{expected:,}. Delete the published database and build again."
        )
    # Words may change where no number does.
    _copy_comments(cursor, build, schema, name)
    return Rows(rows, written)


def _say_if_large(cursor: Any, build: str, schema: str, name: str, changed: str) -> None:
    """Say that a table is being copied, if it is large.

    Args:
        cursor: a DuckDB cursor.
        build: name of the database to copy from.
        schema: schema of the relation.
        name: name of the relation; nothing is said of a view.
        changed: condition on the rows that are copied, as SQL.
    """
    found = cursor.execute(
        "select estimated_size from duckdb_tables() "
        "where database_name = ? and schema_name = ? and table_name = ? and estimated_size > ?",
        [build, schema, name, MANY_ROWS],
    ).fetchall()
    if found:
        part = "" if changed == "true" else f", those with {changed}"
        fire_event(Note(msg=f"Publishing {schema}.{name}: {found[0][0]:,} rows{part} ..."))


def _copy_relation(
    cursor: Any, build: str, copy: str, schema: str, name: str, sorted_by: list[str]
) -> Rows:
    """Copy one table, or the definition of one view, with its comments.

    Args:
        cursor: a DuckDB cursor that uses the copy.
        build: name of the database to copy from.
        copy: name of the database to copy to.
        schema: schema of the relation, in both.
        name: name of the relation.
        sorted_by: columns to sort a table by, as SQL; none: its rows keep their order.

    Returns:
        The number of rows copied, twice; 0 for a view.

    Raises:
        duckdb.Error: DuckDB could not read or write something.
        DbtRuntimeError: the relation is not there, or a view reads what is not published.
    """
    found = cursor.execute(
        "select 'table', sql from duckdb_tables() "
        "where database_name = $1 and schema_name = $2 and table_name = $3 "
        "union all "
        "select 'view', sql from duckdb_views() "
        "where database_name = $1 and schema_name = $2 and view_name = $3",
        [build, schema, name],
    ).fetchall()
    if not found:
        raise DbtRuntimeError(f"Nothing published: {schema}.{name} was not built.")
    kind, definition = found[0]
    relation = f"{_name(schema)}.{_name(name)}"
    rows = 0
    cursor.execute(f"create schema if not exists {_name(schema)}")
    if kind == "view":
        try:
            cursor.execute(definition)
        except duckdb.Error as error:
            raise DbtRuntimeError(
                f"Nothing published: {schema}.{name} is a view over something that is not "
                f"published ({_one_line(error)}). Make it a table."
            ) from error
    else:
        cursor.execute(definition)
        # DuckDB keeps the order of rows in insert ... select.
        rows = cursor.execute(
            f"insert into {_name(copy)}.{relation} from {_name(build)}.{relation}"
            + (f" order by {', '.join(sorted_by)}" if sorted_by else "")
        ).fetchall()[0][0]
    _copy_comments(cursor, build, schema, name)
    return Rows(rows, rows)


def _copy_comments(cursor: Any, build: str, schema: str, name: str) -> None:
    """Copy the comments on a table or view and on its columns.

    Args:
        cursor: a DuckDB cursor that uses the copy.
        build: name of the database to copy from.
        schema: schema of the relation, in both.
        name: name of the relation.
    """
    relation = f"{_name(schema)}.{_name(name)}"
    found = cursor.execute(
        "select 'table', null, comment from duckdb_tables() "
        "where database_name = $1 and schema_name = $2 and table_name = $3 "
        "union all "
        "select 'view', null, comment from duckdb_views() "
        "where database_name = $1 and schema_name = $2 and view_name = $3 "
        "union all "
        "select 'column', column_name, comment from duckdb_columns() "
        "where database_name = $1 and schema_name = $2 and table_name = $3",
        [build, schema, name],
    ).fetchall()
    for kind, column, comment in found:
        if comment is not None:
            described = relation if column is None else f"{relation}.{_name(column)}"
            cursor.execute(f"comment on {kind} {described} is {_text(comment)}")


def _one_line(error: Exception) -> str:
    """Return what an error says, in one line."""
    return " ".join(str(error).split())


def _name(identifier: str) -> str:
    """Return an SQL identifier in quotes."""
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str) -> str:
    """Return an SQL text literal."""
    return "'" + value.replace("'", "''") + "'"


def identity(file: Path) -> str:
    """Return what tells a file from what it was or will be; empty: there is none."""
    try:
        found = file.stat()
    except OSError:
        return ""
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns}"


def _sync(path: Path) -> None:
    """Have the system write a file, or a folder's list of files, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(files: Iterable[Path]) -> None:
    """Delete the files, each if it is still there."""
    for file in list(files):
        file.unlink(missing_ok=True)
