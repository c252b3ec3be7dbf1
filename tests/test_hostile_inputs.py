"""Hostile inputs: every column of every input, times every value that has no business there.

What each type allows is said once more here, in plain Python and without the SQL of the rules.
By it a planted value must load as it is meant, or be named by file, line, key, column, value and
rule, once. All values are planted in one build, which must leave the published database as it was.
Faults in the structure of a file are planted in every column of every input, too, and found by the
check of the files alone.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import PROJECT, Build, Workspace, columns_of
from helpers_inputs import PlantedRow, documented_inputs
from jinja2 import Environment
from test_input_rules import BAD_VALUES, DUPLICATED, EMPTY, UNKNOWN, WITH_METRIC, Planter
from vendor_shock_inputs import MAX_ROW_LENGTH, broken_files, check_file, check_located

INPUTS = documented_inputs()
COLUMNS = [(file.name, column.name) for file in INPUTS.values() for column in file.columns]

# What is planted, by what it is; a function makes it from the right value of the column.
HOSTILE: dict[str, str | Callable[[str], str]] = {
    "empty": "",
    "spaces alone": "   ",
    "spaces around": lambda right: f"  {right} ",
    "another word": "nosuch",
    "a reference to nothing": "nobody at all",
    "SQL": "'); drop table inputs.companies; --",
    "a formula": "=cmd|' /C calc'!A0",
    "a formula with a sign": "+1+cmd|' /C calc'!A0",
    "a template": "{{ 1 / 0 }}{% raise %}",
    "a format": "100%s %(x)d {} $HOME \\1",
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u202e\u0639\u0631\u0628\u064a\u202c",
    "emoji": "\U0001f469\u200d\U0001f680 \U0001f3f4",
    "thousands": "1,000",
    "thousands elsewhere": "1.000,00",
    "an exponent": "1e9",
    "not a number": "NaN",
    "infinity": "inf",
    "minus infinity": "-inf",
    "minus nothing": "-0",
    "minus one": "-1",
    "many digits": "9" * 40,
    "hexadecimal": "0x10",
    "other digits": "\u0661\u0662",
    "wide digits": "\uff11\uff12",
    "the day first": "13/06/2025",
    "the year 1": "0001-01-01",
    "the year 9999": "9999-12-31",
    "no such day": "2025-02-29",
    "a time": "2025-06-13 00:00:00",
    "NULL": "NULL",
    "null": "null",
    "None": "None",
    "true": "true",
    "a bell": "bell\x07",
    "a terminal's command": "\x1b[2Jclear\x1b]0;title\x07",
    "Windows quotes": "\x93so\x94",
    "a tab": "a\tb",
    "a line break": "two\nlines",
    "a line break of Windows": "two\r\nlines",
    "a carriage return": "two\rlines",
    "blank lines": "\n\n\r\n",
    "quotes": 'says "so"',
    "a quote alone": '"',
    "a comma": "a,b",
    "a semicolon": "a;b",
    "backslashes": "C:\\new\\table\\",
    "an apostrophe": "O'Neil",
    "a comment": "# -- /* x",
    "spaces that do not break": "\u00a0y\u00a0",
    "wide spaces": "\u3000\u2003z z\u2009",
    "a space of no width": "x\u200by",
    "a byte order mark": "\ufeffx",
    "quotes of print": "\u201cx\u201d",
    "a path": "../../etc/passwd",
    "markup": "<script>alert(1)</script>",
}
OUT_OF_RANGE = {
    "date": ["1899-12-31", "2200-01-01", "2025-13-01"],
    "money": ["10000000000000000", "-99999999999999999.00", "5.005"],
    "share": ["1.000000001", "-0.1", "0.1234567891"],
    "percent": ["100.000001", "4.9e1", "1.1234567"],
    "rate": ["0", "0.0", "12345678", "0.000000000001"],
    "integer": ["100000", "1.0"],
    "currency": ["usd", "EURO", "U D"],
}
MEGABYTE = 1 << 20

# What else a row must say, or else the column has no place in it.
NEEDS = {("reported_figures", "disclosure"): {"metric": "vendor_revenue", "customer_id": ""}}


# --- What the types allow -------------------------------------------------------------------------


def read(kind: str, text: str, allowed: Sequence[str] = ()) -> Any:
    """Return what a value means; None: it is none of this type."""
    digits = set("0123456789")
    if kind == "text":
        controls = {*map(chr, range(32)), "\x7f"} - {"\t", "\n", "\r"}
        return None if controls & set(text) else text
    if kind == "word":
        return text if text in allowed else None
    if kind == "currency":
        return text if len(text) == 3 and set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") else None
    if kind == "date":
        parts = text.split("-")
        if [len(part) for part in parts] != [4, 2, 2] or not set("".join(parts)) <= digits:
            return None
        try:
            day = date(*map(int, parts))
        except ValueError:
            return None
        return day if 1900 <= day.year <= 2199 else None
    before, decimals = {
        "money": (16, 2), "share": (1, 9), "percent": (3, 6), "rate": (7, 11), "integer": (5, 0)
    }[kind]  # fmt: skip
    whole, point, part = text.partition(".")
    if kind == "money":
        whole = whole.removeprefix("-")
    if not (1 <= len(whole) <= before and set(whole) | set(part) <= digits):
        return None
    if point and not 1 <= len(part) <= decimals:
        return None
    number = Decimal(text)
    most = {"share": 1, "percent": 100}.get(kind)
    if (most is not None and number > most) or (kind == "rate" and number == 0):
        return None
    return number


# Spaces of any width, also those that do not break; a tab or a line break is none.
SPACES = "".join(char for char in map(chr, range(0x10000)) if unicodedata.category(char) == "Zs")


def bare(row: PlantedRow, column: str) -> str:
    """Return a value as it counts: the spaces around it are cut off."""
    return row.values.get(column, "").strip(SPACES)


def meaning(file: str, row: PlantedRow, column: str) -> Any:
    """Return what a row says in a column; None: nothing, or nothing that is allowed."""
    meta = INPUTS[file].column(column).meta
    text = bare(row, column)
    return read(meta["type"], text, meta.get("allowed", ())) if text else None


def faults_of_row(file: str, row: PlantedRow) -> Iterator[tuple[str, str]]:
    """Give (column, rule) of what is wrong within one row, but for what it refers to."""
    for column in INPUTS[file].columns:
        name, meta = column.name, column.meta
        text = bare(row, name)
        if not text:
            if meta.get("required"):
                yield name, EMPTY
            partners = meta.get("required_with", ())
            if any(bare(row, partner) for partner in partners):
                yield name, f"{EMPTY} with {', '.join(partners)}"
            continue
        if meaning(file, row, name) is None:
            words = f"not one of: {', '.join(meta.get('allowed', ()))}"
            yield name, words if meta["type"] == "word" else BAD_VALUES[meta["type"]][0]
        for limit, what in (("not_above", "greater than"), ("not_after", "later than")):
            if limit in meta:
                low, high = meaning(file, row, name), meaning(file, row, meta[limit])
                if low is not None and high is not None and low > high:
                    yield name, f"{what} {meta[limit]}"
    if file == "demand_claims" and (bare(row, "metric"), bare(row, "currency")) == (
        "new_revenue",
        "",
    ):
        yield "currency", f"{EMPTY} with new_revenue"
    if file == "reported_figures":
        needed = {"customer_spend": ["vendor_id", "customer_id"], "vendor_revenue": ["vendor_id"]}
        for column in needed.get(bare(row, "metric"), []):
            if not bare(row, column):
                yield column, WITH_METRIC


def row_key(file: str, row: PlantedRow) -> str:
    """Return the values of a row's key, joined as they are shown."""
    return " / ".join(bare(row, column) for column in INPUTS[file].key)


