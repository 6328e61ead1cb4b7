"""All applications of the call: a scan of the events, side by side, folded by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.intake.journal import reload
from chalicelib.rules.application import Application, Event
from chalicelib.rules.form_version import belongs_to
from chalicelib.rules.refusals import NotFound, OutcomeUnknown
from chalicelib.rules.window import is_before
from chalicelib.store.items import from_item

from .places import Place
from .session import Session

# A table of thousands is a few pages; more segments than this would only open more connections.
SEGMENTS = 4


def applications(session: Session) -> list[Application]:
    """Of this call, by arrival; with --at, as they were at that instant. Raises OutcomeUnknown."""
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events(session.place):
        found[event.number].append(event)
    folded = [Application(tuple(sorted(each, key=lambda event: event.seq))) for each in found.values()]
    ours = [each for each in folded if belongs_to(session.call, each)]
    seen = [each for each in (as_of(one, session.asked_at) for one in ours) if each]
    return sorted(seen, key=lambda each: (arrived(each), each.number))


def one(session: Session, number: str) -> Application:
    """Raises NotFound, also for one that did not exist yet at --at."""
    found = as_of(reload(session.call, session.place.store, number), session.asked_at)
    if found is None:
        raise NotFound
    return found


def arrived(application: Application) -> datetime:
    """The first submission; a draft's first saving."""
    return application.submitted_at or application.events[0].at


def as_of(application: Application, at: datetime | None) -> Application | None:
    """With the events until that instant; None when there were none."""
    kept = tuple(event for event in application.events if at is None or not is_before(at, event.at))
    return Application(kept) if kept else None


def events(place: Place) -> Iterator[Event]:
    """Every event in the table, in no order. Raises OutcomeUnknown."""
    pages = place.client.get_paginator("scan")  # made before the threads: making a client is not safe in several
    with ThreadPoolExecutor(SEGMENTS) as pool:
        for part in pool.map(lambda segment: _segment(pages, place.table, segment), range(SEGMENTS)):
            yield from map(from_item, part)


def _segment(pages: Any, table: str, segment: int) -> list[Mapping[str, Any]]:
    found = pages.paginate(
        TableName=table, Segment=segment, TotalSegments=SEGMENTS, ConsistentRead=True,
        FilterExpression="begins_with(sk, :event)", ExpressionAttributeValues={":event": {"S": "event#"}},
    )  # fmt: skip
    try:
        return [item for page in found for item in page["Items"]]
    except (BotoCoreError, ClientError) as error:
        raise OutcomeUnknown from error
