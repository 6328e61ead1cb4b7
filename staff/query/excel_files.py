"""Excel files with XlsxWriter, row by row on disk: memory does not grow with the file.

Every text is written as a text cell, so nothing in it can become a formula or a link. Excel holds 32 767 signs a cell;
a longer text is cut and says so, in red.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from chalicelib.call import say
from chalicelib.call.wording import number

from .answer_formats import Cell, cell

CELL = 32_767
FIRST_YEAR = 1900
NARROW, WIDE = 9, 48
LINE, MOST_LINES = 15, 4
# Columns that are printed; long answers are for the screen only.
PRINTED = 11
_OPTIONS = {"constant_memory": True} | dict.fromkeys(
    ("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False
)


Made = Cell | date


def with_zone(headings: Sequence[str], types: Sequence[str], zone: str) -> list[str]:
    """A column of instants says whose clock it shows."""
    return [f"{heading} ({zone})" if kind.upper().startswith("TIMESTAMP") else heading
            for heading, kind in zip(headings, types, strict=True)]  # fmt: skip


class ExcelFile:
    """A workbook; `with` writes it when all is well."""

    def __init__(self, path: Path, zone: ZoneInfo, language: str) -> None:
        self.zone, self.language = zone, language
        self.file = xlsxwriter.Workbook(str(path), _OPTIONS)
        looks: dict[str, dict[str, Any]] = {
            "head": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1", "bottom": 1},
            "head_number": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1", "bottom": 1,
                            "align": "right", "indent": 1},
            "text": {"text_wrap": True, "valign": "top", "num_format": "@"},
            "number": {"valign": "top", "num_format": "General", "indent": 1, "align": "right"},
            "integer": {"valign": "top", "num_format": "#,##0", "indent": 1, "align": "right"},
            "instant": {"valign": "top", "num_format": "dd.mm.yyyy hh:mm:ss", "align": "left"},
            "day": {"valign": "top", "num_format": "dd.mm.yyyy", "align": "left"},
            "cut": {"text_wrap": True, "valign": "top", "num_format": "@", "font_color": "#C00000"},
            "title": {"bold": True, "font_size": 16}, "plain": {},
            "strong": {"bold": True, "num_format": "#,##0", "top": 1, "indent": 1, "align": "right"},
            "total": {"bold": True, "top": 1},
            "link": {"underline": 1, "font_color": "#1F4E9E", "valign": "top", "align": "center"},
        }  # fmt: skip
        self.looks = {name: self.file.add_format({"font_name": "Calibri", **look}) for name, look in looks.items()}

    def __enter__(self) -> ExcelFile:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self.file.close()

    def table(
        self,
        title: str,
        headings: Sequence[str],
        rows: Iterable[Sequence[object]],
        widths: Sequence[float] = (),
        pinned: int = 1,
    ) -> int:
        """A sheet with a frozen, filtered header; answers how many rows it has. `pinned` columns stay in sight."""
        sheet = self.file.add_worksheet(title)
        wide = [*widths, *(min(max(len(heading) * 0.8, NARROW), WIDE) for heading in headings[len(widths) :])]
        for column, width in enumerate(wide):
            sheet.set_column(column, column, width)
        self.row(sheet, 0, headings, wide, "head")
        count = 0
        for count, row in enumerate(rows, 1):
            self.row(sheet, count, row, wide)
        sheet.freeze_panes(1, pinned)
        sheet.autofilter(0, 0, max(count, 1), len(headings) - 1)
        _for_paper(sheet, count, min(len(headings), PRINTED))
        return count

    def row(self, sheet: Any, number: int, values: Sequence[Any], widths: Sequence[float], look: str = "") -> None:
        """Write a row, as high as its longest text needs up to a limit: LibreOffice does not compute the height."""
        cells = [self._cell(value) for value in values]
        lines = max((_lines(value, width) for value, width in zip(cells, widths, strict=True)), default=1)
        sheet.set_row(number, LINE * min(lines, MOST_LINES))
        for column, value in enumerate(cells):
            self._put(sheet, number, column, value, look)

    def write(self, sheet: object, row: int, column: int, value: object, look: str = "") -> None:
        self._put(sheet, row, column, self._cell(value), look)

    def _cell(self, value: object) -> Made:
        """An instant as the clock of the call's zone, a day as a day; Excel knows none before 1900."""
        if isinstance(value, date) and value.year >= FIRST_YEAR:
            local = value.astimezone(self.zone) if isinstance(value, datetime) and value.tzinfo else value
            return local.replace(tzinfo=None) if isinstance(local, datetime) else local
        return cell(value, self.zone)

    def _put(self, sheet: Any, row: int, column: int, made: Made, look: str) -> None:
        if made is None or made == "":
            return
        if isinstance(made, date):
            default = "instant" if isinstance(made, datetime) else "day"
            sheet.write_datetime(row, column, made, self.looks[look or default])
            return
        if isinstance(made, bool) or not isinstance(made, int | float):
            self._write_text(sheet, row, column, str(made), look)
        else:
            default = "integer" if isinstance(made, int) else "number"
            sheet.write_number(row, column, made, self.looks[look or default])

    def _write_text(self, sheet: Any, row: int, column: int, text: str, look: str) -> None:
        if len(text) > CELL // 2 and units(text) > CELL:
            text, look = self._cut(text), "cut"
        sheet.write_string(row, column, text, self.looks[look or "text"])

    def _cut(self, text: str) -> str:
        note = "\n" + say("reports", "workbook.cut", self.language, limit=number(CELL), length=len(text))
        kept = text[: CELL - units(note)]
        while units(kept) + units(note) > CELL:
            kept = kept[: -max(units(kept) + units(note) - CELL, 1)]
        return kept + note


def units(text: str) -> int:
    """The length of a text in UTF-16 units, as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _lines(value: object, width: float) -> int:
    if not isinstance(value, str):
        return 1
    return sum(1 + int(len(line) / width) for line in value[:2000].split("\n"))


def _for_paper(sheet: Any, rows: int, columns: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, rows, columns - 1)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")
