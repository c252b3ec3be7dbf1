"""A small project with the hooks and the plugin of this one, where a whole build takes a second."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml
from conftest import PROJECT
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

# A seed, two models, three data tests and a unit test; the total is published.
FILES = {
    "dbt_project.yml": """
name: vendor_shock
config-version: 2
profile: vendor_shock
on-run-end: ["{{ publish(results) }}"]
flags: {send_anonymous_usage_stats: false, require_generic_test_arguments_property: true}
seeds: {+schema: inputs}
models: {+schema: marts, +materialized: table}
vars: {input_locations: {}}
""",
    "seeds/lines.csv": "id,amount\na,1\nb,2\n",
    "models/spend.sql": "select id, amount from {{ ref('lines') }}",
    "models/total.sql": "select cast(sum(amount) as bigint) as amount from {{ ref('spend') }}",
    "models/models.yml": """
models:
  - name: spend
    columns:
      - name: id
        data_tests: [unique]
  - name: total
    config: {contract: {enforced: true}}
    columns:
      - name: amount
        data_type: bigint
        data_tests: [not_null]
        constraints:
          - {type: not_null}
          - {type: check, expression: "amount < 1000"}
unit_tests:
  - name: sums
    model: total
    given:
      - {input: ref('spend'), rows: [{id: a, amount: 1}, {id: b, amount: 4}]}
    expect: {rows: [{amount: 5}]}
""",
    "tests/no_credit.sql": "select * from {{ ref('spend') }} where amount < 0",
    "tests/large.sql": "{{ config(severity='warn') }} select 1 from {{ ref('spend') }} "
    "where amount > 50",
    "selectors.yml": """
selectors:
  - {name: models, definition: {method: resource_type, value: model}}
""",
}


@dataclass
class Run:
    """What one command did: exit code, what was said, whether something was published."""

    exit_code: int
    log: str
    published: bool

    @property
    def verdicts(self) -> list[str]:
        """The lines that say whether something was published, but for how long it took."""
        return [
            re.sub(r", in [0-9.]+ s[.]$", ".", line.strip())
            for line in self.log.splitlines()
            if "Nothing published: " in line or line.startswith("Published ")
        ]


class Small:
    """A small project with the hooks of this one.

    Args:
        folder: an empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.published = folder / "home" / "vendor_shock.duckdb"
        changes = [f"macros/changes/{path.name}" for path in PROJECT.glob("macros/changes/*.sql")]
        for name in ("profiles.yml", "python", "macros/hooks/publish.sql", *changes,
                     "macros/inputs/input_location.sql",
                     "macros/generate_schema_name.sql"):  # fmt: skip
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).symlink_to(PROJECT / name)
        profile = yaml.safe_load((PROJECT / "profiles.yml").read_text())
        output = profile["vendor_shock"]["outputs"]["duckdb"]
        output["plugins"] = [
            {"module": module} for module in ("vendor_shock_publish", "vendor_shock_engine")
        ]
        profile["vendor_shock"]["outputs"]["other"] = output
        (folder / "profiles.yml").unlink()
        (folder / "profiles.yml").write_text(yaml.safe_dump(profile))
        self.write(FILES)

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files of the project by name; None: delete it."""
        for name, text in files.items():
            path = self.folder / name
            if text is None:
                path.unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def run(self, *command: str, env: Mapping[str, str] | None = None) -> Run:
        """Run a dbt command, with environment variables beside."""
        messages: list[str] = []
        before, environment = self._state(), dict(os.environ)
        os.environ.update(
            {
                "DBT_PROJECT_DIR": str(self.folder),
                "DBT_PROFILES_DIR": str(self.folder),
                "DBT_LOG_LEVEL_FILE": "none",
                "DBT_USE_COLORS": "false",
                "VENDOR_SHOCK_HOME": str(self.published.parent),
                **(env or {}),
            }
        )
        try:
            result = dbtRunner(
                callbacks=[
                    lambda event: (
                        messages.append(event.info.msg) if event.info.level != "debug" else None
                    )
                ]
            ).invoke([*command])
        finally:
            os.environ.clear()
            os.environ.update(environment)
            if DuckDBConnectionManager._ENV is not None:
                DuckDBConnectionManager._ENV.close()
            DuckDBConnectionManager.close_all_connections()
        return Run(
            0 if result.success else 1 if result.exception is None else 2,
            "\n".join(messages),
            self._state() != before,
        )

    def total(self) -> int:
        """Return the published total."""
        with duckdb.connect(str(self.published), read_only=True) as connection:
            return connection.execute("select amount from marts.total").fetchall()[0][0]

    def build_value(self, sql: str) -> Any:
        """Return the one value of a query against the build database."""
        path = self.published.with_name("build.duckdb")
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute(sql).fetchall()[0][0]

    def _state(self) -> tuple[int, int] | None:
        found = self.published.stat() if self.published.is_file() else None
        return found and (found.st_ino, found.st_mtime_ns)
