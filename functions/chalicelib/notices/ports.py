"""What sending needs of the table and of a mail service; `chalicelib.store` and fakes implement its Protocols."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from ..rules.application import Event
from ..rules.due_entry import DueEntry
from ..rules.mail_service import MailService
from .mail_composition import Mail
from .notice import Notice
from .unsent_mails import Posting


class Outbox(Protocol):
    def claim(self, notice: Notice, at: datetime, state: str) -> str:
        """A token when the mail was nobody's yet, deferred or failed: from now on only its holder may send. Else empty.

        Counts a try.
        """

    def settle(self, notice: Notice, token: str, state: str, at: datetime, why: str) -> None:
        """Note what became of a claimed mail; `deferred` takes the try back."""

    def defer(self, notice: Notice, at: datetime, why: str) -> bool:
        """Note a mail nobody has tried as `deferred`; False when the outbox has it already."""

    def postings(self, number: str) -> tuple[Posting, ...]:
        """What the outbox holds for one application."""

    def everyone(self) -> Iterable[tuple[tuple[Event, ...], tuple[Posting, ...]]]:
        """Every application's events, without their answers, and what the outbox holds for it.

        No events for an application of which an item could not be read.
        """


class DueList(Protocol):
    """What is due, by instant: `chalicelib.store.due_list` and the tests' fake implement this Protocol."""

    def put(self, call: str, entry: DueEntry) -> None: ...
    def drop(self, call: str, entry: DueEntry) -> None: ...
    def due(self, call: str, until: datetime, most: int, after: DueEntry | None = None) -> tuple[DueEntry, ...]:
        """Of the entries up to this instant those behind `after`, the oldest first, at most so many."""

    def set_aside(self, call: str, number: str) -> None:
        """For a person to decide on: an application with a mail that no round will send."""

    def take_back(self, call: str, number: str) -> None: ...


class AddressCounts(Protocol):
    def take(self, address: str, purpose: str, mail: str, most: int, at: datetime) -> bool:
        """Whether `mail`, however often it is tried, is among the first `most` to the address on this day."""


class Links(Protocol):
    def issue(self, number: str, address_mark: str, until: datetime) -> str:
        """A new one-time link's secret."""


class ServiceRecord(Protocol):
    """What all senders know of the mail service."""

    def read(self) -> MailService: ...
    def write(self, service: MailService) -> None: ...


class Mailbox(Protocol):
    def send(self, mail: Mail) -> tuple[str, str]:
        """`sent` with the message's id; with a code: `failed` (this mail was refused), `deferred` (the service refuses)
        or `unclear` (it may have the mail)."""
