"""Building the workbook from an export: labels in one language, every application that was submitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.call import Field

from ..query.engine import Desk
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
WHERE a.is_submitted
ORDER BY a.direction, a.submitted_at, a.number
"""
_OF = {"outcome": "i", "average": "s", "package_state": "p", "missing": "p", "supplement_until": "p"}


def make(desk: Desk, to: Path, language: str) -> int:
    """Answers how many applications are in it."""
    call = desk.asked.call
    wording = Wording(call, language)
    fields = [field for field in call.form if field.id not in ("direction", *FIRST)]
    titles = {d.code: sheet_title(number, d.label[language]) for number, d in enumerate(call.directions, 1)}
    columns = [*FIRST, *(field.id for field in fields)]
    desk.make()
    with Book(to, ZoneInfo(call.timezone), language) as book:
        front(book, desk, wording, titles)
        count = 0
        groups = dict(_by_direction(desk, columns))
        for code, title in titles.items():
            rows = (labelled(wording, columns, row) for row in groups.get(code, ()))
            headings, widths = [wording.heading(c) for c in columns], _widths(columns, call.form.by_id)
            count += book.table(title, headings, rows, widths, PINNED)
    return count


def sheet_title(number: int, label: str) -> str:
    """Excel allows 31 signs, and not these: []:*?/\\ — the number keeps it unlike its neighbours."""
    clean = "".join(char for char in label if char not in "[]:*?/\\'")
    title = f"{number}. {clean}"
    return title if len(title) <= TITLE else title[: TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,") + "…"


def _by_direction(desk: Desk, columns: Sequence[str]) -> Iterator[tuple[str, list[Sequence[Any]]]]:
    """The rows of each direction; the first column of the query is its code."""
    chosen = ", ".join(f'{_OF.get(column, "a")}."{column}"' for column in ("direction", *columns))
    answer = desk.ask(_ROWS.format(columns=chosen))
    for code, rows in groupby(answer.rows, key=lambda row: row[0]):
        yield code, [row[1:] for row in rows]


def _widths(columns: Sequence[str], fields: Mapping[str, Field]) -> list[float]:
    long = {name for name, field in fields.items() if field.kind in ("textarea", "table")}
    return [_WIDTHS.get(column, 48 if column in long else 20) for column in columns]
