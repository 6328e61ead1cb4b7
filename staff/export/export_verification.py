"""Whether an export is whole: every file of its manifest is there, as long and with the hash that is written."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from gzip import GzipFile
from pathlib import Path

from .export_layout import FILES
from .export_opening import Export, export_failure, first_line


def verify(export: Export, tell: Callable[[int], None] = lambda done: None) -> None:
    """Every byte against its manifest. Raises Failed naming the first file that is not what it says."""
    for manifest in export.manifests:
        if sum(file.items for file in manifest.files) != manifest.items:
            raise export_failure("export.damaged", file=f"{manifest.folder}/{FILES}")
        for file, name in export.files(manifest):
            if not file.matches(_md5(export.storage.local(name))):
                raise export_failure("export.damaged", file=name)
            if file.items:
                first_line(export.storage.local(name), name, manifest.kind)
            tell(1)


def count_lines(path: Path) -> int:
    """Raises OSError or zlib.error for a file that is not whole."""
    with GzipFile(path) as lines:
        return sum(1 for line in lines if line.strip())


def blame(export: Export) -> None:
    """Raises Failed naming the file whose number of items is not its manifest's; returns when all are right."""
    for manifest in export.manifests:
        for file, name in export.files(manifest):
            try:
                counted = count_lines(export.storage.local(name)) if file.items else 0
            except (OSError, EOFError, zlib.error) as error:
                raise export_failure("export.damaged", file=name) from error
            if counted != file.items:
                raise export_failure("export.wrong_count", file=name, counted=counted, expected=file.items)


def _md5(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).digest()
