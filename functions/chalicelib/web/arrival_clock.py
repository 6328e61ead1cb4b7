"""The instant a request arrived, as the gateway saw it; never the function's own clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ..call import Call

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NoInstant(Exception):
    """The gateway did not say when the request arrived, so no rule about time can be applied to it."""


def received_at(context: Mapping[str, object], shift_ms: int) -> datetime:
    """From `requestContext.requestTimeEpoch` (milliseconds). `shift_ms` is the rehearsal clock's, 0 outside it."""
    epoch = context.get("requestTimeEpoch")
    if not isinstance(epoch, int):
        raise NoInstant
    return EPOCH + timedelta(milliseconds=epoch + shift_ms)


def local(call: Call, instant: datetime) -> datetime:
    return instant.astimezone(ZoneInfo(call.timezone))


def iso(call: Call, instant: datetime) -> str:
    """ISO 8601 in the call's zone, with offset and milliseconds."""
    return local(call, instant).isoformat(timespec="milliseconds")
