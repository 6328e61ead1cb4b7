"""What a file really is, read from its bytes; its name and its declared type are only what somebody says."""

from __future__ import annotations

import zipfile
from typing import BinaryIO
from zlib import error as BrokenStream

ZIP = b"PK\x03\x04"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
JPG = b"\xff\xd8\xff"
PDF = b"%PDF-"
# Word 97–2003 and its kin, and also a password-protected docx, xlsx or pptx.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXECUTABLES = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
ARCHIVES = (b"PK", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
PAGES = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php")
# Readers look for `%PDF-` this far: software before it writes a mail's or a printer's lines (ISO 32000-1, annex H).
PDF_WITHIN = 1024
CHUNK = 1024 * 1024
NOT_A_ZIP = (
    zipfile.BadZipFile,
    BrokenStream,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    LookupError,
)


def type_of(file: BinaryIO) -> tuple[str, str]:
    """`(extension, "")` of a sound file of a known sort, else `("", code)` of rules.document_history.CODES.

    Never raises for any content. A hostile file may cost time and memory: see `sandbox`.
    """
    try:
        return _kind_of(file)
    except (*NOT_A_ZIP, MemoryError, RecursionError):
        return "", "unreadable"


def _kind_of(file: BinaryIO) -> tuple[str, str]:
    file.seek(0)
    head = file.read(PDF_WITHIN)
    if head.startswith(ZIP):
        from . import office

        return office.type_of(file)
    kind = _plain(head)
    if not kind:
        return "", _foreign(head)
    code = _disguise(file) or (_unfit_pdf(file) if kind == "pdf" else _unfit_picture(file, head))
    return ("", code) if code else (kind, "")


def _plain(head: bytes) -> str:
    if head.startswith(JPG):
        return "jpg"
    if head.startswith(PNG):
        return "png"
    return "pdf" if PDF in head and _foreign(head) == "other_content" else ""


def _foreign(head: bytes) -> str:
    if head.startswith(OLE):
        return "old_office"
    if head.startswith(EXECUTABLES):
        return "executable"
    if head.startswith(ARCHIVES):
        return "archive"
    page = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(PAGES)
    return "web_page" if page else "other_content"


def _disguise(file: BinaryIO) -> str:
    """A picture or PDF with an archive behind it opens as either; nobody needs such a file."""
    try:
        with zipfile.ZipFile(file) as archive:
            return "archive" if archive.namelist() else ""
    except NOT_A_ZIP:
        return ""


def _unfit_pdf(file: BinaryIO) -> str:
    from . import pdf

    return pdf.fault_of(file)


def _unfit_picture(file: BinaryIO, head: bytes) -> str:
    from . import pictures

    return "other_content" if PDF in head else pictures.fault_of(file)
