"""Tables of a Word document, read as text and written as text: an archive with one part that matters."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree as ET

from chalicelib.examination.file_type import NOT_A_ZIP

from .cells import MOST_SHEETS, Sheet, SheetError, without_blank_end

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{SPACE}}}"
PART = "word/document.xml"
_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Override PartName="/word/document.xml" ContentType=\
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>\
</Relationships>"""
# A wide page, in twentieths of a point.
_PAGE = {"w": "23811", "h": "16838", "orient": "landscape"}
_MARGINS = dict.fromkeys(("top", "right", "bottom", "left", "header", "footer"), "567") | {"gutter": "0"}
_WIDTH = 22_677
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def read(file: BytesIO) -> list[Sheet]:
    """A sheet a table, named by its number in the document. Raises SheetError."""
    try:
        with zipfile.ZipFile(file) as archive:
            body = ET.fromstring(archive.read(PART))
    except (*NOT_A_ZIP, ET.ParseError):
        raise SheetError("damaged") from None
    tables = list(body.iter(f"{_W}tbl"))
    if len(tables) > MOST_SHEETS:
        raise SheetError("too_many_sheets", most=MOST_SHEETS)
    return [without_blank_end(str(number), (_row(row) for row in table.findall(f"{_W}tr")))
            for number, table in enumerate(tables, 1)]  # fmt: skip


def _row(row: ET.Element) -> list[str]:
    """A cell that spans columns stands in the first of them."""
    texts: list[str] = []
    for cell in row.findall(f"{_W}tc"):
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        texts += [_text(cell), *[""] * (min(_count(span), 60) - 1)]
    return texts


def _count(span: ET.Element | None) -> int:
    value = span.get(f"{_W}val", "1") if span is not None else "1"
    return int(value) if value.isdecimal() and int(value) > 0 else 1


def _text(cell: ET.Element) -> str:
    lines = ["".join(_run(part) for part in paragraph.iter()) for paragraph in cell.findall(f"{_W}p")]
    return "\n".join(lines).strip()


def _run(part: ET.Element) -> str:
    if part.tag == f"{_W}t":
        return part.text or ""
    return {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " "}.get(part.tag, "")


def file_bytes(sheets: Sequence[Sheet]) -> bytes:
    ET.register_namespace("w", SPACE)
    document = ET.Element(f"{_W}document")
    body = ET.SubElement(document, f"{_W}body")
    for sheet in sheets:
        _paragraph(body, sheet.title, is_bold=True)
        _table(body, sheet)
    _paragraph(body, "")
    section = ET.SubElement(body, f"{_W}sectPr")
    ET.SubElement(section, f"{_W}pgSz", {f"{_W}{key}": value for key, value in _PAGE.items()})
    ET.SubElement(section, f"{_W}pgMar", {f"{_W}{key}": value for key, value in _MARGINS.items()})
    return _archive(ET.tostring(document, encoding="UTF-8", xml_declaration=True))


def _archive(document: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELATIONS), (PART, document)):
            # Without a time of day the same questions are the same bytes.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _table(body: ET.Element, sheet: Sheet) -> None:
    table = ET.SubElement(body, f"{_W}tbl")
    properties = ET.SubElement(table, f"{_W}tblPr")
    ET.SubElement(properties, f"{_W}tblW", {f"{_W}w": "0", f"{_W}type": "auto"})
    borders = ET.SubElement(properties, f"{_W}tblBorders")
    for side in _BORDERS:
        ET.SubElement(borders, f"{_W}{side}", {f"{_W}val": "single", f"{_W}sz": "4"})
    grid = ET.SubElement(table, f"{_W}tblGrid")
    for _ in sheet.rows[0]:
        ET.SubElement(grid, f"{_W}gridCol", {f"{_W}w": str(_WIDTH // len(sheet.rows[0]))})
    for number, row in enumerate(sheet.rows):
        line = ET.SubElement(table, f"{_W}tr")
        if number == 0:
            ET.SubElement(ET.SubElement(line, f"{_W}trPr"), f"{_W}tblHeader")
        for text in row:
            cell = ET.SubElement(line, f"{_W}tc")
            for part in text.split("\n"):
                _paragraph(cell, part, is_bold=number == 0)


def _paragraph(parent: ET.Element, text: str, *, is_bold: bool = False) -> None:
    run = ET.SubElement(ET.SubElement(parent, f"{_W}p"), f"{_W}r")
    if is_bold:
        ET.SubElement(ET.SubElement(run, f"{_W}rPr"), f"{_W}b")
    words = ET.SubElement(run, f"{_W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    words.text = text
