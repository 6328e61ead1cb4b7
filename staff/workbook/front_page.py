"""The first sheet: what this is, as of when, how many in each group, and where to find them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.call import Call, say
from chalicelib.call import wording as dates
from chalicelib.call.field_kinds import MASKED
from chalicelib.rules import lifecycle

from ..applications.damage import Damage
from ..query.column_names import role_name
from ..query.column_words import Wording
from ..query.engine import QueryEngine
from ..query.excel_files import ExcelFile
from ..query.form_columns import role_column

STATUSES = tuple(status for status in lifecycle.STATUSES if status != "draft")
# The link has a cell of its own, because some programs do not wrap a cell with a link.
LINK, WIDE, NARROW = 5, 58, 17
MOST_NAMED = 10
_COUNTS = """
SELECT {group} AS group_code, status, count(*) AS applications FROM applications WHERE is_submitted GROUP BY ALL
"""
_OTHERS = "SELECT coalesce(sum(applications), 0) FROM other_calls"


def write_front_page(
    book: ExcelFile, engine: QueryEngine, wording: Wording, titles: Mapping[str, str], damage: Sequence[Damage] = ()
) -> None:
    call, language = engine.asked.call, wording.language
    column = role_name("group") if role_column(call, "group") else "''"
    counts = _counts_by_group(engine.ask(_COUNTS.format(group=column)).rows, titles, _statuses(call))
    sheet = book.file.add_worksheet(say("reports", "workbook.front", language))
    sheet.set_column(0, 0, LINK)
    sheet.set_column(1, 1, WIDE)
    sheet.set_column(2, len(_statuses(call)) + 2, NARROW)
    book.write(sheet, 0, 0, call.title[language], "title")
    until = dates.moment(engine.export.as_of.astimezone(ZoneInfo(call.timezone)), language)
    book.write(sheet, 1, 0, say("reports", "workbook.as_of", language, moment=until), "plain")
    book.write(sheet, 2, 0, _about_personal(call, engine.asked.personal, language), "plain")
    book.write(sheet, 3, 0, " ".join(_notes(engine, language, damage)), "plain")
    _counts(book, sheet, wording, titles, counts)
    sheet.freeze_panes(5, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _about_personal(call: Call, is_shown: bool, language: str) -> str:
    """Whether what is personal is shown; of what is masked only that which the call asks for."""
    if is_shown:
        return say("reports", "workbook.personal", language)
    asked = {part.kind for form in call.forms for field in form for part in (field, *field.columns)}
    kinds = [say("reports", f"workbook.kind.{kind}", language) for kind in sorted(MASKED & asked)]
    return say("reports", "workbook.masked", language, kinds=", ".join(kinds))


def without_group(call: Call, language: str) -> str:
    """The title of what is in no group that the call knows; of everything where it has no groups."""
    asked = role_column(call, "group")
    if asked is None:
        return say("reports", "workbook.all", language)
    return say("reports", "workbook.no_group", language, group=asked.label[language])


def _heading(wording: Wording) -> str:
    asked = role_column(wording.call, "group")
    return asked.label[wording.language] if asked else ""


def _notes(engine: QueryEngine, language: str, damage: Sequence[Damage]) -> Iterator[str]:
    """Notes on what the workbook leaves out, and on damaged values."""
    if others := next(iter(engine.ask(_OTHERS).rows))[0]:
        yield say("reports", "workbook.other_calls", language, count=others)
    if damage:
        numbers = sorted({flaw.number for flaw in damage})
        shown = ", ".join(numbers[:MOST_NAMED]) + ("…" if len(numbers) > MOST_NAMED else "")
        yield say("reports", "workbook.damaged", language, count=len(numbers), numbers=shown)


def _statuses(call: Call) -> tuple[str, ...]:
    """Those a submitted application of this call can have."""
    return tuple(status for status in lifecycle.statuses(call) if status in STATUSES)


def _counts_by_group(
    rows: Iterable[Sequence[Any]], titles: Mapping[str, str], statuses: Sequence[str]
) -> Counter[tuple[str, str]]:
    """How many by group and status; what nobody knows counts under the empty code, so that none is lost."""
    counts: Counter[tuple[str, str]] = Counter()
    for group, status, count in rows:
        counts[group if group in titles else "", status if status in statuses else ""] += count
    return counts


def _counts(book: ExcelFile, sheet: Any, wording: Wording, titles: Mapping[str, str], counts: Counter[Any]) -> None:
    """A row a group, a column a status, sums as numbers: they are right without Excel computing anything."""
    statuses = [*_statuses(wording.call), *([""] if any(status == "" for _, status in counts) else [])]
    heads = [wording.value("status", s) or say("reports", "workbook.no_status", wording.language) for s in statuses]
    heads.append(wording.heading("applications"))
    widths = [LINK, WIDE, *[NARROW] * len(heads)]
    book.row(sheet, 4, ["", _heading(wording), *heads], widths, "head")
    for column, head in enumerate(heads, 2):
        book.write(sheet, 4, column, head, "head_number")
    for row, (code, title) in enumerate(titles.items(), 5):
        numbers = [counts[code, status] for status in statuses]
        label = wording.value(role_name("group"), code) or without_group(wording.call, wording.language)
        book.row(sheet, row, ["", label, *numbers, sum(numbers)], widths)
        sheet.write_url(row, 0, f"internal:'{title}'!A1", book.looks["link"], f"{row - 4}")
    last, sums = 5 + len(titles), [sum(counts[code, s] for code in titles) for s in statuses]
    book.row(sheet, last, ["", "", *sums, sum(sums)], widths, "strong")
    book.write(sheet, last, 1, say("reports", "workbook.total", wording.language), "total")
