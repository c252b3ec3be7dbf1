"""What the data tests say of themselves, and the page that lists them.

Written anew with ``python tests/helpers_checks.py``, from the comments at the top of the tests.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

PROJECT = Path(__file__).parents[1]
PAGE = PROJECT / "docs" / "checks.md"
SINGULAR = sorted((PROJECT / "tests" / "singular").glob("*.sql"))
GENERIC = sorted((PROJECT / "tests" / "generic").glob("*.sql"))
PARTS = ("What", "When it matters", "How to resolve")

INTRODUCTION = """# Checks

Every `dbt build` runs these data tests on the tables that it has just built, and publishes nothing
while one of them fails. A failed test is told of at the end of the build: what it shows, what to
do, and the first rows that it found. For all its rows run the SQL that dbt names
(`target/compiled/`) on `warehouse/build.duckdb`.

Before them come the rules for input files and rows (README, *Where input is wrong*) and the
constraints of the marts: no empty ids, only the words allowed. Who acts: *data* is whoever keeps
the inputs, *project* whoever keeps the models.

Written from the comments at the top of each test by `python tests/helpers_checks.py`.
"""
HEADER = (
    "| check | what it shows | when it matters | how to mend | who acts |\n|---|---|---|---|---|"
)


def message(path: Path) -> dict[str, str]:
    """Return the parts of the comment at the top of a data test, each as one line.

    Args:
        path: the file; of a generic test the comment is the first thing in it that is SQL.
    """
    text = re.sub(r"^(\{#.*?#\}\s*)?(\{% test .*?%\}\n)?", "", path.read_text(), flags=re.DOTALL)
    lines = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line[2:].strip())
    found = re.split(rf"({'|'.join(PARTS)}): ", " ".join(lines))
    return {part: words.strip() for part, words in zip(found[1::2], found[2::2], strict=False)}


def who_acts(parts: dict[str, str]) -> str:
    """Return whether the data or the project is to be mended."""
    return "project" if "defect of the project" in parts.get("How to resolve", "") else "data"


@cache
def uses() -> list[tuple[str, str]]:
    """Return each use of a generic test: its name and the model's."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return [
        (name, model["name"])
        for path in sorted((PROJECT / "models").rglob("*.yml"))
        for model in yaml.load(path.read_text(), loader).get("models", [])  # noqa: S506
        for test in model.get("data_tests", [])
        for name in test
    ]


def models_of(generic: str) -> list[str]:
    """Return the models on which a generic test is used."""
    return list(dict.fromkeys(model for name, model in uses() if name == generic))


def page() -> str:
    """Return the text of the page."""
    lines = [INTRODUCTION, "## Of one kind of thing\n", HEADER]

    def row(path: Path) -> str:
        parts = message(path)
        words = [parts.get(part, "") for part in PARTS]
        words = [text[:1].upper() + text[1:] for text in words]
        return f"| `{path.stem}` | {' | '.join(words)} | {who_acts(parts)} |"

    lines += [row(path) for path in SINGULAR]
    lines += ["\n## Of many models\n", HEADER, *(row(path) for path in GENERIC), ""]
    for path in GENERIC:
        names = ", ".join(f"`{name}`" for name in models_of(path.stem))
        lines.append(f"- `{path.stem}` of: {names}.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
