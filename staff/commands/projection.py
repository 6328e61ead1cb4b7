"""`projection rebuild` and `compare`: the desk's lists against the events they are folded from."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from chalicelib.call import Call
from chalicelib.notices.next_due import NextLook, after_look
from chalicelib.notices.unsent_mails import is_whole, owed_mails
from chalicelib.projection.light_fold import unreadable
from chalicelib.projection.projection_upkeep import compare as differences
from chalicelib.projection.projection_upkeep import rebuild as keep_anew
from chalicelib.rules.application import Application
from chalicelib.rules.form_version import belongs_to
from chalicelib.store.due_list import TableDueList
from chalicelib.store.outbox import OutboxItem
from chalicelib.store.projection import TableProjection
from staff.applications.all_applications import applications, tombstones
from staff.applications.mail_list import outbox_of
from staff.console.errors import GONE
from staff.console.localized_click import LocalizedGroup, subcommand
from staff.console.session import Session
from staff.printing.terminal import write

command = LocalizedGroup("projection", words="command.projection.about")
# At most so many numbers are printed.
MOST_NAMED = 20


@subcommand(command, "rebuild")
def rebuild(session: Session) -> None:
    """Everything that lists and rounds read: afterwards they are whole."""
    applications, projection = _applications_by_number(session), _projection(session)
    kept = keep_anew(session.call, lambda number: applications[number].events, projection, applications)
    for number in {damage.number for damage in session.damage or ()} - set(applications):
        projection.keep(session.call.id, unreadable(number, 1))
    for tombstone in tombstones(session):
        projection.note_forgotten(session.call.id, tombstone.number)
    _note_due(session)
    projection.mark_whole(session.call.id)
    words = session.say("done.projection_rebuilt", count=len(applications), kept=kept)
    session.out({"applications": len(applications), "rebuilt": kept}, lambda console: write(console, words))


@subcommand(command, "compare")
def compare(session: Session) -> None:
    """Raises Failed where they differ: whoever runs it by a timer learns it from the exit code."""
    applications = _applications_by_number(session)
    differing = [difference.number for difference in differences(
        session.call, lambda number: applications[number].events, _projection(session), applications
    )]  # fmt: skip
    if differing:
        named = ", ".join(differing[:MOST_NAMED])
        session.fail("done.projection_differs", GONE, "staff", count=len(applications), numbers=named)
    words = session.say("done.projection_same", count=len(applications))
    session.out({"applications": len(applications), "differing": []}, lambda console: write(console, words))


def _note_due(session: Session) -> None:
    """When a round must look at each application next; an entry too many costs one look."""
    call, at = session.call, session.at()
    due_list = TableDueList(session.place.client, session.place.table)
    for events, postings in outbox_of(session).everyone():
        if not is_whole(events) or not belongs_to(call, Application(events)):
            continue
        read = partial(_look, call, Application(events), postings, at)
        look = session.guard(events[0].number, read, NextLook(None, is_for_staff=True))
        if look.entry:
            due_list.put(call.id, look.entry)
        if look.is_for_staff:
            due_list.set_aside(call.id, events[0].number)


def _look(call: Call, application: Application, postings: tuple[OutboxItem, ...], at: datetime) -> NextLook:
    return after_look(call, application, owed_mails(call, application, postings, at), at)


def _applications_by_number(session: Session) -> dict[str, Application]:
    return {application.number: application for application in applications(session)}


def _projection(session: Session) -> TableProjection:
    return TableProjection(session.place.client, session.place.table)
