"""An interview's place in the day: what clashes with what, and what the applicant answered when a time was offered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from .act_details import AnswerInterview, ScheduleInterview, detail_of
from .application import Application, Event
from .application_record import appointment, last
from .objection import Objection, text_objection
from .people_names import name_key
from .window import is_before

SHORTEST, LONGEST, USUAL = 5, 480, 30
# What an applicant may answer; before an answer an offered time is ASKED, and one that was not offered has no state.
CONFIRMED, DECLINED, ASKED = "confirmed", "declined", "asked"
ANSWERS = (CONFIRMED, DECLINED)
# Of one application: each is an event that stays.
MOST_ANSWERS = 20


class Slot(NamedTuple):
    """From `start` for so many minutes, in one place, with these people (names) at the table.

    An appointment of which nobody said how long it lasts has 0 minutes: it meets what begins or goes on at that moment.
    """

    number: str
    start: datetime
    minutes: int
    place: str
    people: tuple[str, ...]


class Clash(NamedTuple):
    """`what` is `place` or `person`; `name` is the person's, empty for a place."""

    what: str
    number: str
    name: str = ""


def slot(number: str, detail: ScheduleInterview) -> Slot:
    """The slot of a schedule_interview event."""
    people = (*detail.get("committee", ()), *detail.get("experts", ()))
    start = datetime.fromisoformat(detail["when"])
    return Slot(number, start, int(detail.get("minutes", 0)), detail["place"], people)


def clash(slot: Slot, others: Iterable[Slot]) -> Clash | None:
    """The first other appointment that has the same place or somebody of the same people at the same time."""
    for other in others:
        if other.number == slot.number or not _meet(slot, other):
            continue
        if name_key(other.place) == name_key(slot.place):
            return Clash("place", other.number)
        theirs = {name_key(name) for name in other.people}
        if both := [name for name in slot.people if name_key(name) in theirs]:
            return Clash("person", other.number, both[0])
    return None


def _meet(one: Slot, other: Slot) -> bool:
    """Whether two slots overlap; one that ends when the other begins does not."""
    if one.start == other.start:
        return True
    earlier, later = (one, other) if is_before(one.start, other.start) else (other, one)
    return is_before(later.start, earlier.start + timedelta(minutes=earlier.minutes))


def appointment_end(application: Application) -> datetime | None:
    """The exclusive end of the appointment in force; one whose length nobody said is given the usual one."""
    planned = appointment(application)
    if planned is None:
        return None
    return datetime.fromisoformat(planned["when"]) + timedelta(minutes=planned.get("minutes") or USUAL)


def is_over(application: Application, at: datetime) -> bool:
    """Whether the appointment in force is past."""
    end = appointment_end(application)
    return end is not None and not is_before(at, end)


def length_objection(minutes: int) -> Objection | None:
    """0 stands for a length that nobody said."""
    if minutes == 0 or SHORTEST <= minutes <= LONGEST:
        return None
    return Objection("interview", "interview_length", {"min": SHORTEST, "max": LONGEST})


class Answered(NamedTuple):
    """`state` of the appointment in force: asked, confirmed, declined; empty when nobody asked. `text` says why not."""

    state: str
    text: str = ""


def applicants_answer(application: Application) -> Answered:
    """What the applicant said of the appointment in force; an answer about an earlier one is of no account."""
    planned = last(application, "schedule_interview")
    if planned is None or not detail_of(planned, ScheduleInterview).get("offered"):
        return Answered("")
    answers = [event for event in application.events if event.act == "answer_interview" and event.seq > planned.seq]
    if not answers:
        return Answered(ASKED)
    detail = detail_of(answers[-1], AnswerInterview)
    return Answered(detail["answer"], detail.get("text", ""))


def may_answer(application: Application, at: datetime) -> bool:
    """Whether an offered interview is still ahead."""
    planned = last(application, "schedule_interview")
    return applicants_answer(application).state != "" and planned is not None and is_before(at, _when(planned))


def _when(planned: Event) -> datetime:
    return datetime.fromisoformat(detail_of(planned, ScheduleInterview)["when"])


def to_answer(application: Application, answer: str, text: str, appointment: int, at: datetime) -> Objection | None:
    """About the appointment that was read (`appointment`: its event's number), before it begins; a no has a reason."""
    planned = last(application, "schedule_interview")
    if planned is None or not detail_of(planned, ScheduleInterview).get("offered"):
        return Objection("interview", "not_offered")
    if planned.seq != appointment:
        return Objection("interview", "appointment_moved")
    if not is_before(at, _when(planned)):
        return Objection("interview", "appointment_over")
    if answer not in ANSWERS:
        return Objection("interview", "unknown_answer")
    if len(_answers(application)) >= MOST_ANSWERS:
        return Objection("interview", "too_many_interview_answers", {"limit": MOST_ANSWERS})
    return text_objection("interview", text, "no_answer_reason" if answer == DECLINED else "")


def _answers(application: Application) -> list[Event]:
    return [event for event in application.events if event.act == "answer_interview"]
