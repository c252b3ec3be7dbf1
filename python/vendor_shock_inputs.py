"""The check of the input files' structure, before anything is built from them.

A dbt-duckdb plugin (named in ``profiles.yml``), called by the macro ``check_input_files`` at
the start of a run that loads inputs. It finds what makes a file no CSV file (RFC 4180, in
UTF-8) or another one than expected, and names each fault by file and line. What the values
say is no matter of this check: the staging models judge them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.duckdb.utils import TargetConfig
from dbt_common.exceptions import DbtRuntimeError

# Longest row in characters; the macro that loads seeds allows as many bytes for a line.
MAX_ROW_LENGTH = 16 * 1024 * 1024
# Faults named per file; a file with more is most likely not what it is taken for.
MAX_FAULTS = 20

# One row in which each field is either free of quotes or quoted whole.
_FIELD = r'(?:[^",]*|"[^"]*(?:""[^"]*)*")'
_ROW = re.compile(f"{_FIELD}(?:,{_FIELD})*")


class Plugin(BasePlugin):
    """The plugin that dbt-duckdb makes from this module's name."""

    def store(self, target_config: TargetConfig) -> None:
        """Check the files; called through ``adapter.store_relation``.

        Args:
            target_config: ``config`` has ``files``, a list of ``path`` and ``columns`` (the
                columns that the file should have; none where no such file is expected), and
                ``known``, the names of all expected files without ``.csv``.

        Raises:
            DbtRuntimeError: there are faults; one line each.
        """
        known = sorted(target_config.config["known"])
        faults: list[str] = []
        for file in sorted(target_config.config["files"], key=lambda file: file["path"]):
            path = Path(file["path"])
            if file["columns"]:
                faults += check_file(path, file["columns"])
            else:
                faults.append(f"{path.name}: not an input; the inputs are {_list(known)}")
        if faults:
            raise DbtRuntimeError("\n".join(["The input files have faults:", *faults]))


def check_file(path: Path, columns: list[str]) -> list[str]:
    """Find the faults in the structure of one CSV file.

    Args:
        path: the file.
        columns: names of the columns that it should have, in any order.

    Returns:
        A line for each fault (``file line N: what; what is allowed``), in the order of the
        file, and no more than ``MAX_FAULTS`` and a closing line.
    """
    # A fault found while a row is being read, say a wrong byte, belongs before those of the
    # row, so that all go into one list as they are met.
    faults: list[tuple[int, str]] = []
    lines = _Lines(path, faults)
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
                break
            continue
        if not row:
            blank_line = blank_line or first_line
            continue
        if blank_line:
            faults.append((blank_line, "the line is blank; only the end of a file may be"))
            blank_line = 0
        if header is None:
            header = row
            faults += [(first_line, fault) for fault in _header_faults(header, columns)]
        if len(row) != len(header):
            faults.append((first_line, f"{_fields(len(row))}; the header has {len(header)}"))
        text = "".join(lines.row)
        if len(text) > MAX_ROW_LENGTH:
            faults.append(
                (first_line, f"{len(text)} characters; a row has {MAX_ROW_LENGTH} at most")
            )
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
    messages = [f"{path.name} line {line}: {fault}" for line, fault in faults[:MAX_FAULTS]]
    if len(faults) > MAX_FAULTS:
        messages.append(f"{path.name}: and {len(faults) - MAX_FAULTS} more")
    return messages


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
        with self._path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                self.number = number
                if number == 1:
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
        f"column '{name}' is not expected; the columns are {_list(columns)}"
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
        return f"a field is too long; a row has {MAX_ROW_LENGTH} characters at most"
    return reason


def _fields(count: int) -> str:
    """Return a number of fields in words."""
    return "1 field" if count == 1 else f"{count} fields"


def _list(names: list[str]) -> str:
    """Return names as one text."""
    return ", ".join(names)
