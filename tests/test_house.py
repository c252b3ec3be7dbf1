"""The environment and the commands around the project: pins, lock, the query that make prints."""

from __future__ import annotations

import re
import subprocess

from conftest import PROJECT, Build

PIN = re.compile(r"^\s*\"?([a-z0-9-]+)==([0-9.]+)", re.MULTILINE)


def test_every_pin_is_the_one_that_is_locked() -> None:
    pinned = set(PIN.findall((PROJECT / "pyproject.toml").read_text()))
    locked = set(PIN.findall((PROJECT / "requirements.lock").read_text()))
    assert len(pinned) > 10
    assert pinned - locked == set()


def test_the_lock_has_hashes_and_names_no_registry() -> None:
    lock = (PROJECT / "requirements.lock").read_text()
    for requirement in re.split(r"\n(?=[a-z])", lock.strip()):
        assert "--hash=sha256:" in requirement, requirement.splitlines()[0]
    assert "://" not in lock
    assert "index" not in lock


def test_the_query_that_make_build_prints_works(warehouse: Build) -> None:
    printed = subprocess.run(
        ["make", "--silent", "next-steps"],  # noqa: S607
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    query = re.search(r'sql\(\\"(select .*)\\"\)\.show\(\)', printed)
    assert query is not None, printed
    assert warehouse.query(query[1]) != []
