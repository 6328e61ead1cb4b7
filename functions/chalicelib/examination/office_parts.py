"""The XML parts of an office document that say what it is and what it leads to.

Read by a real parser, so that no encoding, entity or prefix hides a word from us that an office program reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

MACRO_TYPES = ("macroenabled", "vbaproject", "vbadata", "macrosheet")
ACTIVE_TYPES = ("activex", ".control+xml")
# Relations that may lead outside: a reader follows them on a click, or shows a picture.
HARMLESS = frozenset(["hyperlink", "image", "video", "audio", "media"])
# A path on the sender's own disk leads nowhere on ours.
ON_THEIR_DISK = re.compile(r"(?:file:/{3,5}(?!/))?[A-Za-z]:[\\/]|[^:\\/]+$|(?:\.\.?/)*[^:\\/]+(?:/[^:\\/]+)*$")
EXCHANGE = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
Chunks = Iterable[bytes]
Started = Callable[[str, Mapping[str, str]], None]


class _Refused(Exception):
    """The part holds what no office program writes."""


def fault_of_types(chunks: Chunks) -> str:
    """By `[Content_Types].xml`: macros, active, or empty."""
    types: list[str] = []

    def started(name: str, attributes: Mapping[str, str]) -> None:
        types.append(attributes.get("ContentType", "").lower())

    if not _read(chunks, started):
        return "damaged"
    if any(word in content_type for content_type in types for word in MACRO_TYPES):
        return "macros"
    return "active" if any(word in content_type for content_type in types for word in ACTIVE_TYPES) else ""


def remote_relation(chunks: Chunks) -> str:
    """`remote` when opening the document would fetch a template, an object or a frame from somewhere else."""
    leading: list[bool] = []

    def started(name: str, attributes: Mapping[str, str]) -> None:
        if attributes.get("TargetMode", "").lower() == "external":
            sort = attributes.get("Type", "").rpartition("/")[2].lower()
            leading.append(sort not in HARMLESS and not ON_THEIR_DISK.match(attributes.get("Target", "").strip()))

    if not _read(chunks, started):
        return "damaged"
    return "remote" if any(leading) else ""


def dynamic_exchange(chunks: Chunks) -> str:
    """`active` when a field or a link runs another program (DDE)."""
    instructions: list[str] = []
    links: list[str] = []
    inside = [False]

    def started(name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2]
        inside[0] = local == "instrText"
        instructions.extend(value for key, value in attributes.items() if key.rpartition(":")[2] == "instr")
        links.extend([local] if local == "ddeLink" else [])

    def text(data: str) -> None:
        if inside[0]:
            instructions.append(data)

    if not _read(chunks, started, text):
        return "damaged"
    return "active" if links or EXCHANGE.search("".join(instructions)) else ""


def _read(chunks: Chunks, started: Started, text: Callable[[str], None] | None = None) -> bool:
    """False when it is no XML, or declares a document type of its own: no office program does."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = started
    parser.StartDoctypeDeclHandler = _refuse
    if text:
        parser.CharacterDataHandler = text
        parser.EndElementHandler = lambda name: started("", {})
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, _Refused):
        return False
    return True


def _refuse(*_: object) -> None:
    raise _Refused
