"""An export in a folder of this machine, read where it lies."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path


class Folder:
    def __init__(self, path: Path) -> None:
        self.path, self.where = path, str(path)

    def names(self) -> Sequence[str]:
        return [file.relative_to(self.path).as_posix() for file in sorted(self.path.rglob("*")) if file.is_file()]

    def read(self, name: str) -> bytes:
        return (self.path / name).read_bytes()

    def local(self, name: str) -> Path:
        return self.path / name

    def mark(self, name: str) -> str:
        stat = (self.path / name).stat()
        return f"{stat.st_size} {stat.st_mtime_ns}"

    def room_for(self, name: str) -> Path | None:
        folder = (self.path / name).parent
        return self.path / f"{name}.part" if os.access(folder, os.W_OK) else None

    def keep(self, name: str) -> None:
        (self.path / f"{name}.part").replace(self.path / name)

    def drop(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)
