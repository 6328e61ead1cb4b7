"""Building the workbook from an export: labels in one language, every application that was submitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from chalicelib.call import Field

from ..damage import Damage
from ..query.columns import text
from ..query.engine import Answer, Desk
from ..query.form_columns import every_question
from ..query.sheets import Book, dated
from ..query.words import ENDS, Wording, labelled
from .front import front, no_direction

TITLE = 31
# What the committee looks for first, before the form's own columns.
FIRST = (
    "number", "project_title", "status", "submitted_at", "district", "exceptional", "outcome", "average",
    "package_state", "missing", "supplement_until",
)  # fmt: skip
PINNED = 2
_WIDTHS = {
    "number": 12, "project_title": 38, "status": 21, "submitted_at": 20, "supplement_until": 30, "missing": 34,
    "average": 10, "exceptional": 13,
}  # fmt: skip
_ROWS = """
SELECT {columns} FROM applications AS a
  LEFT JOIN packages AS p ON p.number = a.number
  LEFT JOIN interviews AS i ON i.number = a.number AND i.is_current
  LEFT JOIN (SELECT number, round(avg(points), 2) AS average FROM scores GROUP BY number) AS s ON s.number = a.number
WHERE a.is_submitted AND {direction}
ORDER BY a.submitted_at, a.number
"""
_OF = {"outcome": "i", "average": "s", "package_state": "p", "missing": "p", "supplement_until": "p"}


def make(desk: Desk, to: Path, language: str, damage: Sequence[Damage] = ()) -> int:
    """Answers how many applications are in it: as many as the front page counts."""
    call = desk.asked.call
    wording = Wording(call, language)
    form = every_question(call)
    columns = [*FIRST, *(field.id for field in form if field.id not in ("direction", *FIRST))]
    desk.make()
    titles = _titles(desk, language)
    with Book(to, ZoneInfo(call.timezone), language) as book:
        front(book, desk, wording, titles, damage)
        return sum(_sheet(book, desk, wording, columns, code, title) for code, title in titles.items())


def _titles(desk: Desk, language: str) -> dict[str, str]:
    """A sheet for each direction, and one for what has none that the call knows, where there is such."""
    directions = desk.asked.call.directions
    titles = {d.code: sheet_title(number, d.label[language]) for number, d in enumerate(directions, 1)}
    others = next(iter(desk.ask(f"SELECT count(*) FROM applications AS a WHERE is_submitted AND {_of(desk, '')}").rows))
    return titles | ({"": sheet_title(len(titles) + 1, no_direction(language))} if others[0] else {})


def _sheet(book: Book, desk: Desk, wording: Wording, columns: Sequence[str], code: str, title: str) -> int:
    answer = _rows(desk, columns, code)
    # A window's end is told in words; it is no instant in its column.
    types = ["" if column in ENDS else kind for column, kind in zip(columns, answer.types, strict=True)]
    zone = desk.asked.call.timezone_name[wording.language]
    headings = dated([wording.heading(column) for column in columns], types, zone)
    rows = (labelled(wording, columns, row) for row in answer.rows)
    return book.table(title, headings, rows, _widths(columns, every_question(desk.asked.call).by_id), PINNED)


def _of(desk: Desk, code: str) -> str:
    """The condition on `a`; the empty code is every direction that the call does not know."""
    if code:
        return f"a.direction = {text(code)}"
    known = ", ".join(text(direction.code) for direction in desk.asked.call.directions)
    return f"coalesce(a.direction, '') NOT IN ({known})"


def sheet_title(number: int, label: str) -> str:
    """Excel allows 31 signs, and not these: []:*?/\\ — the number keeps it unlike its neighbours."""
    clean = "".join(char for char in label if char not in "[]:*?/\\'")
    title = f"{number}. {clean}"
    return title if len(title) <= TITLE else title[: TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,") + "…"


def _rows(desk: Desk, columns: Sequence[str], direction: str) -> Answer:
    """One sheet's, row by row: a workbook does not grow in memory."""
    chosen = ", ".join(f'{_OF.get(column, "a")}."{column}"' for column in columns)
    return desk.ask(_ROWS.format(columns=chosen, direction=_of(desk, direction)))


def _widths(columns: Sequence[str], fields: Mapping[str, Field]) -> list[float]:
    long = {name for name, field in fields.items() if field.kind in ("textarea", "table")}
    return [_WIDTHS.get(column, 48 if column in long else 20) for column in columns]
