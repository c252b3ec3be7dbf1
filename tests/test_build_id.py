"""The published build id: the same for the same build, another for any other.

It follows from the settings, the versions, the project and every value of every input.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from conftest import PROJECT, Build, columns_of
from helpers_replay import compiled
from helpers_small import FILES, Small
from test_as_of import all_inputs

TOTALS = "select file, sum(cast(fingerprint as hugeint)) from staging.chk_totals group by file"


def test_every_column_of_every_input_counts_and_the_order_of_rows_does_not(
    build: Callable[..., Build],
) -> None:
    """All inputs are changed at once, each in one value of its first row, column by column."""
    inputs = {file: [dict(row) for row in rows] for file, rows in all_inputs().items() if rows}
    columns = {file: columns_of(file) for file in inputs}

    def totals(changed: dict[str, list[dict[str, Any]]]) -> dict[str, int]:
        return dict(compiled(build).run(changed, only=["chk_totals"]).query_build(TOTALS))

    first = totals(inputs)
    assert set(first) == {f"{file}.csv" for file in inputs}
    chance = random.Random(0)  # noqa: S311
    shuffled = {file: chance.sample(rows, len(rows)) for file, rows in inputs.items()}
    assert totals(shuffled) == first
    for number in range(max(map(len, columns.values()))):
        changed = {}
        for file, rows in inputs.items():
            column = columns[file][number % len(columns[file])]
            changed[file] = [{**rows[0], column: f"{rows[0].get(column) or ''}9"}, *rows[1:]]
        same = {file for file, total in totals(changed).items() if first[file] == total}
        assert same == set(), number
    # A row less, the same row twice, a value that moves to the next column.
    for change in (
        lambda rows, _: rows[1:],
        lambda rows, _: [rows[0], *rows],
        lambda rows, names: [
            {**rows[0], names[0]: rows[0].get(names[1]), names[1]: rows[0].get(names[0])},
            *rows[1:],
        ],
    ):
        changed = {file: change(rows, columns[file]) for file, rows in inputs.items()}
        found = totals(changed)
        assert {file for file, total in first.items() if found.get(file) == total} == set()


def test_the_id_follows_from_everything_in_its_row(build: Callable[..., Build]) -> None:
    """Each column of it is changed where it is made; the same again gives the same."""
    models, inputs = compiled(build), all_inputs()

    def build_id(column: str = "") -> str:
        def other(sql: str) -> str:
            return sql.replace(f" as {column},", f" || '1' as {column},") if column else sql

        made = models.run(inputs, only=["build"], then=other)
        return made.query_build("select build_id from evidence.build")[0][0]

    columns = [
        "reporting_currency",
        "hhi_threshold",
        "hhi_guideline",
        "major_customer_share",
        "flow_min_share",
        "dbt_version",
        "engine_version",
        "project_fingerprint",
    ]
    ids = {column: build_id(column) for column in ("", *columns)}
    assert len(set(ids.values())) == len(ids), ids
    assert build_id() == ids[""]


@pytest.fixture
def small(tmp_path: Any) -> Small:
    """A small project with a model that shows the project's fingerprint."""
    made = Small(tmp_path)
    macro = "macros/project_fingerprint.sql"
    (made.folder / macro).symlink_to(PROJECT / macro)
    made.write({"models/shown.sql": "select '{{ project_fingerprint() }}' as fingerprint"})
    return made


@pytest.mark.parametrize("partial", ["--partial-parse", "--no-partial-parse"])
def test_the_project_counts_and_its_tests_do_not(small: Small, partial: str) -> None:
    def fingerprint() -> str:
        made = small.run("build", "--select", "shown", partial)
        assert made.exit_code == 0, made.log
        return small.build_value("select fingerprint from marts.shown")

    found = [fingerprint()]
    assert fingerprint() == found[0]
    small.write(
        {"tests/no_credit.sql": "select 1 where false", "seeds/lines.csv": "id,amount\nz,9"}
    )
    assert fingerprint() == found[0], "neither a test nor an input's rows make the project"
    for files in (
        {"models/total.sql": FILES["models/total.sql"] + " -- other"},
        {"models/more.sql": "select 1 as id"},
        {"macros/more.sql": "{% macro more() %}1{% endmacro %}"},
        {"macros/more.sql": "{% macro more() %}2{% endmacro %}"},
        {"seeds/lines.yml": "seeds: [{name: lines, config: {meta: {key: [id]}}}]"},
        {"models/models.yml": FILES["models/models.yml"].replace("1000", "2000")},
    ):
        small.write(files)
        found.append(fingerprint())
    assert len(set(found)) == len(found), found
