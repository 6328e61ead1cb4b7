"""Sending: every mail claimed before it goes, so that it goes at most once; every failure kept where staff can see it.

A mail service takes no idempotency key, so nobody can ask it whether it has a mail already. Of the two ways to be
wrong we choose silence, and show it: the outbox's item is `sending` before the mail goes and `sent` or `failed` after.
Who finds `sending` does not send. A function that ends between the two leaves `sending` behind, which `owed` shows as
uncertain once it is old; only a person may release it. An application never waits for any of this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from ..call import Call
from ..rules.application import Application, Event
from ..rules.form_version import belongs_to
from ..rules.window import is_before
from .composing import Mail, compose
from .notice import Notice
from .owed import FAILED, NO_ADDRESS, SENDING, WAITING, Owed, Posting, owed
from .plan import plan

# The stream's own sending comes first; the sweep takes up what it left, not for ever and not what is long past.
STREAM_FIRST = timedelta(minutes=5)
NOT_OLDER_THAN = timedelta(days=3)
MOST_ATTEMPTS = 10
UNCLEAR, TAKEN = "unclear", "taken"


class Outbox(Protocol):
    def claim(self, notice: Notice, at: datetime, state: str) -> str:
        """A token when the mail was nobody's yet, or had failed: from now on only its holder may send. Else empty."""

    def settle(self, notice: Notice, token: str, state: str, at: datetime, why: str) -> None:
        """Note what became of a claimed mail."""

    def everyone(self) -> Iterable[tuple[tuple[Event, ...], tuple[Posting, ...]]]:
        """Every application's events, without their answers, and what the outbox holds for it."""


class Mailbox(Protocol):
    def send(self, mail: Mail) -> tuple[str, str]:
        """`sent` with the message's id, `failed` (certainly not sent) or `unclear` with the reason's code."""


@dataclass(frozen=True)
class PostOffice:
    """`read` answers an application's events with their answers; `site` is the address its links begin with."""

    call: Call
    read: Callable[[str], tuple[Event, ...]]
    outbox: Outbox
    mailbox: Mailbox
    site: str

    def deliver(self, application: Application, notice: Notice, now: datetime) -> str:
        """What became of it: sent, failed, unclear, no_address, or taken by an earlier sender."""
        mail = compose(self.call, application, notice, self.site, now)
        if not mail.to:
            return NO_ADDRESS if self.outbox.claim(notice, now, NO_ADDRESS) else TAKEN
        token = self.outbox.claim(notice, now, SENDING)
        if not token:
            return TAKEN
        verdict, why = self.mailbox.send(mail)
        if verdict != UNCLEAR:
            self.outbox.settle(notice, token, verdict, now, why)
        return verdict

    def tell(self, event: Event, now: datetime) -> list[str]:
        """The mails of one event of the stream; none of another call's."""
        application = self._application(event)
        if not belongs_to(self.call, application):
            return []
        return [self.deliver(application, notice, now) for notice in plan(self.call, application, event)]

    def sweep(self, now: datetime, enough_time: Callable[[], bool] = lambda: True) -> dict[str, int]:
        """Send what is due at this instant and what the stream could not; answers how many became what."""
        became: dict[str, int] = {}
        for events, postings in self.outbox.everyone():
            for verdict in self._safely(events, postings, now) if enough_time() else ():
                became[verdict] = became.get(verdict, 0) + 1
        return became

    def _safely(self, events: tuple[Event, ...], postings: tuple[Posting, ...], now: datetime) -> list[str]:
        try:
            return self._make_good(events, postings, now)
        except Exception:  # One application's trouble is not the others'; its mail stays owed, and staff see it.
            return [FAILED]

    def _make_good(self, events: tuple[Event, ...], postings: tuple[Posting, ...], now: datetime) -> list[str]:
        if not is_whole(events) or not belongs_to(self.call, Application(events)):
            return []
        if not _to_send(owed(self.call, Application(events), postings, now), now):
            return []
        current = Application(self.read(events[0].number))
        return [self.deliver(current, notice, now) for notice in _to_send(owed(self.call, current, postings, now), now)]

    def _application(self, event: Event) -> Application:
        # The first event is the whole application when it was submitted in one go: no read.
        return Application((event,)) if event.seq == 1 else Application(self.read(event.number))


def _to_send(found: Iterable[Owed], now: datetime) -> list[Notice]:
    return [each.notice for each in found if _may_be_sent(each, now)]


def _may_be_sent(each: Owed, now: datetime) -> bool:
    if each.state == FAILED:
        return each.attempts < MOST_ATTEMPTS and is_before(now, each.notice.at + NOT_OLDER_THAN)
    if each.state != WAITING or not each.notice.seq:
        return each.state == WAITING
    at = each.notice.at
    return is_before(at, now - STREAM_FIRST) and is_before(now, at + NOT_OLDER_THAN)


def is_whole(events: tuple[Event, ...]) -> bool:
    """Whether a scan, which may come in the middle of writes, has every event from the first on."""
    return bool(events) and [event.seq for event in events] == list(range(1, len(events) + 1))


def on_stream(
    office: PostOffice, records: Iterable[Mapping[str, Any]], event_of: Callable[[Mapping[str, Any]], Event],
    now: datetime, enough_time: Callable[[], bool] = lambda: True,
) -> tuple[dict[str, Any], dict[str, int]]:  # fmt: skip
    """A batch of the table's stream: Lambda's partial batch response, and how many mails became what.

    A record that fails is reported and does not keep the rest of its batch from being sent.
    """
    failures: list[str] = []
    became: dict[str, int] = {}
    for record in records:
        verdicts = _told(office, record, event_of, now) if enough_time() else [FAILED]
        if FAILED in verdicts:
            failures.append(record["dynamodb"]["SequenceNumber"])
        for verdict in verdicts:
            became[verdict] = became.get(verdict, 0) + 1
    return {"batchItemFailures": [{"itemIdentifier": each} for each in failures]}, became


def _told(office: PostOffice, record: Mapping[str, Any], event_of: Any, now: datetime) -> list[str]:
    try:
        return office.tell(event_of(record["dynamodb"]["NewImage"]), now)
    except Exception:  # Whatever it is, it is this record's alone; it stays owed, and staff see it.
        return [FAILED]
