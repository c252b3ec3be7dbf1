"""Builds that are killed while others read what is published: no failed and no torn read.

A short run is one of the tests; the long one (`make test-fire`) has its marker, `fire`.
"""

from __future__ import annotations

import hashlib
import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import helpers_fire
import pytest
from conftest import Workspace
from helpers_fire import digests, marked
from test_as_of import all_inputs

# The days of the calendar and what is rejected do not depend on a build's number.
UNMARKED = {
    "marts.dim_periods",
    "evidence.covered_periods",
    "evidence.line_markets",
    "evidence.rejected_rows",
}
READERS = {"once": 1, "again": 2}


class Fire:
    """Builds one after the other, some of them ended by a signal.

    Args:
        workspace: where to build.
        folder: for logs.
        seed: of what is left to chance.

    Attributes:
        published: digests of the tables of each build published, by build id.
        ended: how many builds ended how.
    """

    def __init__(self, workspace: Workspace, folder: Path, seed: int) -> None:
        self.published: dict[str, dict[str, str]] = {}
        self.ended: Counter[str] = Counter()
        self._workspace = workspace
        self._folder = folder
        self._chance = random.Random(seed)  # noqa: S311
        self._inputs = all_inputs()
        self._number = 0
        self._seconds = 8.0

    def good_build(self) -> None:
        """Build to the end; it must publish itself, whole, and clear away what others left."""
        process, log = self._start()
        started = time.monotonic()
        assert process.wait() == 0, log.read_text()[-3000:]
        self._seconds = time.monotonic() - started
        assert "Published " in log.read_text()
        self._check_new()
        assert sorted(path.name for path in self._workspace.home.iterdir()) == [
            "build.duckdb",
            "vendor_shock.duckdb",
        ]
        self.ended["good"] += 1

    def ended_build(self, moment: str, number: signal.Signals) -> None:
        """Build and send a signal; what was published must stay, whole.

        Args:
            moment: ``chance``, ``copy`` (the new file is being written) or ``rename`` (it has
                just taken its place).
            number: the signal.
        """
        before = sha256(self._workspace.published)
        process, log = self._start()
        self._wait_for(moment, process)
        process.send_signal(number)
        code = process.wait()
        text = log.read_text()
        left = self._copies()
        renamed = sha256(self._workspace.published) != before
        if renamed:
            phase = "after the rename"
            self._check_new()
        else:
            phase = "in the build" if " START " in text else "before the first model"
            if left or moment == "copy":
                phase = "in the copy"
            with duckdb.connect(str(self._workspace.published), read_only=True) as connection:
                build_id, content = digests(connection)
            assert content == self.published[build_id]
            assert "Published " not in text
            assert code != 0
        if moment == "copy":
            assert not renamed, "the signal came too late"
            assert bool(left) == (number != signal.SIGINT), "SIGINT lets it clear away"
        if number == signal.SIGINT and phase in ("in the build", "in the copy"):
            assert "Nothing published: dbt build was stopped before its end." in text, text[-3000:]
        self.ended[f"{number.name} {phase}"] += 1

    def _start(self) -> tuple[subprocess.Popen[bytes], Path]:
        self._number += 1
        log = self._folder / f"build_{self._number}.log"
        return self._workspace.start(marked(self._inputs, self._number), log), log

    def _wait_for(self, moment: str, process: subprocess.Popen[bytes]) -> None:
        """Wait until it is time for the signal."""
        if moment == "chance":
            time.sleep(self._chance.uniform(0.1, 0.95) * self._seconds)
            return
        published = self._workspace.published
        before = published.stat().st_ino
        # How much of the new file is to be there; a new database has 12 KiB.
        size = self._chance.choice([1, 1, 50_000, 1_000_000])
        while process.poll() is None:
            if moment == "copy" and sum(self._copies().values()) >= size:
                return
            if moment == "rename" and published.stat().st_ino != before:
                return
            time.sleep(0.0005)
        raise AssertionError(f"the build ended before its {moment} was seen")

    def _copies(self) -> dict[str, int]:
        """Return the size of each file of a new database that has not taken its place."""
        found = {}
        for path in self._workspace.home.glob("vendor_shock.duckdb.*.tmp*"):
            try:
                found[path.name] = path.stat().st_size
            except FileNotFoundError:
                continue
        return found

    def _check_new(self) -> None:
        """The build just published carries its own number, and no other, in every mart."""
        with duckdb.connect(str(self._workspace.published), read_only=True) as connection:
            build_id, content = digests(connection)
            marks = connection.execute(
                "select distinct regexp_extract(words, 'of build (\\d+)', 1) from ("
                "select company_name as words from marts.dim_companies "
                "union all select vendor_name from marts.vendor_customers "
                "union all select publisher from marts.dim_sources) where words like '% of build %'"
            ).fetchall()
        assert marks == [(str(self._number),)]
        assert build_id not in self.published, "another input, another build"
        for other in self.published.values():
            same = {table for table, digest in content.items() if other[table] == digest}
            assert same <= UNMARKED, same - UNMARKED
        self.published[build_id] = content


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


