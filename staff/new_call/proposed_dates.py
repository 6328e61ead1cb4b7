"""When a new call might run: dates to begin with, in its zone."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

ZONE = "Asia/Almaty"
# Two weeks to write the call's own words; usually from a Monday to the Friday of the third week.
AHEAD, LENGTH = timedelta(days=14), timedelta(days=18)
CLOSING = time(18)
SATURDAY = 5
# How long after the closing an end of some window can fall, and how long a consent is asked for.
AFTER, CONSENT_YEARS = timedelta(days=120), 2


class Window(NamedTuple):
    opens_at: datetime
    closes_at: datetime
    valid_until: datetime
    days_off: tuple[date, ...]


def next_opening(today: date) -> date:
    """The first Monday two weeks from `today` on."""
    first = today + AHEAD
    return first + timedelta(days=-first.weekday() % 7)


def proposed_window(opening: date, zone: str = ZONE) -> Window:
    """From that day's first minute to a working day's evening, and what goes with it."""
    days_off = tuple(_days_off(opening, opening + LENGTH + AFTER))
    last = opening + LENGTH
    while last.weekday() >= SATURDAY or last in days_off:
        last += timedelta(days=1)
    until = datetime(last.year + CONSENT_YEARS, 1, 1, tzinfo=ZoneInfo(zone))
    opens, closes = (datetime.combine(day, at, ZoneInfo(zone)) for day, at in ((opening, time()), (last, CLOSING)))
    return Window(opens, closes, until, days_off)


def _days_off(first: date, last: date) -> Iterator[date]:
    """Holidays that are no weekend anyway."""
    for year in range(first.year, last.year + 1):
        for month, day in _holidays():
            holiday = date(year, month, day)
            if first <= holiday <= last and holiday.weekday() < SATURDAY:
                yield holiday


@lru_cache(maxsize=1)
def _holidays() -> tuple[tuple[int, int], ...]:
    table = tomllib.loads(Path(__file__).with_name("calendar.toml").read_text("utf-8"))
    return tuple((int(day[:2]), int(day[3:])) for day in table["holidays"])
