"""A store and a bucket in memory, so small that a million acts fit into a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from chalicelib.examination import sandbox
from chalicelib.rules.application import Event
from chalicelib.rules.upload import ArrivedFile, Upload
from chalicelib.rules.window import OutsideBounds
from tests.detail_shapes import assert_declared
from tests.files_building import PDF

Events = tuple[Event, ...]


class MemoryStore:
    """Each application is a tuple of events that is never changed: what a state holds costs nothing to keep.

    `rival`, when given, acts between a verb's reading and its writing, once: the tightest race there is.
    """

    def __init__(self, applications: dict[str, Events], rival: Callable[[MemoryStore], None] | None = None) -> None:
        self.applications, self.rival = applications, rival

    def append(self, event: Event) -> Event | None:
        if self.rival:
            rival, self.rival = self.rival, None
            rival(self)
        standing = self.applications.get(event.number, ())
        if event.seq <= len(standing):
            return standing[event.seq - 1]
        assert event.seq == len(standing) + 1, "a hole in the history"
        assert_declared(event)
        self.applications[event.number] = (*standing, event)
        return None

    def events(self, number: str) -> Events:
        return self.applications.get(number, ())

    def first(self, number: str) -> Event | None:
        standing = self.applications.get(number)
        return standing[0] if standing else None

    def key_sha256(self, number: str) -> str:
        return next((event.key_sha256 for event in reversed(self.events(number)) if event.key_sha256), "")

    def note_refusal(self, outside: OutsideBounds, at: datetime) -> None:
        pass


# By content, for every story and planted fault of this process: the process that examines knows of no fault.
_VERDICTS: dict[bytes, tuple[str, str]] = {}


@contextmanager
def examined_once() -> Iterator[None]:
    """Every path sends the same file; examining it takes a process of its own, so it is asked once."""
    asked = sandbox.type_of

    def remembered(file: BinaryIO) -> tuple[str, str]:
        content = file.read()
        if content not in _VERDICTS:
            _VERDICTS[content] = asked(file)
        return _VERDICTS[content]

    sandbox.type_of = remembered
    try:
        yield
    finally:
        sandbox.type_of = asked


class MemoryFiles:
    """Every announced document has arrived and is the same good file."""

    def upload(self, name: str, content_type: str, sizes: tuple[int, int], back: str = "") -> Upload:
        return Upload("https://bucket.example/", {"key": name})

    def arrived_file(self, name: str, most: int) -> ArrivedFile | None:
        return ArrivedFile(len(PDF), sha256(PDF).hexdigest(), BytesIO(PDF))

    def keep(self, name: str, arrived: ArrivedFile) -> ArrivedFile:
        return arrived

    def examined_file(self, name: str, most: int) -> ArrivedFile | None:
        return self.arrived_file(name, most)

    def discard(self, name: str) -> None:
        pass

    def download(self, name: str, filename: str, content_type: str, seconds: int = 300) -> str:
        return name
