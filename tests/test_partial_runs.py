"""Only a whole, good build publishes: every other command says in one line that it did not.

On a small project with the hooks and the plugin of this one, where whole builds take a second.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator, Mapping

import duckdb
import pytest
import yaml
from conftest import PROJECT
from helpers_small import FILES, Run, Small


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The project, built and published once."""
    small = Small(tmp_path_factory.mktemp("small"))
    made = small.run("build")
    assert made.exit_code == 0, made.log
    assert made.verdicts == [f"Published {small.published}: 2 relations, 3 rows."]
    shutil.copytree(small.published.parent, small.folder / "first")
    return small


@pytest.fixture
def small(shared: Small) -> Iterator[Small]:
    """The project as it was first built, with its published total of 3."""
    yield shared
    for name in ("seeds", "models", "tests", "home"):
        shutil.rmtree(shared.folder / name)
    shared.write(FILES)
    shutil.copytree(shared.folder / "first", shared.published.parent)


def expect_nothing(small: Small, run: Run, reason: str) -> None:
    """Check that the command published nothing and said why in one line."""
    assert not run.published, run.log
    assert [reason in line for line in run.verdicts] == [True], run.log[-1500:]
    assert "Nothing published: " in run.verdicts[0]
    assert small.total() == 3


PARTS = "only a whole build is, and this one had "


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("build --select spend+", f"{PARTS}--select. "),
        ("build --exclude total", f"{PARTS}--exclude. "),
        ("build --exclude nothing_of_this_name", f"{PARTS}--exclude. "),
        ("build --selector models", f"{PARTS}--selector. "),
        ("build --resource-type model --resource-type seed", f"{PARTS}--resource-type. "),
        ("build --exclude-resource-type test", f"{PARTS}--exclude-resource-type. "),
        (
            "build --exclude-resource-type unit_test --exclude-resource-type test",
            f"{PARTS}--exclude-resource-type. ",
        ),
        ("build --empty", f"{PARTS}--empty. "),
        ("build --sample '3 days'", f"{PARTS}--sample. "),
        ("build --select spend --indirect-selection empty --fail-fast", f"{PARTS}--select. "),
        ("run", "only dbt build publishes, and this was dbt run. "),
        ("seed", "only dbt build publishes, and this was dbt seed. "),
        ("test", "only dbt build publishes, and this was dbt test. "),
        ("compile", "only dbt build publishes, and this was dbt compile. "),
        ("run-operation publish", "only dbt build publishes, and this was dbt run-operation. "),
        (
            "run-operation publish --args '{results: []}'",
            "only dbt build publishes, and this was dbt run-operation. ",
        ),
        ("clone --state target", "only dbt build publishes, and this was dbt clone. "),
    ],
)
def test_less_than_a_whole_build_publishes_nothing(small: Small, command: str, reason: str) -> None:
    """Also where the inputs have changed, and the whole would be good."""
    small.write({"seeds/lines.csv": "id,amount\na,1\nb,3\n"})
    expect_nothing(small, small.run(*shlex.split(command)), reason)


@pytest.mark.parametrize(
    ("variable", "value", "option"),
    [
        ("DBT_EMPTY", "true", "--empty"),
        ("DBT_EXCLUDE_RESOURCE_TYPES", "test", "--exclude-resource-type"),
        ("DBT_RESOURCE_TYPES", "model", "--resource-type"),
        ("DBT_SAMPLE", "3 days", "--sample"),
        ("DBT_ENGINE_EMPTY", "true", "--empty"),
    ],
)
def test_environment_variables_are_options(
    small: Small, variable: str, value: str, option: str
) -> None:
    expect_nothing(small, small.run("build", env={variable: value}), f"{PARTS}{option}. ")


