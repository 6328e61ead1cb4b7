"""The accelerator's tasks as the events leave them, with the applicant's explanations of the missed ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from ..call import Call
from .act_details import AssignTask, Explain, FinishTask, MissTask, detail_of
from .application import Application, Event
from .local_days import end_after, local_day
from .window import is_before

ASSIGNED, DONE, MISSED = "assigned", "done", "missed"


class Explanation(NamedTuple):
    at: datetime
    text: str


class Task(NamedTuple):
    """One acceleration task; `due` is a local day. `missed_at` and `promised_end` are those of the latest miss.

    `promised_end` is the end of the time to explain that the event stored; None in events of earlier versions.
    """

    id: str
    title: str
    due: date
    state: str
    missed_at: datetime | None = None
    promised_end: datetime | None = None
    explanations: tuple[Explanation, ...] = ()


def tasks(application: Application) -> tuple[Task, ...]:
    by_id: dict[str, Task] = {}
    for event in application.events:
        if event.act in _FOLD:
            task = _FOLD[event.act](event, by_id)
            by_id[task.id] = task
    return tuple(by_id.values())


def task_of(application: Application, task: str) -> Task | None:
    return next((known_task for known_task in tasks(application) if known_task.id == task), None)


def missed_count(application: Application) -> int:
    return sum(task.state == MISSED for task in tasks(application))


def explanations_count(application: Application) -> int:
    return sum(event.act == "explain" for event in application.events)


def explanation_until(call: Call, missed_on: date) -> datetime:
    """The exclusive end of the time to explain a miss recorded on this local day; rolls over as supplements do."""
    return end_after(call, missed_on, call.explanation_days)


def explanation_end(call: Call, task: Task) -> datetime | None:
    """Until when the applicant was promised to be heard about this task; None when it is not missed."""
    if task.state != MISSED or task.missed_at is None:
        return None
    return task.promised_end or explanation_until(call, local_day(call, task.missed_at))


def last_explanation_end(call: Call, application: Application) -> datetime | None:
    """The latest end of the time to explain, of all tasks that stand as missed."""
    ends = (explanation_end(call, task) for task in tasks(application))
    return max((end for end in ends if end), default=None)


def is_being_heard(call: Call, application: Application, at: datetime) -> bool:
    """Whether the applicant still has time to explain a missed task."""
    end = last_explanation_end(call, application)
    return end is not None and is_before(at, end)


def unanswered_explanations(application: Application) -> int:
    """Explanations that came after the committee's latest act: nobody has acted upon them yet."""
    count = 0
    for event in reversed(application.events):
        if event.act != "explain":
            break
        count += 1
    return count


def _assign(event: Event, earlier_tasks: Mapping[str, Task]) -> Task:
    detail = detail_of(event, AssignTask)
    return Task(detail["task"], detail["title"], date.fromisoformat(detail["due"]), ASSIGNED)


def _finish(event: Event, earlier_tasks: Mapping[str, Task]) -> Task:
    return earlier_tasks[detail_of(event, FinishTask)["task"]]._replace(state=DONE)


def _miss(event: Event, earlier_tasks: Mapping[str, Task]) -> Task:
    detail = detail_of(event, MissTask)
    until = detail.get("until")
    end = datetime.fromisoformat(until) if until else None
    return earlier_tasks[detail["task"]]._replace(state=MISSED, missed_at=event.at, promised_end=end)


def _explain(event: Event, earlier_tasks: Mapping[str, Task]) -> Task:
    detail = detail_of(event, Explain)
    task = earlier_tasks[detail["task"]]
    return task._replace(explanations=(*task.explanations, Explanation(event.at, detail["text"])))


_FOLD: Mapping[str, Callable[[Event, Mapping[str, Task]], Task]] = {
    "assign_task": _assign, "finish_task": _finish, "miss_task": _miss, "explain": _explain,
}  # fmt: skip
