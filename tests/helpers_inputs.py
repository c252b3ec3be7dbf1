"""What the tests of inputs and marts share.

The rules as documented, CSV text with known line numbers, fast builds, dumps of whole schemas.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from conftest import PROJECT, Build, columns_of

INPUTS_YAML = PROJECT / "models" / "staging" / "_inputs.yml"

# A build without its tests: they are no matter of most tests here, and take half the time.
WITHOUT_TESTS = ("--exclude-resource-type", "test")


@dataclass(frozen=True)
class Column:
    """One column of an input, as `_inputs.yml` documents it."""

    name: str
    meta: Mapping[str, Any]


@dataclass(frozen=True)
class InputFile:
    """One input file, as `_inputs.yml` documents it."""

    name: str
    key: Sequence[str]
    columns: Sequence[Column]

    def column(self, name: str) -> Column:
        """Return one column by name."""
        return next(column for column in self.columns if column.name == name)


def documented_inputs() -> dict[str, InputFile]:
    """Return the inputs and their rules from `_inputs.yml`, by name."""
    return {
        seed["name"]: InputFile(
            seed["name"],
            seed["config"]["meta"]["key"],
            [Column(column["name"], column["config"]["meta"]) for column in seed["columns"]],
        )
        for seed in yaml.safe_load(INPUTS_YAML.read_text())["seeds"]
    }


@dataclass
class PlantedRow:
    """One row of an input file and the faults that it is to have.

    Attributes:
        values: what the file says, by column.
        faults: (column_name, rule) of each rule that it breaks; none: it must be accepted.
        line: physical line of its beginning, once the file is written.
    """

    values: dict[str, str]
    faults: set[tuple[str, str]] = field(default_factory=set)
    line: int = 0


def csv_text(file: str, planted: Sequence[PlantedRow]) -> str:
    """Return a file's text and set each row's line: breaks inside quotes count as lines.

    Args:
        file: name of the input without ``.csv``.
        planted: its rows, in order.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns_of(file), restval="", lineterminator="\n")
    writer.writeheader()
    for row in planted:
        row.line = text.getvalue().count("\n") + 1
        writer.writerow(row.values)
    return text.getvalue()


def fast_build(build: Callable[..., Build], *arguments: Any, **options: Any) -> Build:
    """Build every model by dbt, but no test; look at it with `Build.query_build`."""
    made = build(*arguments, args=(*options.pop("args", ()), *WITHOUT_TESTS), **options)
    assert made.success, made.log
    return made


# Published views, which have no order.
VIEWS = ("evidence.evidence", "evidence.ledger_lines")
# Where ledger lines stand in their file: "line 2: ", "lines 2 to 7: ".
_LINES = re.compile(r"^lines? \d+( to \d+)?: ")


def dump(
    made: Any,
    schemas: Sequence[str] = ("marts", "evidence"),
    *,
    leave_out: Iterable[str] = ("evidence.build",),
    lines: bool = True,
) -> dict[str, list[tuple]]:
    """Return the content of every table and published view of some schemas of the build database.

    Marts that are built in parts get their order when they are published: here rows are sorted.

    Args:
        made: what has a `query_build`.
        schemas: the schemas.
        leave_out: tables to leave out, as ``schema.table``.
        lines: with line numbers; False where the inputs differ in nothing but those.
    """
    content = {}
    tables = made.query_build(
        "select schema_name, table_name from duckdb_tables() where list_contains($1, schema_name) "
        "union all select schema_name, view_name from duckdb_views() "
        "where not internal and schema_name = 'evidence' and list_contains($1, schema_name) "
        "order by all",
        [list(schemas)],
    )
    for schema, table in tables:
        name = f"{schema}.{table}"
        if name in leave_out:
            continue
        columns = [
            column
            for (column,) in made.query_build(
                "select column_name from duckdb_columns() where schema_name = ? and table_name = ?"
                " order by column_index",
                [schema, table],
            )
            if lines or column not in ("line", "first_line", "last_line")
        ]
        listed = ", ".join(f'"{column}"' for column in columns)
        rows = made.query_build(f"select {listed} from {name} order by all")
        if not lines:
            rows = [
                tuple(
                    _LINES.sub("", value) if column == "row_key" and value else value
                    for column, value in zip(columns, row, strict=True)
                )
                for row in rows
            ]
        content[name] = [tuple(columns), *(rows if lines else sorted(rows, key=str))]
    return content


def assert_same(first: Mapping[str, list[tuple]], second: Mapping[str, list[tuple]]) -> None:
    """Compare two dumps table by table and say which rows differ."""
    assert first.keys() == second.keys()
    for table, rows in first.items():
        other = second[table]
        if rows != other:
            only = [row for row in rows if row not in other]
            only_other = [row for row in other if row not in rows]
            raise AssertionError(
                f"{table} differs"
                + (
                    f"\nonly in the first: {only[:5]}\nonly in the second: {only_other[:5]}"
                    if only or only_other
                    else ": the same rows in another order"
                )
            )
