"""What the events of an application say about its interview, documents, tasks, scores and exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from ..call import Call
from .application import Application, Event
from .supplement import supplement_until

Detail = Mapping[str, Any]


class Task(NamedTuple):
    """One acceleration task; `state` is assigned, done or missed; `due` a local day."""

    id: str
    title: str
    due: date
    state: str


def last(application: Application, act: str) -> Event | None:
    return next((event for event in reversed(application.events) if event.act == act), None)


def interview(application: Application) -> Detail | None:
    """The record in force: `{held, committee, experts, outcome, note}`; a later record replaces a pending one."""
    event = last(application, "record_interview")
    return event.detail if event else None


def appointment(application: Application) -> Detail | None:
    """Where and when the interview is to be: `{at, place, format}`."""
    event = last(application, "schedule_interview")
    return event.detail if event else None


def supplement_end(call: Call, application: Application) -> datetime | None:
    """The exclusive end of the supplement window, an exception's if that is later; None before an interview."""
    record = interview(application)
    if record is None:
        return None
    ends = [supplement_until(call, date.fromisoformat(record["held"]))]
    return max(ends + exceptions(application, "supplement"))


def exceptions(application: Application, window: str) -> list[datetime]:
    """Ends of the windows (`submit` or `supplement`) that exceptions reopened for this application alone."""
    made = [event.detail for event in application.events if event.act == "make_exception"]
    return [datetime.fromisoformat(detail["until"]) for detail in made if detail["window"] == window]


def is_exceptional(application: Application) -> bool:
    return any(event.act == "make_exception" for event in application.events)


def tasks(application: Application) -> tuple[Task, ...]:
    found: dict[str, Task] = {}
    for event in application.events:
        detail = event.detail
        if event.act == "assign_task":
            found[detail["task"]] = Task(detail["task"], detail["title"], date.fromisoformat(detail["due"]), "assigned")
        elif event.act in ("finish_task", "miss_task"):
            task, state = found[detail["task"]], "done" if event.act == "finish_task" else "missed"
            found[task.id] = Task(task.id, task.title, task.due, state)
    return tuple(found.values())


def missed(application: Application) -> int:
    return sum(task.state == "missed" for task in tasks(application))


def scores(application: Application) -> dict[str, dict[str, Any]]:
    """Scores by who gave them: `{expert: {criterion number: points or None for "not applicable"}}`, last word each."""
    found: dict[str, dict[str, Any]] = {}
    for event in application.events:
        if event.act == "score":
            found[event.detail["expert"]] = dict(event.detail["scores"])
    return found
