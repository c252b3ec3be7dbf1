"""What README.md says is so: its tables are what its queries give, and its commands run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from conftest import PROJECT, Build

README = (PROJECT / "README.md").read_text(encoding="utf-8")
OWN_DATA = PROJECT / "examples" / "own_data"

# For warehouses that are asked, not published: as good, and faster.
WITHOUT_TESTS = ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]


def section(title: str) -> str:
    """Return the text under a heading, down to the next of the same or a higher level."""
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,2}} |\Z)", README, re.M | re.S)
    assert found, title
    return found.group(2)


def blocks(text: str, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def commands(text: str) -> list[str]:
    """Return the lines of the shell blocks."""
    return [line for block in blocks(text, "sh") for line in block.splitlines()]


def rows(table: str) -> list[list[str]]:
    """Return the cells of a Markdown table, the header's first."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return [row for row in cells if set("".join(row)) != {"-"}]


def printed_queries(text: str) -> list[tuple[str, list[list[str]]]]:
    """Return each query that a table follows, with the table's rows."""
    found = re.findall(r"^```sql\n(.*?)^```\n\n((?:^\|[^\n]*\n)+)", text, re.M | re.S)
    return [(query, rows(table.strip())) for query, table in found]


def asked(database: Path, query: str) -> list[list[str]]:
    """Return a query's column names and rows as text, an empty value as an empty text."""
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(query)
        header = [column[0] for column in found.description]
        values = found.fetchall()
    return [header, *(["" if value is None else str(value) for value in row] for row in values)]


