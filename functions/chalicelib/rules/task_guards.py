"""Guards of the accelerator's tasks (spec 3): each returns None, or the rule that stands against the act and why."""

from __future__ import annotations

from datetime import date, datetime

from ..call import Call
from .application import Application
from .local_days import day_end, local_day
from .objection import FURTHEST, MOST_LINE, Objection, text_objection
from .tasks import ASSIGNED, DONE, MISSED, explanations_count, last_explanation_end, missed_count, task_of, tasks
from .window import is_before

RULE = "exclusion"
# A journal is read whole at every look: no programme gives this many tasks.
MOST_TASKS = 100
MOST_EXPLANATIONS = 20


def to_assign(call: Call, application: Application, title: str, due: date, at: datetime) -> Objection | None:
    today = local_day(call, at)
    if objection := text_objection(RULE, title, "no_title", MOST_LINE):
        return objection
    if due < today:
        return Objection(RULE, "due_in_past", {"today": today})
    if due - today > FURTHEST:
        return Objection(RULE, "too_far", {"days": FURTHEST.days})
    return Objection(RULE, "too_many_tasks", {"limit": MOST_TASKS}) if len(tasks(application)) >= MOST_TASKS else None


def to_miss(call: Call, application: Application, task: str, note: str, at: datetime) -> Objection | None:
    """Only after the due day has ended in the call's zone."""
    known = task_of(application, task)
    if known is None:
        return Objection(RULE, "no_such_task")
    if known.state != ASSIGNED:
        return Objection(RULE, "task_closed")
    if is_before(at, day_end(call, known.due)):
        return Objection(RULE, "not_overdue", {"until": day_end(call, known.due)})
    return text_objection(RULE, note)


def to_finish(application: Application, task: str, note: str) -> Objection | None:
    """An assigned task, or a missed one with a note: a mistake is mended, an explanation accepted."""
    known = task_of(application, task)
    if known is None:
        return Objection(RULE, "no_such_task")
    if known.state == DONE:
        return Objection(RULE, "task_done")
    return text_objection(RULE, note, "no_note" if known.state == MISSED else "")


def to_explain(application: Application, task: str, text: str) -> Objection | None:
    known = task_of(application, task)
    if known is None:
        return Objection(RULE, "no_such_task")
    if known.state != MISSED:
        return Objection(RULE, "task_not_missed")
    if explanations_count(application) >= MOST_EXPLANATIONS:
        return Objection(RULE, "too_many_explanations", {"limit": MOST_EXPLANATIONS})
    return text_objection(RULE, text, "no_explanation")


def to_exclude(call: Call, application: Application, text: str, at: datetime) -> Objection | None:
    """ "Systematic" is the call's number of missed tasks; and the time to explain the last of them is over."""
    count, limit = missed_count(application), call.missed_tasks_for_exclusion
    if count < limit:
        return Objection(RULE, "not_systematic", {"count": count, "limit": limit})
    end = last_explanation_end(call, application)
    if end and is_before(at, end):
        return Objection(RULE, "explanation_open", {"until": end})
    return text_objection(RULE, text, "no_text")


def to_complete(application: Application, text: str) -> Objection | None:
    """No task is left without a mark."""
    open_tasks = [task.title for task in tasks(application) if task.state == ASSIGNED]
    if open_tasks:
        return Objection("admission", "task_open", {"count": len(open_tasks), "title": open_tasks[0]})
    return text_objection("admission", text)