@contextmanager
def readers(published: Path, folder: Path) -> Iterator[list[tuple[str, Path]]]:
    """Run readers beside; gives each one's mode and log, complete at the end."""
    stop = folder / "stop"
    logs, processes = [], []
    for mode, count in READERS.items():
        for number in range(count):
            logs.append((mode, folder / f"{mode}_{number}.log"))
            program = [sys.executable, helpers_fire.__file__, mode, str(published)]
            processes.append(
                subprocess.Popen([*program, str(logs[-1][1]), str(stop)])  # noqa: S603
            )
    try:
        yield logs
    finally:
        stop.touch()
        for process in processes:
            assert process.wait(60) == 0


def check_reads(
    logs: list[tuple[str, Path]], published: Mapping[str, dict[str, str]]
) -> dict[str, int]:
    """Check each read against the builds published; returns the number of reads by mode."""
    reads: Counter[str] = Counter()
    seen: set[str] = set()
    for mode, log in logs:
        ids = set()
        for line in log.read_text().splitlines():
            build_id, content, error = json.loads(line)
            assert error is None, f"a failed read: {error}"
            assert content == published[build_id], f"a torn read of {build_id}"
            ids.add(build_id)
            reads[mode] += 1
        assert mode == "again" or len(ids) == 1, "an open connection keeps its build"
        seen |= ids
    assert seen == set(published), "each build was read while it was served"
    assert min(reads.values()) > 3 * len(published)
    return dict(reads)


def test_no_read_fails_while_builds_are_killed(workspace: Workspace, tmp_path: Path) -> None:
    fire = Fire(workspace, tmp_path, seed=5)
    workspace.build(command="parse")
    fire.good_build()
    with readers(workspace.published, tmp_path) as logs:
        fire.ended_build("copy", signal.SIGKILL)
        fire.ended_build("chance", signal.SIGKILL)
        fire.good_build()
    check_reads(logs, fire.published)


@pytest.mark.fire
def test_no_read_fails_through_many_builds_killed_everywhere(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fire = Fire(workspace, tmp_path, seed=11)
    plan: list[tuple[str, signal.Signals]] = (
        [("chance", signal.SIGKILL)] * 4
        + [("copy", signal.SIGKILL)] * 4
        + [("rename", signal.SIGKILL)] * 2
        + [("chance", signal.SIGINT), ("copy", signal.SIGINT), ("copy", signal.SIGTERM)]
    )
    random.Random(13).shuffle(plan)  # noqa: S311
    started = time.monotonic()

    def tell() -> None:
        with capsys.disabled():
            print(
                f"\n{sum(fire.ended.values())} builds, {len(fire.published)} published, in "
                f"{time.monotonic() - started:.0f} s: "
                + "; ".join(f"{count} {how}" for how, count in sorted(fire.ended.items()))
            )

    workspace.build(command="parse")
    fire.good_build()
    with readers(workspace.published, tmp_path) as logs:
        for number, (moment, sent) in enumerate(plan):
            fire.ended_build(moment, sent)
            if number % 2 or number + 1 == len(plan):
                fire.good_build()
            tell()
    reads = check_reads(logs, fire.published)
    with capsys.disabled():
        print(f"reads: {reads}; none failed, none torn")
