"""Input files: what is no CSV file with the right columns is named; any text is loaded as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SEEDS, Build, Workspace, columns_of
from dbt_common.clients import agate_helper
from vendor_shock_inputs import MAX_FAULTS, check_file

HEADER = b"a,b,c\n"
NOT_CLOSED = 'a " is never closed; a field that begins with a " ends with one'
AFTER_CLOSING = (
    'a closing "{} is not followed by a comma or the end of the line; write "" for a quote in a '
    "field"
)
INSIDE = (
    'a " inside a field that does not begin with one; write "..." around the whole field and "" '
    "for a quote in it"
)
LONE_CR = "a carriage return alone; lines end with LF or CR LF"
RAGGED = [(2, "2 fields"), (3, "4 fields"), (4, "1 field")]
BLANK = "the line is blank; only the end of a file may be"

FAULTS = {
    "empty file": (b"", ["1: the file is empty; a header is needed: a, b, c"]),
    "blank lines alone": (b"\n\r\n", ["1: the file is empty; a header is needed: a, b, c"]),
    "missing column": (b"a,c\n1,3\n", ["1: column 'b' is missing; the columns are a, b, c"]),
    "extra column": (
        b"a,b,c,d\n1,2,3,4\n",
        ["1: column 'd' is not expected; the columns are a, b, c"],
    ),
    "renamed column": (
        b"a,B,c\n1,2,3\n",
        [
            "1: column 'B' is not expected; the columns are a, b, c",
            "1: column 'b' is missing; the columns are a, b, c",
        ],
    ),
    "nameless column": (
        b"a,b,c,\n1,2,3,4\n",
        ["1: column '' is not expected; the columns are a, b, c"],
    ),
    "column twice": (b"a,b,c,b\n1,2,3,4\n", ["1: column 'b' is there 2 times; once is allowed"]),
    "semicolons": (
        b"a;b;c\n1;2;3\n",
        ["1: fields are separated by semicolons; only commas are allowed"],
    ),
    "tabs": (
        b"a\tb\tc\n1\t2\t3\n",
        ["1: fields are separated by tabs; only commas are allowed"],
    ),
    "ragged lines": (
        HEADER + b"1,2\n1,2,3,4\n \n1,2,3\n",
        [f"{line}: {count}; the header has 3" for line, count in RAGGED],
    ),
    "ragged after line breaks in quotes": (
        HEADER + b'1,"two\nlines and\r\n\na blank one",3\n4,5\n',
        ["6: 2 fields; the header has 3"],
    ),
    "quote never closed": (HEADER + b'1,2,3\n1,"2,3\n4,5,6\n', [f"3: {NOT_CLOSED}"]),
    "quote closed by the next field's": (
        HEADER + b'1,"2,3\n4,"5",6\n7,8\n',
        [f"2: {AFTER_CLOSING.format(' on line 3')}", "4: 2 fields; the header has 3"],
    ),
    "text after a closing quote": (HEADER + b'1,"2"x,3\n', [f"2: {AFTER_CLOSING.format('')}"]),
    "quote inside a field": (HEADER + b'1,2"x,3\n', [f"2: {INSIDE}"]),
    "space before a quote": (HEADER + b'1, "2",3\n', [f"2: {INSIDE}"]),
    "broken quoting in the header": (b'a,"b,c\n1,2,3\n', [f"1: {NOT_CLOSED}"]),
    "carriage return alone": (HEADER + b"1,2,3\r4,5,6\n", [f"2: {LONE_CR}"]),
    "NUL byte": (HEADER + b"1,2\x00,3\n", ["2: a NUL byte; only text is allowed"]),
    "not UTF-8": (
        HEADER + b"1,caf\xe9,3\n4,5\n",
        ["2: byte 0xE9 is not UTF-8; save the file as UTF-8", "3: 2 fields; the header has 3"],
    ),
    "blank line in the middle": (HEADER + b"1,2,3\n\n\n4,5,6\n", [f"3: {BLANK}"]),
    "blank line before the header": (b"\n" + HEADER, [f"1: {BLANK}"]),
}

GOOD = {
    "header alone": HEADER,
    "header alone, no line end": b"a,b,c",
    "one row, no line end": HEADER + b"1,2,3",
    "byte order mark": b"\xef\xbb\xbf" + HEADER + b"1,2,3\n",
    "byte order mark and quotes": b'\xef\xbb\xbf"a",b,c\r\n1,2,3\r\n',
    "mixed line ends": HEADER + b"1,2,3\r\n4,5,6\n7,8,9\r\n",
    "columns in another order": b"c,a,b\n1,2,3\n",
    "blank lines at the end": HEADER + b"1,2,3\n\n\r\n",
    "quotes": HEADER + b'"","""1""","a, ""b"", c"\n"\n",\'2\',\\\n',
    "a long quote": HEADER + b'1,"' + b'say ""x""\n' * 100_000 + b'",3\n',
}


@pytest.mark.parametrize("case", FAULTS)
def test_fault_is_named_with_its_line(case: str, tmp_path: Path) -> None:
    content, expected = FAULTS[case]
    path = tmp_path / "some.csv"
    path.write_bytes(content)
    assert check_file(path, ["a", "b", "c"]) == [f"some.csv line {fault}" for fault in expected]


@pytest.mark.parametrize("case", GOOD)
def test_good_file_has_no_fault(case: str, tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_bytes(GOOD[case])
    assert check_file(path, ["a", "b", "c"]) == []


def test_endless_faults_are_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_bytes(HEADER + b"1\n" * 1000)
    faults = check_file(path, ["a", "b", "c"])
    assert len(faults) == MAX_FAULTS + 1
    assert faults[-1] == f"some.csv: and {1000 - MAX_FAULTS} more"


# --- Through dbt --------------------------------------------------------------------------------


def test_faults_stop_a_build_before_anything_is_built(workspace: Workspace) -> None:
    columns = ",".join(columns_of("companies"))
    made = workspace.build(
        {
            "companies": f'{columns}\na,"A\nB",x\nb,B\n',
            "market_vendors": "market_id\nm\n",
            "prices": "a,b\n1,2\n",
        }
    )
    assert (made.success, made.exit_code, made.published) == (False, 2, False)
    names = ", ".join(sorted(path.stem for path in SEEDS.glob("*.csv")))
    lines = [line.strip() for line in made.log.splitlines()]
    start = lines.index("The input files have faults:")
    assert lines[start + 1 :] == [
        "companies.csv line 4: 2 fields; the header has 3",
        "market_vendors.csv line 1: column 'vendor_id' is missing; the columns are market_id, "
        "vendor_id",
        f"prices.csv: not an input; the inputs are {names}",
        "Nothing published: dbt build was stopped before its end. "
        f"{workspace.published} stays as it was.",
    ]
    assert "Traceback" not in made.log
    assert made.query_build("select * from duckdb_tables()") == []


def test_only_what_is_loaded_is_checked(workspace: Workspace) -> None:
    made = workspace.build({"companies": "wrong\n"}, command="seed", select="sources")
    assert made.success, made.log


def folder_faults(made: Build) -> list[str]:
    """Return what is said of the input folder by dbt's error while it parses."""
    lines = [line.strip() for line in made.log.splitlines()]
    start = next(at for at, line in enumerate(lines) if line.startswith("Compilation Error in"))
    assert (made.exit_code, made.published) == (2, False)
    assert "Traceback" not in made.log
    return lines[start + 1 : lines.index("", start)]


