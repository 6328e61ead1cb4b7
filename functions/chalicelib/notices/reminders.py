"""The mails that no event sends but an instant: which of them are due now.

Of a ladder only the latest step that has come is due: after an outage nobody gets three reminders at once.
A step that had passed before there was anything to remind of is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from ..call import Call
from ..rules.act_details import AssignTask, detail_of
from ..rules.applicant_windows import own_window_end
from ..rules.application import Application
from ..rules.local_days import day_end
from ..rules.tasks import tasks
from ..rules.window import is_before
from .notice import Notice, of_instant


def due(call: Call, application: Application, now: datetime) -> list[Notice]:
    """Every reminder due at this instant. Does not know what has been sent; needs no answers, only acts."""
    by_status = {"draft": _of_draft, "interviewed": _of_window, "admitted": _of_tasks}
    ladder = by_status.get(application.status)
    return list(ladder(call, application, now)) if ladder else []


def _of_draft(call: Call, application: Application, now: datetime) -> Iterator[Notice]:
    end = own_window_end(call, application) or call.closes_at
    if not is_before(now, end):
        yield of_instant(application.number, "draft_closed", end)
    elif step := latest_instant_before(end, call.draft_reminder_hours, _window_opening(application), now):
        yield of_instant(application.number, "draft_reminder", step)


def _of_window(call: Call, application: Application, now: datetime) -> Iterator[Notice]:
    end = own_window_end(call, application)
    if (
        end
        and is_before(now, end)
        and (step := latest_instant_before(end, call.window_reminder_hours, _window_opening(application), now))
    ):
        yield of_instant(application.number, "window_reminder", step)


def _of_tasks(call: Call, application: Application, now: datetime) -> Iterator[Notice]:
    assignments = (event for event in application.events if event.act == "assign_task")
    assigned = {detail_of(event, AssignTask)["task"]: event.at for event in assignments}
    for task in tasks(application):
        end = day_end(call, task.due)
        hours = (max(call.window_reminder_hours),)
        if (
            task.state == "assigned"
            and is_before(now, end)
            and (step := latest_instant_before(end, hours, assigned[task.id], now))
        ):
            yield of_instant(application.number, "task_due", step, task=task.id)


def steps(call: Call, application: Application, after: datetime) -> list[datetime]:
    """Every later instant at which a reminder may come due, if no act comes between."""
    ladders = {"draft": _draft_ladder, "interviewed": _window_ladder, "admitted": _task_ladder}
    ladder = ladders.get(application.status)
    return sorted({step for step in ladder(call, application) if is_before(after, step)}) if ladder else []


def _draft_ladder(call: Call, application: Application) -> Iterator[datetime]:
    end = own_window_end(call, application) or call.closes_at
    yield from (end - timedelta(hours=hours) for hours in (*call.draft_reminder_hours, 0))


def _window_ladder(call: Call, application: Application) -> Iterator[datetime]:
    if end := own_window_end(call, application):
        yield from (end - timedelta(hours=hour) for hour in call.window_reminder_hours)


def _task_ladder(call: Call, application: Application) -> Iterator[datetime]:
    for task in tasks(application):
        if task.state == "assigned":
            yield day_end(call, task.due) - timedelta(hours=max(call.window_reminder_hours))


def latest_instant_before(end: datetime, hours: Sequence[int], since: datetime, now: datetime) -> datetime | None:
    """The latest instant of `end` minus so many hours that has come; None when it was not after `since`."""
    steps = [end - timedelta(hours=hour) for hour in hours]
    latest = max((step for step in steps if not is_before(now, step)), default=None)
    return latest if latest and is_before(since, latest) else None


def _window_opening(application: Application) -> datetime:
    """When the window that is open now was opened: by the first save, an interview's record or an exception."""
    opening = ("record_interview", "make_exception")
    return max(event.at for event in application.events if event.seq == 1 or event.act in opening)