def judge(rows: Mapping[str, Sequence[PlantedRow]]) -> None:
    """Set the faults of all rows: a row may refer only to rows that are right themselves."""

    def right(file: str, column: str) -> set[str]:
        return {bare(row, column) for row in rows[file] if not row.faults}

    # Each of these is judged when those that it refers to are.
    for file in ("companies", "company_aliases", "sources", *(set(INPUTS) - {"sources"})):
        if any(row.faults for row in rows[file]):
            continue
        companies = right("companies", "company_id")
        known = {
            "companies": companies | right("company_aliases", "alias"),
            "sources": right("sources", "source_id"),
        }
        keys = Counter(row_key(file, row) for row in rows[file])
        for row in rows[file]:
            row.faults = set(faults_of_row(file, row))
            if keys[row_key(file, row)] > 1:
                row.faults.add((", ".join(INPUTS[file].key), DUPLICATED))
            for column in INPUTS[file].columns:
                target = column.meta.get("references")
                if target and bare(row, column.name) not in {"", *known[target]}:
                    row.faults.add((column.name, UNKNOWN[target]))
            if file == "company_aliases":
                if bare(row, "company_id") not in {"", *companies}:
                    row.faults.add(("company_id", "not a company_id of companies.csv"))
                if bare(row, "alias") in companies:
                    row.faults.add(("alias", "already a company_id of companies.csv"))


# --- Planting -------------------------------------------------------------------------------------


