"""What the cells of one row say."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from chalicelib.call.languages import LANGUAGES

from .cells import Cell, SheetError
from .columns import Row, meaning
from .names import QuestionIds

NOTHING = Cell("", "")
# What each column is called in a definition, where it is not called so itself; a place is below its row.
KEYS = {
    **{f"{before}{language}": (*((key,) if language == LANGUAGES[0] else ()), f"{key}.{language}")
       for before, key in (("", "label"), ("hint_", "hint")) for language in LANGUAGES},
    "limit": ("min", "max", "min_rows", "max_rows"), "list": (), "other": (), "document": ("kind",),
}  # fmt: skip
_LINE = re.compile(r"(?:([A-Za-z0-9_]+)\s*:)?\s*(.+?)\s*(?:\||/)\s*(.+)")


def first_cell(row: Row) -> Cell:
    return next((cell for cell in row.values() if cell.text), NOTHING)


def label(row: Row) -> str:
    return next((row[language].text for language in reversed(LANGUAGES) if row.get(language, NOTHING).text), "")


def texts(row: Row) -> dict[str, Any]:
    """The label in both languages. Raises SheetError naming the blank cell."""
    for language in LANGUAGES:
        if not row.get(language, NOTHING).text:
            raise SheetError("no_words", row.get(language, NOTHING).name or first_cell(row).name, language=language)
    return {"label": {language: row[language].text for language in LANGUAGES}}


def hint(row: Row) -> dict[str, Any]:
    hints = {language: row.get(f"hint_{language}", NOTHING) for language in LANGUAGES}
    if not any(cell.text for cell in hints.values()):
        return {}
    for language, cell in hints.items():
        if not cell.text:
            raise SheetError("no_words", cell.name or first_cell(row).name, language=language)
    return {"hint": {language: cell.text for language, cell in hints.items()}}


def is_yes(cell: Cell) -> bool:
    answer = meaning("answers", cell.text)
    if answer is None:
        raise SheetError("not_yes_or_no", cell.name, text=cell.text)
    return answer == "yes"


def count(cell: Cell) -> int:
    if not re.fullmatch(r"\d{1,4}", cell.text):
        raise SheetError("not_a_count", cell.name, text=cell.text)
    return int(cell.text)


def other(row: Row) -> dict[str, Any]:
    cell = row.get("other", NOTHING)
    if not cell.text:
        return {}
    return dict(parsed(f"other = {{ {' '.join(cell.text.splitlines())} }}", cell)["other"])


def parsed(text: str, cell: Cell) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        raise SheetError("no_toml", cell.name, text=cell.text) from None


def answers(cell: Cell) -> list[dict[str, Any]]:
    """An answer a line, «code: қазақша | по-русски»; a code left out is made of the words. Raises SheetError."""
    rows, codes = list[dict[str, Any]](), QuestionIds()
    for line in filter(str.strip, cell.text.splitlines()):
        match = _LINE.fullmatch(line.strip())
        if not match:
            raise SheetError("unclear_option", cell.name, line=line.strip())
        code = codes.given(match[1], cell) if match[1] else codes.of_label(match[3])
        rows.append({"code": code, "label": dict(zip(LANGUAGES, match.groups()[1:], strict=True))})
    return rows
