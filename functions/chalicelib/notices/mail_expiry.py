"""Until when what a mail about an event says is still true. A reminder's moment is judged by `due` itself.

A mail that came too late is not sent: it would ask for what can no longer be done. Staff see it as lapsed, because the
applicant may never have known, and an exception may be due. Every other mail (a receipt, a decision, a withdrawal, a
missed task) says what happened, and stays true for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from ..call import Call
from ..rules.act_details import AssignTask, MakeException, ScheduleInterview, detail_of
from ..rules.applicant_windows import own_window_end
from ..rules.application import Application, Event
from ..rules.local_days import day_end
from ..rules.supplement import supplement_end
from ..rules.tasks import task_of
from ..rules.window import is_before
from .notice import Notice


def has_lapsed(call: Call, application: Application, notice: Notice, now: datetime) -> bool:
    ending = _ENDS.get(notice.kind)
    if ending is None or not notice.seq:
        return False
    end = ending(call, Application(application.events[: notice.seq]))
    return end is not None and not is_before(now, end)


def _draft(call: Call, application: Application) -> datetime | None:
    """«Send it until …» is of no use after that; the draft is handed back by another mail then."""
    return own_window_end(call, application) or call.closes_at


def _interview(call: Call, application: Application) -> datetime | None:
    """Nobody can come to an interview that is over."""
    return datetime.fromisoformat(detail_of(_last(application), ScheduleInterview)["when"])


def _window(call: Call, application: Application) -> datetime | None:
    """«You may supplement until …» is false once that is past."""
    return supplement_end(call, application)


def _exception(call: Call, application: Application) -> datetime | None:
    """What an exception allowed is over then."""
    return datetime.fromisoformat(detail_of(_last(application), MakeException)["until"])


def _task(call: Call, application: Application) -> datetime | None:
    """A task given for a day that is past can only be missed, and that has a mail of its own."""
    task = task_of(application, detail_of(_last(application), AssignTask)["task"])
    return day_end(call, task.due) if task else None


def _last(application: Application) -> Event:
    return application.events[-1]


_ENDS: Mapping[str, Callable[[Call, Application], datetime | None]] = {
    "draft_saved": _draft,
    "interview_scheduled": _interview,
    "interview_rescheduled": _interview,
    "window_opened": _window,
    "submit_reopened": _exception,
    "supplement_reopened": _exception,
    "task_assigned": _task,
}
