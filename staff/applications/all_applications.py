"""All applications of the call: a scan of the events, side by side, folded by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from chalicelib.call import Call
from chalicelib.rules.application import Application, Event
from chalicelib.rules.forgetting import is_forgotten
from chalicelib.rules.form_version import belongs_to
from chalicelib.rules.refusals import NotFound, OtherCall
from chalicelib.rules.window import is_before
from chalicelib.store.event_scan import event_items_of, every_event_item

from ..console.environment import Place
from ..console.errors import DamagedRecord
from ..console.session import Session
from .damage import Damage, fold, oddities
from .item_reading import read_item


def applications(session: Session) -> list[Application]:
    """The applications of this call by arrival; with --at, as they were at that instant. Raises OutcomeUnknown."""
    events_by_number: defaultdict[str, list[Event]] = defaultdict(list)
    damage: defaultdict[str, list[Damage]] = defaultdict(list)
    for number, event, parts in events(session.place):
        damage[number] += parts
        if event:
            events_by_number[number].append(event)
    folded = [fold(application) for application in events_by_number.values() if not is_forgotten(application)]
    ours = [application for application in folded if is_ours(session.call, application, damage[application.number])]
    session.note_damage(part for our in ours for part in (*damage[our.number], *oddities(session.call, our)))
    session.note_damage(part for number, parts in damage.items() if number not in events_by_number for part in parts)
    seen = [application for application in (as_of(one, session.asked_at) for one in ours) if application]
    return sorted(seen, key=lambda application: (arrival_instant(application), application.number))


def one(session: Session, number: str) -> Application:
    """Raises NotFound, also for one that did not exist yet at --at."""
    application, damage = stored_application(session, number)
    session.note_damage(damage)
    seen = as_of(application, session.asked_at)
    if seen is None:
        raise NotFound
    return seen


def stored_application(session: Session, number: str) -> tuple[Application, list[Damage]]:
    """What is stored now, and what of it is not as we write it. Raises NotFound; DamagedRecord when nothing of it can
    be read.
    """
    read = [read_item(item) for item in event_items_of(session.place.client, session.place.table, number)]
    events, damage = [event for event, _ in read if event], [part for _, parts in read for part in parts]
    if is_forgotten(events):
        raise NotFound
    if not events:
        raise DamagedRecord(number, damage) if damage else NotFound
    folded = fold(events)
    if not is_ours(session.call, folded, damage):
        raise OtherCall(folded.call_id)
    return folded, [*damage, *oddities(session.call, folded)]


def tombstones(session: Session) -> list[Application]:
    """What stays of this call's applications that were forgotten, in the order in which they were."""
    events_by_number: defaultdict[str, list[Event]] = defaultdict(list)
    for number, event, _ in events(session.place):
        if event:
            events_by_number[number].append(event)
    kept = [fold(each) for each in events_by_number.values() if is_forgotten(each)]
    ours = [each for each in kept if belongs_to(session.call, each)]
    return sorted(ours, key=lambda application: application.events[-1].at)


def is_ours(call: Call, application: Application, damage: Sequence[Damage]) -> bool:
    """Whether it belongs to this call. An application whose call cannot be read any more counts as this call's."""
    return belongs_to(call, application) or (not application.call_id and bool(damage))


def arrival_instant(application: Application) -> datetime:
    return application.arrived_at


def as_of(application: Application, at: datetime | None) -> Application | None:
    """The application with its events until that instant; None when there were none."""
    kept = tuple(event for event in application.events if at is None or not is_before(at, event.at))
    return Application(kept) if kept else None


def events(place: Place) -> Iterator[tuple[str, Event | None, Sequence[Damage]]]:
    """Every event in the table with its number, and what could not be read of it; in no order. Raises OutcomeUnknown.

    None for an item of which nothing could.
    """
    for item in every_event_item(place.client, place.table):
        event, damage = read_item(item)
        yield str(item["pk"]["S"]).removeprefix("application#"), event, damage
