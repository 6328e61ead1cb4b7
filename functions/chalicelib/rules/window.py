"""Which phase the call is in at an instant: the only comparison of times in the product."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from ..call import Call
from ..call.page_phase import PagePhase

MILLISECOND = timedelta(milliseconds=1)
LAST_DAY = timedelta(hours=24)


class Phase(StrEnum):
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


class OutsideBounds(NamedTuple):
    """An act outside its window: the rule that refuses it, the instant missed, and by how many milliseconds.

    `opened` is False where that window never was open: after a failed interview. Then the instant is the record's.
    """

    rule: str
    instant: datetime
    by_ms: int
    opened: bool = True


def phase(call: Call, instant: datetime) -> Phase:
    """`opens_at <= instant < closes_at` is open. Raises ValueError for a naive datetime."""
    if is_before(instant, call.opens_at):
        return Phase.UPCOMING
    return Phase.OPEN if is_before(instant, call.closes_at) else Phase.CLOSED


def page_phases(call: Call) -> list[tuple[PagePhase, datetime | None]]:
    """Every phase of a page with the instant at which it begins, in order; the first one has always been.

    A call shorter than a day is in its last day from the start: its phase `open` lasts no time.
    """
    last_day = max(call.opens_at, call.closes_at - LAST_DAY)
    return [(PagePhase.UPCOMING, None), (PagePhase.OPEN, call.opens_at), (PagePhase.LAST_DAY, last_day),
            (PagePhase.CLOSED, call.closes_at)]  # fmt: skip


def page_phase(call: Call, instant: datetime) -> PagePhase:
    begun = [name for name, begins_at in page_phases(call) if begins_at is None or not is_before(instant, begins_at)]
    return begun[-1]


def outside(call: Call, instant: datetime) -> OutsideBounds | None:
    """None while the call is open; otherwise what was missed. At the closing instant itself one is 0 ms late."""
    now = phase(call, instant)
    if now is Phase.UPCOMING:
        return OutsideBounds("window", call.opens_at, (call.opens_at - instant) // MILLISECOND)
    if now is Phase.CLOSED:
        return OutsideBounds("deadline", call.closes_at, (instant - call.closes_at) // MILLISECOND)
    return None


def is_before(instant: datetime, end: datetime) -> bool:
    if instant.utcoffset() is None or end.utcoffset() is None:
        raise ValueError("an instant needs a zone")
    return instant < end
