"""What the verbs need of a store; `chalicelib.store` and the tests' fake implement its Protocol."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from ..rules.application import Event
from ..rules.window import OutsideBounds


class Store(Protocol):
    def append(self, event: Event) -> Event | None:
        """Write the event if its place (number, seq) is free, durably, and answer None; else what stands there.

        An answer lost on the way and a retry may find the event itself there. Raises OutcomeUnknown.
        """

    def events(self, number: str) -> tuple[Event, ...]:
        """All events of an application in order, strongly consistent; empty for one unknown or forgotten."""

    def first(self, number: str) -> Event | None:
        """The first event of an application, strongly consistent."""

    def key_sha256(self, number: str) -> str:
        """Of the key that opens the application now, empty for an unknown number, strongly consistent.

        One small read, whatever the application holds.
        """

    def note_refusal(self, call_id: str, outside: OutsideBounds, at: datetime) -> None:
        """Keep that an act came outside its window, and by how much: nothing of who sent it or what. Never raises."""