def dbt_command(line: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Take a `dbt build` of the README apart.

    Args:
        line: the command, with settings before it.

    Returns:
        Its environment variables, and its project variables.
    """
    words = shlex.split(line)
    environment = {}
    while "=" in words[0]:
        name, value = words.pop(0).split("=", 1)
        environment[name] = value
    assert words[:2] == ["dbt", "build"]
    assert len(words) == 2 or words[2] == "--vars"
    return environment, yaml.safe_load(words[3]) if len(words) > 2 else {}


def default_of(variable: str) -> str:
    """Return the default of an environment variable, as the project's files state it."""
    text = "".join((PROJECT / file).read_text() for file in ("dbt_project.yml", "profiles.yml"))
    found = set(re.findall(rf"env_var\('{variable}', '([^']*)'\)", text))
    assert len(found) == 1, variable
    return found.pop()


# --- What it prints -----------------------------------------------------------------------------


def test_printed_answers_are_those_of_the_database(warehouse: Build) -> None:
    printed = printed_queries(section("The answer for Scale AI"))
    assert len(printed) == 4
    for query, table in printed:
        assert table == asked(warehouse.path, query)


def test_the_prose_beside_them_says_the_same(warehouse: Build) -> None:
    [(revenue, spend, point, high)] = warehouse.query(
        """
        select named.revenue_amount, spend.spend_amount, named.top_customer_share, named.hhi_high
        from marts.vendor_concentration as named
        inner join marts.vendor_customers as spend using (vendor_id, period_start, period_end)
        where vendor_id = 'scale_ai' and spend.customer_id = 'google'
        """
    )
    prose = " ".join(README.split())
    assert f"Scale's revenue was ${int(revenue / 1_000_000)} million" in prose
    assert f"Google paid Scale AI some ${int(spend / 1_000_000)} million in 2024" in prose
    assert round(point, 4) == round(spend / revenue, 4)
    assert high < 1800


def test_decisions_state_the_indices_of_the_database(warehouse: Build) -> None:
    decisions = (PROJECT / "DECISIONS.md").read_text(encoding="utf-8")
    for vendor, low, high, verdict in warehouse.query(
        """
        select vendor_name, hhi_low, hhi_high, concentration_verdict
        from marts.vendor_concentration
        where period_start = date '2024-01-01' and period_grain = 'year' and named_customers > 0
        """
    ):
        assert f"| {vendor} | {low:,.1f} | {high:,.1f} | `{verdict}` |" in decisions


# --- Questions, settings, layout ----------------------------------------------------------------


def test_every_analysis_and_mart_named_exists(warehouse: Build) -> None:
    named = set(re.findall(r"`((?:marts|evidence)\.[a-z_]+)`", README))
    tables = {
        f"{schema}.{name}"
        for schema, name in warehouse.query(
            "select table_schema, table_name from information_schema.tables"
        )
    }
    assert named <= tables
    listed = {
        row[2].strip("`") for row in rows(re.findall(r"(?:^\|.*\n)+", section("Ask"), re.M)[0])
    }
    assert listed - {"analysis"} == {path.stem for path in (PROJECT / "analyses").glob("*.sql")}


def test_every_setting_is_explained_with_its_default() -> None:
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    tables = re.findall(r"(?:^\|.*\n)+", section("Settings"), re.M)
    environment, variables = (
        {
            row[0].strip("`"): "" if row[1] == "empty" else row[1].strip("`")
            for row in rows(table.strip())[1:]
        }
        for table in tables
    )
    assert {name: default_of(name) for name in environment} == environment
    used = "".join(
        path.read_text(encoding="utf-8")
        for path in (PROJECT / "dbt_project.yml", PROJECT / "profiles.yml")
    )
    assert set(re.findall(r"env_var\('(VENDOR_SHOCK_\w+)'", used)) == set(environment)
    assert set(variables) == set(project["vars"])
    for name, default in project["vars"].items():
        stated = variables[name]
        assert (stated if isinstance(default, str) else yaml.safe_load(stated)) == default, name


def test_every_path_named_exists() -> None:
    for path in re.findall(
        r"`((?:analyses|examples|macros|models|python|seeds|tests)/[^`]*)`", README
    ):
        assert (PROJECT / path).exists(), path
    for path in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (PROJECT / path).is_file(), path


# --- Its commands -------------------------------------------------------------------------------


def test_every_command_is_tried_here() -> None:
    """A command that is new in the README needs a test below."""
    tried = [
        *commands(section("Two commands")),
        *commands(section("Ask")),
        *commands(section("Your own data, in five minutes")),
        *commands(section("Where input is wrong")),
    ]
    assert sorted(set(tried)) == sorted(set(commands(README)))
    assert len(set(tried)) == 9


def test_make_has_what_it_is_asked_for() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.M))
    asked_for = {line.split()[1] for line in commands(section("Two commands"))}
    assert asked_for == {"build", "test"}
    assert asked_for | set(re.findall(r"`make ([a-z]+)`", README)) <= targets


