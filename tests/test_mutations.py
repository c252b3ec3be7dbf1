"""The mutations of `mutations.py` fit the models as they are, and `mutate.py` says what it found.

Whether the tests catch them is a matter of `make mutations`, which takes hours.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import mutate
import pytest
from conftest import PROJECT
from mutations import KINDS, MUTATIONS, Mutation, path_of

FOLDERS = {path.parent.name for path in (PROJECT / "models").rglob("*.sql")} | {"macros"}


def test_each_applies_once_to_the_text_of_its_file() -> None:
    for mutation in MUTATIONS:
        text = path_of(mutation.model).read_text(encoding="utf-8")
        assert mutation.applied_to(text) != text


def test_a_text_that_is_gone_or_stands_twice_is_named() -> None:
    mutation = Mutation("fct_spend", "filter", "where a", "where b", "wrong", place=3)
    assert mutation.applied_to("x where a y") == "x where b y"
    for text in ("where c", "where a where a"):
        with pytest.raises(ValueError, match=r"fct_spend-3: stands [02] times: where a"):
            mutation.applied_to(text)


def test_no_two_are_the_same() -> None:
    changed = Counter(
        (mutation.model, mutation.applied_to(path_of(mutation.model).read_text(encoding="utf-8")))
        for mutation in MUTATIONS
    )
    assert max(changed.values()) == 1
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS)


def test_each_says_in_a_sentence_what_would_be_wrong() -> None:
    for mutation in MUTATIONS:
        assert re.fullmatch(r"[A-Z][^\n]{10,}\.", mutation.wrong), mutation.name
        assert re.fullmatch(r"([A-Z][^\n]{10,}\.)?", mutation.equivalent), mutation.name


def test_there_are_enough_of_every_kind_and_in_every_folder() -> None:
    kinds = Counter(mutation.kind for mutation in MUTATIONS)
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 2
    assert sum(kinds.values()) >= 100
    folders = Counter(mutate.folder_of(mutation) for mutation in MUTATIONS)
    assert {*folders} >= FOLDERS
    assert min(folders.values()) >= 2


def test_tests_near_to_a_folder_run_first_and_all_others_after() -> None:
    every = {f"tests/{path.name}" for path in (PROJECT / "tests").glob("test_*.py")}
    assert {*mutate.NEAREST} - FOLDERS <= {"inputs", "hooks"}
    for folder in FOLDERS:
        near, ordered = mutate.test_files(folder, True), mutate.test_files(folder, False)
        assert near == ordered[: len(near)]
        assert near
        assert len(ordered) == len({*ordered})
        assert {*ordered} == every - {"tests/test_mutations.py"}


def test_a_copy_is_changed_and_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the dbt of a stand-in, since this is about files; nothing else touches the project."""
    workshop = mutate.Workshop(tmp_path / "workshop")
    mutation = MUTATIONS[0]
    place = path_of(mutation.model).relative_to(PROJECT)
    text = (PROJECT / place).read_text(encoding="utf-8")
    seen = []

    def look(*_: object) -> str:
        seen.append((workshop.project / place).read_text(encoding="utf-8"))
        return "dbt: a test"

    monkeypatch.setattr(workshop, "_caught_by_dbt", look)
    outcome = workshop.try_unit_tests(mutation)
    assert seen == [mutation.applied_to(text)]
    assert outcome.caught_by == "dbt: a test"
    assert (workshop.project / place).read_text(encoding="utf-8") == text
    assert (PROJECT / place).read_text(encoding="utf-8") == text
    assert not (workshop.project / ".git").exists()


def test_the_first_pytest_that_fails_is_the_catch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = "F\nFAILED tests/test_a.py::test_b[x y] - assert 1\nERROR tests/test_a.py::test_c\n"
    monkeypatch.setattr(mutate, "NOT_COPIED", ("*",))
    workshop = mutate.Workshop(tmp_path / "workshop")
    for code, output, caught_by in (
        (0, "1 passed", ""),
        (1, printed, "tests/test_a.py::test_b[x y]\ntests/test_a.py::test_c"),
        (3, "broken", "pytest: broken"),
    ):
        run = SimpleNamespace(returncode=code, stdout=output, stderr="")
        monkeypatch.setattr(subprocess, "run", lambda *_, run=run, **__: run)
        assert workshop.caught_by_pytest(["tests/test_a.py"]) == caught_by


def test_the_report_counts_what_was_caught_and_names_what_was_not() -> None:
    caught, survived, explained, never = MUTATIONS[:4]
    explained = replace(explained, equivalent="Nobody can see it.")
    outcomes = {
        mutate.key_of(mutation): mutate.Outcome(mutate.key_of(mutation), mutation.name, by, 60.0, 1)
        for mutation, by in ((caught, "tests/test_a.py::test_b"), (survived, ""), (explained, ""))
    }
    text = mutate.report([caught, survived, explained, never], outcomes)
    assert "3 tried, 1 caught, 1 that change nothing anybody can see, 1 survived; 3 minutes" in text
    assert "| tests/test_a.py | 1 |" in text
    assert f"* `{survived.name}` ({survived.kind}): {survived.wrong}" in text
    assert "Nobody can see it." in text
    assert never.name not in text


def test_the_command_leaves_out_what_was_caught_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = [mutation for mutation in MUTATIONS if mutation.model == "int_deals"] + [
        mutation for mutation in MUTATIONS if mutation.model == "int_contracts"
    ]
    asked: list[list[str]] = []

    def run(mutations: list[Mutation], jobs: int, near: bool, tell: mutate.Tell) -> str:
        asked.append([mutation.name for mutation in mutations])
        for mutation in mutations:
            caught_by = "dbt: a test" if mutation == first else ""
            tell(mutate.Outcome(mutate.key_of(mutation), mutation.name, caught_by, 1.0, 0))
        return ""

    monkeypatch.setattr(mutate, "REPORT", tmp_path)
    monkeypatch.setattr(mutate, "run", run)
    arguments = ["--only", "^int_(deals|contracts)-1"]
    assert mutate.main(arguments) == 1
    assert mutate.main([*arguments, "--resume"]) == 1
    assert mutate.main([*arguments, "--report"]) == 1
    assert {*asked[0]} == {first.name, second.name}
    assert asked[1:] == [[second.name]]
    assert "1 survived" in (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "SURVIVED" in capsys.readouterr().out


def test_the_command_can_be_called() -> None:
    run = subprocess.run(
        [sys.executable, "tests/mutate.py", "--help"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--resume" in run.stdout