@pytest.mark.parametrize(
    "options",
    [
        ("--no-partial-parse",),
        ("--exclude-resource-type", "unit_test"),
        ("--indirect-selection", "empty"),
        ("--full-refresh", "--fail-fast", "--threads", "4"),
        ("--store-failures",),
        ("--target", "other"),
        ("--defer", "--state", "first_target", "--favor-state"),
    ],
)
def test_a_whole_build_by_any_name_publishes_what_it_built(
    small: Small, options: tuple[str, ...]
) -> None:
    """These options leave nothing out: what is published is of this build's inputs."""
    shutil.rmtree(small.folder / "first_target", ignore_errors=True)
    shutil.copytree(small.folder / "target", small.folder / "first_target")
    small.write({"seeds/lines.csv": "id,amount\na,1\nb,3\n"})
    made = small.run("build", *options)
    assert made.verdicts == [f"Published {small.published}: 2 relations, 3 rows."]
    assert small.total() == 4


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (
            {"seeds/lines.csv": "id,amount\na,1\na,2\n"},
            "not everything passed: unique_spend_id (fail), ",
        ),
        ({"seeds/lines.csv": "id,amount\na,-1\n"}, "not everything passed: no_credit (fail), "),
        ({"seeds/lines.csv": "id,amount\na,\n"}, "not everything passed: total (error)"),
        ({"seeds/lines.csv": "id,amount\na,2000\n"}, "not everything passed: total (error)"),
        ({"seeds/lines.csv": "id,amount\na,1,2\n"}, "not everything passed: lines (error), "),
        (
            {"models/total.sql": "select sum(amount) as amount from {{ ref('spend') }}"},
            "not everything passed: total (error)",
        ),
        (
            {
                "models/total.sql": "select cast(max(amount) as bigint) as amount "
                "from {{ ref('spend') }}"
            },
            "not everything passed: sums (fail), ",
        ),
        ({"models/spend.sql": "select no_such_column from {{ ref('lines') }}"}, "spend (error)"),
        ({"models/spend.sql": "{{ no_such_macro() }}"}, "not everything passed: spend (error), "),
    ],
)
def test_what_fails_publishes_nothing(small: Small, files: Mapping[str, str], reason: str) -> None:
    small.write(files)
    made = small.run("build")
    assert made.exit_code == 1
    expect_nothing(small, made, reason)


def test_a_build_that_stops_at_the_first_failure_publishes_nothing(small: Small) -> None:
    small.write({"seeds/lines.csv": "id,amount\na,-1\n"})
    made = small.run("build", "--fail-fast")
    assert made.exit_code == 1
    expect_nothing(small, made, "not everything passed: no_credit (fail), ")


def test_a_warning_publishes_unless_warnings_are_errors(small: Small) -> None:
    small.write({"seeds/lines.csv": "id,amount\na,60\n"})
    made = small.run("--warn-error", "build")
    assert made.exit_code > 0
    expect_nothing(small, made, "not everything passed: large (fail)")
    assert small.run("build").published
    assert small.total() == 60


def test_retry_completes_a_build_and_does_not_publish(small: Small) -> None:
    """It runs only what had failed: the next whole build publishes."""
    small.write({"tests/no_credit.sql": "select * from {{ ref('spend') }} where amount < 9"})
    assert small.run("build").exit_code == 1
    small.write({"tests/no_credit.sql": FILES["tests/no_credit.sql"]})
    made = small.run("retry")
    assert made.exit_code == 0, made.log
    expect_nothing(small, made, "a part of the project was built, without ")
    assert small.run("build").published


def test_retry_of_everything_keeps_the_options(small: Small) -> None:
    """The first node fails, so that all are retried: still without a row."""
    with duckdb.connect(str(small.published.with_name("build.duckdb"))) as connection:
        connection.execute("drop table inputs.lines cascade; create view inputs.lines as select 1")
    failed = small.run("build", "--empty", "--fail-fast")
    assert failed.exit_code > 0
    expect_nothing(small, failed, f"{PARTS}--empty. ")
    with duckdb.connect(str(small.published.with_name("build.duckdb"))) as connection:
        connection.execute("drop view inputs.lines")
    made = small.run("retry")
    assert "OK loaded seed file inputs.lines" in made.log
    expect_nothing(small, made, f"{PARTS}--empty. ")


CONFIGURATION = "the project's configuration switches off or weakens "


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("data_tests: {+severity: warn}", "no_credit (severity: warn), not_null_total_amount"),
        ("data_tests: {+error_if: '> 9'}", "large (error_if: > 9), no_credit (error_if: > 9)"),
        ("data_tests: {+limit: 0}", "large (limit: 0), no_credit (limit: 0)"),
        (
            "data_tests: {+fail_calc: count(null)}",
            "large (fail_calc: count(null)), no_credit (fail_calc: count(null))",
        ),
        ("data_tests: {+enabled: false}", "large (enabled: false), no_credit (enabled: false)"),
        (
            "data_tests: {+enabled: \"{{ var('checked', true) }}\"}",
            "large (enabled: false), no_credit (enabled: false)",
        ),
    ],
)
def test_checks_that_are_switched_off_or_weakened_are_named(
    small: Small, setting: str, reason: str
) -> None:
    """With a credit, which the tests as they stand would find."""
    small.write(
        {
            "dbt_project.yml": f"{FILES['dbt_project.yml']}{setting}\n",
            "seeds/lines.csv": "id,amount\na,1\nb,-2\n",
        }
    )
    made = small.run("build", "--vars", "checked: false")
    assert made.exit_code == 1
    expect_nothing(small, made, f"{CONFIGURATION}{reason}")


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("data_tests: {+where: amount > 1}", "large (where: amount > 1), no_credit"),
        ("unit_tests: {+enabled: false}", "sums (enabled: false). "),
    ],
)
def test_unit_tests_and_filters_too(small: Small, setting: str, reason: str) -> None:
    small.write({"dbt_project.yml": f"{FILES['dbt_project.yml']}{setting}\n"})
    expect_nothing(small, small.run("build"), f"{CONFIGURATION}{reason}")