def plant_everything() -> dict[str, list[PlantedRow]]:
    """Return the rows of all inputs: each value in each column, in a row else right."""
    planter = Planter()
    for company in ("vendor_v", "vendor_w", "vendor_x", "customer_c", "parent_p"):
        planter.company(company)
    planter.variant("sources", {"source_id": "source_s"})
    words = iter(INPUTS["signal_assumptions"].column("signal").meta["allowed"])
    for file, column in COLUMNS:
        kind = INPUTS[file].column(column).meta["type"]
        # A megabyte once in each file; each column has one in the check of files below.
        size = MEGABYTE if column == INPUTS[file].columns[-1].name else 10_000
        long = f"{file} {column} ".ljust(size, "x")
        for value in [*HOSTILE.values(), *OUT_OF_RANGE.get(kind, ()), long]:
            row = planter.variant(file, NEEDS.get((file, column), {}))
            if file == "signal_assumptions" and callable(value):
                # There are only so many words, and each makes one right row.
                row.values["signal"] = next(words)
            right = row.values.get(column, "right")
            row.values[column] = value(right) if callable(value) else value
            # The planter's own guess; all are judged together.
            row.faults = set()
    judge(planter.rows)
    return planter.rows


def write(
    file: str, planted: Sequence[PlantedRow], line_end: str = "\n", *, backwards: bool = False
) -> bytes:
    """Return a file with its rows, and set the line on which each begins."""
    columns = columns_of(file)[::-1] if backwards else columns_of(file)
    parts = [",".join(columns) + line_end]
    line = 2
    for row in planted:
        row.line = line
        values = [row.values.get(column, "") for column in columns]
        parts.append(",".join(map(quoted, values)) + line_end)
        line += parts[-1].count("\n")
    return "".join(parts).encode()


def quoted(value: str) -> str:
    """Return a value as a field of a CSV file; the csv module does not quote every return."""
    return f'"{value.replace(chr(34), chr(34) * 2)}"' if set(value) & set(',"\r\n') else value


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass
class Hostile:
    """A build of planted rows over a published database."""

    rows: dict[str, list[PlantedRow]]
    made: Build
    before: str
    after: str


def build_over_published(
    workspace: Workspace, warehouse: Build, inputs: Mapping[str, bytes], **options: Any
) -> tuple[Build, str, str]:
    """Build where a good database is published; return that file's digests before and after."""
    shutil.rmtree(workspace.home, ignore_errors=True)
    shutil.copytree(warehouse.path.parent, workspace.home)
    before = digest(workspace.published)
    made = workspace.build(inputs, empty=True, keep=True, **options)
    return made, before, digest(workspace.published)


@pytest.fixture(scope="module")
def planted() -> dict[str, list[PlantedRow]]:
    """All rows."""
    return plant_everything()


@pytest.fixture(scope="module")
def hostile(
    workspace: Workspace, warehouse: Build, planted: dict[str, list[PlantedRow]]
) -> Hostile:
    """The one build of all values in all columns."""
    rows = planted
    # With a byte order mark and the line ends of Windows, which Excel writes.
    inputs = {
        file: b"\xef\xbb\xbf" + write(file, some, "\r\n" if number % 2 else "\n")
        for number, (file, some) in enumerate(rows.items())
    }
    return Hostile(rows, *build_over_published(workspace, warehouse, inputs))


# --- Values, planted in the inputs ----------------------------------------------------------------


def test_every_column_has_every_value_planted(hostile: Hostile) -> None:
    planted = sum(map(len, hostile.rows.values()))
    assert planted > len(COLUMNS) * len(HOSTILE) > 5000
    rejected = sum(bool(row.faults) for rows in hostile.rows.values() for row in rows)
    assert planted / 3 < rejected < planted


@pytest.mark.parametrize("file", INPUTS)
def test_what_is_wrong_is_named_once_and_nothing_else(hostile: Hostile, file: str) -> None:
    key = ", ".join(INPUTS[file].key)
    expected = Counter(
        (
            f"{file}.csv",
            row.line,
            row_key(file, row),
            column,
            row_key(file, row) if rule == DUPLICATED else bare(row, column) or None,
            rule,
        )
        for row in hostile.rows[file]
        for column, rule in row.faults
    )
    assert key in {column for _, _, _, column, _, rule in expected if rule == DUPLICATED}
    found = Counter(
        hostile.made.query_build(
            "select file, line, row_key, column_name, value, rule from evidence.rejected_rows "
            "where file = ?",
            [f"{file}.csv"],
        )
    )
    assert short(found - expected) == [], "right, or rejected for another reason"
    assert short(expected - found) == [], "wrong, and not named"


def short(rows: Mapping[tuple, int]) -> list[tuple]:
    """Return rows for a message, without megabytes."""
    return [tuple(str(value)[:60] for value in row) for row in rows][:20]


@pytest.mark.parametrize("file", INPUTS)
def test_what_is_right_is_loaded_as_it_is_meant(hostile: Hostile, file: str) -> None:
    columns = columns_of(file)
    listed = ", ".join(f'"{column}"' for column in columns)
    found = Counter(hostile.made.query_build(f"select line, {listed} from staging.stg_{file}"))
    expected = Counter(
        (row.line, *(meaning(file, row, column) for column in columns))
        for row in hostile.rows[file]
        if not row.faults
    )
    assert short(found - expected) == []
    assert short(expected - found) == []
    assert found


