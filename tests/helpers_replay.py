"""Builds without dbt: the SQL that dbt compiled, run on other inputs.

Of a build's time DuckDB has a fifth; the rest is dbt's own. Tests that compare many builds let
dbt compile the models once and run what it compiled again and again, in memory. Hooks, tests and
publishing are no part of it: tests of those build with dbt.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from graphlib import TopologicalSorter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import yaml
from conftest import PROJECT, Build, Input, columns_of, rows

# Published views name what they read without the database.
_RELATION = re.compile(r'(?:"build"\.)?"(\w+)"\."(\w+)"')
_COMPILED: dict[str, Compiled] = {}


class Replay:
    """The database that a replay made.

    Args:
        connection: a connection to it.

    Attributes:
        connection: the same.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def query_build(self, sql: str, parameters: Sequence[Any] | None = None) -> list[tuple]:
        """Return the rows of a query; see `Build.query_build`."""
        return self.connection.execute(sql, parameters or []).fetchall()


class Compiled:
    """All models as SQL, in an order in which they can be built.

    Args:
        models: the SQL of each model by (schema, name).

    Attributes:
        models: the same.
    """

    def __init__(self, models: Mapping[tuple[str, str], str]) -> None:
        self.models = dict(models)
        self._parents = {
            name: {parent for parent in _RELATION.findall(sql) if parent in models}
            for name, sql in models.items()
        }
        self._order = list(TopologicalSorter(self._parents).static_order())

    def instead(self, text: str, other: str) -> Compiled:
        """Return the models with another text in the place of one, as another setting gives.

        Args:
            text: the text, which must be there.
            other: what takes its place.
        """
        assert any(text in sql for sql in self.models.values())
        return Compiled({name: sql.replace(text, other) for name, sql in self.models.items()})

    def run(
        self,
        inputs: Mapping[str, Input],
        *,
        only: Sequence[str] = (),
        then: Callable[[str], str] = str,
        settings: Mapping[str, Any] | None = None,
        shuffle: int | None = None,
    ) -> Replay:
        """Build the models from inputs.

        Args:
            inputs: text or rows of the input files by name; those not named are empty.
            only: names of models to build, with all that they read; none: all models.
            then: what to make of each model's SQL first.
            settings: DuckDB settings, by name.
            shuffle: put the rows of every staging and intermediate table into an order that
                depends on this number, which no model may depend on; None: leave them.

        Returns:
            The database.
        """
        connection = duckdb.connect(config=dict(settings or {}))
        connection.execute(f"set disabled_optimizers = '{disabled_optimizers()}'")
        connection.execute("attach ':memory:' as build; use build;")
        for schema in ("inputs", *{schema for schema, _ in self._order}):
            connection.execute(f"create schema {schema}")
        with TemporaryDirectory() as folder:
            for file in _input_names():
                _load(connection, Path(folder), file, inputs.get(file, []))
        wanted = self._with_parents(only) if only else set(self._order)
        for schema, name in self._order:
            if (schema, name) in wanted:
                sql = then(self.models[schema, name])
                if shuffle is not None and schema in ("staging", "intermediate"):
                    sql = f"from ({sql}) as made order by hash(cast(made as varchar), {shuffle})"
                connection.execute(f'create table {schema}."{name}" as {sql}')
        return Replay(connection)

    def _with_parents(self, names: Sequence[str]) -> set[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        todo = [model for model in self._order if model[1] in names]
        while todo:
            model = todo.pop()
            if model not in found:
                found.add(model)
                todo += self._parents[model]
        return found


def compiled(build: Callable[..., Build], **settings: Any) -> Compiled:
    """Return the models as dbt compiles them with some variables, once a session.

    Args:
        build: the fixture.
        settings: project variables; with `on_rejected: quarantine` in any case, which no model
            reads, so that builds by dbt with that setting find the project parsed.
    """
    settings = {"on_rejected": "quarantine", **settings}
    key = json.dumps(settings, sort_keys=True)
    if key not in _COMPILED:
        made = build(
            vars=settings,
            command="compile",
            select="resource_type:model",
            args=("--exclude", "resource_type:test", "resource_type:unit_test"),
        )
        assert made.success, made.log
        models = {}
        folder = made.target / "compiled" / "vendor_shock" / "models"
        for path in folder.rglob("*.sql"):
            layer, *below = path.relative_to(folder).parts
            if path.parent.suffix:
                # A test: those stand in a folder named like the file that they come from.
                continue
            schema = "evidence" if layer == "marts" and below[0] == "evidence" else layer
            models[schema, path.stem] = path.read_text()
        assert len(models) > 50
        _COMPILED[key] = Compiled(models)
    return _COMPILED[key]


def compiled_tests(build: Callable[..., Build], **settings: Any) -> dict[str, str]:
    """Return the data tests that fail a build, by name, as SQL that finds what is wrong.

    Args:
        build: the fixture.
        settings: project variables, as for `compiled`.
    """
    made = build(
        vars={"on_rejected": "quarantine", **settings},
        command="compile",
        select="resource_type:test",
    )
    assert made.success, made.log
    manifest = json.loads((made.target / "manifest.json").read_text())
    found = {
        node["name"]: (PROJECT / node["compiled_path"]).read_text()
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and node["config"]["severity"].lower() == "error"
    }
    assert len(found) > 50
    return found


def disabled_optimizers() -> str:
    """Return the optimizer steps that the profile turns off."""
    profile = yaml.safe_load((PROJECT / "profiles.yml").read_text())
    return profile["vendor_shock"]["outputs"]["duckdb"]["config_options"]["disabled_optimizers"]


def _input_names() -> list[str]:
    seeds = Path(__file__).parent.parent / "seeds"
    return sorted(path.stem for path in seeds.glob("*.csv"))


def _load(connection: duckdb.DuckDBPyConnection, folder: Path, file: str, content: Input) -> None:
    """Load an input as the macro `duckdb__load_csv_rows` does."""
    if not isinstance(content, str | bytes):
        content = rows(file, content or [])
    path = folder / f"{file}.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    listed = ", ".join(f"{column} varchar" for column in columns_of(file))
    connection.execute(f"create table inputs.{file} ({listed})")
    connection.execute(
        f"copy inputs.{file} from '{path}' (format csv, auto_detect false, header true, "
        "delimiter ',', quote '\"', escape '\"', nullstr '', strict_mode false, parallel false, "
        "max_line_size 16777216)"
    )
