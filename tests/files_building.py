"""Small files of each sort, sound and dressed up, made in memory."""

from __future__ import annotations

import zipfile
from io import BytesIO

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + bytes(17) + b"IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(20) + b"\xff\xd9"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
EXE = b"MZ\x90\x00" + bytes(60)
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
TYPES = '<Types><Override PartName="/{part}" ContentType="application/vnd.{kind}+xml"/></Types>'
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def pdf(*more: str, page: str = "", catalog: str = "", trailer: str = "") -> bytes:
    """One empty page. `more` are objects from the fourth on; the others are what stands in page, catalog, trailer."""
    objects = [f"<< /Type /Catalog /Pages 2 0 R {catalog} >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] {page} >>", *more]  # fmt: skip
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start, size = len(content), len(objects) + 1
    content += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n".encode()
    )
    return content + f"startxref\n{start}\n%%EOF\n".encode()


PDF = pdf()


def another_pdf(sign: object) -> bytes:
    """Sound, and of other bytes for every sign."""
    return PDF + f"% {sign}\n".encode()


def archive(entries: dict[str, str | bytes]) -> bytes:
    """The same bytes whenever it is made: a ZipInfo of its own carries no time of day."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def office(extension: str, **more: str | bytes) -> bytes:
    listing = TYPES.format(part=PARTS[extension], kind="openxmlformats-officedocument.main")
    return archive({"[Content_Types].xml": listing, PARTS[extension]: "<x/>"} | more)


def sound(extension: str) -> bytes:
    return {"pdf": PDF, "png": PNG, "jpg": JPG}.get(extension) or office(extension)


ZIP = archive({"a.txt": "a"})
MACROS = office("docx", **{"word/vbaProject.bin": b"\0"})
MACRO_TYPE = archive({
    "[Content_Types].xml": TYPES.format(part="xl/workbook.xml", kind="ms-excel.sheet.macroEnabled.main"),
    "xl/workbook.xml": "<x/>",
})  # fmt: skip


def encrypted(content: bytes) -> bytes:
    """The same archive with the encryption bit set in every entry, local and central."""
    made = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.find(mark)
        while place >= 0:
            made[place + at] |= 1
            place = made.find(mark, place + 4)
    return bytes(made)
