"""Which program's file it is; nothing is unpacked before the examination of documents has looked at it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from chalicelib.examination import office

from . import excel, word
from .cells import Sheet, SheetError

MOST_BYTES, MOST_UNPACKED = 10_000_000, 60_000_000
_READERS: Mapping[str, Callable[[BytesIO], list[Sheet]]] = {"xlsx": excel.read, "docx": word.read}
_WRITERS: Mapping[str, Callable[[Sequence[Sheet]], bytes]] = {"xlsx": excel.written, "docx": word.written}
KINDS = ", ".join(_READERS)


def read_file(path: Path) -> list[Sheet]:
    """Raises SheetError; OSError passes through."""
    kind = _kind(path)
    if path.stat().st_size > MOST_BYTES:
        raise SheetError("too_large", megabytes=MOST_BYTES // 1_000_000)
    file = BytesIO(path.read_bytes())
    really, fault = office.kind_of(file)
    if really != kind:
        raise SheetError("not_that_file", kind=kind, fault=fault or really)
    if sum(member.file_size for member in zipfile.ZipFile(file).infolist()) > MOST_UNPACKED:
        raise SheetError("too_large", megabytes=MOST_BYTES // 1_000_000)
    file.seek(0)
    return _READERS[kind](file)


def write_file(path: Path, sheets: Sequence[Sheet]) -> None:
    """Raises SheetError for an ending that is neither program's; OSError passes through."""
    path.write_bytes(_WRITERS[_kind(path)](sheets))


def _kind(path: Path) -> str:
    kind = path.suffix.lower().lstrip(".")
    if kind not in _READERS:
        raise SheetError("other_ending", ending=path.suffix[:20] or "—", kinds=KINDS)
    return kind
