"""Where a round of mails reads what is due: in the list of it, once that is whole; else in the whole table.

A table of which nobody has built the lists yet is read whole at every round, so that no mail waits for it. A small one
has its lists built there and then; of a large one the log says so, and the operator's `projection rebuild` builds them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from . import deployment
from .call import Call
from .intake.rescan_waiting import MOST_A_ROUND, CheckRound
from .notices.mail_sender import MailSender
from .notices.next_due import after_look
from .notices.unsent_mails import is_whole, owed_mails
from .projection.light_item import UNCHECKED
from .projection.projection_upkeep import refresh
from .rules.application import Application, Event
from .rules.form_version import belongs_to
from .store.due_list import TableDueList
from .store.event_table import EventTable
from .store.projection import TableProjection

DUE_LIST, WHOLE_TABLE, REBUILT = "due_list", "whole_table", "rebuilt"
# So many applications have their lists built within a round.
MOST_BUILT = 500


def sweep(
    office: MailSender, checks: CheckRound | None, now: datetime, enough_time: Callable[[], bool]
) -> tuple[dict[str, int], str]:
    """How many mails became what, and what was read for it."""
    client, table = deployment.table_client(), deployment.table_name()
    projection, due_list = TableProjection(client, table), TableDueList(client, table)
    if projection.is_whole(office.call.id):
        if checks:
            _note_unchecked_document(office.call, EventTable(client, table), projection, checks)
        return office.sweep(now, enough_time, due_list=due_list), DUE_LIST
    seen: list[tuple[Event, ...]] = []

    def note(events: tuple[Event, ...]) -> None:
        seen.append(events[:1])
        if checks:
            checks.note(events)

    became = office.sweep(now, enough_time, note)
    if len(seen) > MOST_BUILT or not enough_time():
        return became, WHOLE_TABLE
    build(office, projection, due_list, [events[0].number for events in seen if events], now)
    return became, REBUILT


def _note_unchecked_document(call: Call, store: EventTable, projection: TableProjection, checks: CheckRound) -> None:
    for item in projection.page(call.id, UNCHECKED, MOST_A_ROUND).items:
        checks.note(store.events(item.number))


def build(
    office: MailSender, projection: TableProjection, due_list: TableDueList, numbers: list[str], now: datetime
) -> None:
    """The lists of these applications, all there are; what is written meanwhile, the stream brings."""
    for number in numbers:
        refresh(office.call, office.read, projection, number)
        events = office.read(number)
        if is_whole(events) and belongs_to(office.call, Application(events)):
            mails = owed_mails(office.call, Application(events), office.outbox.postings(number), now)
            look = after_look(office.call, Application(events), mails, now)
            if look.entry:
                due_list.put(office.call.id, look.entry)
            if look.is_for_staff:
                due_list.set_aside(office.call.id, number)
    projection.mark_whole(office.call.id)
