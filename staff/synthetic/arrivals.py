"""When invented applications arrive."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from chalicelib.call import Call

LAST_DAY_SHARE = 0.33


def arrival(call: Call, rng: Random) -> datetime:
    """A third of all arrive on the last day, most of those in its last hours; of a call of hours, in its last half."""
    length = call.closes_at - call.opens_at
    last = min(timedelta(days=1), length / 2)
    if rng.random() < LAST_DAY_SHARE:
        before = last * min(rng.expovariate(5), 0.999)
    else:
        before = last + (length - last) * rng.random() * 0.999
    at = call.closes_at - timedelta(milliseconds=1) - before
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
