"""Mails that are owed: of the applications that have one by the list of what is due, or of everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.notices.unsent_mails import STREAM_FIRST, UnsentMail, is_whole, owed_mails
from chalicelib.rules.application import Application, Event
from chalicelib.rules.due_entry import DueEntry
from chalicelib.rules.form_version import belongs_to
from chalicelib.store.due_list import TableDueList
from chalicelib.store.event_scan import event_items_of
from chalicelib.store.outbox import OutboxItem, TableOutbox

from ..console.session import Session
from .damage import GAP, Damage
from .item_reading import number_of, read_item
from .list_screens import is_from_projection

Found = tuple[UnsentMail, OutboxItem | None]
Life = tuple[tuple[Event, ...], tuple[OutboxItem, ...]]
# Entries of the list of what is due that are read at once.
MOST_ENTRIES = 100


def outbox_of(session: Session) -> TableOutbox:
    return TableOutbox(session.place.client, session.place.table)


def each_owed_mail(session: Session) -> Iterator[Found]:
    """Each owed mail with its item in the outbox, lazily."""
    session.note_damage(())
    at = session.at()
    lives = _lives_in_list(session, at) if is_from_projection(session) else _everyone(session)
    for events, postings in lives:
        by_mark = {posting.mark: posting for posting in postings}
        for mail in _owed_to(session, events, postings, at):
            yield mail, by_mark.get(mail.notice.mark)


def _everyone(session: Session) -> Iterator[Life]:
    return outbox_of(session).everyone(lambda item: session.note_damage(_damage(item)))


def _lives_in_list(session: Session, at: datetime) -> Iterator[Life]:
    seen: set[str] = set()
    for number in _numbers(session, at):
        if number not in seen:
            seen.add(number)
            yield _events(session, number), outbox_of(session).postings(number)


def _numbers(session: Session, at: datetime) -> Iterator[str]:
    """What a round will look at first, then what waits for a person."""
    due_list, call = TableDueList(session.place.client, session.place.table), session.call.id
    last: DueEntry | None = None
    # What was written a moment ago waits for the stream: its look is noted for a little later.
    while entries := due_list.due(call, at + STREAM_FIRST, MOST_ENTRIES, last):
        yield from (entry.number for entry in entries)
        last = entries[-1]
    after = ""
    while numbers := due_list.aside(call, MOST_ENTRIES, after):
        yield from numbers
        after = numbers[-1]


def _events(session: Session, number: str) -> tuple[Event, ...]:
    """The events of an application; None if one of them cannot be read, since the rest might mislead."""
    read = [read_item(item) for item in event_items_of(session.place.client, session.place.table, number)]
    damage = [part for _, parts in read for part in parts]
    session.note_damage(damage)
    return () if damage else tuple(event for event, _ in read if event)


def _owed_to(
    session: Session, events: tuple[Event, ...], postings: tuple[OutboxItem, ...], at: datetime
) -> list[UnsentMail]:
    if not events:
        return []
    if not is_whole(events):
        session.note_damage([Damage(events[0].number, GAP)])
        return []
    application = Application(events)

    def all_owed_mails() -> list[UnsentMail]:
        return owed_mails(session.call, application, postings, at) if belongs_to(session.call, application) else []

    return session.guard(application.number, all_owed_mails, [])


def _damage(item: Mapping[str, Any]) -> Sequence[Damage]:
    """Of an item of which the scan read no answers."""
    if item["pk"]["S"].startswith("mail#"):
        return [Damage(item["pk"]["S"].removeprefix("mail#"), "mail")]
    return read_item(item)[1] or [Damage(number_of(item), "item")]
