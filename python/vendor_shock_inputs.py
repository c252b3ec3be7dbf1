"""The check of the input files' structure, before anything is built from them.

A dbt-duckdb plugin (named in ``profiles.yml``), called by the macro ``check_input_files`` at
the start of a run that loads inputs. It finds what makes a file no CSV file (RFC 4180, in
UTF-8) or another one than expected, and names each fault by file and line; of Parquet and of a
relation, by column. What the values say is no matter of this check: the staging models judge them.
"""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.duckdb.utils import TargetConfig
from dbt_common.exceptions import DbtRuntimeError

# Longest row in bytes; the macros that load seeds and read CSV files in place allow as many.
MAX_ROW_LENGTH = 16 * 1024 * 1024
# Faults named per file; a file with more is most likely not what it is taken for.
MAX_FAULTS = 20
# Faults named in all; an input may lie in thousands of files.
MAX_FAULTS_IN_ALL = 100

# One row in which each field is either free of quotes or quoted whole.
_FIELD = r'(?:[^",]*|"[^"]*(?:""[^"]*)*")'
_ROW = re.compile(f"{_FIELD}(?:,{_FIELD})*")

# What begins like this is no CSV file, whatever its name says.
_OTHER_FORMATS = {
    b"\x1f\x8b": "compressed by gzip; unpack it",
    b"\x28\xb5\x2f\xfd": "compressed by zstd; unpack it",
    b"PK\x03\x04": "an Excel or ZIP file; save it as CSV in UTF-8",
    b"PAR1": "a Parquet file; in input_locations a place that ends with .parquet is read as such",
    b"\xff\xfe": "text in UTF-16; save it as UTF-8",
    b"\xfe\xff": "text in UTF-16; save it as UTF-8",
}

_WHOLE = "U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?"
# How Parquet and relations may hold a column of each type: pattern of DuckDB's type, and in words.
_HELD = {"date": ("DATE|VARCHAR", "DATE or text")} | {
    kind: (
        rf"DECIMAL\(\d+,({'|'.join(map(str, range(decimals + 1)))})\)|{_WHOLE}|VARCHAR",
        f"DECIMAL with at most {words} decimals, a whole number or text, which are exact",
    )
    for kind, decimals, words in (
        ("money", 2, "two"),
        ("percent", 6, "six"),
        ("share", 9, "nine"),
        ("rate", 11, "eleven"),
    )
}
_HELD_TEXT = (f"VARCHAR|UUID|{_WHOLE}", "text or a whole number")


class Plugin(BasePlugin):
    """The plugin that dbt-duckdb makes from this module's name."""

    def store(self, target_config: TargetConfig) -> None:
        """Check the inputs; called through ``adapter.store_relation``.

        Args:
            target_config: ``config`` has ``files``, a list of ``path`` and ``columns`` (the
                columns that the file should have; none where no such file is expected);
                ``known``, the names of all inputs; and ``located``, a list of the inputs that
                are read elsewhere, each as the arguments of `check_located`. Or it has ``broken``,
                a place of Parquet files, and ``faults``, a list that gets those of its values.

        Raises:
            DbtRuntimeError: there are faults; one line each.
        """
        config = target_config.config
        if "broken" in config:
            config["faults"] += broken_files(config["broken"])
            return
        known = sorted(config["known"])
        faults: list[str] = []
        for file in sorted(config["files"], key=lambda file: file["path"]):
            path = Path(file["path"])
            if file["columns"]:
                faults += check_file(path, file["columns"])
            else:
                faults.append(f"{_shown(path.name)}: not an input; the inputs are {_list(known)}")
        for located in config["located"]:
            handle = DuckDBConnectionManager.env().handle()
            try:
                faults += check_located(handle.cursor(), **located)
            finally:
                handle.close()
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


def check_located(
    cursor: Any, *, input: str, kind: str, location: str, rows: str, types: Mapping[str, str]
) -> list[str]:
    """Find the faults in the structure of an input that is read elsewhere than in the input folder.

    Args:
        cursor: of the build database.
        input: name of the input.
        kind: ``parquet`` or ``csv``, for a file or a glob of files, or ``relation``.
        location: where it is.
        rows: the relation in SQL; of files not used.
        types: the type of each column that it should have, by name.

    Returns:
        A line for each fault. Files elsewhere than in the file system are not looked into:
        DuckDB itself stops at what it cannot read.
    """
    name = f"input_locations {input} '{_shown(location)}'"
    if kind == "relation":
        return _column_faults(cursor, rows, name, types)
    if "://" in location:
        return []
    if Path(location).is_dir():
        return [f"{name}: a folder; name files, as in /*.{kind}"]
    paths = _files(cursor, location)
    if not paths:
        return [f"{name}: there is no such file"]
    faults = []
    for path in paths:
        if kind == "csv":
            faults += check_file(Path(path), list(types), path)
        else:
            faults += _column_faults(cursor, _parquet(path), _shown(path), types)
    return faults


def broken_files(location: str) -> list[str]:
    """Find the Parquet files of which some value cannot be read.

    The check before a build reads no values, of which there may be billions. Where a model stops
    at one, DuckDB does not always say in which file it stands.

    Args:
        location: a file or a glob of files.

    Returns:
        A line for each such file.
    """
    faults = []
    with duckdb.connect() as connection:
        for path in _files(connection, location):
            try:
                connection.execute(f"select bit_xor(hash(columns(*))) from {_parquet(path)}")
            except duckdb.Error as error:
                faults.append(_unreadable(_shown(path), error))
    return faults


def _files(cursor: Any, location: str) -> list[str]:
    """Return the files of a location, in order."""
    found = cursor.execute("select file from glob(?) order by file", [location])
    return [path for (path,) in found.fetchall()]


def _parquet(path: str) -> str:
    """Return the SQL that reads one Parquet file."""
    quoted = path.replace("'", "''")
    return f"read_parquet('{quoted}', hive_partitioning = false)"


def _column_faults(cursor: Any, rows: str, name: str, types: Mapping[str, str]) -> list[str]:
    """Find the faults in the columns of a Parquet file or relation.

    Args:
        cursor: of the build database.
        rows: the SQL that reads it.
        name: what to call it.
        types: the type of each column that it should have, by name.

    Returns:
        A line for each fault.
    """
    try:
        described = cursor.execute(f"describe select * from {rows}").fetchall()
    except duckdb.Error as error:
        return [_unreadable(name, error)]
    found = {column: held for column, held, *_ in described}
    faults = _header_faults(list(found), list(types))
    for column, kind in types.items():
        pattern, allowed = _HELD.get(kind, _HELD_TEXT)
        if column in found and not re.fullmatch(pattern, found[column]):
            faults.append(f"column '{column}' is {_shown(found[column])}; allowed is {allowed}")
    return [f"{name}: {fault}" for fault in faults]


def _unreadable(name: str, error: duckdb.Error) -> str:
    """Say that a file or relation cannot be read."""
    return f"{name}: cannot be read ({_shown(str(error).splitlines()[0], 300)})"


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