def test_a_model_that_is_switched_off_is_named(small: Small) -> None:
    off = "{{ config(enabled=false) }} "
    small.write(
        {
            "models/more.sql": f"{off}select 1 as id",
            "tests/no_credit.sql": off + FILES["tests/no_credit.sql"],
        }
    )
    made = small.run("build")
    expect_nothing(
        small, made, f"{CONFIGURATION}more (enabled: false), no_credit (enabled: false). "
    )


def test_what_earlier_runs_left_is_never_published(small: Small) -> None:
    """Marts of other inputs, a deleted model, a table by hand: gone, or made anew."""
    small.write({"models/more.sql": "select 1 as id", "seeds/lines.csv": "id,amount\na,500\n"})
    for command in ("seed", "run --select spend more", "build --select total", "test"):
        expect_nothing(small, small.run(*command.split()), "")
    with duckdb.connect(str(small.published.with_name("build.duckdb"))) as connection:
        connection.execute("create table marts.by_hand as select 1 as id")
        assert connection.execute("from marts.total").fetchall() == [(500,)]
    small.write({"models/more.sql": None, "seeds/lines.csv": "id,amount\na,1\nb,6\n"})
    assert small.run("build").published
    with duckdb.connect(str(small.published), read_only=True) as connection:
        assert connection.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall() == [("marts", "spend"), ("marts", "total")]
    assert small.total() == 7


def test_nothing_is_published_twice(small: Small) -> None:
    """The same inputs again: a new file, the same content, and one line."""
    with duckdb.connect(str(small.published), read_only=True) as connection:
        first = connection.execute("from marts.spend").fetchall()
    made = small.run("build")
    assert len(made.verdicts) == 1
    assert made.published
    with duckdb.connect(str(small.published), read_only=True) as connection:
        assert connection.execute("from marts.spend").fetchall() == first


# --- Settings -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The project with the settings of this one, and their check."""
    small = Small(tmp_path_factory.mktemp("checked"))
    macro = "macros/hooks/check_settings.sql"
    (small.folder / macro).symlink_to(PROJECT / macro)
    settings = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"]
    project = yaml.safe_load(FILES["dbt_project.yml"])
    project |= {"vars": settings, "on-run-start": ["{{ check_settings() }}"]}
    small.write({"dbt_project.yml": yaml.safe_dump(project)})
    return small


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        # Written without the space, this is a variable with an odd name and no value.
        (
            "{as_of:2025-06-13}",
            "'as_of:2025-06-13' is no setting; the settings are as_of, on_rejected, ",
        ),
        ("{asof: 2025-06-13}", "'asof' is no setting; the settings are as_of, on_rejected, "),
        ("as_of: '2025-02-30'", "as_of '2025-02-30': not a date written YYYY-MM-DD, or empty"),
        ("as_of: '2025-13-01'", "as_of '2025-13-01': not a date written YYYY-MM-DD, or empty"),
        ("as_of: '0000-01-01'", "as_of '0000-01-01': not a date written YYYY-MM-DD, or empty"),
        ('as_of: "2025-06-13\\n"', "as_of '2025-06-13"),
        ("major_customer_share: 0.0", "major_customer_share '0.0': not a share between 0 and 1"),
        ("hhi_guideline: ''", "hhi_guideline '': not a line of text"),
        ("on_rejected: ignore", "on_rejected 'ignore': not fail or quarantine"),
    ],
)
def test_a_setting_that_means_nothing_stops_the_build(
    checked: Small, settings: str, fault: str
) -> None:
    made = checked.run("build", "--vars", settings)
    assert (made.exit_code, made.published) == (2, False), made.log
    assert fault in made.log
    assert "Traceback" not in made.log
    assert ["dbt build was stopped before its end" in line for line in made.verdicts] == [True]


@pytest.mark.parametrize(
    "settings", ["{}", "{as_of: 2024-02-29, hhi_guideline: so 'quoted' it}", "as_of: '9999-12-31'"]
)
def test_a_setting_that_means_something_does_not(checked: Small, settings: str) -> None:
    made = checked.run("build", "--vars", settings)
    assert (made.exit_code, made.published) == (0, True), made.log
