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
# The link stands in a cell of its own: one with a link does not wrap everywhere.
LINK, WIDE, NARROW = 5, 58, 17
_COUNTS = """
SELECT direction, status, count(*) AS applications FROM applications WHERE is_submitted GROUP BY direction, status
"""
_OTHERS = "SELECT coalesce(sum(applications), 0) FROM other_calls"


def front(book: Book, desk: Desk, wording: Wording, titles: Mapping[str, str]) -> None:
    call, language = desk.asked.call, wording.language
    counts = {(row[0], row[1]): row[2] for row in desk.ask(_COUNTS).rows}
    sheet = book.file.add_worksheet(say("reports", "workbook.front", language))
    sheet.set_column(0, 0, LINK)
    sheet.set_column(1, 1, WIDE)
    sheet.set_column(2, len(STATUSES) + 2, NARROW)
    book.write(sheet, 0, 0, call.title[language], "title")
    until = dates.moment(desk.export.as_of.astimezone(ZoneInfo(call.timezone)), language)
    book.write(sheet, 1, 0, say("reports", "workbook.as_of", language, moment=until), "plain")
    key = "workbook.personal" if desk.asked.personal else "workbook.masked"
    book.write(sheet, 2, 0, say("reports", key, language), "plain")
    if others := next(iter(desk.ask(_OTHERS).rows))[0]:
        book.write(sheet, 3, 0, say("reports", "workbook.other_calls", language, count=others), "plain")
    _counts(book, sheet, wording, titles, counts)
    sheet.freeze_panes(5, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _counts(book: Book, sheet: Any, wording: Wording, titles: Mapping[str, str], counts: Mapping[Any, int]) -> None:
    """A row a direction, a column a status, sums as numbers: they are right without Excel computing anything."""
    heads = [*(wording.value("status", s) for s in STATUSES), wording.heading("applications")]
    widths = [LINK, WIDE, *[NARROW] * len(heads)]
    book.row(sheet, 4, ["", wording.heading("direction"), *heads], widths, "head")
    for column, head in enumerate(heads, 2):
        book.write(sheet, 4, column, head, "head_number")
    for row, (code, title) in enumerate(titles.items(), 5):
        numbers = [counts.get((code, status), 0) for status in STATUSES]
        book.row(sheet, row, ["", wording.value("direction", code), *numbers, sum(numbers)], widths)
        sheet.write_url(row, 0, f"internal:'{title}'!A1", book.looks["link"], f"{row - 4}")
    last, sums = 5 + len(titles), [sum(counts.get((code, s), 0) for code in titles) for s in STATUSES]
    book.row(sheet, last, ["", "", *sums, sum(sums)], widths, "strong")
    book.write(sheet, last, 1, say("reports", "workbook.total", wording.language), "total")