def test_names_reach_the_marts_as_they_are(hostile: Hostile) -> None:
    companies = {
        (bare(row, "company_id"), bare(row, "company_name"))
        for row in hostile.rows["companies"]
        if not row.faults
    }
    found = set(
        hostile.made.query_build("select company_id, company_name from marts.dim_companies")
    )
    assert short(dict.fromkeys(companies - found, 1)) == []
    titles = {bare(row, "title") or None for row in hostile.rows["sources"] if not row.faults}
    found = {title for (title,) in hostile.made.query_build("select title from marts.dim_sources")}
    assert titles <= found


def test_payments_reach_the_marts_to_the_cent(hostile: Hostile) -> None:
    expected: dict[str, Decimal] = defaultdict(Decimal)
    for row in hostile.rows["payments"]:
        if not row.faults:
            expected[bare(row, "customer_id")] += meaning("payments", row, "amount")
    found = dict(
        hostile.made.query_build(
            "select customer_id, sum(spend_amount_low) from marts.fct_spend "
            "where origin = 'ledger' and period_grain = 'month' group by all"
        )
    )
    wrong = {
        name[:60]: (amount, found.get(name))
        for name, amount in expected.items()
        if found.get(name, 0) != amount
    }
    assert wrong == {}
    assert len(expected) > len(HOSTILE) / 2


def test_the_build_fails_and_the_published_database_stays(hostile: Hostile) -> None:
    assert (hostile.made.exit_code, hostile.made.published) == (1, False)
    assert hostile.made.results["no_rejected_rows"] == "fail"
    assert hostile.before == hostile.after
    assert "Traceback" not in hostile.made.log


def test_thousands_of_faults_are_a_readable_summary(hostile: Hostile) -> None:
    """A line for each file, column and rule, a hundred at most, and none of them long."""
    kinds: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for file, rows in hostile.rows.items():
        for row in rows:
            for column, rule in row.faults:
                kinds[f"{file}.csv", column, rule].append(row.line)
    total = sum(map(len, kinds.values()))
    assert total > 3000
    printed = [line for line in hostile.made.log.split("\n") if re.match("[a-z_]+[.]csv", line)]
    assert len(printed) == 100 < len(kinds)
    named = set()
    for line in printed:
        file, column, count, lines, rule = re.fullmatch(
            r"([a-z_]+[.]csv)(?: line \d+ \(.*?\))?: ([a-z_, ]+?) "
            r"(?:in (\d+) rows, lines (.*?), as )?(?:empty|'.*'): (.*)",
            line,
        ).groups()
        named.add((file, column, rule))
        expected = sorted(kinds[file, column, rule])
        assert int(count or 1) == len(expected), line
        if lines:
            shown = [int(number) for number in re.findall(r"\d+", lines)]
            assert shown == expected[:5], line
        assert len(line) < 500
        assert line.isprintable() or "\u200d" in line
    assert len(named) == 100
    assert f"... and {len(kinds) - 100} more lines like these" in hostile.made.log
    assert re.search(rf"^{total} broken rules: ", hostile.made.log, re.MULTILINE)


# --- A ledger read in place: the same values ------------------------------------------------------


@pytest.fixture(scope="module", params=["csv", "parquet"])
def ledger(
    request: pytest.FixtureRequest,
    workspace: Workspace,
    warehouse: Build,
    planted: dict[str, list[PlantedRow]],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Hostile, dict[str, list[PlantedRow]], str]:
    """The build of all values in a ledger of two files, the rows of each, and their location."""
    folder = tmp_path_factory.mktemp("ledger") / "vendor_id=nobody"
    folder.mkdir()
    rows = deepcopy(planted["payments"])
    files: dict[str, list[PlantedRow]] = {}
    for name, part in {"a": rows[::2], "b": rows[1::2]}.items():
        text = folder / f"{name}.csv"
        # The second file has its columns in another order, and the line ends of Windows.
        second = {"line_end": "\r\n", "backwards": True} if name == "b" else {}
        content = write("payments", part, **second)
        text.write_bytes(content)
        if request.param == "parquet":
            columns = dict.fromkeys(content.decode().split("\n")[0].strip().split(","), "VARCHAR")
            duckdb.execute(
                f"copy (from read_csv('{text}', auto_detect = false, header = true, nullstr = '', "
                f"hive_partitioning = false, strict_mode = false, parallel = false, "
                f"max_line_size = {MAX_ROW_LENGTH}, columns = {columns})) "
                f"to '{text.with_suffix('.parquet')}' (format parquet)"
            )
            text.unlink()
            for place, row in enumerate(part, start=1):
                row.line = place
        files[str(folder / f"{name}.{request.param}")] = part
    location = str(folder.parent / "*" / f"*.{request.param}")
    built = build_over_published(
        workspace,
        warehouse,
        {},
        vars={"input_locations": {"payments": location}},
        select="+rejected_rows stg_payments",
        args=("--exclude", "payments_outside_coverage"),
    )
    return Hostile(planted, *built), files, location


