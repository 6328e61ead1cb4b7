"""A person of the committee at work: what they may do, and how much of one application they may read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from ..call import Call
from ..call.alphabet import alphabetical
from ..intake.append_event import reload
from ..intake.store_port import Store
from ..projection.projection_upkeep import Projection, refresh
from ..rules.application import Application
from ..rules.committee_rights import NOTHING, ROLES, WHOLE, Member, grant, readable_part
from ..rules.local_days import local_day
from ..rules.refusals import NotFound
from ..rules.reviews import Review
from ..selection.committee_act import CommitteeAct
from .people import People
from .ports import DeskJournal, Reviews, SlotClaims


@dataclass(frozen=True)
class Committee:
    """What the desk's verbs need: the call, and where everything is kept."""

    call: Call
    store: Store
    people: People
    reviews: Reviews
    projection: Projection
    journal: DeskJournal
    slots: SlotClaims


@dataclass(frozen=True)
class OpenedApplication:
    """An application as far as the person may read it: `part` says how far (rules/committee_rights.py)."""

    application: Application
    review: Review
    part: str


class Denied(NotFound):
    """The person's role does not have the right. Told apart from NotFound where it becomes HTTP only."""


@dataclass(frozen=True)
class AtDesk:
    """What one person may do at one instant."""

    committee: Committee
    member: Member
    at: datetime

    @property
    def call(self) -> Call:
        return self.committee.call

    @property
    def today(self) -> date:
        return local_day(self.call, self.at)

    @property
    def desk(self) -> CommitteeAct:
        """The verbs of `selection` by this person: nobody types who they are."""
        return CommitteeAct(self.call, self.committee.store, self.member.actor, self.at)

    @cached_property
    def people(self) -> tuple[Member, ...]:
        """Everybody of this call's committee, by role and name, asked once: a page names them in each of its lines."""
        members = self.committee.people.members(self.call.id)
        return tuple(sorted(members, key=_by_role_and_name))

    @cached_property
    def has_whole_lists(self) -> bool:
        """Whether the lists are built in the layout that is known here (projection/light_item.py)."""
        return self.committee.projection.is_whole(self.call.id)

    def demand(self, right: str) -> str:
        """How far the right reaches. Raises Denied."""
        reach = grant(self.member.role, right)
        if not reach:
            raise Denied
        return reach

    def open(self, number: str) -> OpenedApplication:
        """Raises NotFound alike for what is not there and for what this person may not even know to be there."""
        application = reload(self.call, self.committee.store, number)
        review = self.committee.reviews.review(self.call.id, number)
        part = readable_part(
            self.member.role, application.status, is_assigned=self.member.id in review.assigned,
            conflict=review.conflict(self.member.id),
        )  # fmt: skip
        if part == NOTHING:
            raise NotFound
        return OpenedApplication(application, review, part)

    def open_whole(self, number: str) -> OpenedApplication:
        """Raises Denied where the person may not read the whole of it: nobody acts on what they may not read."""
        opened = self.open(number)
        if opened.part != WHOLE:
            raise Denied
        return opened

    def act(self, number: str, right: str, verb: Callable[[CommitteeAct], Application], name: str) -> Application:
        """One act of the life cycle by its verb; on record, and the lists follow at once."""
        self.demand(right)
        self.open_whole(number)
        application = verb(self.desk)
        self.note(name, number)
        self.refresh(number)
        return application

    def note(self, act: str, about: str) -> None:
        self.committee.journal.note(self.member.actor, self.at, act, about)

    def refresh(self, number: str) -> None:
        refresh(self.call, self.committee.store.events, self.committee.projection, number)


def _by_role_and_name(member: Member) -> tuple[int, str, str]:
    return ROLES.index(member.role), alphabetical(member.name), member.id
