"""The columns a sheet may have, and how people spell them, in either language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from chalicelib.call.languages import LANGUAGES

from .cells import Cell, Sheet, SheetError

QUESTIONS = ("id", "kind", *LANGUAGES, "required", "limit", "options", "asked_when", "required_when",
             *(f"hint_{language}" for language in LANGUAGES), "role", "other")  # fmt: skip
OPTIONS = ("list", "code", *LANGUAGES)
DOCUMENTS = ("document", *LANGUAGES, "required", "required_when", "most", "other")
FORM = ("key", *LANGUAGES, "value")
Row = Mapping[str, Cell]
# The rows before a head are a title or an explanation.
MOST_BEFORE_HEAD = 20


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, Mapping[str, str]]:
    """By group, what each spelling means."""
    table = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
    return {group: {spelling: name for name, spellings in names.items() for spelling in spellings}
            for group, names in table.items() if group != "letters"}  # fmt: skip


def meaning(group: str, text: str) -> str | None:
    """The name that a spelling of heads, kinds or answers has; None for an unknown one."""
    return _spellings()[group].get(" ".join(text.split()).casefold())


def spelling(name: str) -> str:
    """How the tool itself writes a column's head."""
    return next(text for text, known in _spellings()["heads"].items() if known == name)


def rows_under_head(sheet: Sheet) -> tuple[frozenset[str], list[Row]] | None:
    """The columns of the sheet and its rows, blank ones left out; None for a sheet that is no table of ours.

    Raises SheetError for a column twice.
    """
    rows = list(sheet.cells())
    for number, row in enumerate(rows[:MOST_BEFORE_HEAD]):
        names = [meaning("heads", cell.text) for cell in row]
        if set(LANGUAGES) <= set(names):
            _check_twice(row, names)
            under = [
                {name: cell for name, cell in zip(names, line, strict=False) if name} for line in rows[number + 1 :]
            ]
            return frozenset(name for name in names if name), [
                line for line in under if any(c.text for c in line.values())
            ]
    return None


def _check_twice(row: Sequence[Cell], names: Sequence[str | None]) -> None:
    for index, name in enumerate(names):
        if name and name in names[:index]:
            raise SheetError("column_twice", row[index].name, column=row[index].text)
