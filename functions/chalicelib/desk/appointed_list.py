"""What is appointed, by its time: of the list only the part that is asked for is read."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import chain, islice

from ..projection.light_item import APPOINTED, TO_MOVE, LightItem
from ..projection.projection_upkeep import pages_of_list
from ..rules.appointments import DECLINED, LONGEST, Slot
from ..rules.instant_format import write_instant
from .committee import AtDesk

# Of one part, in requests of so many: more than a committee of any size holds at a time.
MOST_APPOINTMENTS, AT_ONCE = 1000, 100
LONGEST_SLOT = timedelta(minutes=LONGEST)
# Instants are kept in milliseconds: what is before this much later is no later.
AN_INSTANT = timedelta(milliseconds=1)


def appointed_between(
    at: AtDesk, start: datetime | None, end: datetime | None, most: int = MOST_APPOINTMENTS
) -> list[LightItem]:
    """From `start` on and before `end` (None: from the first, to the last); the first of them, at most so many."""
    return _part(at, APPOINTED, start, end, most)


def last_appointed_before(at: AtDesk, end: datetime, most: int) -> list[LightItem]:
    """The last before `end`, at most so many, by their time."""
    if not at.has_whole_lists:
        return _read_from_status(at, APPOINTED, "", write_instant(end))[-most:]
    page = at.committee.projection.page(at.call.id, APPOINTED, most, until=write_instant(end), last_first=True)
    return list(reversed(page.items))


def declined_from(at: AtDesk, start: datetime, most: int) -> list[LightItem]:
    """Those ahead whose offered time the applicant declined."""
    return _part(at, TO_MOVE, start, None, most)


def slots_around(at: AtDesk, first: datetime, last: datetime) -> list[Slot]:
    """Every slot that one beginning between these instants may meet."""
    return [slot_of(item) for item in appointed_between(at, first - LONGEST_SLOT, last + LONGEST_SLOT)]


def slot_of(item: LightItem) -> Slot:
    return Slot(item.number, datetime.fromisoformat(item.when), item.minutes, item.place, item.expected)


def _part(at: AtDesk, name: str, start: datetime | None, end: datetime | None, most: int) -> list[LightItem]:
    after, until = (write_instant(instant) if instant else "" for instant in (start, end))
    if not at.has_whole_lists:
        return _read_from_status(at, name, after, until)[:most]
    return _read(at, name, most, after, until)


def _read_from_status(at: AtDesk, name: str, after: str, until: str) -> list[LightItem]:
    """The same of lists in an earlier layout, which have none by time: from everything that is appointed."""
    items = _read(at, "interview_scheduled", MOST_APPOINTMENTS)
    wanted = [item for item in items if item.when and (name == APPOINTED or item.answer == DECLINED)]
    part = [item for item in wanted if after <= item.when and (not until or item.when < until)]
    return sorted(part, key=lambda item: (item.when, item.number))


def _read(at: AtDesk, name: str, most: int, after: str = "", until: str = "") -> list[LightItem]:
    pages = pages_of_list(at.committee.projection, at.call.id, name, min(AT_ONCE, most), after, until)
    return list(islice(chain.from_iterable(page.items for page in pages), most))
