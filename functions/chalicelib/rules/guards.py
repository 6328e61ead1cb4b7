"""The committee's guards (spec 3): each returns None, or the rule that stands against the act and why.

`why` names a sentence in words/guards.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ..call import Call
from ..call.definition import Criterion
from .application import Application
from .completeness import judge
from .conditions import holds
from .documents import in_force
from .form_version import call_to_judge_by
from .package import missing_documents
from .problems import Problem
from .record import interview, missed, supplement_end, tasks
from .window import is_before

OUTCOMES = ("passed", "failed", "pending")
REASONS = ("interview_failed", "incomplete", "no_interview", "ineligible", "criteria")


@dataclass(frozen=True)
class Objection:
    rule: str
    why: str
    params: Mapping[str, object] = field(default_factory=dict)


def to_record(application: Application, detail: Mapping[str, Any], today: date) -> Objection | None:
    """An interview names the day it was held and at least one member of the committee and one expert."""
    if not detail["committee"] or not detail["experts"]:
        return Objection("interview", "no_panel")
    if detail["outcome"] not in OUTCOMES:
        return Objection("interview", "unknown_outcome")
    if date.fromisoformat(detail["held"]) > today:
        return Objection("interview", "held_in_future")
    earlier = interview(application)
    if earlier and earlier["outcome"] != "pending":
        return Objection("interview", "already_recorded")
    return None


def to_score(call: Call, application: Application, scores: Mapping[str, Any]) -> Objection | None:
    """Whole points in the call's range for every criterion that applies, None for one that does not."""
    answers = application.content.answers or {}
    for criterion in call.criteria:
        value = scores.get(str(criterion.number))
        if not applies(criterion, answers):
            if value is not None:
                return Objection("experience", "not_applicable", {"criterion": criterion.number})
        elif not isinstance(value, int) or not call.score_min <= value <= call.score_max:
            limits = {"min": call.score_min, "max": call.score_max}
            return Objection("interview", "score_range", {"criterion": criterion.number} | limits)
    return None


def applies(criterion: Criterion, answers: Mapping[str, Any]) -> bool:
    return not criterion.applies_when or holds(criterion.applies_when, answers)


def to_admit(call: Call, application: Application, submitted_on: date) -> Objection | None:
    record = interview(application)
    if record is None or record["outcome"] != "passed":
        return Objection("admission", "interview_not_passed")
    if form_problems(call, application):
        return Objection("complete", "form_incomplete")
    missing = lacking(call, application, submitted_on)
    return Objection("admission", "package_incomplete", {"count": len(missing)}) if missing else None


def to_decline(
    call: Call, application: Application, reason: str, text: str, submitted_on: date, at: datetime
) -> Objection | None:
    """A reason that says what did not happen is refused when it did; a text is always needed."""
    if reason not in REASONS:
        return Objection("admission", "unknown_reason")
    if not text.strip():
        return Objection("admission", "no_text")
    record = interview(application)
    if reason == "interview_failed" and (record is None or record["outcome"] != "failed"):
        return Objection("admission", "interview_not_failed")
    if reason == "no_interview" and record is not None:
        return Objection("admission", "interview_was_held")
    if reason == "incomplete":
        return _incomplete(call, application, submitted_on, at)
    return None


def _incomplete(call: Call, application: Application, submitted_on: date, at: datetime) -> Objection | None:
    end = supplement_end(call, application)
    if end is None or is_before(at, end):
        return Objection("supplement", "window_not_over")
    if lacking(call, application, submitted_on) or form_problems(call, application):
        return None
    return Objection("complete", "nothing_missing")


def form_problems(call: Call, application: Application) -> tuple[Problem, ...]:
    """What the answers in force lack, by the form the application is judged by."""
    return judge(call_to_judge_by(call, application).form, application.content.answers or {}).problems


def lacking(call: Call, application: Application, submitted_on: date) -> tuple[str, ...]:
    """Kinds of required documents that have not arrived, by the form the application is judged by."""
    form = call_to_judge_by(call, application).form
    present = {document["kind"] for document in in_force(form.package, application)}
    return tuple(d.kind for d in missing_documents(form, application.content.answers or {}, submitted_on, present))


def to_exclude(call: Call, application: Application, text: str) -> Objection | None:
    """ "Systematic" is the call's number of missed tasks; below it the committee may not exclude."""
    if not text.strip():
        return Objection("exclusion", "no_text")
    count = missed(application)
    if count < call.missed_tasks_for_exclusion:
        return Objection("exclusion", "not_systematic", {"count": count, "limit": call.missed_tasks_for_exclusion})
    return None


def to_close_task(application: Application, task: str) -> Objection | None:
    found = [each for each in tasks(application) if each.id == task]
    if not found:
        return Objection("exclusion", "no_such_task")
    return None if found[0].state == "assigned" else Objection("exclusion", "task_closed")


def to_make_exception(why: str, author: str, until: datetime, at: datetime) -> Objection | None:
    if not why.strip() or not author.strip():
        return Objection("deadline", "no_text")
    return None if is_before(at, until) else Objection("deadline", "exception_in_past")
