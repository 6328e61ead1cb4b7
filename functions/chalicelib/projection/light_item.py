"""The light item of one application: what lists show of it, without its answers and without anybody's points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any

from ..call import Call
from ..call.roles import role_text
from ..rules import application_record, document_status
from ..rules.act_details import RecordInterview, ScheduleInterview
from ..rules.application import Application
from ..rules.appointments import applicants_answer
from ..rules.form_version import belongs_to, call_as_written
from ..rules.instant_format import read_instant, write_instant
from ..rules.lifecycle import STATUSES
from ..rules.people_names import name_key
from ..rules.tasks import ASSIGNED, MISSED, tasks
from ..rules.waiting import WaitingFor
from ..rules.waiting_steps import steps

MOST_TITLE = 150
ROLES = ("title", "group", "territory", "language")
# A later layout makes the lists stale until they are rebuilt (store/projection.py).
LAYOUT = 1
# Lists beside those of the statuses: what waits for somebody, documents that wait for the scanner, and what cannot be
# read or says what nobody knows.
QUEUE, UNCHECKED, DAMAGED = "queue", "unchecked", "damaged"
# How the lists of persons begin: a member's page costs what waits for that member, not what waits for everybody.
JUDGE = "judge-"


@dataclass(frozen=True)
class LightItem:
    """`seq` is the number of events it was folded from; instants and days are ISO 8601 in UTC, empty when there are
    none. `scored` names who has given points, never which; `expected` who will be at the appointed interview, `answer`
    is what the applicant said of its time (rules/appointments.py). `waits` are the steps of rules/waiting.py: since
    when (empty from the start), for what (empty for nobody) and until when.
    """

    number: str
    seq: int
    status: str
    version: int = 0
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
    unchecked: int = 0
    waits: tuple[tuple[str, str, str], ...] = ()
    language: str = ""
    form_version: int = 0
    arrived: str = ""

    @property
    def place_in_list(self) -> str:
        """Oldest first; two of one millisecond stand by their numbers."""
        return f"{self.arrived or self.received or self.changed}#{self.number}"

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists it stands in."""
        status = self.status if self.status in STATUSES else DAMAGED
        return (status, *([QUEUE] if self.waits else []), *([UNCHECKED] if self.unchecked else []), *self._judges)

    @property
    def _judges(self) -> tuple[str, ...]:
        """A list for each person who is asked to judge it: at its appointed interview, or since it was held."""
        by_status = {"interview_scheduled": self.expected, "interviewed": self.panel}
        return tuple(dict.fromkeys(judge_list(name) for name in by_status.get(self.status, ())))

    def waiting(self, at: datetime) -> WaitingFor | None:
        """What it waits for at an instant that is not before its last act."""
        now = write_instant(at)
        codes = [(code, until) for since, code, until in self.waits if since <= now]
        code, until = codes[-1] if codes else ("", "")
        return WaitingFor(code, read_instant(until) if until else None) if code else None

    @property
    def panel(self) -> tuple[str, ...]:
        return (*self.committee, *self.experts)


def judge_list(name: str) -> str:
    """The list of what one person is asked to judge. Two spellings of a name are one list; its key has one length."""
    return JUDGE + sha256(name_key(name).encode()).hexdigest()[:32]


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
        "unchecked": len(document_status.waiting(application)),
        "waits": _waits(call, application),
    }
    return from_json(facts | _answers(call, application) | _interview(application) | _tasks(application))


def unreadable(number: str, seq: int) -> LightItem:
    """In the place of an application whose events do not fit together; `seq` is that of the last one known."""
    return LightItem(number, seq, DAMAGED, waits=(("", DAMAGED, ""),))


def _waits(call: Call, application: Application) -> tuple[tuple[str, str, str], ...]:
    """Nothing where nobody will ever be waited for without another act."""
    every = tuple(
        ("" if not place else write_instant(step.since), *_coded(step.waiting))
        for place, step in enumerate(steps(call, application))
    )
    return every if any(code for _, code, _ in every) else ()


def _coded(waiting: WaitingFor | None) -> tuple[str, str]:
    if waiting is None:
        return "", ""
    return waiting.code, write_instant(waiting.until) if waiting.until else ""


def _answers(call: Call, application: Application) -> dict[str, str]:
    form, answers = call_as_written(call, application).form, application.content.answers
    return {role: role_text(form, role, answers)[:MOST_TITLE] for role in ROLES}


def _interview(application: Application) -> dict[str, Any]:
    planned, held = application_record.appointment(application), application_record.interview(application)
    scored = tuple(sorted(score.expert for score in application_record.scores(application).values()))
    facts = {"answer": applicants_answer(application).state, "scored": scored}
    return facts | (_appointment_facts(planned) if planned else {}) | (_interview_record_facts(held) if held else {})


def _appointment_facts(planned: ScheduleInterview) -> dict[str, Any]:
    return {
        "when": write_instant(datetime.fromisoformat(planned["when"])), "place": planned.get("place", ""),
        "format": planned.get("format", ""), "minutes": planned.get("minutes", 0),
        "expected": (*planned.get("committee", ()), *planned.get("experts", ())),
    }  # fmt: skip


def _interview_record_facts(held: RecordInterview) -> dict[str, Any]:
    return {"held": held.get("held", ""), "outcome": held.get("outcome", ""),
            "committee": tuple(held.get("committee", ())), "experts": tuple(held.get("experts", ()))}  # fmt: skip


def _tasks(application: Application) -> dict[str, int]:
    states = [task.state for task in tasks(application)]
    return {"open_tasks": states.count(ASSIGNED), "missed_tasks": states.count(MISSED)}


def as_json(item: LightItem) -> dict[str, Any]:
    """Without what is empty."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(item).items() if value}


def from_json(kept: Mapping[str, Any]) -> LightItem:
    """Readers pass over what a later version added."""
    names = {field.name for field in fields(LightItem)}
    known: dict[str, Any] = {name: _frozen(value) for name, value in kept.items() if name in names}
    return LightItem(**known)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value
