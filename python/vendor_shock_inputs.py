"""The check of the input files' structure, before anything is built from them.

A dbt-duckdb plugin (named in ``profiles.yml``), called by the macro ``check_input_files`` at
the start of a run that loads inputs. It finds what makes a file no CSV file (RFC 4180, in
UTF-8) or another one than expected, and names each fault by file and line; of a ledger in
Parquet, by file and column. What the values say is no matter of this check: the staging models
judge them.
"""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.duckdb.utils import TargetConfig
from dbt_common.exceptions import DbtRuntimeError

# Longest row in bytes; the macro that loads seeds, and the one that reads a ledger, allow as many.
MAX_ROW_LENGTH = 16 * 1024 * 1024
# Faults named per file; a file with more is most likely not what it is taken for.
MAX_FAULTS = 20
# Faults named in all; a ledger may lie in thousands of files.
MAX_FAULTS_IN_ALL = 100

# One row in which each field is either free of quotes or quoted whole.
_FIELD = r'(?:[^",]*|"[^"]*(?:""[^"]*)*")'
_ROW = re.compile(f"{_FIELD}(?:,{_FIELD})*")

# What begins like this is no CSV file, whatever its name says.
_OTHER_FORMATS = {
    b"\x1f\x8b": "compressed by gzip; unpack it",
    b"\x28\xb5\x2f\xfd": "compressed by zstd; unpack it",
    b"PK\x03\x04": "an Excel or ZIP file; save it as CSV in UTF-8",
    b"PAR1": "a Parquet file; where payments_location ends with .parquet such files are read",
    b"\xff\xfe": "text in UTF-16; save it as UTF-8",
    b"\xfe\xff": "text in UTF-16; save it as UTF-8",
}

_WHOLE = "U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?"
# How a Parquet file may hold a column of each type: pattern of DuckDB's type, and in words.
_PARQUET_TYPES = {
    "date": ("DATE|VARCHAR", "DATE or text"),
    "money": (
        rf"DECIMAL\(\d+,[012]\)|{_WHOLE}|VARCHAR",
        "DECIMAL with at most two decimals, a whole number or text, which are exact",
    ),
}
_PARQUET_TEXT = (f"VARCHAR|UUID|{_WHOLE}", "text or a whole number")


class Plugin(BasePlugin):
    """The plugin that dbt-duckdb makes from this module's name."""

    def store(self, target_config: TargetConfig) -> None:
        """Check the files; called through ``adapter.store_relation``.

        Args:
            target_config: ``config`` has ``files``, a list of ``path`` and ``columns`` (the
                columns that the file should have; none where no such file is expected);
                ``known``, the names of all expected files without ``.csv``; ``ledger``, the
                location of a ledger that is read in place, or an empty text; and
                ``ledger_columns``, the type of each of its columns by name.

        Raises:
            DbtRuntimeError: there are faults; one line each.
        """
        config = target_config.config
        known = sorted(config["known"])
        faults: list[str] = []
        for file in sorted(config["files"], key=lambda file: file["path"]):
            path = Path(file["path"])
            if file["columns"]:
                faults += check_file(path, file["columns"])
            else:
                faults.append(f"{_shown(path.name)}: not an input; the inputs are {_list(known)}")
        if config["ledger"]:
            faults += check_ledger(config["ledger"], config["ledger_columns"])
        if len(faults) > MAX_FAULTS_IN_ALL:
            faults[MAX_FAULTS_IN_ALL:] = [f"and {len(faults) - MAX_FAULTS_IN_ALL} more"]
        if faults:
            raise DbtRuntimeError("\n".join(["The input files have faults:", *faults]))