def test_an_analysis_is_shown(warehouse: Build, tmp_path: Path) -> None:
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "vendor_shock.duckdb").symlink_to(warehouse.path)
    (tmp_path / "analyses").symlink_to(PROJECT / "analyses")
    command = shlex.split(commands(section("Ask"))[0])
    assert command[0] == "python"
    shown = subprocess.run(  # noqa: S603
        [sys.executable, *command[1:]], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert "Scale AI" in shown
    assert "possible_major_customers" in shown


def test_what_was_known_on_a_day() -> None:
    """tests/test_analyses.py builds it; here: the README and the analysis give one command."""
    analysis = PROJECT / "analyses" / "scale_ai_customer_concentration.sql"
    command = commands(section("Ask"))[1]
    assert "as_of" in dbt_command(command)[1]
    assert command in analysis.read_text(encoding="utf-8")


def test_own_data(build: Any) -> None:
    text = section("Your own data, in five minutes")
    environment, variables = dbt_command(commands(text)[0])
    assert (PROJECT / environment["VENDOR_SHOCK_INPUTS"]).samefile(OWN_DATA)
    made = build(OWN_DATA, vars=variables)
    assert made.success, made.log
    assert made.published
    [(query, table)] = printed_queries(text)
    assert table == asked(made.path, query)
    [index] = made.query(
        """
        select hhi_low, hhi_high, revenue_amount, concentration_verdict
        from marts.vendor_concentration
        where vendor_id = 'our_company' and period_grain = 'year'
        """
    )
    assert [str(value) for value in index] == ["4753.331200", "4753.331200", "125000.00", "above"]


def test_own_data_has_every_file_with_the_columns_of_the_default_inputs() -> None:
    for path in (PROJECT / "seeds").glob("*.csv"):
        example = (OWN_DATA / path.name).read_text(encoding="utf-8")
        assert example.splitlines()[0] == path.read_text(encoding="utf-8").splitlines()[0]


def test_a_generated_ledger_is_read_in_place(build: Any, tmp_path: Path) -> None:
    generate, line, _ = commands(section("Large inputs, read where they lie"))[:3]
    program, file, folder, *arguments = shlex.split(generate)
    assert (program, arguments[0]) == ("python", "--payments")
    lake = tmp_path / "lake"
    subprocess.run(  # noqa: S603
        [sys.executable, PROJECT / file, lake, "--payments", "2000"], check=True
    )
    environment, variables = dbt_command(line)
    assert environment["VENDOR_SHOCK_INPUTS"] == folder
    location = variables["input_locations"]["payments"].replace(folder, str(lake))
    (lake / "payments.csv").unlink()
    made = build(
        lake,
        vars={"input_locations": {"payments": location}},
        select="+reconciliation",
        args=WITHOUT_TESTS,
    )
    assert made.success, made.log
    [(rows_in, amount)] = made.query_build(
        "select sum(rows_in), sum(amount_accepted) from evidence.reconciliation "
        f"where starts_with(file, '{lake}')"
    )
    with duckdb.connect() as connection:
        made_up = connection.execute(f"select count(*), sum(amount) from '{location}'").fetchall()
    assert made_up == [(rows_in, amount)]
    assert rows_in > 1000


def test_an_attached_database_is_read() -> None:
    """tests/test_input_locations.py builds from one; here: the command names what there is."""
    environment, variables = dbt_command(commands(section("Large inputs, read where they lie"))[2])
    assert default_of("VENDOR_SHOCK_ATTACH") == ""
    name = Path(environment["VENDOR_SHOCK_ATTACH"]).stem
    assert variables["input_locations"]["payments"].split(".")[0] == name
    assert variables["input_locations"]["companies"].endswith(".csv.gz")


@pytest.fixture
def wrong_inputs(tmp_path: Path) -> Path:
    """The folder of own data with a date and a currency that are wrong, as the README tells."""
    folder = tmp_path / "wrong"
    folder.mkdir()
    for path in OWN_DATA.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        text = text.replace(
            "1004,,our_company,north,,2024-08-10", "1004,,our_company,north,,10.08.2024"
        )
        text = text.replace("25200.00,USD", "25200.00,GBP")
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def test_wrong_input_is_printed_and_nothing_published(build: Any, wrong_inputs: Path) -> None:
    made = build(wrong_inputs)
    [lines] = blocks(section("Where input is wrong"), "text")
    for line in lines.splitlines():
        assert line in made.log
    assert made.exit_code == 1
    assert not made.published


def test_quarantine_goes_on_without_wrong_rows(build: Any, wrong_inputs: Path) -> None:
    [command] = commands(section("Where input is wrong"))
    environment, variables = dbt_command(command)
    assert not environment
    made = build(wrong_inputs, vars=variables, args=WITHOUT_TESTS)
    assert made.success, made.log
    assert made.query_build(
        "select line, column_name from evidence.rejected_rows order by line"
    ) == [
        (5, "paid_on"),
        (7, "currency"),
    ]
    assert made.query_build(
        """
        select sum(rows_in), sum(rows_accepted), sum(rows_rejected)
        from evidence.reconciliation where file = 'payments.csv'
        """
    ) == [(6, 4, 2)]
