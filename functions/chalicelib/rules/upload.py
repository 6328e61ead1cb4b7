"""A file on its way to us: where it may be sent, and what came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import BinaryIO, NamedTuple

# Somebody looks for the file first; then it travels over the slowest line people still have.
MINUTES_TO_START = 15
SLOWEST_BYTES_PER_SECOND = 64_000 // 8


def upload_lifetime(size: int) -> timedelta:
    """How long a post of up to `size` bytes stays good: a slow line must not end what was begun in time."""
    return timedelta(minutes=MINUTES_TO_START, seconds=size // SLOWEST_BYTES_PER_SECOND + 1)


class Upload(NamedTuple):
    """Where a browser posts the file: `fields` first, the file last, as `multipart/form-data`."""

    url: str
    fields: Mapping[str, str]


class ArrivedFile(NamedTuple):
    """An upload as it lies there. `file` can be read again and again; it is empty when `size` is over what was asked.

    `filename` is what a form without JavaScript says beside the file; anything may stand in it.
    """

    size: int
    sha256: str
    file: BinaryIO
    filename: str = ""
