"""Which program's file it is; nothing is unpacked before the examination of documents has looked at it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from chalicelib.examination import office

from .cells import Sheet, SheetError

MOST_BYTES, MOST_UNPACKED = 10_000_000, 60_000_000
# The library of workbooks is imported when a workbook is: it takes longer than all the rest of the command.
_PROGRAMS: Mapping[str, str] = {"xlsx": "staff.form_sheets.excel", "docx": "staff.form_sheets.word"}
KINDS = ", ".join(_PROGRAMS)


def read_file(path: Path) -> list[Sheet]:
    """The sheets of an Excel or Word file, by its ending. Raises SheetError; OSError passes through."""
    kind = _kind(path)
    if path.stat().st_size > MOST_BYTES:
        raise SheetError("too_large", megabytes=MOST_BYTES // 1_000_000)
    file = BytesIO(path.read_bytes())
    really, fault = office.type_of(file)
    if really != kind:
        raise SheetError("not_that_file", kind=kind, fault=fault or really)
    if sum(member.file_size for member in zipfile.ZipFile(file).infolist()) > MOST_UNPACKED:
        raise SheetError("too_large", megabytes=MOST_BYTES // 1_000_000)
    file.seek(0)
    sheets: list[Sheet] = _program(kind).read(file)
    return sheets


def write_file(path: Path, sheets: Sequence[Sheet]) -> None:
    """Writes an Excel or Word file. Raises SheetError for any other ending; OSError passes through."""
    path.write_bytes(_program(_kind(path)).file_bytes(sheets))


def _kind(path: Path) -> str:
    kind = path.suffix.lower().lstrip(".")
    if kind not in _PROGRAMS:
        raise SheetError("other_ending", ending=path.suffix[:20] or "—", kinds=KINDS)
    return kind


def _program(kind: str) -> Any:
    return import_module(_PROGRAMS[kind])
