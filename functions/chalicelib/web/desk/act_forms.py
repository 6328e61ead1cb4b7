"""Which acts a person may take on an application, and what the form of each is filled with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...desk.committee import OpenedApplication
from ...rules import application_record
from ...rules.act_details import AppointmentPlan, RecordInterview
from ...rules.appointments import USUAL
from ...rules.committee_rights import CONFLICT, EXPERT, MEMBER, SECRETARY, Member, grant, may_act
from ...rules.decline_guards import reasons
from ...rules.exception_guards import WINDOW_OF_STATUS
from ...rules.interview_guards import OUTCOMES
from ...rules.lifecycle import allows
from ...rules.people_names import name_key
from ...rules.reviews import PROPOSED
from .desk_request import DeskRequest

if TYPE_CHECKING:
    from ...api_types.desk_application import ActForms
    from ...api_types.desk_application_parts import DeclaredConflict
    from ...api_types.desk_interviews import Tick

_FORMS = (
    "schedule_interview", "record_interview", "assign_task", "finish_task", "miss_task", "exclude", "complete",
    "make_exception", "reissue_key",
)  # fmt: skip


def act_forms(request: DeskRequest, opened: OpenedApplication, people: Sequence[Member]) -> ActForms:
    """Which forms the page has: what role, status and panel allow; the verb itself has the last word."""
    role, status, me = request.desk.member.role, opened.application.status, request.desk.member
    held, planned = application_record.interview(opened.application), application_record.appointment(opened.application)
    sitting: AppointmentPlan | RecordInterview = held or planned or {}
    panel = {name_key(name) for name in (*held["committee"], *held["experts"])} if held else set()
    active = [person for person in people if person.is_active(request.desk.today)]
    return {
        "acts": {act: may_act(request.call, role, act, status) for act in _FORMS},
        "may_score": may_act(request.call, role, "score", status) and name_key(me.name) in panel,
        "may_propose": bool(grant(role, "propose")) and (any(allows(request.call, act, status) for act in PROPOSED)),
        "may_assign": bool(grant(role, "assign")), "may_note": bool(grant(role, "note")),
        "may_unmask": bool(grant(role, "unmask")),
        "may_order": role == SECRETARY, "exception_window": WINDOW_OF_STATUS.get(status, ""),
        "conflicted": conflicted_people(opened, people) if role == SECRETARY else [],
        "outcomes": OUTCOMES, "reasons": reasons(request.call),
        "committee": ticks(active, (SECRETARY, MEMBER), sitting.get("committee", ())),
        "experts": ticks(active, (EXPERT,), sitting.get("experts", ())), "usual_minutes": USUAL,
        "assignable": [{"id": person.id, "name": person.name, "ticked": person.id in opened.review.assigned}
                       for person in active if person.role == EXPERT],
    }  # fmt: skip


def conflicted_people(opened: OpenedApplication, people: Sequence[Member]) -> list[DeclaredConflict]:
    """Who has declared a conflict of interest, and why: for whoever may propose to end it."""
    declared = opened.review.declarations
    return [{"id": person.id, "name": person.name, "why": declared[person.id].why}
            for person in people if opened.review.conflict(person.id) == CONFLICT]  # fmt: skip


def ticks(people: Sequence[Member], roles: Sequence[str], named: Sequence[str] = ()) -> list[Tick]:
    """A box for each person with one of the roles; ticked is whoever is named."""
    known = {name_key(name) for name in named}
    return [{"id": person.id, "name": person.name, "ticked": name_key(person.name) in known}
            for person in people if person.role in roles]  # fmt: skip
