"""What may hold personal data is its owner's alone on disk, whatever the umask: files 0600, folders 0700."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..console.errors import TROUBLE, Failed

FILE, FOLDER, OTHERS = 0o600, 0o700, 0o077


def make_folder(path: Path) -> None:
    """The folder and those above it that are missing. One that exists keeps its mode: `is_open` tells of it."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(FOLDER, exist_ok=True)
    path.chmod(FOLDER)


def is_open(path: Path) -> bool:
    """Whether others than the owner may enter, list or change the folder."""
    return bool(path.stat().st_mode & OTHERS)


@contextmanager
def replacement(path: Path) -> Iterator[Path]:
    """A new file that takes the place of `path` when all is written; whoever reads `path` never meets half of it.

    Raises Failed when it cannot be written. A device or a pipe is written to as it is.
    """
    try:
        if path.exists() and not path.is_file():
            yield path
            return
        with _beside(path.resolve()) as part:
            yield part
    except OSError as error:
        raise Failed("trouble.not_written", TROUBLE, file=path, error=type(error).__name__) from error


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".baiqau-", suffix=path.suffix)
    os.close(handle)
    part = Path(name)
    part.chmod(FILE)
    try:
        yield part
        # The writer may have replaced the file (DuckDB does), so its mode is set again.
        part.chmod(FILE)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
