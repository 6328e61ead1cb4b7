"""Appointing interviews: at a time and place where no other is, with people who are free and may judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..rules.application import Application
from ..rules.application_record import appointment
from ..rules.appointments import Clash, Slot, clash
from ..rules.committee_rights import CONFLICT, EXPERT, MEMBER, SECRETARY, Member
from ..rules.objection import FURTHEST
from ..rules.people_names import name_key
from ..rules.refusals import NotAgreed, Stale
from ..rules.reviews import Review
from ..rules.text_normalisation import is_blank
from ..selection import interviews
from .appointed_list import slots_around
from .committee import AtDesk
from .reviews import assign
from .slot_claims import claim_slot

MOST_SLOTS = 16


@dataclass(frozen=True)
class Wish:
    """An appointment as it is asked for. `people` are ids of those who will be there, `form` a code of the format."""

    when: datetime
    place: str
    form: str
    minutes: int = 0
    people: tuple[str, ...] = ()
    offered: bool = False
    why: str = ""

    def at(self, when: datetime) -> Wish:
        return Wish(when, self.place, self.form, self.minutes, self.people, self.offered, self.why)


def appoint(at: AtDesk, number: str, wish: Wish, seen: int, taken: Sequence[Slot] | None = None) -> Application:
    """Raises NotAgreed when the place or somebody is taken then, when somebody there has a conflict of interest, and
    when an earlier appointment moves without a reason. Experts who will be there are asked to read the application.

    `taken` is what is appointed already. The lists may be a moment behind, so the slot is claimed before anything is
    written: of two secretaries at one instant one gets it.
    """
    at.demand("schedule")
    opened = at.open_whole(number)
    if seen != len(opened.application.events):
        raise Stale(opened.application)
    people = [person for person in at.people if person.id in wish.people and person.is_active(at.today)]
    _check_people(opened.review, people)
    _check_move(opened.application, wish)
    wanted = Slot(number, wish.when, wish.minutes, wish.place, tuple(person.name for person in people))
    if timedelta(0) < wish.when - at.at <= FURTHEST:
        # A time that the verb refuses anyway, the end of the calendar among them, meets and claims nothing.
        _check_clash(clash(wanted, slots_around(at, wish.when, wish.when) if taken is None else taken))
        _check_clash(claim_slot(at, wanted))
    plan = interviews.Plan(
        wish.minutes, _names(people, SECRETARY, MEMBER), _names(people, EXPERT), wish.offered, wish.why
    )
    scheduled = at.act(
        number, "schedule",
        lambda desk: interviews.schedule(desk, number, wish.when, wish.place, wish.form, seen, plan), "schedule",
    )  # fmt: skip
    for person in people:
        if person.role == EXPERT and person.id not in opened.review.assigned:
            assign(at, number, person.id, assigned=True)
    return scheduled


def _names(people: Iterable[Member], *roles: str) -> list[str]:
    return [person.name for person in people if person.role in roles]


def _check_people(review: Review, people: Sequence[Member]) -> None:
    if conflicted := [person.name for person in people if review.conflict(person.id) == CONFLICT]:
        raise NotAgreed("panel_conflict", {"name": conflicted[0]})


def _check_move(application: Application, wish: Wish) -> None:
    planned = appointment(application) if application.status == "interview_scheduled" else None
    if planned is None or not is_blank(wish.why):
        return
    if datetime.fromisoformat(planned["when"]) != wish.when or name_key(planned["place"]) != name_key(wish.place):
        raise NotAgreed("moved_why")


def _check_clash(met: Clash | None) -> None:
    if met:
        raise NotAgreed(f"taken_{met.what}", {"number": met.number, "name": met.name})


def day_of_slots(wish: Wish, count: int, pause: int, at: datetime) -> list[Wish]:
    """So many of `wish` one after another, `pause` minutes apart. Raises NotAgreed beyond what a page holds."""
    if not 0 < count <= MOST_SLOTS or not 0 <= pause <= 240 or not wish.minutes:
        raise NotAgreed("slots", {"limit": MOST_SLOTS})
    if wish.when - at > FURTHEST:
        raise NotAgreed("slot_far", {"days": FURTHEST.days})
    step = timedelta(minutes=wish.minutes + pause)
    return [wish.at(wish.when + index * step) for index in range(count)]
