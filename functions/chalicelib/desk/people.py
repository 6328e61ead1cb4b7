"""The people of the committee: added and ended, never rewritten."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from ..call import Call
from ..rules.committee_rights import MOST_MEMBERS, MOST_NAME, ROLES, SECRETARY, Member, member_id
from ..rules.confirmed_address import MOST_ADDRESS, canonical_address
from ..rules.local_days import local_day
from ..rules.people_names import name_key, tidy_name
from ..rules.refusals import NotAgreed, NotFound, OutcomeUnknown
from ..rules.text_normalisation import forbidden_at


class People(Protocol):
    """`chalicelib.store.people` and the tests' fake implement this Protocol. Both raise OutcomeUnknown."""

    def members(self, call: str) -> tuple[Member, ...]:
        """Everybody who ever was, in the order of their ids, strongly consistent."""

    def member(self, call: str, member: str) -> Member | None: ...

    def add(self, call: str, member: Member) -> bool:
        """False when the id is taken."""

    def end(self, call: str, member: str, at: datetime) -> bool:
        """False when there is no such person, or the person has ended already."""


def add_member(
    call: Call, people: People, by: str, at: datetime, *, name: str, email: str, role: str, language: str,
    valid_until: date | None = None, draw: Callable[[int], bytes] = secrets.token_bytes,
) -> Member:  # fmt: skip
    """Raises NotAgreed for what cannot be a person of the committee, or is one already."""
    name, address = tidy_name(name[: MOST_NAME + 1]), canonical_address(call, email[: MOST_ADDRESS + 1].strip())
    member = Member(member_id(draw(8)), name, address, role, language, by, at, valid_until)
    if why := _objection(call, people, member, at):
        raise NotAgreed(why, {"limit": MOST_NAME})
    if not people.add(call.id, member):
        raise OutcomeUnknown
    return member


def _objection(call: Call, people: People, member: Member, at: datetime) -> str:
    if not member.name or len(member.name) > MOST_NAME or forbidden_at(member.name) is not None:
        return "member_name"
    if not member.email:
        return "member_address"
    if member.role not in ROLES or member.language not in call.languages:
        return "member_role"
    today = local_day(call, at)
    if member.valid_until and member.valid_until < today:
        return "member_over"
    present = [person for person in people.members(call.id) if person.is_active(today)]
    if len(present) >= MOST_MEMBERS:
        return "member_too_many"
    taken = any(
        name_key(person.name) == name_key(member.name) or person.email.casefold() == member.email.casefold()
        for person in present
    )
    return "member_known" if taken else ""


def end_member(call: Call, people: People, member: str, at: datetime) -> Member:
    """From now on the person is nobody here; their sessions open nothing. Raises NotFound.

    The last secretary stays: nobody could let another one in.
    """
    ending = people.member(call.id, member)
    if ending is None or ending.ended_at:
        raise NotFound
    today = local_day(call, at)
    others = (person for person in people.members(call.id) if person.id != member and person.is_active(today))
    if ending.role == SECRETARY and not any(other.role == SECRETARY for other in others):
        raise NotAgreed("member_last_secretary")
    if not people.end(call.id, member, at):
        raise NotFound
    return replace(ending, ended_at=at)


def active_member(call: Call, people: People, member: str, at: datetime) -> Member | None:
    known = people.member(call.id, member)
    return known if known and known.is_active(local_day(call, at)) else None


def by_address(call: Call, people: People, address: str, at: datetime) -> Member | None:
    """The active person who gets mail at this address; None for nobody."""
    wanted, today = address.strip().casefold(), local_day(call, at)
    members = (member for member in people.members(call.id) if member.is_active(today))
    return next((member for member in members if member.email.casefold() == wanted), None)
