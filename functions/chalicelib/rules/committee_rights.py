"""The committee's people: who may do what, as data beside the life cycle (spec 8).

The table grants by role; the life cycle says by status; the guards judge the rest. All three must agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ..call import Call
from .lifecycle import allows

SECRETARY, MEMBER, EXPERT, OBSERVER = "secretary", "member", "expert", "observer"
ROLES = (SECRETARY, MEMBER, EXPERT, OBSERVER)
# How far a right reaches.
ALL, BUT_CONFLICTS, ASSIGNED, STATUSES_ONLY, OWN, YES = "all", "but_conflicts", "assigned", "statuses", "own", "yes"
# A grave act is one person's proposal and another's confirmation.
PROPOSES, CONFIRMS = "proposes", "confirms"

RIGHTS: Mapping[str, Mapping[str, str]] = {
    "read": {SECRETARY: ALL, MEMBER: BUT_CONFLICTS, EXPERT: ASSIGNED, OBSERVER: STATUSES_ONLY},
    "score": {MEMBER: OWN, EXPERT: OWN},
    "note": {MEMBER: OWN, EXPERT: OWN},
    "declare_conflict": {MEMBER: OWN, EXPERT: OWN},
    "assign": {SECRETARY: YES},
    "schedule": {SECRETARY: YES},
    "record": {SECRETARY: YES},
    "task": {SECRETARY: YES},
    "propose": {SECRETARY: YES, MEMBER: YES},
    "unmask": {SECRETARY: YES},
    "list": {SECRETARY: YES, MEMBER: YES},
    "reviewers": {SECRETARY: YES, MEMBER: YES},
    "meeting": {SECRETARY: YES, MEMBER: YES},
    "agenda": {SECRETARY: YES},
    "grave": {SECRETARY: PROPOSES, MEMBER: CONFIRMS},
    "people": {SECRETARY: YES},
    "journal": {SECRETARY: YES},
}

# Every act of the committee in the life cycle, and the new key that it gives in person.
RIGHT_OF_ACT: Mapping[str, str] = {
    "schedule_interview": "schedule", "record_interview": "record", "score": "score", "assign_task": "task",
    "finish_task": "task", "miss_task": "task", "complete": "grave", "admit": "grave", "decline": "grave",
    "exclude": "grave", "make_exception": "grave", "reissue_key": "grave",
}  # fmt: skip

# Which of RIGHTS' answers about an application reach how much of it.
WHOLE, BEFORE_CONFLICT, CONFLICTED, STATUS, NOTHING = "whole", "before_conflict", "conflicted", "status", ""
NO_CONFLICT, CONFLICT = "no", "yes"
MOST_MEMBERS, MOST_NAME, MOST_REASON = 60, 150, 1000
MEMBER_ACTOR = "member#"
_ID = "23456789dfgjnrsuvw"


@dataclass(frozen=True)
class Member:
    """One person of the committee of one call. `valid_until` is the last local day, None without an end.

    `ended_at` is there once somebody took the person out; the item stays, since acts name it.
    """

    id: str
    name: str
    email: str
    role: str
    language: str
    added_by: str
    added_at: datetime
    valid_until: date | None = None
    ended_at: datetime | None = None

    @property
    def actor(self) -> str:
        """How events name the person who acted."""
        return f"{MEMBER_ACTOR}{self.id}"

    def is_active(self, today: date) -> bool:
        """`today` is the local day of the call."""
        return self.ended_at is None and (self.valid_until is None or today <= self.valid_until)


def grant(role: str, right: str) -> str:
    """How far the right reaches for the role; empty when it has none."""
    return RIGHTS[right].get(role, "")


def may_act(call: Call, role: str, act: str, status: str) -> bool:
    """Whether the table and the life cycle both allow the act; the guards are asked by the verb itself."""
    reach = grant(role, RIGHT_OF_ACT[act])
    return bool(reach) and reach != CONFIRMS and allows(call, act, status)


def readable_part(role: str, status: str, *, is_assigned: bool, conflict: str) -> str:
    """How much of an application the person may read: WHOLE, only what one needs to declare a conflict of interest,
    only that one has declared it, the status, or NOTHING, which is as if there were no such application.

    A draft is the applicant's alone.
    """
    reach = grant(role, "read")
    if status == "draft" or (reach == ASSIGNED and not is_assigned):
        return NOTHING
    if reach in (ALL, STATUSES_ONLY, NOTHING):
        return {ALL: WHOLE, STATUSES_ONLY: STATUS}.get(reach, NOTHING)
    return {NO_CONFLICT: WHOLE, CONFLICT: CONFLICTED}.get(conflict, BEFORE_CONFLICT)


def member_id(drawn: bytes) -> str:
    """A short name for a person from at least eight random bytes."""
    return "".join(_ID[byte % len(_ID)] for byte in drawn[:8])
