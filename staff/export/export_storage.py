"""Where an export lies: a folder, a zip file, or a bucket. One way to list, read and add to each."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from ..console.errors import TROUBLE, USAGE, Failed
from .buckets import Bucket
from .folders import Folder
from .zip_files import Zip

__all__ = ["Bucket", "ExportStorage", "Folder", "Zip", "shelf_at"]


class ExportStorage(Protocol):
    """Names are relative, with forward slashes. `mark` changes whenever the file does."""

    where: str

    def names(self) -> Sequence[str]: ...
    def read(self, name: str) -> bytes: ...
    def local(self, name: str) -> Path: ...
    def mark(self, name: str) -> str: ...
    def room_for(self, name: str) -> Path | None:
        """Where to write a file that `keep` shall put on the shelf; None when nothing may be put there."""

    def keep(self, name: str) -> None: ...
    def drop(self, name: str) -> None: ...


def shelf_at(place: str, connect: Callable[[str], object]) -> ExportStorage:
    """`connect("s3")` makes a client, asked only for s3://. Raises Failed when there is nothing there."""
    if place.startswith("s3://"):
        bucket, _, prefix = place.removeprefix("s3://").partition("/")
        return Bucket(connect("s3"), bucket, prefix.strip("/"))
    path = Path(place).expanduser()
    if path.is_dir():
        return Folder(path)
    if zipfile.is_zipfile(path):
        return Zip(path)
    raise Failed("export.nothing_there", TROUBLE if path.exists() else USAGE, "reports", place=place)
