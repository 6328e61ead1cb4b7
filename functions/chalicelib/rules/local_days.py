"""Local days of the call's zone: which day an instant falls on, when a day ends, which days are worked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..call import Call
from .application import Application

ONE_DAY = timedelta(days=1)
# Years beyond these are slips of the finger, and no zone, no hours added and no day before reaches their ends.
FIRST_YEAR, LAST_YEAR = 2000, 2199


def is_in_reach(day: date) -> bool:
    """Also of an instant: whether the calendar goes on around it."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def written_day(text: str) -> date:
    """A day as ISO 8601 writes it. Raises ValueError for what is none, and for one out of reach."""
    day = date.fromisoformat(text.strip())
    if not is_in_reach(day):
        raise ValueError
    return day


def local_day(call: Call, instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(call.timezone)).date()


def submission_day(call: Call, application: Application) -> date:
    """The day as of which age and documents are judged: of the submission; of a draft, its first saving."""
    return local_day(call, application.arrived_at)


def day_end(call: Call, day: date) -> datetime:
    """24:00 of a day in the call's zone."""
    return datetime.combine(day + ONE_DAY, time.min, ZoneInfo(call.timezone))


def end_after(call: Call, day: date, days: int) -> datetime:
    """The exclusive end: 24:00 of day D+n, moved to the next working day if the call says so."""
    last = day + days * ONE_DAY
    while call.supplement_rolls_to_working_day and not is_working(call, last):
        last += ONE_DAY
    return day_end(call, last)


def is_working(call: Call, day: date) -> bool:
    return day.weekday() < 5 and day not in call.non_working_days