def check_file(path: Path, columns: list[str], name: str = "") -> list[str]:
    """Find the faults in the structure of one CSV file.

    Args:
        path: the file; where its name ends with ``.gz``, compressed by gzip.
        columns: names of the columns that it should have, in any order.
        name: what to call the file; empty: its name without the folder.

    Returns:
        A line for each fault (``file line N: what; what is allowed``), in the order of the
        file, and no more than ``MAX_FAULTS`` and a closing line.
    """
    name = _shown(name or path.name)
    # A fault found while a row is being read, say a wrong byte, belongs before those of the
    # row, so that all go into one list as they are met.
    faults: list[tuple[int, str]] = []
    try:
        _check_rows(_Lines(path, faults), columns, faults)
    except _OtherFormatError as error:
        return [f"{name}: {error}"]
    except (OSError, EOFError, zlib.error) as error:
        return [f"{name}: cannot be read ({getattr(error, 'strerror', None) or error})"]
    messages = [f"{name} line {line}: {fault}" for line, fault in faults[:MAX_FAULTS]]
    if len(faults) > MAX_FAULTS:
        messages.append(f"{name}: and {len(faults) - MAX_FAULTS} more")
    return messages


def _check_rows(lines: _Lines, columns: list[str], faults: list[tuple[int, str]]) -> None:
    """Find the faults of a file row by row.

    Args:
        lines: the file's lines.
        columns: names of the columns that it should have, in any order.
        faults: gets (line number, fault) of each.
    """
    # The limit of 128 KiB a field is below what a quote may need. It is one for the process:
    # the reader in dbt, which takes the file next, goes by it too.
    csv.field_size_limit(MAX_ROW_LENGTH)
    reader = csv.reader(lines, strict=True)
    header: list[str] | None = None
    blank_line = 0
    while True:
        first_line = lines.number + 1
        lines.row.clear()
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            faults.append((first_line, _broken_row(error, first_line, lines.number)))
            if header is None:
                return
            continue
        if not row:
            blank_line = blank_line or first_line
            continue
        if blank_line:
            faults.append((blank_line, "the line is blank; only the end of a file may be"))
            blank_line = 0
        if header is None:
            if first_line == 1 and row[0].startswith("sep="):
                faults.append((1, "a line for Excel alone; the first line is the header: delete"))
                continue
            header = row
            faults += [(first_line, fault) for fault in _header_faults(header, columns)]
        if len(row) != len(header):
            faults.append((first_line, f"{_fields(len(row))}; the header has {len(header)}"))
        text = "".join(lines.row)
        if 4 * len(text) > MAX_ROW_LENGTH and len(text.encode()) > MAX_ROW_LENGTH:
            faults.append((first_line, f"the row is too long; {MAX_ROW_LENGTH} bytes are allowed"))
        elif '"' in text and not _ROW.fullmatch(text.rstrip("\r\n")):
            faults.append(
                (
                    first_line,
                    'a " inside a field that does not begin with one; '
                    'write "..." around the whole field and "" for a quote in it',
                )
            )
    if header is None and not faults:
        faults.append((1, f"the file is empty; a header is needed: {_list(columns)}"))


class _OtherFormatError(Exception):
    """A file is not text at all; says what it is."""


class _Lines:
    """The physical lines of a file as text, for a CSV reader.

    Args:
        path: the file; UTF-8, with or without a byte order mark.
        faults: gets the (line number, fault) of each line that is not text.

    Attributes:
        number: number of the line handed out last, from 1.
        row: the lines handed out since it was last cleared.
    """

    def __init__(self, path: Path, faults: list[tuple[int, str]]) -> None:
        self.number = 0
        self.row: list[str] = []
        self._path = path
        self._faults = faults

    def __iter__(self) -> Iterator[str]:
        is_packed = self._path.suffix == ".gz"
        with gzip.open(self._path) if is_packed else self._path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                self.number = number
                if number == 1:
                    for beginning, fault in _OTHER_FORMATS.items():
                        if line.startswith(beginning):
                            raise _OtherFormatError(fault)
                    line = line.removeprefix(b"\xef\xbb\xbf")
                try:
                    text = line.decode()
                except UnicodeDecodeError as error:
                    byte = line[error.start]
                    self._faults.append(
                        (number, f"byte 0x{byte:02X} is not UTF-8; save the file as UTF-8")
                    )
                    text = line.decode(errors="replace")
                if "\0" in text:
                    self._faults.append((number, "a NUL byte; only text is allowed"))
                    text = text.replace("\0", "")
                self.row.append(text)
                yield text


