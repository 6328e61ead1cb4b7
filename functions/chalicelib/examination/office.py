"""docx, xlsx and pptx: an archive of XML parts that may show, and may not act, hide or fetch anything.

Every member is stored or deflated, bounded in number, name, size and ratio, before one byte of it is unpacked.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from .file_type import CHUNK, NOT_A_ZIP
from .office_parts import dynamic_exchange, fault_of_types, remote_relation
from .programs import WITH_MACROS, extension_of, is_program, is_program_name

PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
LISTING = "[Content_Types].xml"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED_FLAG = 0x1
# 300 slides have some 2,000 members; a workbook of a million rows unpacks to 150 MB, 20 times its size.
MOST_MEMBERS, MOST_NAME, MOST_MEMBER, MOST_WHOLE, MOST_RATIO = 10_000, 300, 200_000_000, 400_000_000, 150
SMALL = 1_000_000
# The most that is unpacked here: listings, relations, text with fields, and embedded objects, all together.
MOST_UNPACKED = 100_000_000
CENTRAL_ENTRY = b"PK\x01\x02"
HEAD = 8
# An arbitrary file behind an icon (Ole10Native, in UTF-16), and macros inside an embedded document.
NATIVE, MACRO_PART = "\x01Ole10Native".encode("utf-16-le"), b"vbaproject.bin"
OVERLAP = 32


class Hostile(ValueError):
    """Unpacks to more than anybody needs."""


def type_of(file: BinaryIO) -> tuple[str, str]:
    """`(extension, "")` or `("", code)`."""
    file.seek(0)
    if file.read().count(CENTRAL_ENTRY) > MOST_MEMBERS:
        return "", "unreadable"
    try:
        with zipfile.ZipFile(file) as archive:
            return _kind_of(archive)
    except Hostile:
        return "", "unreadable"
    except NOT_A_ZIP:
        return "", "damaged"


def _kind_of(archive: zipfile.ZipFile) -> tuple[str, str]:
    members = archive.infolist()
    names = {member.filename for member in members}
    kinds = [extension for extension, part in PARTS.items() if any(name.startswith(part) for name in names)]
    if LISTING not in names or len(kinds) != 1:
        return "", "archive"
    code = fault_of_members(members) or _Parts(archive).fault()
    return ("", code) if code else (kinds[0], "")


def fault_of_members(members: list[zipfile.ZipInfo]) -> str:
    """A fault that the archive's directory shows before anything is unpacked; empty for none."""
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        return "encrypted"
    names = [member.filename for member in members]
    if len({name.lower() for name in names}) < len(names) or any(map(_is_excessive, members)):
        return "unreadable"
    if sum(member.file_size for member in members) > MOST_WHOLE:
        return "unreadable"
    if any(extension_of(name) in WITH_MACROS or name.lower().endswith("vbaproject.bin") for name in names):
        return "macros"
    return "embedded" if any(map(is_program_name, names)) else ""


def _is_excessive(member: zipfile.ZipInfo) -> bool:
    """Another method unpacks without a bound; a ratio like this is no text's and no picture's."""
    ratio = member.file_size / max(1, member.compress_size)
    return (
        member.compress_type not in METHODS
        or len(member.filename) > MOST_NAME
        or member.file_size > MOST_MEMBER
        or (member.file_size > SMALL and ratio > MOST_RATIO)
    )


class _Parts:
    """The parts that can act, unpacked one after another against one allowance."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive, self._left = archive, MOST_UNPACKED

    def fault(self) -> str:
        return fault_of_types(self._chunks(LISTING)) or next(
            filter(None, map(self._fault, self._archive.namelist())), ""
        )

    def _fault(self, name: str) -> str:
        lowered = name.lower()
        if "/activex/" in lowered:
            return "active"
        if lowered.endswith(".rels"):
            return remote_relation(self._chunks(name))
        if lowered.endswith(".xml") and lowered.startswith(("word/", "xl/externallinks/")):
            return dynamic_exchange(self._chunks(name))
        return self._embedded_content(name) if "/embeddings/" in lowered else self._program(name)

    def _program(self, name: str) -> str:
        with self._archive.open(name) as member:
            return "embedded" if is_program(member.read(HEAD)) else ""

    def _embedded_content(self, name: str) -> str:
        before = b""
        for chunk in self._chunks(name):
            seen = before + chunk
            if NATIVE in seen or (not before and is_program(seen[:HEAD])):
                return "embedded"
            if MACRO_PART in seen.lower():
                return "macros"
            before = seen[-OVERLAP:]
        return ""

    def _chunks(self, name: str) -> Iterator[bytes]:
        with self._archive.open(name) as member:
            while chunk := member.read(CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise Hostile
                yield chunk
