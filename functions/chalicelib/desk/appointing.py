"""Appointing an interview: at a time and place where no other is."""

from __future__ import annotations

from datetime import UTC, datetime

from ..projection.light import Light
from ..rules.application import Application
from ..rules.names import name_key
from ..rules.refusals import NotAgreed
from ..selection import interviews
from .committee import AtDesk

# Appointments looked through: more than a committee of any size holds before it.
MOST_APPOINTMENTS = 1000


def appoint(at: AtDesk, number: str, when: datetime, place: str, form: str, seen: int) -> Application:
    """Raises NotAgreed when another application is appointed to this place at this very time.

    The lists may be a moment behind: two secretaries at the same instant can still meet there, and both see it.
    """
    at.demand("schedule")
    at.open_whole(number)
    if any(each.number != number and _is_there(each, when, place) for each in _appointed(at)):
        raise NotAgreed("slot_taken")
    return at.act(
        number, "schedule", lambda desk: interviews.schedule(desk, number, when, place, form, seen), "schedule"
    )


def _is_there(item: Light, when: datetime, place: str) -> bool:
    return name_key(item.place) == name_key(place) and datetime.fromisoformat(item.when) == when.astimezone(UTC)


def _appointed(at: AtDesk) -> list[Light]:
    found: list[Light] = []
    after = ""
    while len(found) < MOST_APPOINTMENTS:
        page = at.committee.projection.page(at.call.id, "interview_scheduled", 100, after)
        found += page.items
        after = page.after
        if not after:
            break
    return found
