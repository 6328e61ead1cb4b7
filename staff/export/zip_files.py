"""An export in a zip file."""

from __future__ import annotations

import os
import shutil
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from ..console.errors import TROUBLE, Failed
from ..printing.private_files import make_folder
from .folders import Folder
from .local_copy import LocalCopy


class Zip(LocalCopy):
    """What is made from it lies in a folder beside it, `<name>.zip.made`."""

    def __init__(self, path: Path) -> None:
        self.path, self.where = path, str(path)
        self._zip = zipfile.ZipFile(path)
        self._made = Folder(path.with_name(f"{path.name}.made"))

    def names(self) -> Sequence[str]:
        inside = sorted(info.filename for info in self._zip.infolist() if not info.is_dir())
        return [*inside, *(self._made.names() if self._made.path.is_dir() else [])]

    def read(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise Failed("export.damaged", TROUBLE, "reports", file=name) from error

    def local(self, name: str) -> Path:
        return self._made.local(name) if self._made.local(name).exists() else super().local(name)

    def mark(self, name: str) -> str:
        info, stat = self._zip.getinfo(name), self.path.stat()
        return f"{info.file_size} {info.CRC} {stat.st_size} {stat.st_mtime_ns}"

    def room_for(self, name: str) -> Path | None:
        if not os.access(self.path.parent, os.W_OK):
            return super().room_for(name)
        make_folder((self._made.path / name).parent)
        return self._made.room_for(name)

    def keep(self, name: str) -> None:
        if (self._made.path / f"{name}.part").exists():
            self._made.keep(name)

    def drop(self, name: str) -> None:
        self._made.drop(name)

    def fetch(self, name: str, path: Path) -> None:
        try:
            with self._zip.open(name) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise Failed("export.damaged", TROUBLE, "reports", file=name) from error
