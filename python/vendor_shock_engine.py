"""The engine's settings: how much memory and how many threads DuckDB uses, and where it spills.

A dbt-duckdb plugin (named in ``profiles.yml``). The profile hands it the settings of the
environment; a wrong one ends the command in one line, before the build database is opened.
"""

from __future__ import annotations

import gc
import hashlib
import os
import re
import resource
import sys
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.duckdb.utils import TargetConfig
from dbt_common.exceptions import DbtRuntimeError

# DuckDB starts as many threads as it is told to: a hundred thousand would stop the machine.
MOST_THREADS = 1024
_MEMORY = re.compile(r"(?!0+(\.0+)?\D)\d{1,9}(\.\d{1,3})? ?[KMGT]i?B", re.IGNORECASE)
_PERCENT = re.compile(r"[1-9][0-9]?%|100%")


class Plugin(BasePlugin):
    """The plugin that dbt-duckdb makes from this module's name."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Have Python look for garbage less often: dbt makes many objects and few cycles.

        It takes a twentieth off a small build.

        Args:
            plugin_config: the plugin's settings in the profile; it has none.
        """
        self._folder: Path | None = None
        if gc.get_threshold()[0] < 20_000:
            gc.set_threshold(20_000)

    def update_connection_config(self, creds: Any, config: dict[str, Any]) -> None:
        """Check the settings, and leave out those that are empty: DuckDB has defaults for them.

        Args:
            creds: the profile's credentials; ``path`` is the build database.
            config: settings with which DuckDB opens it; changed here.

        Raises:
            DbtRuntimeError: a setting has a value that means nothing, or the folder to spill to
                cannot be used.
        """
        faults = faults_of(config)
        if faults:
            raise DbtRuntimeError("\n".join(["Settings (environment):", *faults]))
        if config["temp_directory"]:
            self._folder = spill_folder(config["temp_directory"], creds.path)
            config["temp_directory"] = str(self._folder)
        for name in ("threads", "temp_directory"):
            if not config[name]:
                del config[name]

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Delete what a build that was killed has spilled; DuckDB leaves it where it is.

        Args:
            conn: the connection, which lets no other build use the build database, nor its
                folder to spill to.
        """
        found = conn.execute("select current_setting('temp_directory')").fetchall()[0][0]
        for file in Path(found).glob("duckdb_temp_*"):
            file.unlink(missing_ok=True)

    def store(self, target_config: TargetConfig) -> None:
        """Say how much memory was used; called through ``adapter.store_relation``.

        Args:
            target_config: ``config`` has ``outcome``, a dictionary that gets ``used``, the most
                memory that this process has had, and ``limit``, what DuckDB may use, in words.
        """
        handle = DuckDBConnectionManager.env().handle()
        limit = "select current_setting('memory_limit')"
        try:
            target_config.config["outcome"] |= {
                "used": f"{_largest_size() / 2**30:.1f} GiB",
                "limit": handle.cursor().execute(limit).fetchall()[0][0],
            }
        finally:
            handle.close()


def _largest_size() -> int:
    """Return the most memory that this process has had, in bytes."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size if sys.platform == "darwin" else size * 1024


def faults_of(config: dict[str, Any]) -> list[str]:
    """Return what is wrong with the settings of the environment, a line each.

    Args:
        config: ``memory_limit`` and ``threads`` as they were written.
    """
    memory, threads = str(config["memory_limit"]), str(config["threads"])
    faults = []
    if not _MEMORY.fullmatch(memory) and not _PERCENT.fullmatch(memory):
        faults.append(
            f"VENDOR_SHOCK_MEMORY '{memory}': not an amount with its unit, as in 8GB, or a share "
            "of the machine's memory, as in 50%"
        )
    if threads and not (re.fullmatch(r"[1-9][0-9]{0,3}", threads) and int(threads) <= MOST_THREADS):
        faults.append(
            f"VENDOR_SHOCK_THREADS '{threads}': not a whole number from 1 to {MOST_THREADS}, or "
            "empty for all cores"
        )
    return faults


def spill_folder(parent: str, database: str) -> Path:
    """Make and return the folder to which the builds of a database spill.

    Each database has one of its own: DuckDB gives the files in it the same names every time.

    Args:
        parent: the folder in which to make it.
        database: the build database.

    Raises:
        DbtRuntimeError: it cannot be made, or not be written.
    """
    known_by = hashlib.sha256(os.path.realpath(database).encode()).hexdigest()[:8]
    folder = Path(parent, f"vendor_shock_{known_by}.tmp")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "can_be_written").touch()
        (folder / "can_be_written").unlink()
    except OSError as error:
        raise DbtRuntimeError(
            f"Settings (environment):\nVENDOR_SHOCK_TEMP '{parent}': not a folder that can be "
            f"written ({error.strerror})"
        ) from error
    return folder
