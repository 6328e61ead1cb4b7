"""Claims of interview slots: who is writing an appointment down right now, so that two never take one place at once.

A claim is made before the appointment's event and is no truth itself: it stands for the moment in which the lists do
not show the appointment yet. What became of it is asked of the application.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from .act_details import ScheduleInterview, detail_of
from .application import Application
from .application_record import last
from .appointments import Slot, slot
from .people_names import name_key
from .window import is_before

# Longer than any request lasts: a claim without an appointment by then was given up.
GIVEN_UP = timedelta(minutes=2)
# Of one day: more than the rooms of a committee hold.
MOST_CLAIMS = 300


@dataclass(frozen=True)
class Claim:
    slot: Slot
    at: datetime


@dataclass(frozen=True)
class DayOfClaims:
    """`day` is one of UTC's, as a date is written; `version` grows by each writing, 0 for what nobody wrote yet."""

    day: str
    version: int = 0
    claims: tuple[Claim, ...] = ()

    def with_claim(self, claim: Claim) -> DayOfClaims:
        """In the place of an earlier claim of the same application; the oldest give way when there are too many."""
        others = [other for other in self.claims if other.slot.number != claim.slot.number]
        return DayOfClaims(self.day, self.version, (*others[-(MOST_CLAIMS - 1) :], claim))

    def without(self, numbers: Sequence[str]) -> DayOfClaims:
        kept = tuple(claim for claim in self.claims if claim.slot.number not in numbers)
        return DayOfClaims(self.day, self.version, kept)


def days_of(wanted: Slot) -> tuple[str, ...]:
    """UTC's days that the slot touches, one or two: slots that meet touch one of the same."""
    ends = wanted.start + timedelta(minutes=wanted.minutes)
    return tuple(sorted({f"{instant.astimezone(UTC):%Y-%m-%d}" for instant in (wanted.start, ends)}))


def holds(claim: Claim, application: Application, at: datetime) -> bool:
    """Whether the claim still stands for an appointment, or may be about to become one."""
    planned = last(application, "schedule_interview")
    if planned and not is_before(planned.at, claim.at):
        is_scheduled = application.status == "interview_scheduled"
        return is_scheduled and _same(slot(application.number, detail_of(planned, ScheduleInterview)), claim.slot)
    return is_before(at, claim.at + GIVEN_UP)


def _same(one: Slot, other: Slot) -> bool:
    """Texts of an appointment are tidied when it is written."""
    return (one.start, name_key(one.place)) == (other.start, name_key(other.place))
