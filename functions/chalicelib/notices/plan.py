"""Which event sends which mail: a table, and nothing but the events decides."""

from __future__ import annotations

from collections.abc import Mapping

from ..call import Call
from ..rules.application import Application, Event
from .notice import Notice, of_event

# Acts that send no mail: saving, editing, supplementing and sending documents (the page answers them at once),
# scores (the committee's own) and a finished task. The template's filter on the stream names these same acts.
MAILS: Mapping[str, str] = {
    "submit": "received",
    "schedule_interview": "interview_scheduled",
    "record_interview": "window_opened",
    "admit": "admitted",
    "decline": "declined",
    "complete": "completed",
    "exclude": "excluded",
    "withdraw": "withdrawn",
    "assign_task": "task_assigned",
    "miss_task": "task_missed",
    "make_exception": "submit_reopened",
}


def plan(call: Call, application: Application, event: Event) -> list[Notice]:
    """The mails of one event. Later events of the application do not change the answer."""
    kind = MAILS.get(event.act)
    if kind is None:
        return []
    return [of_event(event.number, _variant(application, event, kind), event.seq, event.at)]


def _variant(application: Application, event: Event, kind: str) -> str:
    if event.act == "schedule_interview" and _is_repeated(application, event):
        return "interview_rescheduled"
    if event.act == "make_exception" and event.detail["window"] == "supplement":
        return "supplement_reopened"
    return kind


def _is_repeated(application: Application, event: Event) -> bool:
    return any(earlier.act == event.act and earlier.seq < event.seq for earlier in application.events)
