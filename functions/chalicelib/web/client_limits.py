"""Limits of requests: who asks is counted under a mark that tells nobody who it was, and that changes daily.

When the store does not answer, nobody is refused: the limits keep a nuisance away and must not become one.
"""

from __future__ import annotations

import hmac
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from ..intake.number_and_key import normalise
from ..rules.refusals import NotFound, OutcomeUnknown, TooMany
from ..rules.request_limits import (
    LOOK_UPS,
    WRONG_KEY_UNITS,
    WRONG_KEYS_OF_NUMBER,
    Limit,
    seconds_to_wait,
    window_end,
    window_start,
)

if TYPE_CHECKING:
    from .request_service import Arrival, Service

# Marks that are past their limit, kept in this process: further requests cost the store nothing.
MOST_REMEMBERED = 1000
MOST_NUMBER = 64


class Counts(Protocol):
    """`chalicelib.store.request_counts` and the tests' fake implement this Protocol. Both raise OutcomeUnknown."""

    def add(self, mark: str, units: int, until: datetime) -> int: ...
    def note_failed_key(self, call_id: str, at: datetime) -> None: ...


class Limits:
    """`unlimited` is the client that is not counted: the machine itself, from which a rehearsal plays a region."""

    def __init__(self, counts: Counts, secret: bytes, unlimited: str = "") -> None:
        self._counts, self._secret, self._unlimited = counts, secret, unlimited
        self._exceeded: OrderedDict[str, None] = OrderedDict()

    def spend(self, limit: Limit, whose: str, at: datetime, units: int = 1) -> None:
        """Count one request. Raises TooMany where the limit is reached. With an empty `whose` nothing is counted."""
        mark = self.refuse_remembered(limit, whose, at)
        if mark and self._units(limit, mark, at, units) > limit.most:
            self._remember(mark)
            raise TooMany(limit, seconds_to_wait(limit, at))

    def refuse_remembered(self, limit: Limit, whose: str, at: datetime) -> str:
        """The mark under which this is counted, empty where nothing is. Raises TooMany where this process has seen
        that this window is used up. Counts and asks nothing.
        """
        if whose in ("", self._unlimited):
            return ""
        mark = self._mark(limit, whose, at)
        if mark in self._exceeded:
            raise TooMany(limit, seconds_to_wait(limit, at))
        return mark

    def note_failed_key(self, call_id: str, at: datetime) -> None:
        with suppress(OutcomeUnknown):
            self._counts.note_failed_key(call_id, at)

    def _units(self, limit: Limit, mark: str, at: datetime, units: int) -> int:
        try:
            return self._counts.add(mark, units, window_end(limit, at))
        except OutcomeUnknown:
            return 0

    def _remember(self, mark: str) -> None:
        self._exceeded[mark] = None
        if len(self._exceeded) > MOST_REMEMBERED:
            self._exceeded.popitem(last=False)

    def _mark(self, limit: Limit, whose: str, at: datetime) -> str:
        day, start = at.astimezone(UTC).date(), window_start(limit, at)
        key = hmac.digest(self._secret, f"limits\0{day.isoformat()}".encode(), "sha256")
        return hmac.digest(key, f"{limit.name}\0{start.isoformat()}\0{whose}".encode(), "sha256").hex()


def spend(service: Service, arrival: Arrival, limit: Limit) -> None:
    """Raises TooMany when this client has used up what the limit allows it."""
    if service.limits:
        service.limits.spend(limit, arrival.client, arrival.at)


@contextmanager
def opened_by_key(service: Service, arrival: Arrival, number: str, limit: Limit | None = LOOK_UPS) -> Iterator[None]:
    """Around what opens an application by its key: asking is counted under `limit`, a wrong key afterwards as well.

    Unknown number and wrong key count alike. Raises TooMany; what follows a right key never does without a `limit`.
    A look-up writes nothing, so it is counted together with what its key turns out to be: a guess costs the store one
    reading, of the key, and three counts.
    """
    is_look_up = limit is LOOK_UPS
    if service.limits and is_look_up:
        service.limits.refuse_remembered(LOOK_UPS, arrival.client, arrival.at)
    elif limit:
        spend(service, arrival, limit)
    try:
        yield
    except NotFound:
        _count_wrong_key(service, arrival, number, WRONG_KEY_UNITS + is_look_up)
        raise
    if is_look_up:
        spend(service, arrival, LOOK_UPS)


def _count_wrong_key(service: Service, arrival: Arrival, number: str, units: int) -> None:
    if service.limits is None:
        return
    service.limits.note_failed_key(service.call.id, arrival.at)
    try:
        service.limits.spend(LOOK_UPS, arrival.client, arrival.at, units)
        service.limits.spend(WRONG_KEYS_OF_NUMBER, normalise(number[:MOST_NUMBER]), arrival.at)
    except TooMany as refused:
        raise TooMany(refused.limit, refused.seconds, is_wrong_key=True) from None
