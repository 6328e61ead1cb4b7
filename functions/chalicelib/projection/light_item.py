"""The light item of one application: what lists show of it, without its answers and without anybody's points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from ..call import Call
from ..call.roles import role_text
from ..rules import application_record
from ..rules.application import Application
from ..rules.appointments import answered
from ..rules.form_version import belongs_to, call_as_written
from ..rules.instant_format import write_instant
from ..rules.tasks import ASSIGNED, MISSED, tasks

MOST_TITLE = 150


@dataclass(frozen=True)
class LightItem:
    """`seq` is the number of events it was folded from; instants and days are ISO 8601 in UTC, empty when there are
    none. `scored` names who has given points, never which; `expected` who will be at the appointed interview, `answer`
    is what the applicant said of its time (rules/appointments.py).
    """

    number: str
    seq: int
    status: str
    version: int
    title: str = ""
    group: str = ""
    territory: str = ""
    received: str = ""
    changed: str = ""
    when: str = ""
    place: str = ""
    format: str = ""
    held: str = ""
    outcome: str = ""
    committee: tuple[str, ...] = ()
    experts: tuple[str, ...] = ()
    scored: tuple[str, ...] = ()
    open_tasks: int = 0
    missed_tasks: int = 0
    exceptional: bool = False
    minutes: int = 0
    expected: tuple[str, ...] = ()
    answer: str = ""

    @property
    def place_in_list(self) -> str:
        """Oldest first; two of one millisecond stand by their numbers."""
        return f"{self.received or self.changed}#{self.number}"

    @property
    def panel(self) -> tuple[str, ...]:
        return (*self.committee, *self.experts)


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
        "changed": write_instant(application.events[-1].at),
        "exceptional": application_record.is_exceptional(application),
    }
    return from_json(facts | _answers(call, application) | _interview(application) | _tasks(application))


def _answers(call: Call, application: Application) -> dict[str, str]:
    form, answers = call_as_written(call, application).form, application.content.answers
    return {role: role_text(form, role, answers)[:MOST_TITLE] for role in ("title", "group", "territory")}


def _interview(application: Application) -> dict[str, Any]:
    planned, held = application_record.appointment(application) or {}, application_record.interview(application) or {}
    when = write_instant(datetime.fromisoformat(planned["when"])) if planned else ""
    return {
        "when": when, "place": planned.get("place", ""), "format": planned.get("format", ""),
        "minutes": planned.get("minutes", 0), "answer": answered(application).state,
        "expected": (*planned.get("committee", ()), *planned.get("experts", ())),
        "held": held.get("held", ""), "outcome": held.get("outcome", ""),
        "committee": tuple(held.get("committee", ())), "experts": tuple(held.get("experts", ())),
        "scored": tuple(sorted(each.expert for each in application_record.scores(application).values())),
    }  # fmt: skip


def _tasks(application: Application) -> dict[str, int]:
    states = [task.state for task in tasks(application)]
    return {"open_tasks": states.count(ASSIGNED), "missed_tasks": states.count(MISSED)}


def as_json(item: LightItem) -> dict[str, Any]:
    """Without what is empty."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(item).items() if value}


def from_json(kept: Mapping[str, Any]) -> LightItem:
    """Readers pass over what a later version added."""
    names = {field.name for field in fields(LightItem)}
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items() if name in names
    }
    return LightItem(**known)
