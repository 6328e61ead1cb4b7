"""A PDF: whether it opens without a password, and whether it only shows or also acts."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from .pdf_repair import TROUBLES, check_whole, repair, unlisted_definitions
from .programs import is_program, is_program_name


def _spellings(name: bytes) -> bytes:
    """A pattern for a PDF name, any letter of which may be written as `#` and its code."""
    return b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name)


# Actions that run, open or fetch something; `GoTo` and `URI` only lead a reader somewhere.
ACTING = frozenset(["/Launch", "/JavaScript", "/ImportData", "/GoToE", "/RichMediaExecute"])
ACTING_KEYS = frozenset(["/JS", "/JavaScript", "/XFA", "/RichMediaContent"])
# The same as plain text, with any letter written as `#xx`: what no cross-reference leads to may still be opened.
HIDDEN = re.compile(b"/(?:" + b"|".join(map(_spellings, (b"Launch", b"JavaScript"))) + rb")(?![A-Za-z0-9])")
SAYS_WHAT_IT_DOES = re.compile(b"/" + _spellings(b"S") + rb"(?:\s|%[^\r\n]*[\r\n])*\Z")
NEAR = 100
END_MARK = b"%%EOF"
MOST_DEPTH = 100


def fault_of(file: BinaryIO) -> str:
    """Empty, or the code of what is wrong: encrypted, damaged, active, embedded, unreadable.

    A document whose table of places is lost or wrong is looked at as readers mend it, if all of it is there.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    file.seek(0)
    content = file.read()
    code = _fault_of_original(content) if END_MARK in content else "damaged"
    code = _fault_of_repair(content) if code == "damaged" else code
    return code or _hidden_content(content)


def _fault_of_original(content: bytes) -> str:
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return "encrypted"
        if len(reader.pages) < 1:
            return "damaged"
    except NotImplementedError:
        # A lock that is no password but a certificate: nobody on the committee holds its key.
        return "encrypted"
    except TROUBLES:
        return "damaged"
    return _first_fault(reader)


def _fault_of_repair(content: bytes) -> str:
    try:
        reader = repair(content)
        if reader.is_encrypted and not reader.decrypt(""):
            return "encrypted"
        check_whole(reader)
    except TROUBLES:
        return "damaged"
    return _first_fault(reader)


def _first_fault(reader: PdfReader) -> str:
    try:
        return next(filter(None, map(_fault, chain(_objects(reader), unlisted_definitions(reader)))), "")
    except TROUBLES:
        # A file within that cannot be unpacked: nobody knows whether it is a program.
        return "unreadable"


def _objects(reader: PdfReader) -> Iterator[object]:
    """Everything a cross-reference leads to; an object that cannot be read is one that no reader shows."""
    places = {(number, generation) for generation, numbers in reader.xref.items() for number in numbers}
    yield reader.trailer
    for number, generation in sorted(places | {(number, 0) for number in reader.xref_objStm}):
        try:
            yield IndirectObject(number, generation, reader).get_object()
        except TROUBLES:
            continue


def _fault(found: object, depth: int = 0) -> str:
    """Of one object and what stands within it, not of what it refers to."""
    if depth > MOST_DEPTH:
        return "unreadable"
    if isinstance(found, ArrayObject):
        return next(filter(None, (_fault(item, depth + 1) for item in list.__iter__(found))), "")
    if not isinstance(found, DictionaryObject):
        return ""
    if not ACTING_KEYS.isdisjoint(found) or _value(found, "/S") in ACTING:
        return "active"
    if "/EF" in found and _carries_program(found):
        return "embedded"
    return next(filter(None, (_fault(value, depth + 1) for value in dict.values(found))), "")


def _value(found: DictionaryObject, key: str) -> object:
    try:
        # Unlike `get`, this follows a reference.
        return found[key]
    except TROUBLES:
        return None


def _carries_program(specification: DictionaryObject) -> bool:
    """A file specification with the file in it: by its names and by the file's own first bytes."""
    names = (str(_value(specification, key) or "") for key in ("/F", "/UF", "/DOS", "/Unix"))
    inside = _value(specification, "/EF")
    files = inside.values() if isinstance(inside, DictionaryObject) else ()
    streams = (file.get_object() if isinstance(file, IndirectObject) else file for file in files)
    return any(map(is_program_name, names)) or any(
        is_program(stream.get_data()) for stream in streams if isinstance(stream, StreamObject)
    )


def _hidden_content(content: bytes) -> str:
    matches = (content[max(0, name.start() - NEAR) : name.start()] for name in HIDDEN.finditer(content))
    return "active" if any(map(SAYS_WHAT_IT_DOES.search, matches)) else ""
