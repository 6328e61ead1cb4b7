"""What a file really is, read from its bytes; its name and its declared type are only what somebody says.

Promises: never raises for any content, never unpacks more than MOST_LISTING bytes of an archive.
"""

from __future__ import annotations

import zipfile
from io import SEEK_END
from typing import BinaryIO
from zlib import error as BrokenStream

ZIP = b"PK\x03\x04"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
# Word 97–2003 and its kin, and also a password-protected docx, xlsx or pptx.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXECUTABLES = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
ARCHIVES = (b"PK", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
PAGES = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php")
PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
LISTING = "[Content_Types].xml"
MOST_LISTING = 1_000_000
ENCRYPTED_FLAG = 0x1
HEAD, CHUNK = 64, 1024 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    BrokenStream,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    LookupError,
)


def kind_of(file: BinaryIO) -> tuple[str, str]:
    """`(extension, "")` of a sound file of a known sort, else `("", code)` of rules.documents.CODES."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(ZIP):
        return _office(file)
    picture = _plain(head)
    if not picture:
        return "", _foreign(head)
    if _ends_as_archive(file):
        return "", "archive"
    return ("", "damaged") if picture == "pdf" and not _has_end_mark(file) else (picture, "")


def _plain(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "png" if head.startswith(PNG) else ""


def _foreign(head: bytes) -> str:
    if head.startswith(OLE):
        return "old_office"
    if head.startswith(EXECUTABLES):
        return "executable"
    if head.startswith(ARCHIVES):
        return "archive"
    page = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(PAGES)
    return "web_page" if page else "other_content"


def _ends_as_archive(file: BinaryIO) -> bool:
    """A picture or PDF with an archive behind it opens as either; nobody needs such a file."""
    try:
        with zipfile.ZipFile(file) as archive:
            return bool(archive.namelist())
    except _BROKEN:
        return False


def _has_end_mark(file: BinaryIO) -> bool:
    """A PDF cut short has lost its `%%EOF`; some software writes other bytes after it."""
    end, mark = file.seek(0, SEEK_END), b"%%EOF"
    for start in range(max(0, end - CHUNK), -CHUNK, -CHUNK):
        file.seek(max(0, start))
        if mark in file.read(CHUNK + len(mark)):
            return True
    return False


def _office(file: BinaryIO) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(file) as archive:
            return _office_kind(archive)
    except _BROKEN:
        return "", "damaged"


def _office_kind(archive: zipfile.ZipFile) -> tuple[str, str]:
    listed = archive.infolist()
    inside = {entry.filename for entry in listed}
    found = [extension for extension, part in PARTS.items() if any(name.startswith(part) for name in inside)]
    if LISTING not in inside or len(found) != 1:
        return "", "archive"
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in listed):
        return "", "encrypted"
    with archive.open(LISTING) as listing:
        types = listing.read(MOST_LISTING + 1)
    if len(types) > MOST_LISTING:
        return "", "damaged"
    return ("", "macros") if _has_macros(types, inside) else (found[0], "")


def _has_macros(types: bytes, inside: set[str]) -> bool:
    return b"macroenabled" in types.lower() or any(name.lower().endswith("vbaproject.bin") for name in inside)
