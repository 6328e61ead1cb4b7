"""Building the workbook from an export: labels in one language, every application that was submitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.call import Field

from ..query.columns import text
from ..query.engine import Desk
from ..query.form_columns import every_question
from ..query.sheets import Book
from ..query.words import Wording, labelled
from .front import front

TITLE = 31
# What the committee looks for first, before the form's own columns.
FIRST = (
    "number", "project_title", "status", "submitted_at", "district", "exceptional", "outcome", "average",
    "package_state", "missing", "supplement_until",
)  # fmt: skip
PINNED = 2
_WIDTHS = {
    "number": 12, "project_title": 38, "status": 21, "submitted_at": 30, "supplement_until": 30, "missing": 34,
    "average": 10, "exceptional": 13,
}  # fmt: skip
_ROWS = """
SELECT {columns} FROM applications AS a
  JOIN packages AS p ON p.number = a.number
  LEFT JOIN interviews AS i ON i.number = a.number AND i.is_current
  LEFT JOIN (SELECT number, round(avg(points), 2) AS average FROM scores GROUP BY number) AS s ON s.number = a.number
WHERE a.is_submitted AND a.direction = {direction}
ORDER BY a.submitted_at, a.number
"""
_OF = {"outcome": "i", "average": "s", "package_state": "p", "missing": "p", "supplement_until": "p"}


def make(desk: Desk, to: Path, language: str) -> int:
    """Answers how many applications are in it."""
    call = desk.asked.call
    wording = Wording(call, language)
    form = every_question(call)
    fields = [field for field in form if field.id not in ("direction", *FIRST)]
    titles = {d.code: sheet_title(number, d.label[language]) for number, d in enumerate(call.directions, 1)}
    columns = [*FIRST, *(field.id for field in fields)]
    desk.make()
    with Book(to, ZoneInfo(call.timezone), language) as book:
        front(book, desk, wording, titles)
        count = 0
        for code, title in titles.items():
            rows = (labelled(wording, columns, row) for row in _rows(desk, columns, code))
            headings, widths = [wording.heading(c) for c in columns], _widths(columns, form.by_id)
            count += book.table(title, headings, rows, widths, PINNED)
    return count


def sheet_title(number: int, label: str) -> str:
    """Excel allows 31 signs, and not these: []:*?/\\ — the number keeps it unlike its neighbours."""
    clean = "".join(char for char in label if char not in "[]:*?/\\'")
    title = f"{number}. {clean}"
    return title if len(title) <= TITLE else title[: TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,") + "…"


def _rows(desk: Desk, columns: Sequence[str], direction: str) -> Iterator[Sequence[Any]]:
    """One sheet's, row by row: a workbook does not grow in memory."""
    chosen = ", ".join(f'{_OF.get(column, "a")}."{column}"' for column in columns)
    return desk.ask(_ROWS.format(columns=chosen, direction=text(direction))).rows


def _widths(columns: Sequence[str], fields: Mapping[str, Field]) -> list[float]:
    long = {name for name, field in fields.items() if field.kind in ("textarea", "table")}
    return [_WIDTHS.get(column, 48 if column in long else 20) for column in columns]
