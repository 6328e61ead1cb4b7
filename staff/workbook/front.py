"""The first sheet: what this is, as of when, how many in each direction, and where to find them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.call import say
from chalicelib.call import wording as dates

from ..query.engine import Desk
from ..query.sheets import Book
from ..query.words import Wording

STATUSES = (
    "submitted", "interview_scheduled", "interviewed", "admitted", "not_admitted", "completed", "excluded", "withdrawn",
)  # fmt: skip
# A direction's whole name stands in one line: a cell with a link does not wrap everywhere.
WIDE, NARROW = 100, 15
_COUNTS = """
SELECT direction, status, count(*) AS applications FROM applications WHERE is_submitted GROUP BY direction, status
"""


def front(book: Book, desk: Desk, wording: Wording, titles: Mapping[str, str]) -> None:
    call, language = desk.asked.call, wording.language
    counts = {(row[0], row[1]): row[2] for row in desk.ask(_COUNTS).rows}
    sheet = book.file.add_worksheet(say("reports", "workbook.front", language))
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, len(STATUSES) + 1, NARROW)
    book.write(sheet, 0, 0, call.title[language], "title")
    until = dates.moment(desk.export.as_of.astimezone(ZoneInfo(call.timezone)), language)
    book.write(sheet, 1, 0, say("reports", "workbook.as_of", language, moment=until), "plain")
    key = "workbook.personal" if desk.asked.personal else "workbook.masked"
    book.write(sheet, 2, 0, say("reports", key, language), "plain")
    _counts(book, sheet, wording, titles, counts)
    sheet.freeze_panes(5, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _counts(book: Book, sheet: Any, wording: Wording, titles: Mapping[str, str], counts: Mapping[Any, int]) -> None:
    """A row a direction, a column a status, sums as numbers: they are right without Excel computing anything."""
    heads = [
        wording.heading("direction"),
        *(wording.value("status", s) for s in STATUSES),
        wording.heading("applications"),
    ]
    book.row(sheet, 4, heads, [WIDE, *[NARROW] * (len(heads) - 1)], "head")
    for row, (code, title) in enumerate(titles.items(), 5):
        label = str(wording.value("direction", code))
        sheet.write_url(row, 0, f"internal:'{title}'!A1", book.looks["link"], label)
        _numbers(book, sheet, row, [counts.get((code, status), 0) for status in STATUSES])
    last = 5 + len(titles)
    book.write(sheet, last, 0, say("reports", "workbook.total", wording.language), "strong")
    _numbers(book, sheet, last, [sum(counts.get((code, s), 0) for code in titles) for s in STATUSES], "strong")


def _numbers(book: Book, sheet: Any, row: int, numbers: list[int], look: str = "") -> None:
    for column, number in enumerate([*numbers, sum(numbers)], 1):
        book.write(sheet, row, column, number, look)
