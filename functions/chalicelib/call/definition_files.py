"""The files of a call's folder, read within bounds; and on which line of them a refused value stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from .definition_error import DefinitionError
from .toml_lines import Way, lines_of
from .toml_refusal import toml_fault

# Twenty times the call of 2021; a larger file is no definition, and is not read.
MOST_BYTES = 1024 * 1024
MOST_DEPTH = 100
DRAWINGS = ("emblem", "ornament")
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
# Python reads no number of so many digits, and does not say where it stands.
_ENDLESS = re.compile(r"[0-9_]{4000}")
_POSITION = re.compile(r"line (\d+), column (\d+)")


class File(NamedTuple):
    """One file of a definition. `root` begins the place of each value in it: `call`, `form`, `forms/1`."""

    root: str
    text: str
    table: dict[str, Any]


def read_file(folder: Path, root: str) -> File:
    """`root` is the file's way within the folder, without its ending. Raises DefinitionError, located."""
    text = read_text(folder, f"{root}.toml")
    return File(root, text, _parsed(folder, root, text))


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


def _parsed(folder: Path, root: str, text: str) -> dict[str, Any]:
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
        if "overwrite" in str(error) or "twice" in str(error):
            raise unreadable(folder, f"{root}.toml", "twin_key", line) from None
        code, params = toml_fault(text.split("\n")[line - 1 : line], column)
        raise unreadable(folder, f"{root}.toml", code, line, **params) from None


def _depth(table: dict[str, Any]) -> int:
    """How many tables and lists lie in one another."""
    depth = 0
    layer: list[Any] = [table]
    while layer:
        depth += 1
        parts = [part for each in layer for part in (each.values() if isinstance(each, dict) else each)]
        layer = [part for part in parts if isinstance(part, dict | list)]
    return depth


def _deep_line(text: str) -> int:
    """The line on which too many brackets are open; a bracket in a text counts too, as this only points at it."""
    depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        opened = line.count("[") + line.count("{")
        if depth + opened > MOST_DEPTH:
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


def located(faults: Iterable[DefinitionError], folder: Path, files: Iterable[File]) -> DefinitionError:
    """The first of the refusals in the files' order, with the others beside it, each knowing its line."""
    by_root = {file.root: file for file in files}
    lines: dict[str, Mapping[Way, int]] = {}
    every = list(faults)
    for fault in every:
        if fault.is_located:
            continue
        root, _, rest = fault.place.partition(".")
        fault.file = f"{folder.resolve().name}/{root}{'.svg' if root in DRAWINGS else '.toml'}"
        if file := by_root.get(root):
            known = lines.setdefault(root, lines_of(file.text))
            way = (*way_of(rest), *([str(fault.params["key"])] if fault.code == "unknown_key" else []))
            fault.line = next(known[way[:end]] if end else 1 for end in range(len(way), -1, -1)
                              if not end or way[:end] in known)  # fmt: skip
            fault.shown = spelled_way(way_of(rest), file.table)
        else:
            fault.shown = ""
    order = list(by_root)
    roots = [fault.place.partition(".")[0] for fault in every]
    places = [
        (order.index(root) if root in order else len(order), fault.line)
        for root, fault in zip(roots, every, strict=True)
    ]
    in_order = [every[index] for index in sorted(range(len(every)), key=places.__getitem__)]
    in_order[0].others = tuple(in_order[1:])
    return in_order[0]


def way_of(place: str) -> Way:
    """`section[2].field[0].min` step by step."""
    return tuple(int(step[1]) if step[1] else step[2] for step in _STEP.finditer(place))


def spelled_way(way: Way, table: Any) -> str:
    """The way as people read it: a row by its own id, code or kind where it has one, else by its place from 1."""
    parts: list[str] = []
    for step in way:
        table = _below(table, step)
        if isinstance(step, int):
            above = parts.pop() if parts else ""
            name = next((table[key] for key in ("id", "code", "kind") if _is_name(table, key, above)), str(step + 1))
            parts.append(f"{above}[{name}]")
        else:
            parts.append(step)
    return ".".join(parts)


def _below(table: Any, step: str | int) -> Any:
    try:
        return table[step]
    except (KeyError, IndexError, TypeError):
        return None


def _is_name(row: Any, key: str, table: str) -> bool:
    """A document is called by its kind; the kind of a question is no name."""
    if key == "kind" and table != "document":
        return False
    return isinstance(row, dict) and isinstance(row.get(key), str) and 0 < len(row[key]) <= 60
