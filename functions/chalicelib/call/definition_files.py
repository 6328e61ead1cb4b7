"""The files of a call's folder, read within bounds."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from .definition_error import DefinitionError
from .toml_refusal import toml_fault

# Twenty times the call of 2021; a larger file is no definition, and is not read.
MOST_BYTES = 1024 * 1024
MOST_DEPTH = 100
# Python reads no number of so many digits, and does not say where it stands.
_ENDLESS = re.compile(r"[0-9_]{4000}")
# What systems and editors leave in a folder: names that begin so are of no file of a definition.
_NOT_OURS = (".", "~")
_POSITION = re.compile(r"line (\d+), column (\d+)")
# How Python says of a key, of a table or of a language's text that it is there already.
_TWICE = re.compile("overwrite|twice|Duplicate|immutable|redefine")


class File(NamedTuple):
    """One file of a definition. `root` begins the place of each value in it: `call`, `form`, `forms/1`."""

    root: str
    text: str
    table: dict[str, Any]


def files_in(folder: Path, pattern: str = "*") -> list[Path]:
    """In the order of their names; none where there is no such folder."""
    return sorted(file for file in folder.glob(pattern) if not file.name.startswith(_NOT_OURS))


def read_file(folder: Path, root: str) -> File:
    """`root` is the file's way within the folder, without its ending. Raises DefinitionError, located."""
    text = read_text(folder, f"{root}.toml")
    return File(root, text, _parse(folder, root, text))


def read_text(folder: Path, name: str) -> str:
    """A file within a call's folder, its lines ended by one sign. Raises DefinitionError, located."""
    file = folder / name
    try:
        if file.stat().st_size > MOST_BYTES:
            raise unreadable(folder, name, "file_too_large", kilobytes=MOST_BYTES // 1024)
        raw = file.read_bytes()
    except OSError:
        raise unreadable(folder, name, "no_file") from None
    try:
        # Some editors begin a file with a mark of byte order, or end its lines with two signs, or with the other one.
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise unreadable(folder, name, "not_utf8", raw[: error.start].count(b"\n") + 1) from None


def _parse(folder: Path, root: str, text: str) -> dict[str, object]:
    try:
        table = tomllib.loads(text)
        if _depth(table) > MOST_DEPTH:
            raise RecursionError
        return table
    except RecursionError:
        raise unreadable(folder, f"{root}.toml", "too_deep", _deep_line(text)) from None
    except ValueError as error:
        where = _POSITION.search(str(error))
        line, column = (int(where[1]), int(where[2])) if where else (_line_of(_ENDLESS, text), 1)
        if _TWICE.search(str(error)):
            raise unreadable(folder, f"{root}.toml", "twin_key", line) from None
        code, params = toml_fault(text.split("\n")[line - 1 : line], column)
        raise unreadable(folder, f"{root}.toml", code, line, **params) from None


def _depth(table: dict[str, object]) -> int:
    """How many tables and lists lie in one another."""
    depth = 0
    layer: list[Any] = [table]
    while layer:
        depth += 1
        parts = [part for value in layer for part in (value.values() if isinstance(value, dict) else value)]
        layer = [part for part in parts if isinstance(part, dict | list)]
    return depth


def _deep_line(text: str) -> int:
    """The line on which too many brackets are open; a bracket in a text counts too, as this only points at it."""
    depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        opened = line.count("[") + line.count("{")
        if depth + opened >= MOST_DEPTH:
            return number
        depth += opened - line.count("]") - line.count("}")
    return 1


def _line_of(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return text.count("\n", 0, match.start() if match else len(text)) + 1


def unreadable(folder: Path, name: str, code: str, line: int = 0, /, **params: object) -> DefinitionError:
    """A refusal of a file as a whole, or of one of its lines, which stands where it says."""
    error = DefinitionError(code, name.removesuffix(".toml"), **params)
    error.file, error.line, error.shown, error.is_located = f"{folder.resolve().name}/{name}", line, "", True
    return error
