"""A store and a bucket in memory, so small that a million acts fit into a test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from chalicelib.rules.application import Event
from chalicelib.rules.uploads import Arrived, Upload
from chalicelib.rules.window import Outside

PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
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
        self.applications[event.number] = (*standing, event)
        return None

    def events(self, number: str) -> Events:
        return self.applications.get(number, ())

    def first(self, number: str) -> Event | None:
        standing = self.applications.get(number)
        return standing[0] if standing else None

    def note_refusal(self, outside: Outside, at: datetime) -> None:
        pass


class MemoryFiles:
    """Every announced document has arrived and is the same good file."""

    def upload(self, name: str, content_type: str, sizes: tuple[int, int], back: str = "") -> Upload:
        return Upload("https://bucket.example/", {"key": name})

    def arrived(self, name: str, most: int) -> Arrived | None:
        return Arrived(len(PDF), sha256(PDF).hexdigest(), BytesIO(PDF))

    def keep(self, name: str, arrived: Arrived) -> Arrived:
        return arrived

    def discard(self, name: str) -> None:
        pass

    def download(self, name: str, filename: str, content_type: str) -> str:
        return name
