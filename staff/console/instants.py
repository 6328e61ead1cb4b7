"""Instants and days as people type them: ISO 8601 with its offset. A wrong one is answered with an example that works.

Pure: the zone and the instant that stands for an example are the caller's.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

from chalicelib.rules.local_days import FIRST_YEAR, LAST_YEAR, is_in_reach, written_day

# Longer than any instant is written.
LONGEST = 40
_END_OF_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]24:00(?::00)?(.*)", re.ASCII)
_AS_WRITTEN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? +(\d{1,2})[.:](\d{2}))?", re.ASCII)


class Unclear(ValueError):
    """`key` is `instant`, `no_offset` or `day`; `example` is what to type instead, and is understood when typed."""

    def __init__(self, key: str, example: str) -> None:
        super().__init__(key)
        self.key, self.example = key, example


def read_instant(text: str, zone: tzinfo, otherwise: datetime) -> datetime:
    """`24:00` is the end of its day. Raises Unclear; the example keeps the typed day and time where they are readable,
    else it is `otherwise`.
    """
    try:
        instant = _iso(text.strip()) if len(text) <= LONGEST else None
    except ValueError:
        instant = None
    if instant is None or not is_in_reach(instant):
        raise Unclear("instant", example_instant(_written_time(text) or otherwise, zone))
    if instant.utcoffset() is None:
        raise Unclear("no_offset", example_instant(instant, zone))
    return instant


def read_day(text: str, otherwise: date) -> date:
    """A day as a person types it. Raises Unclear with an example: the day of a typed instant, else `otherwise`."""
    try:
        day = written_day(text) if len(text) <= LONGEST else None
    except ValueError:
        day = None
    if day is None:
        written = _written_time(text)
        raise Unclear("day", (written.date() if written else otherwise).isoformat())
    return day


def _iso(text: str) -> datetime:
    end = _END_OF_DAY.fullmatch(text)
    if not end:
        return datetime.fromisoformat(text)
    return datetime.fromisoformat(f"{end[1]}T00:00{end[2]}") + timedelta(days=1)


def _written_time(text: str) -> datetime | None:
    """«30.09.2021 18.00»: the day and time somebody meant, without a zone."""
    parts = _AS_WRITTEN.fullmatch(text.strip()) if len(text) <= LONGEST else None
    try:
        if parts and FIRST_YEAR <= int(parts[3]) <= LAST_YEAR:
            clock = time(int(parts[4] or 0), int(parts[5] or 0))
            return datetime.combine(date(int(parts[3]), int(parts[2]), int(parts[1])), clock)
    except ValueError:
        return None
    return None


def example_instant(instant: datetime, zone: tzinfo) -> str:
    """As it may be typed; a clock without a zone is the zone's own."""
    local = instant.astimezone(zone) if instant.tzinfo else instant.replace(tzinfo=zone)
    return local.isoformat(timespec="seconds" if local.second else "minutes")
