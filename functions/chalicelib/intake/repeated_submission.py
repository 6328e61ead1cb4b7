"""Whether what is stored under a press's number was written by the same press, repeated, and what it is told then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from ..rules.application import Application, Event
from ..rules.lost_key_link import KEY_REPEATED_MINUTES
from ..rules.refusals import OutcomeUnknown
from ..rules.window import is_before
from .idempotency import IdempotencyKey
from .store_port import Store

# Two presses share a number about once in ten thousand million; five in a row is a fault, not chance.
MOST_ATTEMPTS = 5


class StoredSubmission(NamedTuple):
    """The first event of an application, and the press that wrote it: just now, or at an earlier try."""

    event: Event
    press: IdempotencyKey
    is_new: bool

    def key(self, at: datetime) -> str:
        """The applicant's key, where this press may be told it (again); else empty.

        Whoever knows the answers, or comes to a browser somebody left, can post a plain form a second time; a key of
        its own only the sender has.
        """
        is_fresh = is_before(at, self.event.at + timedelta(minutes=KEY_REPEATED_MINUTES))
        return self.press.key if self.is_new or self.press.is_named or is_fresh else ""


def place(store: Store, root: IdempotencyKey, first_event: Callable[[IdempotencyKey, str], Event]) -> StoredSubmission:
    """Write the first event of `root`'s application under a free number, or answer what an earlier press wrote.

    `first_event` makes it from the press and a number. Raises OutcomeUnknown.
    """
    press = root
    for _ in range(MOST_ATTEMPTS):
        placed = _place_once(store, press, first_event)
        if placed.is_new or not _is_over(store, press, placed.event):
            return placed
        press = _after_withdrawals(store, root)
    raise OutcomeUnknown


def earlier(store: Store, root: IdempotencyKey) -> StoredSubmission | None:
    """What an earlier press wrote, if it did. Raises OutcomeUnknown."""
    press = root
    standing = _standing(store, press)
    if standing and _is_over(store, press, standing):
        press = _after_withdrawals(store, root)
        standing = _standing(store, press)
    return StoredSubmission(standing, press, is_new=False) if standing else None


def _place_once(
    store: Store, press: IdempotencyKey, first_event: Callable[[IdempotencyKey, str], Event]
) -> StoredSubmission:
    for attempt in range(MOST_ATTEMPTS):
        event = first_event(press, press.number(attempt))
        standing = store.append(event)
        if standing is None or standing.press == press.mark:
            return StoredSubmission(standing or event, press, is_new=standing is None)
    raise OutcomeUnknown


def _standing(store: Store, press: IdempotencyKey) -> Event | None:
    for attempt in range(MOST_ATTEMPTS):
        first = store.first(press.number(attempt))
        if first is None or first.press == press.mark:
            return first
    return None


def _is_over(store: Store, press: IdempotencyKey, standing: Event) -> bool:
    """A plain form has no key of its own: posted after a withdrawal it is a new wish, not the old press again."""
    return not press.is_named and Application(store.events(standing.number)).status == "withdrawn"


def _after_withdrawals(store: Store, root: IdempotencyKey) -> IdempotencyKey:
    """The press that the words stand for now, the first of its kind having been withdrawn.

    Each withdrawal is followed by a press with another number and key, and none is written before that. So the last
    is looked for in doubling steps: a thousand withdrawals cost twenty readings, and are never too many.
    """
    over, free = 0, 1
    while _is_withdrawn(store, root.after(free)):
        over, free = free, free * 2
    while free - over > 1:
        middle = (over + free) // 2
        over, free = (middle, free) if _is_withdrawn(store, root.after(middle)) else (over, middle)
    return root.after(free)


def _is_withdrawn(store: Store, press: IdempotencyKey) -> bool:
    standing = _standing(store, press)
    return standing is not None and _is_over(store, press, standing)
