"""The small call as the public reads it: dates and numbers typed a second time, and the arithmetic of days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

# Almaty in 2021; typed, because the product takes it from the call.
ALMATY = timezone(timedelta(hours=6))
DAY = timedelta(days=1)
OPENS = datetime(2021, 9, 10, tzinfo=ALMATY)
CLOSES = datetime(2021, 9, 17, 18, tzinfo=ALMATY)
EXTENDED = datetime(2021, 9, 22, 18, tzinfo=ALMATY)
EXTENDED_ON = datetime(2021, 9, 16, 10, tzinfo=ALMATY)
HOLIDAYS = (date(2021, 9, 20),)
SUPPLEMENT_DAYS = 3
EXPLANATION_DAYS = 3
SYSTEMATIC = 2
# An interview of which nobody said how long it lasts.
USUAL_LENGTH = timedelta(minutes=30)
POINTS = range(0, 11)
TITLE_LENGTH = 20
STAGES = ("idea", "pilot", "running")
# Criterion 4 is asked of ideas and pilots only.
CRITERIA = ("1", "2", "3", "4", "5")
EXPERIENCE, EARLY = "4", ("idea", "pilot")


def local_day(instant: datetime) -> date:
    return instant.astimezone(ALMATY).date()


def midnight_after(day: date) -> datetime:
    """24.00 of the day."""
    return datetime.combine(day + DAY, time(), ALMATY)


def end_after(day: date, days: int) -> datetime:
    """24.00 of the day so many days later; a Saturday, a Sunday and a holiday give way to the next working day."""
    last = day + days * DAY
    while last.isoweekday() in (6, 7) or last in HOLIDAYS:
        last += DAY
    return midnight_after(last)
