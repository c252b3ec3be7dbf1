"""Tests of the tests: change one model at a time, and see whether a test fails.

`make mutations` applies each mutation of `mutations.py` to a copy of the project, never to the
project itself, and runs first what is cheap: the unit tests of each changed model. For those that
pass, the dbt tests of all that is built on it, then pytest, the files nearest to the model first.
The first failure is the catch. What is found is written as it is found, so that a run that was
stopped goes on with `--resume`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from mutations import MUTATIONS, Mutation, path_of

PROJECT = Path(__file__).parent.parent
REPORT = PROJECT / "target" / "mutations"
NOT_COPIED = (
    *(".git", ".venv", "target", "logs", "warehouse", "*.duckdb*", "__pycache__"),
    *(".pytest_cache", ".ruff_cache", ".hypothesis"),
)

# The test files that are nearest to a folder, the likeliest to fail first. The others follow.
NEAREST = {
    "staging": ("input_rules", "real_shapes", "answers"),
    "claims": ("lost_revenue", "neutrality", "contract_runoff", "answers", "mixed_sources"),
    "companies": ("neutrality", "movements", "answers", "as_of", "real_shapes"),
    "ledger": ("demand_flows", "answers", "mixed_sources", "as_of", "real_shapes"),
    "figures": ("movements", "mixed_sources", "answers", "independent_bounds"),
    "concentration": ("independent_bounds", "answers", "mixed_sources"),
    "movements": ("movements", "mixed_sources", "answers"),
    "contracts": ("contract_runoff", "movements", "lost_revenue"),
    "losses": ("lost_revenue", "demand_shifts", "backtest"),
    "flows": ("demand_flows", "real_shapes"),
    "ownership": ("neutrality", "answers"),
    "shifts": ("demand_shifts",),
    "evidence": ("mixed_sources", "answers", "movements", "input_rules", "guards"),
    "core": ("answers", "as_of", "real_shapes"),
    "lost_revenue": ("lost_revenue", "movements", "mixed_sources", "contract_runoff"),
    "demand_shift": ("demand_shifts", "demand_flows", "neutrality"),
    "macros": ("answers", "as_of", "input_rules", "lost_revenue", "contract_runoff", "movements"),
    "inputs": ("input_rules", "real_shapes", "as_of", "answers"),
    "hooks": ("publish", "input_rules"),
}
# These know nothing of what a model computes, or take much longer than all others.
LAST = (
    *("properties", "planted_faults", "guards", "determinism", "backtest"),
    *("input_files", "house", "engine", "partial_runs", "fire", "mutations"),
)

# Environment variables of the sessions of pytest: the folder with what dbt has made of the project
# so far, and the name of the mutation.
PARSED, CHANGED = "MUTATIONS_PARSED", "MUTATIONS_CHANGED"

# Settings with which many tests run compiled SQL.
SETTINGS: tuple[dict[str, Any], ...] = ({}, {"as_of": "2025-06-13"})

# Seconds after which a run of pytest is stopped: a change that never ends is found, too.
TIME_LIMIT = 3600


@dataclass(frozen=True)
class Outcome:
    """What became of one mutation.

    Attributes:
        key: the mutation and the text of its file, see `key_of`.
        name: name of the mutation.
        caught_by: the first test that failed; empty: it survived.
        seconds: how long it took to find out.
        asked: how many test files there were to fail; 0: the dbt tests caught it.
    """

    key: str
    name: str
    caught_by: str
    seconds: float
    asked: int


Tell = Callable[[Outcome], None]


def key_of(mutation: Mutation) -> str:
    """Return what tells a mutation of a file from every other, and from that of another text."""
    text = path_of(mutation.model).read_text(encoding="utf-8")
    return hashlib.sha256(f"{mutation.old}\0{mutation.new}\0{text}".encode()).hexdigest()[:16]


def is_macro(mutation: Mutation) -> bool:
    """Return whether the mutated file is a macro's, and no model's."""
    return PROJECT / "macros" in path_of(mutation.model).parents


def has_unit_tests(mutation: Mutation) -> bool:
    """Return whether the mutated file is a model's that has unit tests of its own."""
    path = path_of(mutation.model).with_suffix(".yml")
    return path.is_file() and "unit_tests:" in path.read_text(encoding="utf-8")


