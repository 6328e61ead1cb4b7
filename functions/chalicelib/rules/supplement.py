"""Until when the package may be supplemented after an interview (domain facts 3.2)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..call import Call

ONE_DAY = timedelta(days=1)


def supplement_until(call: Call, held: date) -> datetime:
    """The exclusive end: 24:00, in the call's zone, of day D+n, moved to the next working day if the call says so."""
    last = held + call.supplement_days * ONE_DAY
    while call.supplement_rolls_to_working_day and not is_working(call, last):
        last += ONE_DAY
    return datetime.combine(last + ONE_DAY, time.min, ZoneInfo(call.timezone))


def is_working(call: Call, day: date) -> bool:
    return day.weekday() < 5 and day not in call.non_working_days