def test_a_missing_file_is_named(workspace: Workspace) -> None:
    made = workspace.build({"deals": None, "sources": None})
    assert folder_faults(made) == [
        f"sources.csv, deals.csv: not in the input folder {workspace.inputs}; "
        "a file that is not needed holds its header alone"
    ]


@pytest.mark.parametrize("is_there", [False, True], ids=["no folder", "an empty folder"])
def test_a_folder_without_inputs_is_named(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    monkeypatch.setattr(workspace, "inputs", tmp_path / "nowhere")
    monkeypatch.setattr(
        workspace, "_write_inputs", lambda *_: workspace.inputs.mkdir() if is_there else None
    )
    (fault,) = folder_faults(workspace.build())
    assert fault.startswith(f"{workspace.inputs}: no folder with input files; they are companies.")
    assert all(f"{path.stem}.csv" in fault for path in SEEDS.glob("*.csv"))


def test_a_file_named_like_a_model_is_no_input(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where dbt parses all anew: it would take the file for the model from then on."""
    names = ", ".join(sorted(path.stem for path in SEEDS.glob("*.csv")))
    fault = f"dim_companies.csv: not an input; the inputs are {names}"
    inputs = {"dim_companies": "company_id\na\n"}
    made = workspace.build(inputs, args=("--no-partial-parse",))
    assert folder_faults(made) == [fault]
    made = workspace.build(inputs)
    assert (made.exit_code, made.published) == (2, False)
    assert fault in made.log
    made = workspace.build(command="seed", select="sources")
    assert made.success, made.log


def test_any_text_is_loaded_as_it_is_and_the_files_stay(workspace: Workspace) -> None:
    """Empty is null and everything else is the text that it is; rows keep their order.

    dbt itself would write the SQL of a seed over an input file outside the project.
    """
    long = 'a "quote" of a megabyte\n' * 50_000
    escaped = long.replace('"', '""')
    companies = (
        "company_name,company_id,segment\n"
        "null,NA,true\r\n"
        "007,1e9,1.0\n"
        '"",N/A,\n'
        f'"{escaped}",long,2024-01-01\n'
        '😀,"it\'s a ""d"" \\n \\ ","two\nlines"\r\n'
        " x ,None,inf\n"
        "\n"
    )
    files = {
        "companies": companies,
        "company_aliases": "\ufeffalias,company_id\r\nA,NA",
        "rivalries": ",".join(columns_of("rivalries")),
    }
    made = workspace.build(files, command="seed")
    assert made.success, made.log
    assert made.query_build("select company_id, company_name, segment from inputs.companies") == [
        ("NA", "null", "true"),
        ("1e9", "007", "1.0"),
        ("N/A", None, None),
        ("long", long, "2024-01-01"),
        ('it\'s a "d" \\n \\ ', "😀", "two\nlines"),
        ("None", " x ", "inf"),
    ]
    assert made.query_build("select alias, company_id from inputs.company_aliases") == [("A", "NA")]
    assert made.query_build("select * from inputs.rivalries") == []
    types = "select distinct data_type from duckdb_columns() where schema_name = 'inputs'"
    assert made.query_build(types) == [("VARCHAR",)]
    for path in SEEDS.glob("*.csv"):
        expected = files[path.stem].encode() if path.stem in files else path.read_bytes()
        assert (workspace.inputs / path.name).read_bytes() == expected, path.name


@pytest.mark.parametrize("other", [3, 1])
def test_a_row_lost_or_doubled_while_loading_stops_the_build(
    other: int, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    # DuckDB loads two rows; what dbt read beside it says that there are others.
    def read(*arguments: object, **settings: object) -> object:
        table = from_csv(*arguments, **settings)
        rows = [*table.rows, *table.rows][:other] if "alias" in table.column_names else table.rows
        return table._fork(rows)

    from_csv = agate_helper.from_csv
    monkeypatch.setattr(agate_helper, "from_csv", read)
    made = workspace.build(
        {"company_aliases": "alias,company_id\nA,google\nB,google\n"}, command="seed"
    )
    assert not made.success
    assert f"company_aliases.csv: {other} rows in the file, but 2 were loaded" in made.log
    assert made.results["company_aliases"] == "error"
