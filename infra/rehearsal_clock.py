"""The rehearsal clock: what AT means, and the shift that makes it true at the right moment."""

import time
from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import cast

from staff.instants import LONGEST, Unclear, read_instant

DEFAULT_AT = "2021-09-15T10:00:00+06:00"
FIRST_MARGIN_S = 1.8
LAST_MARGIN_S = 60


class UnclearInstant(ValueError):
    """AT is not an instant: not ISO 8601, or without its offset from UTC."""


def instant(at: str) -> datetime | None:
    """AT as an instant; None for `now`, the real time."""
    if at == "now":
        return None
    default = datetime.fromisoformat(DEFAULT_AT)
    try:
        # An example keeps what was typed and takes the default's offset, which is the call's.
        return read_instant(at, cast(tzinfo, default.tzinfo), default)
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
