"""A file on its way to us: where it may be sent, and what came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, NamedTuple


class Upload(NamedTuple):
    """Where a browser posts the file: `fields` first, the file last, as `multipart/form-data`."""

    url: str
    fields: Mapping[str, str]


class Arrived(NamedTuple):
    """An upload as it lies there. `file` can be read again and again; it is empty when `size` is over what was asked.

    `filename` is what a form without JavaScript says beside the file; anything may stand in it.
    """

    size: int
    sha256: str
    file: BinaryIO
    filename: str = ""