def _header_faults(header: list[str], columns: list[str]) -> list[str]:
    """Compare the names in a header with those expected.

    Args:
        header: the names found.
        columns: the names expected, in any order.

    Returns:
        The faults.
    """
    for separator, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
        if len(header) == 1 and separator in header[0]:
            return [f"fields are separated by {name}; only commas are allowed"]
    faults = [
        f"column '{_shown(name)}' is not expected; the columns are {_list(columns)}"
        for name in dict.fromkeys(header)
        if name not in columns
    ]
    faults += [
        f"column '{name}' is there {header.count(name)} times; once is allowed"
        for name in dict.fromkeys(header)
        if name in columns and header.count(name) > 1
    ]
    faults += [
        f"column '{name}' is missing; the columns are {_list(columns)}"
        for name in columns
        if name not in header
    ]
    return faults


def _broken_row(error: csv.Error, first_line: int, last_line: int) -> str:
    """Say what a row that the CSV reader refused has wrong.

    Args:
        error: what the reader raised.
        first_line: number of the row's first line.
        last_line: number of the line where the reader stopped.

    Returns:
        The fault.
    """
    reason = str(error)
    if reason.startswith("unexpected end of data"):
        return 'a " is never closed; a field that begins with a " ends with one'
    if "expected after" in reason:
        where = "" if last_line == first_line else f" on line {last_line}"
        return (
            f'a closing "{where} is not followed by a comma or the end of the line; '
            'write "" for a quote in a field'
        )
    if reason.startswith("new-line character"):
        return "a carriage return alone; lines end with LF or CR LF"
    if reason.startswith("field larger"):
        return f"the row is too long; {MAX_ROW_LENGTH} bytes are allowed"
    return reason


def check_ledger(location: str, columns: Mapping[str, str]) -> list[str]:
    """Find the faults in the structure of a ledger that is read in place.

    Args:
        location: a file or a glob of files; Parquet where it ends with ``.parquet``, else CSV.
        columns: the type of each column that the files should have, by name.

    Returns:
        A line for each fault. Files elsewhere than in the file system are not looked into:
        DuckDB itself stops at what it cannot read.
    """
    if "://" in location:
        return []
    with duckdb.connect() as connection:
        paths = [
            path
            for (path,) in connection.execute(
                "select file from glob(?) order by file", [location]
            ).fetchall()
        ]
        if Path(location).is_dir():
            return [f"payments_location '{_shown(location)}': a folder; name files, as in /*.csv"]
        if not paths:
            return [f"payments_location '{_shown(location)}': there is no such file"]
        faults = []
        for path in paths:
            if location.endswith(".parquet"):
                faults += _parquet_faults(connection, path, columns)
            else:
                faults += check_file(Path(path), list(columns), path)
        return faults


def _parquet_faults(
    connection: duckdb.DuckDBPyConnection, path: str, columns: Mapping[str, str]
) -> list[str]:
    """Find the faults in the columns of one Parquet file, and whether it can be read at all.

    Args:
        connection: a connection to any database.
        path: the file.
        columns: the type of each column that it should have, by name.

    Returns:
        A line for each fault.
    """
    reading = "read_parquet(?, hive_partitioning = false)"
    try:
        types = {
            name: kind
            for name, kind, *_ in connection.execute(
                f"describe select * from {reading}", [path]
            ).fetchall()
        }
        # Text that is not UTF-8 and broken pages show only when every value is read.
        connection.execute(f"select bit_xor(hash(columns(*))) from {reading}", [path])
    except duckdb.Error as error:
        return [f"{_shown(path)}: cannot be read ({_shown(str(error).splitlines()[0], 300)})"]
    faults = _header_faults(list(types), list(columns))
    for name, kind in columns.items():
        pattern, allowed = _PARQUET_TYPES.get(kind, _PARQUET_TEXT)
        if name in types and not re.fullmatch(pattern, types[name]):
            faults.append(f"column '{name}' is {_shown(types[name])}; allowed is {allowed}")
    return [f"{_shown(path)}: {fault}" for fault in faults]


def _fields(count: int) -> str:
    """Return a number of fields in words."""
    return "1 field" if count == 1 else f"{count} fields"


def _list(names: list[str]) -> str:
    """Return names as one text."""
    return ", ".join(names)


def _shown(text: str, length: int = 200) -> str:
    """Return text from a file as it may stand in a message: one short line that can be read."""
    text = text if len(text) <= length else f"{text[: length - 3]}..."
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
