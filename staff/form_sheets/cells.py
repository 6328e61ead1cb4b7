"""Cells of a table with their names, and the bounds that every table keeps before anything is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# Limits far beyond any form: that of 2021 has 90 rows, 14 columns and no text of 500 signs.
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, MOST_TEXT = 2000, 60, 20, 5000


class Cell(NamedTuple):
    """`name` is what a spreadsheet calls it, «questions!C7»; in a document of Word the sheet is the table's number."""

    text: str
    name: str


class SheetError(ValueError):
    """A table that cannot be read. `code` names a sentence in words/sheets.toml; no `cell` means the whole file."""

    def __init__(self, code: str, cell: str = "", /, **params: object) -> None:
        super().__init__(f"{code} at {cell or 'the file'}: {params}")
        self.code, self.cell, self.params = code, cell, params


@dataclass(frozen=True)
class Sheet:
    """`rows` are of equal meaning column by column; a row may be shorter than another."""

    title: str
    rows: tuple[tuple[str, ...], ...]

    def cells(self) -> Iterator[list[Cell]]:
        """Row by row, blank rows too."""
        for number, row in enumerate(self.rows, 1):
            yield [Cell(text, f"{self.title}!{letters(column)}{number}") for column, text in enumerate(row, 1)]


def letters(column: int) -> str:
    """«A» for 1, «AA» for 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def without_blank_end(title: str, rows: Iterable[Sequence[str]]) -> Sheet:
    """The sheet without blank rows at its end. Raises SheetError for one that is larger than any form."""
    kept: list[tuple[str, ...]] = []
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise SheetError("too_many_rows", f"{title}!A{number}", most=MOST_ROWS)
        if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
            raise SheetError("too_many_columns", f"{title}!{letters(MOST_COLUMNS + 1)}{number}", most=MOST_COLUMNS)
        kept.append(tuple(row[:MOST_COLUMNS]))
        for column, text in enumerate(kept[-1], 1):
            if len(text) > MOST_TEXT:
                raise SheetError("too_long", f"{title}!{letters(column)}{number}", most=MOST_TEXT, length=len(text))
    while kept and not any(kept[-1]):
        kept.pop()
    return Sheet(title, tuple(kept))
