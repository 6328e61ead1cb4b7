"""A file that is either there whole, on the disk, or not there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

PART = ".part-"


@contextmanager
def whole_file(path: Path, *, is_new: bool = False, claim: Callable[[], None] = lambda: None) -> Iterator[BinaryIO]:
    """Written beside its place, flushed to the disk and moved there in one step, or removed when the block raises.

    With `is_new` raises FileExistsError, and leaves what stands there, when the place is taken. `claim` is asked last,
    before the move, and stops it by raising. What was written can be read again in the block.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{PART}{token_hex(8)}")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        claim()
        if is_new:
            os.link(part, path)
        else:
            part.replace(path)
        flush_folder(path.parent)
    finally:
        with suppress(OSError):
            part.unlink()


def flush_folder(folder: Path) -> None:
    """Makes a file's name as durable as its content."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
