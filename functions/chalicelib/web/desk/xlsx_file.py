"""The least that is an Excel file: one sheet of texts, whole numbers and times, its head bold, frozen and filtered.

Written here because the package for Lambda has a size it keeps to: XlsxWriter, the lightest library that is well kept,
would be a tenth of it (half a megabyte) for these few lines. A text is a text: there is no formula and no link in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

Cell = str | int | datetime
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# As many signs as Excel holds in a cell.
MOST_SIGNS = 32_767
NARROW, WIDE = 9, 48
HEAD, TIME = 1, 2
# What Excel counts days from; its clock is the one on the wall.
_ORIGIN = datetime(1899, 12, 30, tzinfo=UTC)
_DAY = timedelta(days=1)
# What no XML may hold; and what Excel would read as a sign written by its number.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBERED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd.mm.yyyy hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/>'
    '<xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def xlsx_file(table: Iterable[Sequence[Cell]]) -> bytes:
    """The first line is the head; every line is as long as it. Raises ValueError for no line at all."""
    lines = [list(line) for line in table]
    if not lines:
        raise ValueError("a sheet has a head")
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, part in _PARTS.items():
            archive.writestr(name, _HEAD + part)
        archive.writestr("xl/worksheets/sheet1.xml", _HEAD + _sheet(lines))
    return file.getvalue()


def _sheet(lines: list[list[Cell]]) -> str:
    last = f"{_letters(len(lines[0]))}{len(lines)}"
    widths = (min(WIDE, max(NARROW, *(_signs(line[at]) + 2 for line in lines))) for at in range(len(lines[0])))
    columns = "".join(f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
                      for at, width in enumerate(widths, 1))  # fmt: skip
    rows = "".join(f'<row r="{at}">{_cells(at, line)}</row>' for at, line in enumerate(lines, 1))
    pane = '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<cols>{columns}</cols><sheetData>{rows}</sheetData><autoFilter ref="A1:{last}"/></worksheet>'
    )


def _signs(value: Cell) -> int:
    """How wide it is written: Excel shows a time without its seconds."""
    return len(f"{value:%d.%m.%Y %H:%M}" if isinstance(value, datetime) else str(value))


def _cells(row: int, line: Sequence[Cell]) -> str:
    return "".join(_cell(f'r="{_letters(at)}{row}"{_style(row, value)}', value) for at, value in enumerate(line, 1))


def _style(row: int, value: Cell) -> str:
    number = HEAD if row == 1 else TIME if isinstance(value, datetime) else 0
    return f' s="{number}"' if number else ""


def _cell(place: str, value: Cell) -> str:
    if isinstance(value, int):
        return f"<c {place}><v>{value}</v></c>"
    if isinstance(value, datetime):
        return f"<c {place}><v>{(value.replace(tzinfo=UTC) - _ORIGIN) / _DAY}</v></c>"
    text = escape(_NUMBERED.sub("_x005F_", _FORBIDDEN.sub("\ufffd", value))[:MOST_SIGNS])
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(column: int) -> str:
    """A, B … Z, AA."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
