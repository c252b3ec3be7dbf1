"""Inputs that mark each build in every mart, and readers that run beside the builds.

As a program it is one reader, which knows neither dbt nor the project:
``python helpers_fire.py once|again DATABASE LOG STOP``.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb


def marked(
    inputs: Mapping[str, Sequence[Mapping[str, Any]]], number: int
) -> dict[str, list[dict[str, Any]]]:
    """Return inputs in which names, words and amounts carry the number of a build.

    Args:
        inputs: rows of the files by name.
        number: the build's number.
    """
    found = {file: [dict(row) for row in rows] for file, rows in inputs.items()}
    for file, column in (
        ("companies", "company_name"),
        ("sources", "publisher"),
        ("deals", "quote"),
    ):
        for row in found[file]:
            row[column] = f"{row.get(column) or 'words'} of build {number}"
    for row in found["payments"]:
        # A cent for each build.
        row["amount"] = f"{float(row['amount']) + number / 100:.2f}"
    return found


def digests(connection: duckdb.DuckDBPyConnection) -> tuple[str, dict[str, str]]:
    """Return the build id and a digest of each table, all as of one moment.

    Args:
        connection: a connection to a published database.
    """
    connection.execute("begin transaction")
    try:
        build_id = connection.execute("select build_id from evidence.build").fetchall()[0][0]
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall()
        content = {
            f"{schema}.{table}": hashlib.sha256(
                repr(connection.execute(f'from {schema}."{table}"').fetchall()).encode()
            ).hexdigest()[:16]
            for schema, table in tables
        }
    finally:
        connection.execute("rollback")
    return build_id, content


def read_on(mode: str, database: str, log: Path, stop: Path) -> None:
    """Read again and again until told to stop, and write down each read.

    Args:
        mode: ``once``: over one connection; ``again``: over a new one each time.
        database: the published database.
        log: gets a line of JSON for each read: the build id, the digests, the error.
        stop: the file that says to stop.
    """
    connection: duckdb.DuckDBPyConnection | None = None
    with log.open("w") as lines:
        while not stop.exists():
            build_id, content, error = None, {}, None
            try:
                connection = connection or duckdb.connect(database, read_only=True)
                build_id, content = digests(connection)
            except Exception as caught:
                error = repr(caught)
            lines.write(json.dumps([build_id, content, error]) + "\n")
            lines.flush()
            if mode == "again" and connection is not None:
                connection.close()
                connection = None
            time.sleep(0.4)


if __name__ == "__main__":
    read_on(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
