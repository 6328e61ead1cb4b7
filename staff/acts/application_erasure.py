"""Erasure of one person's data wherever the place keeps it, in an order in which every step can be done again."""

from __future__ import annotations

import time
from pathlib import Path

from chalicelib.rules.application import Application, Event
from chalicelib.rules.forgetting import forget_event, is_forgotten
from chalicelib.rules.refusals import NotFound, OutcomeUnknown
from chalicelib.selection.committee_act import CommitteeAct
from chalicelib.store.document_bucket import versions
from chalicelib.store.event_table import EventTable
from chalicelib.store.home.sqlite_table import SqliteTable
from chalicelib.store.projection import TableProjection
from chalicelib.store.table_erasure import TableErasure, is_erased
from chalicelib.store.table_holdings import holdings

from ..applications.holdings import Holdings, exports_of, files_of, inbox_of
from ..console.errors import TROUBLE
from ..console.session import Session

# Each failed round means that a worker wrote in between; more failures than this are an error.
MOST_ROUNDS = 5
COMPACT_TRIES, COMPACT_PAUSE_S = 20, 0.5


def end(session: Session, desk: CommitteeAct, number: str, why: str) -> Application:
    """Write the act that ends the application, once: no other act comes after it, and nobody reads it any more."""
    ended = ended_application(session.place.store, desk, number, why)
    # Before the search: whatever a late worker writes is there by now, or is never written.
    TableProjection(session.place.client, session.place.table).end(session.call.id, number, ended.events[-1].seq)
    return ended


def ended_application(store: EventTable, desk: CommitteeAct, number: str, why: str) -> Application:
    for _ in range(MOST_ROUNDS):
        events = store.stored_events(number)
        if not events:
            raise NotFound
        if is_forgotten(events):
            return Application(events)
        event: Event = forget_event(events, desk.author, desk.at, why)
        if store.append(event) in (None, event):
            return Application((*events, event))
    raise OutcomeUnknown


def erase(session: Session, holding: Holdings) -> None:
    """Erase an application that has ended. Raises Failed while anything but the tombstone is left."""
    place, table = session.place, TableErasure(session.place.client, session.place.table)
    for _ in range(MOST_ROUNDS):
        held = holdings(place.client, place.table, holding.number)
        held["staff"] = [
            item for item in held["staff"] if item["sk"] in [entry["sk"] for entry in holding.items["staff"]]
        ]
        if is_erased(held, holding.texts) and not files_of(session).everything_of(holding.number):
            return
        table.erase_around(held, holding.texts)
        files_of(session).erase(holding.number)
        _erase_mails(session, holding)
        table.erase_events(held)
    session.fail("forget.remains", TROUBLE, number=holding.number)


def erase_exports(session: Session) -> None:
    """Remove all exports, which are copies of the whole table. They can be made again."""
    where = session.place.buckets.get("exports", "")
    if where.startswith("/"):
        for file in exports_of(session.place):
            Path(file).unlink(missing_ok=True)
    elif where:
        client = session.place.connect("s3")
        for version in versions(client, where, ""):
            client.delete_object(Bucket=where, Key=version["Key"], VersionId=version["VersionId"])


def compact(session: Session) -> None:
    """A file at home keeps what was deleted until it is written anew; a table in a cloud sees to that itself."""
    client = session.place.client
    if not isinstance(client, SqliteTable):
        return
    for _ in range(COMPACT_TRIES):
        if client.compact():
            return
        time.sleep(COMPACT_PAUSE_S)
    session.fail("forget.not_compacted", TROUBLE)


def _erase_mails(session: Session, holding: Holdings) -> None:
    if inbox := inbox_of(session):
        for name in holding.mails:
            (inbox / name).unlink(missing_ok=True)
