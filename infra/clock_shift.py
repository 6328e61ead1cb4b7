"""The rehearsal clock: what AT means, and the shift that makes it true at the right moment."""

import time
from collections.abc import Callable
from datetime import datetime
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from chalicelib.call import Call
from staff.console.instants import LONGEST, Unclear, read_instant

# An ordinary hour of an ordinary day: some time after the opening, long before the rush.
USUAL_SHARE, USUAL_HOUR = 0.25, 10
FIRST_MARGIN_S = 1.8
LAST_MARGIN_S = 60


class UnclearInstant(ValueError):
    """AT is not an instant: not ISO 8601, or without its offset from UTC."""


def usual_instant(call: Call) -> datetime:
    """Where the clock starts unless it is told otherwise: in the call's own window, on a morning of its first half."""
    zone = ZoneInfo(call.timezone)
    quarter = (call.opens_at + (call.closes_at - call.opens_at) * USUAL_SHARE).astimezone(zone)
    morning = datetime.combine(quarter.date(), clock_time(USUAL_HOUR), zone)
    return morning if call.opens_at <= morning < call.closes_at else quarter.replace(microsecond=0)


def instant(at: str, call: Call) -> datetime | None:
    """AT as an instant; None for `now`, the real time; nothing at all is the usual one."""
    if at == "now":
        return None
    usual = usual_instant(call)
    if not at:
        return usual
    try:
        # An example keeps what was typed and takes the call's offset.
        return read_instant(at, ZoneInfo(call.timezone), usual)
    except Unclear as unclear:
        problem = "names no zone" if unclear.key == "no_offset" else "is not a time"
        raise UnclearInstant(f"AT={at[:LONGEST]} {problem}. Write AT={unclear.example}, or AT=now.") from None


def shift_for(wanted: datetime, real_ms: int) -> int:
    """Milliseconds to add to the real time so that at `real_ms` (Unix milliseconds) the clock shows `wanted`."""
    return round(wanted.timestamp() * 1000) - real_ms


def set_clock(wanted: datetime | None, apply: Callable[[int], None]) -> int:
    """Have `apply` set a shift and make the function warm; returns that shift, at the very moment it is right.

    The moment must be named before it is known how long `apply` takes: when it takes longer, once more with more room.
    """
    if wanted is None:
        apply(0)
        return 0
    margin = FIRST_MARGIN_S
    while True:
        moment = time.time() + margin
        shift = shift_for(wanted, round(moment * 1000))
        apply(shift)
        if time.time() <= moment or margin > LAST_MARGIN_S:
            time.sleep(max(0.0, moment - time.time()))
            return shift
        margin *= 2
