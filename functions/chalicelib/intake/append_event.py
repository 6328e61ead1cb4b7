"""Appending the next event of an application: the one way anything about it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from ..call import Call
from ..rules.application import Application, Event
from ..rules.field_conditions import Answers
from ..rules.form_version import belongs_to
from ..rules.lifecycle import ever_allows, status_after
from ..rules.refusals import NotAllowed, NotFound, OtherCall, OutcomeUnknown, Stale
from .canonical_answers import stored_sha256
from .store_port import Store

# Each race lost is a rival's event written; more than this in a row means the store answers nonsense.
MOST_RACES = 24


class Change(NamedTuple):
    """What an act does: `answers` only when it writes a new version of the content, and then `form`, the version of
    the form that they were judged by.
    """

    act: str
    actor: str
    at: datetime
    answers: Answers | None = None
    detail: Mapping[str, object] = {}
    form: int = 0
    key_sha256: str = ""


def next_event(application: Application, change: Change) -> Event:
    """Raises NotAllowed when the status does not permit the act, TooLarge for more answers than one event holds."""
    status = application.status
    if not ever_allows(change.act, status):
        raise NotAllowed.by_status(change.act, status)
    rewrites = change.answers is not None
    return Event(
        number=application.number, seq=len(application.events) + 1, at=change.at, act=change.act, actor=change.actor,
        before=status, status=status_after(change.act, status), version=application.version + rewrites,
        answers=change.answers, answers_sha256=stored_sha256(change.answers) if change.answers is not None else "",
        detail=change.detail, call=application.call_id if rewrites else "",
        form=change.form, key_sha256=change.key_sha256,
    )  # fmt: skip


def append(store: Store, application: Application, change: Change) -> Application:
    """Append one event to what the caller saw. Raises Stale, with what is there now, when another event came first."""
    event = next_event(application, change)
    standing = store.append(event)
    if standing is None or standing == event:
        return Application((*application.events, event))
    raise Stale(_latest(store, application.number))


def append_on_latest(store: Store, current: Application, decide: Callable[[Application], Change | None]) -> Application:
    """Decide on `current`, again on what is there after every race, until the event is in.

    `decide` answers None when what is there is what was asked for already, and raises Refused to stop.
    """
    for _ in range(MOST_RACES):
        change = decide(current)
        if change is None:
            return current
        try:
            return append(store, current, change)
        except Stale as stale:
            current = stale.current
    raise OutcomeUnknown


def reload(call: Call, store: Store, number: str) -> Application:
    """What is stored now. Raises NotFound, and OtherCall for an application of another call."""
    application = _latest(store, number)
    if not belongs_to(call, application):
        raise OtherCall(application.call_id)
    return application


def _latest(store: Store, number: str) -> Application:
    events = store.events(number)
    if not events:
        raise NotFound
    return Application(events)
