"""An application is its events: immutable, numbered from 1, never rewritten. Everything else is read off them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from .field_conditions import Answers

DECISIONS = ("admit", "decline", "exclude", "complete")
# What an application older than the attribute was written for.
FIRST_FORM = 1


class Event(NamedTuple):
    """Who did what, when, from which status to which, on which version of the content.

    `answers` is there when the act changed the content, and with them `call` and `form`: which call and which version
    of its form they were written for (older items have neither). `press` is on the first event only, `key_sha256` there
    and where a new key ended the old one; `detail` holds what the act itself says (a reason, an interview's record),
    JSON values only, in the shape that act_details.py gives each act.
    """

    number: str
    seq: int
    at: datetime
    act: str
    actor: str
    status: str
    version: int
    before: str = ""
    answers: Answers | None = None
    answers_sha256: str = ""
    press: str = ""
    key_sha256: str = ""
    detail: Mapping[str, object] = {}
    call: str = ""
    form: int = 0


class Application(NamedTuple):
    """The application as its events left it. `events` is in order and not empty."""

    events: tuple[Event, ...]

    @property
    def number(self) -> str:
        return self.events[0].number

    @property
    def status(self) -> str:
        return self.events[-1].status

    @property
    def version(self) -> int:
        return self.events[-1].version

    @property
    def content(self) -> Event:
        """The event that wrote the answers in force."""
        return next(event for event in reversed(self.events) if event.answers is not None)

    @property
    def answers(self) -> Answers:
        """In force; nothing where none were given."""
        return self.content.answers or {}

    @property
    def decision(self) -> Event | None:
        """The last act that decided about it; None while it is undecided."""
        return next((event for event in reversed(self.events) if event.act in DECISIONS), None)

    @property
    def call_id(self) -> str:
        """The call it was sent to. Items older than the attribute name it in what the first act said."""
        first = self.events[0]
        return first.call or str(first.detail.get("call", ""))

    @property
    def form_version(self) -> int:
        """The version of the form that the answers in force were written for; known without the answers."""
        return next((event.form for event in reversed(self.events) if event.form), FIRST_FORM)

    @property
    def key_sha256(self) -> str:
        """Of the key that opens it now: the last one issued. Older keys open nothing."""
        return next((event.key_sha256 for event in reversed(self.events) if event.key_sha256), "")

    @property
    def submitted_at(self) -> datetime | None:
        return next((event.at for event in self.events if event.act == "submit"), None)

    @property
    def arrived_at(self) -> datetime:
        """The first submission; a draft's first saving."""
        return self.submitted_at or self.events[0].at
