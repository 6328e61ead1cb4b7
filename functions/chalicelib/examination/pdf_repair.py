"""A PDF whose table of places is lost or wrong: its objects are found one by one, as readers find them.

What no table leads to, another reader's repair may come upon: it is examined whatever the table says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

# What pypdf raises for files that are not as they should be, besides its own.
TROUBLES = (
    PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError, NotImplementedError,
)  # fmt: skip
HEADER = b"%PDF-"
OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,10})\s+([0-9]{1,5})\s+obj(?![A-Za-z])")
LOCK = re.compile(rb"/Filter\s*/(?:Standard|Adobe\.PubSec)(?![A-Za-z])")
# pypdf looks for the catalog among this many numbers when no trailer names it.
MOST_NUMBERS = 10_000


def repair(content: bytes) -> PdfReader:
    """A reader of the objects that are there. Raises ValueError, or one of TROUBLES, when that is not the whole
    document: it was cut short, a page or something a page is made of is missing, or its lock is lost.
    """
    content = content[content.index(HEADER) :]
    places = list(OBJECT.finditer(content))
    if not places or content.find(b"endobj", places[-1].end()) < 0:
        raise ValueError("cut short")
    numbers = min(max(int(place[1]) for place in places) + 1, MOST_NUMBERS)
    # A table said to be at 0 is none: pypdf then looks for every object. The size is for its search for the catalog.
    reader = PdfReader(BytesIO(content + b"\ntrailer\n<< /Size %d >>\nstartxref\n0\n%%%%EOF\n" % numbers), strict=False)
    if not reader.is_encrypted and LOCK.search(content):
        raise ValueError("the trailer that named its lock is lost")
    return reader


def check_whole(reader: PdfReader) -> None:
    """Raises ValueError when a page is missing, or something a page is made of."""
    pages, page_tree = reader.pages, reader.root_object["/Pages"]
    is_whole = isinstance(page_tree, DictionaryObject) and 1 <= len(pages) == page_tree.get("/Count")
    if not (is_whole and all(isinstance(page, DictionaryObject) for page in pages)):
        raise ValueError("a page is missing")
    passed: set[tuple[int, int]] = set()
    waiting: list[Any] = [page.raw_get(name) for page in pages for name in ("/Contents", "/Resources") if name in page]
    while waiting:
        waiting += _parts(waiting.pop(), passed)


def _parts(part: object, passed: set[tuple[int, int]]) -> list[object]:
    if isinstance(part, IndirectObject):
        identity = (part.idnum, part.generation)
        if identity in passed:
            return []
        passed.add(identity)
        part = part.get_object()
        if part is None:
            raise ValueError("a part of a page is missing")
    if isinstance(part, ArrayObject):
        return list(list.__iter__(part))
    return [value for key, value in dict.items(part) if key != "/Parent"] if isinstance(part, DictionaryObject) else []


def unlisted_definitions(reader: PdfReader) -> Iterator[PdfObject | None]:
    """Of each object what the table of places does not lead to: another reader's repair might. The reader is of no
    other use afterwards.
    """
    reader.stream.seek(0)
    listed = {offset for offsets in reader.xref.values() for offset in offsets.values()}
    packed = reader.xref_objStm
    for header in OBJECT.finditer(reader.stream.read()):
        number, generation = int(header[1]), int(header[2])
        # A table may lead to the line end before an object.
        is_listed = not listed.isdisjoint(range(header.start() - 2, header.start() + 1))
        is_listed = is_listed and not (generation == 0 and number in packed)
        reader.xref.setdefault(generation, {})[number] = header.start()
        reader.xref_objStm = packed if is_listed else {}
        resolved = _resolve(reader, number, generation, is_new=not is_listed)
        if not is_listed:
            yield resolved
        yield from _packed_objects(reader, resolved, number, packed if is_listed else {})


def _packed_objects(
    reader: PdfReader, found: PdfObject | None, number: int, listed: Mapping[int, tuple[int, int]]
) -> Iterator[PdfObject | None]:
    """What lies in an object stream, unless the table leads to all of it."""
    if not isinstance(found, StreamObject) or found.get("/Type") != "/ObjStm":
        return
    inside = _packed_numbers(found)
    if all(listed.get(inner, ("",))[0] == number for inner in inside):
        return
    reader.xref_objStm = {inner: (number, index) for index, inner in enumerate(inside)}
    for inner in inside:
        reader.resolved_objects.pop((0, inner), None)
    yield from (_resolve(reader, inner, 0) for inner in inside)


def _packed_numbers(stream: StreamObject) -> list[int]:
    try:
        return [int(word) for word in stream.get_data()[: int(str(stream["/First"]))].split()[::2]]
    except TROUBLES:
        return []


def _resolve(reader: PdfReader, number: int, generation: int, *, is_new: bool = False) -> PdfObject | None:
    if is_new:
        reader.resolved_objects.pop((generation, number), None)
    try:
        return IndirectObject(number, generation, reader).get_object()
    except TROUBLES:
        return None