def test_a_ledger_in_place_is_judged_like_an_input(
    ledger: tuple[Hostile, dict[str, list[PlantedRow]], str],
) -> None:
    """Files, lines, values; a folder's name, which Hive would take for a column, says nothing."""
    hostile, files, _ = ledger
    expected = Counter(
        (
            file,
            row.line,
            row_key("payments", row),
            column,
            row_key("payments", row) if rule == DUPLICATED else bare(row, column) or None,
            rule,
        )
        for file, rows in files.items()
        for row in rows
        for column, rule in row.faults
    )
    found = Counter(hostile.made.query_build("select * from evidence.rejected_rows"))
    assert short(found - expected) == []
    assert short(expected - found) == []
    columns = columns_of("payments")
    listed = ", ".join(f'"{column}"' for column in columns)
    loaded = Counter(
        hostile.made.query_build(f"select file, line, {listed} from staging.stg_payments")
    )
    right = Counter(
        (file, row.line, *(meaning("payments", row, column) for column in columns))
        for file, rows in files.items()
        for row in rows
        if not row.faults
    )
    assert short(loaded - right) == []
    assert short(right - loaded) == []
    assert len(right) > 200
    assert (hostile.made.exit_code, hostile.made.published) == (1, False)
    assert hostile.before == hostile.after
    assert "Traceback" not in hostile.made.log


def test_a_broken_ledger_stops_a_build_before_any_model(
    workspace: Workspace, warehouse: Build, ledger: tuple[Hostile, dict[str, Any], str]
) -> None:
    _, files, location = ledger
    path = Path(next(iter(files))).with_stem("c")
    if path.suffix == ".csv":
        content, line = with_field("payments", "amount", b"1,000")
        path.write_bytes(content)
        said = f"{path} line {line}: 9 fields; the header has 8"
    else:
        write_ledger(path, {**dict.fromkeys(KINDS, "VARCHAR"), "amount": "DOUBLE"})
        said = f"{path}: column 'amount' is DOUBLE; allowed is {PARQUET_TYPES['money'][1]}"
    made, before, after = build_over_published(
        workspace, warehouse, {}, vars={"input_locations": {"payments": location}}
    )
    path.unlink()
    lines = [line.strip() for line in made.log.splitlines()]
    faults = lines[lines.index("The input files have faults:") + 1 :]
    assert faults[:-1] == [said]
    assert faults[-1].startswith("Nothing published: dbt build was stopped before its end.")
    assert (made.exit_code, made.published, before) == (2, False, after)
    assert "Traceback" not in made.log


def test_a_parquet_file_with_a_broken_value_is_named_where_a_model_stops(
    workspace: Workspace, warehouse: Build, ledger: tuple[Hostile, dict[str, Any], str]
) -> None:
    _, files, location = ledger
    path = Path(next(iter(files))).with_stem("c")
    if path.suffix == ".csv":
        pytest.skip("a CSV file is checked whole before a build")
    text = ", ".join(f"'caf_' as {name}" for name in KINDS)
    duckdb.execute(f"copy (select {text}) to '{path}' (format parquet, compression uncompressed)")
    path.write_bytes(path.read_bytes().replace(b"caf_", b"caf\xe9"))
    made, before, after = build_over_published(
        workspace,
        warehouse,
        {},
        vars={"input_locations": {"payments": location}},
        select="+chk_payments",
    )
    path.unlink()
    assert f"\n{path}: cannot be read (Invalid Input Error: Invalid string encoding" in made.log
    assert (made.exit_code, made.published, before) == (1, False, after)
    assert "Traceback" not in made.log


# --- The structure of a file ----------------------------------------------------------------------

UNQUOTED = (
    'a " inside a field that does not begin with one; write "..." around the whole field and "" '
    "for a quote in it"
)
# What stands in the place of a field, and what is said of the row; None: nothing, it is right.
FIELDS: dict[str, tuple[bytes, str | None]] = {
    "a NUL byte": (b"a\x00b", "a NUL byte; only text is allowed"),
    "a byte of Latin-1": (b"caf\xe9", "byte 0xE9 is not UTF-8; save the file as UTF-8"),
    "half a character": (b'"\xf0\x9f\x98"', "byte 0xF0 is not UTF-8; save the file as UTF-8"),
    "a quote inside": (b'a"b', UNQUOTED),
    "a space before a quote": (b' "a"', UNQUOTED),
    "text after a quote": (
        b'"a"b',
        'a closing " is not followed by a comma or the end of the line; '
        'write "" for a quote in a field',
    ),
    "a quote never closed": (
        b'"a',
        'a " is never closed; a field that begins with a " ends with one',
    ),
    "a carriage return alone": (b"a\rb", "a carriage return alone; lines end with LF or CR LF"),
    "thousands without quotes": (b"1,000", "{more} fields; the header has {count}"),
    "line breaks in quotes": (b'"a\nb\r\n\nc\rd"', None),
    "quotes in quotes": (b'"""a"", b"', None),
    "a megabyte": (b"x" * MEGABYTE, None),
    "a megabyte of lines": (b'"' + (b"x" * 9999 + b"\n") * 105 + b'"', None),
}