def folder_of(mutation: Mutation) -> str:
    """Return the folder of the mutated file, which says what it is about."""
    return path_of(mutation.model).parent.name


def test_files(folder: str, near: bool) -> list[str]:
    """Return the test files in the order in which they are to run.

    Args:
        folder: the folder of the mutated file.
        near: only those that are nearest to it.
    """
    every = sorted(
        path.stem.removeprefix("test_") for path in (PROJECT / "tests").glob("test_*.py")
    )
    # The folders `checks` and `concentration` stand twice; the marts are as their models are.
    nearest = NEAREST.get("staging" if folder == "checks" else folder, ())
    ordered = [name for name in nearest if name in every]
    if not near:
        ordered += [name for name in every if name not in (*nearest, *LAST)]
        ordered += [name for name in LAST if name in every and name not in nearest]
    return [f"tests/test_{name}.py" for name in ordered if name != "mutations"]


class Workshop:
    """A copy of the project in which one mutation after the other is tried.

    Args:
        folder: an empty folder for it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = folder / "project"
        shutil.copytree(PROJECT, self.project, ignore=shutil.ignore_patterns(*NOT_COPIED))
        self._clean = folder / "clean"
        self._parsed = folder / "parsed"
        self._parsed.mkdir()

    def prepare(self) -> None:
        """Build the copy as it is: what later builds start from.

        Raises:
            RuntimeError: a test fails without any mutation.
        """
        # The copy's own conftest, whose builds are of the copy.
        sys.path.insert(0, str(self.project / "tests"))
        made = self._build(unit_tests=True)
        if not made.success:
            raise RuntimeError(f"dbt build fails without a mutation:\n{made.log[-3000:]}")
        shutil.copytree(made.path.parent, self._clean)
        from helpers_replay import _COMPILED, compiled

        for settings in SETTINGS:
            compiled(self._build, **settings)
        for number, (settings, models) in enumerate(_COMPILED.items()):
            content = {"/".join(at): sql for at, sql in models.models.items()}
            path = self._parsed / f"{number}.json"
            path.write_text(json.dumps((settings, content)), encoding="utf-8")

    def try_unit_tests(self, mutation: Mutation) -> Outcome:
        """Return whether the unit tests of the changed model catch it: a matter of seconds.

        Args:
            mutation: what to change.
        """
        return self._try(mutation, lambda: (self._caught_by_dbt(mutation.model, True), 0))

    def try_all_else(self, mutation: Mutation, near: bool) -> Outcome:
        """Return what catches a mutation that the unit tests let pass.

        Args:
            mutation: what to change.
            near: run only the test files that are nearest to the model.
        """
        files = test_files(folder_of(mutation), near)

        def catch() -> tuple[str, int]:
            # A macro is everywhere, in unit tests, too.
            caught_by = self._caught_by_dbt(
                None if is_macro(mutation) else f"{mutation.model}+", is_macro(mutation)
            )
            return caught_by or self.caught_by_pytest(files, mutation.name), len(files)

        return self._try(mutation, catch)

    def _try(self, mutation: Mutation, catch: Callable[[], tuple[str, int]]) -> Outcome:
        began = time.monotonic()
        path = self.project / path_of(mutation.model).relative_to(PROJECT)
        text = path.read_text(encoding="utf-8")
        path.write_text(mutation.applied_to(text), encoding="utf-8")
        try:
            caught_by, asked = catch()
        finally:
            path.write_text(text, encoding="utf-8")
        seconds = round(time.monotonic() - began, 1)
        return Outcome(key_of(mutation), mutation.name, caught_by, seconds, asked)

    def _caught_by_dbt(self, select: str | None, unit_tests: bool) -> str:
        home = self.folder / "dbt" / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self._clean, home)
        made = self._build(
            select=select, keep=True, unit_tests=unit_tests, args=("--no-write-json",)
        )
        if made.success:
            return ""
        for name, status in made.results.items():
            if status in ("fail", "error"):
                return f"dbt: {name}" + (" (an error)" if status == "error" else "")
        return "dbt: " + (made.log.strip().splitlines() or ["an error"])[-1][:100]

    def _build(self, **options: Any) -> Any:
        """Build the copy as it is now; a workspace that has built before would not look again."""
        from conftest import Workspace

        for kept in (self.folder / "dbt").glob("run_*"):
            shutil.rmtree(kept)
        return Workspace(self.folder / "dbt").build(**options)

    def caught_by_pytest(self, files: Sequence[str], changed: str = "") -> str:
        """Return the first test that fails; empty: none does.

        Args:
            files: test files or tests, in their order.
            changed: name of the mutation; empty: there is none, and all that fail are returned.
        """
        command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "mutate"]
        command += [f"--basetemp={self.folder / 'pytest'}", "-o", f"cache_dir={self.folder}/cache"]
        if changed:
            command.append("-x")
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.project / "tests"),
            PARSED: str(self._parsed),
            CHANGED: changed,
        }
        try:
            run = subprocess.run(  # noqa: S603
                [*command, *files],
                cwd=self.project,
                env=environment,
                capture_output=True,
                text=True,
                timeout=TIME_LIMIT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"pytest: not over in {TIME_LIMIT} seconds"
        if run.returncode == 0:
            return ""
        line = r"^(?:FAILED|ERROR) (tests/.+?)(?: - .*)?$"
        failed = re.findall(line, run.stdout, re.MULTILINE)
        return "\n".join(failed) or "pytest: " + (run.stdout + run.stderr).strip()[-200:]


# --- A plugin of pytest (`-p mutate`): the same tests, in less time -------------------------------
#
# Most of a session is dbt, parsing and compiling the project. What it made of the project as it is
# stands in a folder, and the changed text takes its place there, where it can be found.


def pytest_collection() -> None:
    """Give the tests that run compiled SQL what dbt has compiled, with the mutation in it."""
    import helpers_replay

    name = os.environ[CHANGED]
    for path in Path(os.environ[PARSED]).glob("*.json"):
        settings, texts = json.loads(path.read_text(encoding="utf-8"))
        models = {tuple(at.split("/")): sql for at, sql in texts.items()}
        for mutation in MUTATIONS:
            if mutation.name == name:
                [at] = [at for at in models if at[1] == mutation.model] or [("", "")]
                is_sql = not re.search("[{}]", mutation.old + mutation.new)
                if not is_sql or models.get(at, "").count(mutation.old) != 1:
                    # dbt has to compile it.
                    break
                models[at] = mutation.applied_to(models[at])
        else:
            helpers_replay._COMPILED[settings] = helpers_replay.Compiled(models)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run first what runs compiled SQL, then what dbt builds, then what reads no model at all.

    Args:
        items: the tests, which else stay in the order of their files.
    """

    def turn(item: pytest.Item) -> int:
        names = getattr(item, "fixturenames", ())
        return 1 if "warehouse" in names else 0 if "build" in names else 2

    items.sort(key=turn)


