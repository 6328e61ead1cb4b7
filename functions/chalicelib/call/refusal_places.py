"""On which line of which file a refused value stands, and how its place is written for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .definition_error import DefinitionError
from .definition_files import File
from .toml_lines import Way, lines_of

# Told at the key, which is no part of the place: that is its table's.
_OF_A_KEY = ("unknown_key", "unknown_key_near")
DRAWINGS = ("emblem", "ornament")
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def with_places(faults: Iterable[DefinitionError], folder: Path, files: Iterable[File]) -> DefinitionError:
    """The first of the refusals in the files' order, with the others beside it, each knowing its line."""
    by_root = {file.root: file for file in files}
    lines: dict[str, Mapping[Way, int]] = {}
    every = without_misspelt(faults)
    for fault in every:
        if fault.is_located:
            continue
        root, _, rest = fault.place.partition(".")
        fault.file = f"{folder.resolve().name}/{root}{'.svg' if root in DRAWINGS else '.toml'}"
        if file := by_root.get(root):
            known = lines.setdefault(root, lines_of(file.text))
            way = (*way_of(rest), *([str(fault.params["key"])] if fault.code in _OF_A_KEY else []))
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


def without_misspelt(faults: Iterable[DefinitionError]) -> list[DefinitionError]:
    """A key that is misspelt is one mistake: that the right one is missing is not told beside it."""
    every = list(faults)
    meant = {f"{fault.place}.{fault.params['near']}" for fault in every if fault.code == "unknown_key_near"}
    return [fault for fault in every if fault.code != "missing" or fault.place not in meant]


def way_of(place: str) -> Way:
    """The steps of a path: `section[2].field[0].min` is section, 2, field, 0, min."""
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


def _below(table: Any, step: str | int) -> object:
    try:
        return table[step]
    except (KeyError, IndexError, TypeError):
        return None


def _is_name(row: object, key: str, table: str) -> bool:
    """A document is called by its kind; the kind of a question is no name."""
    if key == "kind" and table != "document":
        return False
    return isinstance(row, dict) and isinstance(row.get(key), str) and 0 < len(row[key]) <= 60