def with_field(file: str, column: str, field: bytes, line_end: bytes = b"\n") -> tuple[bytes, int]:
    """Return a file with a field in a column of its second row, and that row's line."""
    columns = columns_of(file)
    header = ",".join(columns).encode()
    first = [b'"two\nlines\r\nand more"'] * len(columns)
    row = [field if name == column else b"x" for name in columns]
    last = [b"y"] * len(columns)
    before = header + line_end + b",".join(first) + line_end
    rest = b",".join(row) + line_end + b",".join(last) + line_end
    return before + rest, before.count(b"\n") + 1


@pytest.mark.parametrize("fault", FIELDS)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_a_broken_field_is_named_by_its_line_in_every_column(
    fault: str, line_end: bytes, tmp_path: Path
) -> None:
    field, said = FIELDS[fault]
    for file, column in COLUMNS:
        path = tmp_path / f"{file}.csv"
        content, line = with_field(file, column, field, line_end)
        path.write_bytes(content)
        columns = columns_of(file)
        expected = []
        if said is not None:
            words = said.format(more=len(columns) + 1, count=len(columns))
            expected = [f"line {line}: {words}"]
        name = f"{file}.csv"
        assert check_file(path, columns) == [f"{name} {words}" for words in expected]
        if file == "payments":
            location = str(tmp_path / "pay*.csv")
            kinds = {column.name: column.meta["type"] for column in INPUTS[file].columns}
            assert check_ledger(location, kinds) == [f"{path} {words}" for words in expected]
            path.unlink()


def header_faults(columns: Sequence[str], column: str) -> dict[str, tuple[list[str], list[str]]]:
    """Return what may be wrong with a column's name: the header, and what is said of it."""
    place = columns.index(column)
    listed = ", ".join(columns)

    def renamed(name: str, shown: str = "") -> tuple[list[str], list[str]]:
        return [*columns[:place], name, *columns[place + 1 :]], [
            f"column '{shown or name}' is not expected; the columns are {listed}",
            f"column '{column}' is missing; the columns are {listed}",
        ]

    return {
        "missing": (
            [*columns[:place], *columns[place + 1 :]],
            [f"column '{column}' is missing; the columns are {listed}"],
        ),
        "one more": (
            [*columns[:place], "note to self", *columns[place:]],
            [f"column 'note to self' is not expected; the columns are {listed}"],
        ),
        "twice": (
            [*columns[:place], column, *columns[place:]],
            [f"column '{column}' is there 2 times; once is allowed"],
        ),
        "upper case": renamed(column.upper()),
        "a space before": renamed(f" {column}"),
        "quotes of print": renamed(f"\u201c{column}\u201d"),
        "a line break": renamed(f"{column}\n", f"{column}\\n"),
        "a second byte order mark": renamed(f"\ufeff{column}", f"\\ufeff{column}"),
        "a formula": renamed("=cmd|' /C calc'!A0"),
    }