@pytest.hookimpl(hookwrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef) -> Iterator[None]:
    """Give the workspace what dbt has parsed.

    Args:
        fixturedef: the fixture that is made.
    """
    made = yield
    if fixturedef.argname == "workspace":
        workspace = made.get_result()
        for path in Path(os.environ[PARSED]).glob("*/partial_parse.msgpack"):
            folder = path.parent
            shutil.copytree(folder, workspace.home.parent / "target" / folder.name)
        # Unit tests of the model have passed, and no other's read it.
        build = workspace.build
        workspace.build = lambda *given, **named: build(*given, **{**named, "unit_tests": False})


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep what was parsed.

    Args:
        session: the session that ends.
    """
    for folder in Path(session.config.option.basetemp).glob("dbt0/target/*"):
        kept = Path(os.environ[PARSED]) / folder.name
        if (folder / "partial_parse.msgpack").is_file() and not kept.is_dir():
            kept.mkdir()
            shutil.copyfile(folder / "partial_parse.msgpack", kept / "partial_parse.msgpack")


# --------------------------------------------------------------------------------------------------

_workshops: dict[str, Workshop] = {}


def _begin() -> None:
    """Begin a worker process: a group of its own, and no words, of which dbt has many."""
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave(folder: str) -> None:
    """Stop at once, and leave nothing behind: no process and no copy.

    Args:
        folder: the folder of all copies.
    """
    for _ in range(50):
        # Again and again: the pool begins workers anew, and what was killed may still be writing.
        for worker in multiprocessing.active_children():
            try:
                # With the pytest that it runs.
                os.killpg(worker.pid, signal.SIGKILL)
            except ProcessLookupError:
                worker.kill()
        shutil.rmtree(folder, ignore_errors=True)
        if not Path(folder).exists():
            break
        time.sleep(0.1)
    os._exit(130)


def _work(task: tuple[Mutation, str, bool, bool]) -> Outcome:
    """Try a mutation in the workshop of this worker process, which the first one makes."""
    mutation, folder, near, only_unit_tests = task
    if folder not in _workshops:
        _workshops[folder] = Workshop(Path(tempfile.mkdtemp(prefix="workshop_", dir=folder)))
        _workshops[folder].prepare()
    workshop = _workshops[folder]
    if only_unit_tests:
        return workshop.try_unit_tests(mutation)
    return workshop.try_all_else(mutation, near)


def run(
    mutations: Sequence[Mutation],
    jobs: int,
    near: bool,
    tell: Tell,
) -> str:
    """Try mutations and tell each outcome as it comes.

    Args:
        mutations: what to try.
        jobs: how many at a time, each in a copy of its own.
        near: run only the test files that are nearest to each model.
        tell: is called with each outcome.

    Returns:
        The tests that caught something and fail without a mutation, too; empty: none.
    """
    with tempfile.TemporaryDirectory(prefix="mutations_") as folder:
        catchers = set()
        # A process each, since dbt runs one command at a time in a process.
        context = multiprocessing.get_context("spawn")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: _leave(folder))
        with context.Pool(jobs, _begin) as pool:
            passed = [mutation for mutation in mutations if not has_unit_tests(mutation)]
            tested = {mutation.name: mutation for mutation in mutations if has_unit_tests(mutation)}
            tasks = [(mutation, folder, near, True) for mutation in tested.values()]
            for outcome in pool.imap_unordered(_work, tasks):
                if outcome.caught_by:
                    tell(outcome)
                else:
                    passed.append(tested[outcome.name])
            tasks = [
                (mutation, folder, near, False) for mutation in mutations if mutation in passed
            ]
            for outcome in pool.imap_unordered(_work, tasks):
                tell(outcome)
                if "::" in outcome.caught_by:
                    catchers.add(outcome.caught_by)
        if not catchers:
            return ""
        workshop = Workshop(Path(tempfile.mkdtemp(dir=folder)))
        return workshop.caught_by_pytest(sorted(catchers))


def report(mutations: Iterable[Mutation], outcomes: dict[str, Outcome]) -> str:
    """Return the report as Markdown: the score, what catches what, and each mutation.

    Args:
        mutations: those that were asked for.
        outcomes: what became of them, by key; those without one were not tried.
    """
    tried = [
        (mutation, outcomes[key_of(mutation)])
        for mutation in mutations
        if key_of(mutation) in outcomes
    ]
    survivors = [(mutation, outcome) for mutation, outcome in tried if not outcome.caught_by]
    unexplained = [mutation for mutation, _ in survivors if not mutation.equivalent]
    explained = len(survivors) - len(unexplained)
    lines = [
        "# Mutations",
        "",
        f"{len(tried)} tried, {len(tried) - len(survivors)} caught, {explained} that change "
        f"nothing anybody can see, {len(unexplained)} survived; "
        f"{sum(outcome.seconds for _, outcome in tried) / 60:.0f} minutes in all.",
    ]
    for title, group in (
        ("kind", lambda mutation: mutation.kind),
        ("folder", folder_of),
    ):
        counts = Counter(group(mutation) for mutation, _ in tried)
        caught = Counter(group(mutation) for mutation, outcome in tried if outcome.caught_by)
        lines += ["", f"| {title} | tried | caught |", "|---|---|---|"]
        lines += [f"| {name} | {counts[name]} | {caught[name]} |" for name in sorted(counts)]
    catchers = Counter(catcher_of(outcome) for _, outcome in tried if outcome.caught_by)
    lines += ["", "| caught by | mutations |", "|---|---|"]
    lines += [f"| {name} | {count} |" for name, count in catchers.most_common()]
    lines += ["", "## Survivors", ""]
    lines += [
        f"* `{mutation.name}` ({mutation.kind}): {mutation.equivalent or mutation.wrong}"
        for mutation, _ in survivors
    ] or ["None."]
    lines += ["", "| mutation | kind | caught by | seconds |", "|---|---|---|---|"]
    lines += [
        f"| {mutation.name} | {mutation.kind} | {outcome.caught_by or '-'} | {outcome.seconds} |"
        for mutation, outcome in tried
    ]
    return "\n".join(lines) + "\n"


def catcher_of(outcome: Outcome) -> str:
    """Return what kind of test caught a mutation: dbt's, or the file of the pytest."""
    return outcome.caught_by.split("::")[0].split(":")[0]


