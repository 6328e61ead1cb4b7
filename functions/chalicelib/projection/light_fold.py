"""Folds the events of one application into its light item."""

from __future__ import annotations

from datetime import datetime

from ..call import Call
from ..call.roles import role_text
from ..rules import application_record, document_history
from ..rules.act_details import RecordInterview, ScheduleInterview
from ..rules.application import Application
from ..rules.appointments import applicants_answer
from ..rules.committee_queue import WaitingFor
from ..rules.form_version import belongs_to, call_as_written
from ..rules.instant_format import write_instant
from ..rules.queue_steps import steps
from ..rules.tasks import ASSIGNED, MISSED, tasks
from .light_item import DAMAGED, LightItem, from_json

MOST_TITLE = 150
ROLES = ("title", "group", "territory", "language")


def light(call: Call, application: Application) -> LightItem | None:
    """None for another call's. The same events give the same item, in whatever order and however often they came."""
    if not belongs_to(call, application):
        return None
    received = application.submitted_at
    facts = {
        "number": application.number,
        "seq": len(application.events),
        "status": application.status,
        "version": application.version,
        "received": write_instant(received) if received else "",
        "arrived": write_instant(application.arrived_at),
        "form_version": application.form_version,
        "changed": write_instant(application.events[-1].at),
        "exceptional": application_record.is_exceptional(application),
        "unchecked": len(document_history.waiting(application)),
        "waits": _waits(call, application),
    }
    return from_json(facts | _answers(call, application) | _interview(application) | _tasks(application))


def unreadable(number: str, seq: int) -> LightItem:
    """In the place of an application whose events do not fit together; `seq` is that of the last one known."""
    return LightItem(number, seq, DAMAGED, waits=(("", DAMAGED, ""),))


def _waits(call: Call, application: Application) -> tuple[tuple[str, str, str], ...]:
    """Nothing where nobody will ever be waited for without another act."""
    every = tuple(
        ("" if not index else write_instant(step.since), *_coded(step.waiting))
        for index, step in enumerate(steps(call, application))
    )
    return every if any(code for _, code, _ in every) else ()


def _coded(waiting: WaitingFor | None) -> tuple[str, str]:
    if waiting is None:
        return "", ""
    return waiting.code, write_instant(waiting.until) if waiting.until else ""


def _answers(call: Call, application: Application) -> dict[str, str]:
    form, answers = call_as_written(call, application).form, application.content.answers
    return {role: role_text(form, role, answers)[:MOST_TITLE] for role in ROLES}


def _interview(application: Application) -> dict[str, object]:
    planned, held = application_record.appointment(application), application_record.interview(application)
    scored = tuple(sorted(score.expert for score in application_record.scores(application).values()))
    facts = {"answer": applicants_answer(application).state, "scored": scored}
    return facts | (_appointment_facts(planned) if planned else {}) | (_interview_record_facts(held) if held else {})


def _appointment_facts(planned: ScheduleInterview) -> dict[str, object]:
    return {
        "when": write_instant(datetime.fromisoformat(planned["when"])), "place": planned.get("place", ""),
        "format": planned.get("format", ""), "minutes": planned.get("minutes", 0),
        "expected": (*planned.get("committee", ()), *planned.get("experts", ())),
    }  # fmt: skip


def _interview_record_facts(held: RecordInterview) -> dict[str, object]:
    return {"held": held.get("held", ""), "outcome": held.get("outcome", ""),
            "committee": tuple(held.get("committee", ())), "experts": tuple(held.get("experts", ()))}  # fmt: skip


def _tasks(application: Application) -> dict[str, int]:
    states = [task.state for task in tasks(application)]
    return {"open_tasks": states.count(ASSIGNED), "missed_tasks": states.count(MISSED)}