@pytest.mark.parametrize("fault", header_faults(["a", "b"], "a"))
def test_a_wrong_name_of_a_column_is_named_in_every_column(fault: str, tmp_path: Path) -> None:
    for file, column in COLUMNS:
        header, said = header_faults(columns_of(file), column)[fault]
        path = tmp_path / f"{file}.csv"
        text = ",".join(map(quoted, header))
        path.write_text(f"\ufeff{text}\n" + ",".join("x" for _ in header) + "\n", newline="")
        found = check_file(path, columns_of(file))
        assert found == [f"{file}.csv line 1: {words}" for words in said]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"\xef\xbb\xbf", [" line 1: the file is empty; a header is needed: a, b"]),
        ("a.csv", "a,b\n1,2\n".encode("utf-16"), [": text in UTF-16; save it as UTF-8"]),
        ("a.csv", gzip.compress(b"a,b\n1,2\n", mtime=0), [": compressed by gzip; unpack it"]),
        ("a.csv", b"\x28\xb5\x2f\xfd\x04", [": compressed by zstd; unpack it"]),
        ("a.csv", b"PK\x03\x04xl", [": an Excel or ZIP file; save it as CSV in UTF-8"]),
        ("a.csv.gz", gzip.compress(b"a,b\n1\n", mtime=0), [" line 2: 1 field; the header has 2"]),
        ("a.csv.gz", gzip.compress(b"a,b\n1,2\n", mtime=0), []),
        ("a.csv.gz", b"a,b\n", [": cannot be read (Not a gzipped file (b'a,'))"]),
        (
            "a.csv",
            b"sep=,\na,b\n1,2\n3\n",
            [
                " line 1: a line for Excel alone; the first line is the header: delete",
                " line 4: 1 field; the header has 2",
            ],
        ),
        (
            "a.csv",
            b"sep=;\na;b\n",
            [
                " line 1: a line for Excel alone; the first line is the header: delete",
                " line 2: fields are separated by semicolons; only commas are allowed",
            ],
        ),
        (
            "a.csv",
            b"a,b,\n1,2,\n",
            [" line 1: column '' is not expected; the columns are a, b"],
        ),
        ("a.csv", b"a,b\n1,2,\n", [" line 2: 3 fields; the header has 2"]),
    ],
)
def test_what_is_no_csv_file_is_named(
    name: str, content: bytes, said: list[str], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert check_file(path, ["a", "b"]) == [f"{name}{words}" for words in said]


@pytest.mark.parametrize("letter", ["x", "\u00e9", "\U0001f600"])
def test_the_longest_row_is_loaded_and_a_longer_one_is_named(letter: str, tmp_path: Path) -> None:
    """A row is measured in bytes, as by what loads it."""
    path = tmp_path / "a.csv"
    size = len(letter.encode())
    fitting = letter * ((MAX_ROW_LENGTH - 100) // size)
    path.write_text(f"a,b\n1,{fitting}\n2,{letter * (MAX_ROW_LENGTH // size + 1)}\n3,4\n")
    assert check_file(path, ["a", "b"]) == [
        f"a.csv line 3: the row is too long; {MAX_ROW_LENGTH} bytes are allowed"
    ]
    path.write_text(f"a,b\n1,{fitting}\n")
    assert check_file(path, ["a", "b"]) == []
    with duckdb.connect() as connection:
        connection.execute("create table t (a varchar, b varchar)")
        connection.execute(
            f"copy t from '{path}' (format csv, auto_detect false, header true, "
            f"strict_mode false, parallel false, max_line_size {MAX_ROW_LENGTH})"
        )
        assert connection.execute("select a, b from t").fetchall() == [("1", fitting)]


def test_a_file_behind_a_link_is_read_and_one_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("a,b\n1\n")
    link = tmp_path / "a.csv"
    link.symlink_to(tmp_path / "elsewhere")
    assert check_file(link, ["a", "b"]) == ["a.csv line 2: 1 field; the header has 2"]
    (tmp_path / "elsewhere").unlink()
    assert check_file(link, ["a", "b"]) == ["a.csv: cannot be read (No such file or directory)"]
    assert check_file(tmp_path, ["a", "b"], "b.csv") == ["b.csv: cannot be read (Is a directory)"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n")
    path.chmod(0)
    assert check_file(path, ["a", "b"]) == ["a.csv: cannot be read (Permission denied)"]


# --- The structure of a ledger in Parquet ---------------------------------------------------------

KINDS = {column.name: column.meta["type"] for column in INPUTS["payments"].columns}
PARQUET_TYPES = {
    "text": ("VARCHAR BIGINT UINTEGER SMALLINT UUID", "text or a whole number"),
    "currency": ("VARCHAR BIGINT UINTEGER SMALLINT UUID", "text or a whole number"),
    "date": ("VARCHAR DATE", "DATE or text"),
    "money": (
        "VARCHAR DECIMAL(18,2) DECIMAL(38,0) BIGINT UINTEGER SMALLINT",
        "DECIMAL with at most two decimals, a whole number or text, which are exact",
    ),
}
ALL_TYPES = [
    "VARCHAR", "BIGINT", "UINTEGER", "SMALLINT", "UUID", "DATE", "DECIMAL(18,2)", "DECIMAL(38,0)",
    "DECIMAL(18,3)", "DOUBLE", "FLOAT", "BOOLEAN", "BLOB", "TIMESTAMP", "TIME", "VARCHAR[]",
]  # fmt: skip


def check_ledger(location: str, types: Mapping[str, str]) -> list[str]:
    """Check payments that are read from a file or glob."""
    kind = "parquet" if location.endswith(".parquet") else "csv"
    with duckdb.connect() as connection:
        return check_located(
            connection, input="payments", kind=kind, location=location, rows="", types=types
        )


def write_ledger(path: Path, types: Mapping[str, str]) -> None:
    """Write a Parquet file of a row of nulls in columns of these types."""
    listed = ", ".join(f'cast(null as {kind}) as "{name}"' for name, kind in types.items())
    duckdb.execute(f"copy (select {listed}) to '{path}' (format parquet)")


def test_each_type_of_each_parquet_column_is_allowed_or_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger.parquet"
    for column, kind in KINDS.items():
        allowed, words = PARQUET_TYPES[kind]
        for given in ALL_TYPES:
            write_ledger(path, {**dict.fromkeys(KINDS, "VARCHAR"), column: given})
            expected = []
            if given not in allowed.split():
                expected = [f"{path}: column '{column}' is {given}; allowed is {words}"]
            assert check_ledger(str(path), KINDS) == expected, (column, given)


@pytest.mark.parametrize("fault", sorted(set(header_faults(["a", "b"], "a")) - {"twice"}))
def test_a_wrong_name_of_a_parquet_column_is_named(fault: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.parquet"
    for column in KINDS:
        header, said = header_faults(list(KINDS), column)[fault]
        write_ledger(path, dict.fromkeys(header, "VARCHAR"))
        assert check_ledger(str(path), KINDS) == [f"{path}: {words}" for words in said]


def test_a_parquet_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    good = tmp_path / "good.parquet"
    rows = ", ".join(f"'caf_' as {name}" for name in KINDS)
    duckdb.execute(f"copy (select {rows}) to '{good}' (format parquet, compression uncompressed)")
    content = good.read_bytes()
    for name, broken in {
        "cut.parquet": content[:-9],
        "empty.parquet": b"",
        "text.parquet": b"a,b\n1,2\n",
    }.items():
        path = tmp_path / name
        path.write_bytes(broken)
        (fault,) = check_ledger(str(tmp_path / "*.parquet"), KINDS)
        assert fault.startswith(f"{path}: cannot be read (")
        assert fault.isprintable()
        path.unlink()
    assert check_ledger(str(good), KINDS) == []
    # That a value is broken shows when a model reads it; then all are read to find the file.
    latin = tmp_path / "latin.parquet"
    latin.write_bytes(content.replace(b"caf_", b"caf\xe9"))
    (fault,) = broken_files(str(tmp_path / "*.parquet"))
    assert fault.startswith(f"{latin}: cannot be read (")
    assert fault.isprintable()


def test_a_location_without_files_is_named(tmp_path: Path) -> None:
    for location in (tmp_path / "none.csv", tmp_path / "*.parquet"):
        assert check_ledger(str(location), KINDS) == [
            f"input_locations payments '{location}': there is no such file"
        ]
    assert check_ledger(str(tmp_path), KINDS) == [
        f"input_locations payments '{tmp_path}': a folder; name files, as in /*.csv"
    ]
    write_ledger(tmp_path / "a.csv", dict.fromkeys(KINDS, "VARCHAR"))
    assert check_ledger(str(tmp_path / "*.csv"), KINDS) == [
        f"{tmp_path}/a.csv: a Parquet file; in input_locations a place that ends with .parquet is "
        "read as such"
    ]


def read_in_place(location: str, select: str) -> list[tuple]:
    """Return what the project's macro reads from a location."""
    macros = (PROJECT / "macros" / "inputs" / "input_location.sql").read_text()
    environment = Environment(extensions=["jinja2.ext.do"])  # noqa: S701
    environment.globals["return"] = str
    sql = environment.from_string(macros).module.duckdb__located_rows(
        location, Path(location).suffix[1:]
    )
    return duckdb.sql(f"select {select} from {sql} order by payment_id").fetchall()


def test_types_that_differ_between_files_change_no_value(tmp_path: Path) -> None:
    """The types of the first file are not those of all: whole numbers would round the others."""
    first = "1 as payment_id, 5 as amount, date '2024-01-01' as paid_on"
    second = "'2024-02-30' as paid_on, 1.55::decimal(18, 2) as amount, 2 as payment_id"
    duckdb.execute(f"copy (select {first}) to '{tmp_path}/a.parquet' (format parquet)")
    duckdb.execute(f"copy (select {second}) to '{tmp_path}/b.parquet' (format parquet)")
    found = read_in_place(f"{tmp_path}/*.parquet", "amount::varchar, paid_on::varchar")
    assert found == [("5.00", "2024-01-01"), ("1.55", "2024-02-30")]


def test_no_line_of_a_ledger_is_skipped(tmp_path: Path) -> None:
    """DuckDB, left to guess, takes a first line for a title, and # for the start of a comment."""
    columns = columns_of("payments")
    path = tmp_path / "a.csv"
    lines = [",".join(columns), *(f"{number}#,{',' * 6}" for number in range(1, 4)), "#4,,,,,,,"]
    path.write_text("\r\n".join(lines) + "\n")
    found = read_in_place(str(path), "payment_id")
    assert [payment for (payment,) in found] == ["#4", "1#", "2#", "3#"]
    path.write_text("\n".join(["A title", *lines]))
    assert check_ledger(str(path), KINDS)[0] == (
        f"{path} line 1: column 'A title' is not expected; the columns are {', '.join(columns)}"
    )