def chosen(arguments: argparse.Namespace) -> list[Mutation]:
    """Return the mutations that are asked for.

    The first of each file come first, so that a run that is stopped has looked at every file.

    Args:
        arguments: of the command line.
    """
    return [
        mutation
        for mutation in sorted(MUTATIONS, key=lambda mutation: mutation.place)
        if (not arguments.folder or folder_of(mutation) == arguments.folder)
        and (not arguments.only or re.search(arguments.only, f"{mutation.name} {mutation.kind}"))
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 where every mutation was caught or is explained.

    Args:
        arguments: of the command line; None: those of this process.
    """
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--only", help="regular expression of names and kinds")
    parser.add_argument("--folder", help="only files in a folder of this name")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time (2)")
    parser.add_argument("--near", action="store_true", help="only the test files near to a model")
    parser.add_argument("--resume", action="store_true", help="leave out what was caught before")
    parser.add_argument("--report", action="store_true", help="report what was found before")
    options = parser.parse_args(arguments)
    REPORT.mkdir(parents=True, exist_ok=True)
    log = REPORT / "outcomes.jsonl"
    outcomes: dict[str, Outcome] = {}
    if (options.resume or options.report) and log.is_file():
        for line in log.read_text(encoding="utf-8").splitlines():
            outcome = Outcome(**json.loads(line))
            outcomes[outcome.key] = outcome
    elif log.is_file():
        log.unlink()
    wanted = chosen(options)
    todo = [
        mutation
        for mutation in wanted
        if key_of(mutation) not in outcomes or not outcomes[key_of(mutation)].caught_by
    ]

    def tell(outcome: Outcome) -> None:
        outcomes[outcome.key] = outcome
        with log.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(outcome)) + "\n")
        print(f"{outcome.seconds:7.1f} s  {outcome.name}: {outcome.caught_by or 'SURVIVED'}")
        sys.stdout.flush()

    broken = ""
    if todo and not options.report:
        broken = run(todo, options.jobs, options.near, tell)
    text = report(wanted, outcomes)
    (REPORT / "report.md").write_text(text, encoding="utf-8")
    print(text)
    if broken:
        print(f"These fail without a mutation, and so catch nothing: {broken}")
    survived = [
        mutation
        for mutation in wanted
        if key_of(mutation) in outcomes
        and not outcomes[key_of(mutation)].caught_by
        and not mutation.equivalent
    ]
    return 1 if broken or survived else 0


if __name__ == "__main__":
    sys.exit(main())
