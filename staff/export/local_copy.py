"""Copies files to this machine, because DuckDB reads only local ones.

DuckDB's own `httpfs` has to be fetched from its makers' host, so what lies in S3 or in a zip is brought into a
temporary folder, file by file and only what is read.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from functools import cached_property
from pathlib import Path

from ..console.errors import TROUBLE, Failed
from ..printing.private_files import make_folder


def gone_with(owner: object) -> Path:
    """A folder of this user's alone that is removed with its owner, at the latest when the program ends."""
    folder = tempfile.mkdtemp(prefix="baiqau-")
    weakref.finalize(owner, shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


class LocalCopy:
    """Files that must come to this machine before they can be read; gone with the object."""

    @cached_property
    def _stage(self) -> Path:
        return gone_with(self)

    def local(self, name: str) -> Path:
        path = self.staged(name)
        if not path.exists():
            self.fetch(name, path)
        return path

    def room_for(self, name: str) -> Path | None:
        return self.staged(name)

    def keep(self, name: str) -> None:
        """What is made from the export stays in the stage unless the shelf can hold it."""

    def drop(self, name: str) -> None:
        self.staged(name).unlink(missing_ok=True)

    def staged(self, name: str) -> Path:
        """The path a copy is written to. Raises Failed for a name that would leave the folder: zips may hold any."""
        path = self._stage / name
        if not path.resolve().is_relative_to(self._stage.resolve()):
            raise Failed("export.foreign", TROUBLE, "reports", file=name)
        make_folder(path.parent)
        return path

    def fetch(self, name: str, path: Path) -> None:
        raise NotImplementedError
