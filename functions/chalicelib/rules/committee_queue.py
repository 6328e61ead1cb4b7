"""What an application waits for, on whom, and until when: the committee's queue as one pure function."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from ..call import Call
from . import application_record
from .admission_guards import form_problems, lacking, unchecked_kinds
from .applicant_windows import outside_own_window, own_window_end
from .application import Application
from .appointments import DECLINED, applicants_answer
from .lifecycle import FINAL
from .local_days import local_day, submission_day
from .tasks import (
    is_being_heard,
    last_explanation_end,
    missed_count,
    tasks,
    unanswered_explanations,
)
from .window import is_before

COMMITTEE, APPLICANT, BOTH = "committee", "applicant", "both"
# Every code with whom it waits on; the words are waiting.<code>.
ON = {
    "to_schedule": COMMITTEE,
    "to_reschedule": COMMITTEE,
    "interview_ahead": BOTH,
    "to_record": COMMITTEE,
    "outcome_pending": COMMITTEE,
    "supplementing": APPLICANT,
    "to_check": COMMITTEE,
    "to_admit": COMMITTEE,
    "to_decline": COMMITTEE,
    "task_overdue": COMMITTEE,
    "may_be_excluded": COMMITTEE,
    "explanation_given": COMMITTEE,
    "may_explain": APPLICANT,
    "let_in_late": APPLICANT,
    "damaged": COMMITTEE,
}

# Those whose instant is an appointment; any other's is the end of a window.
AT_A_MOMENT = ("interview_ahead", "to_record")


class WaitingFor(NamedTuple):
    """`until` is the instant it waits for: an interview's, or the end of the applicant's window."""

    code: str
    until: datetime | None = None

    @property
    def on(self) -> str:
        return ON[self.code]


def waiting(call: Call, application: Application, at: datetime) -> WaitingFor | None:
    """None for what waits on nobody: an ordinary draft, a final status, a task not due yet.

    A status that nobody knows waits to be looked at.
    """
    match application.status:
        case "draft":
            return _late_place(call, application, at)
        case "submitted":
            return WaitingFor("to_schedule") if call.has("interview") else _decided_wait(call, application, at)
        case "interview_scheduled":
            return _scheduled_wait(application, at)
        case "interviewed":
            return _interviewed_wait(call, application, at)
        case "admitted":
            return _admitted_wait(call, application, at)
    return None if application.status in FINAL else WaitingFor("damaged")


def missing_documents(call: Call, application: Application) -> tuple[str, ...]:
    """Kinds of required documents not there yet, as of the day of submission."""
    return lacking(call, application, submission_day(call, application))


def package_state(call: Call, application: Application) -> str:
    """`being_checked` where nothing but the scanner's answer is awaited, else `complete` or `to_be_supplemented`."""
    if missing_documents(call, application):
        return "to_be_supplemented"
    return "being_checked" if unchecked_kinds(call, application, submission_day(call, application)) else "complete"


def open_until(call: Call, application: Application, at: datetime) -> datetime | None:
    """The end (exclusive) of the window the applicant has now; None when none is open."""
    end = own_window_end(call, application)
    return end if outside_own_window(call, application, at) is None else None


def _late_place(call: Call, application: Application, at: datetime) -> WaitingFor | None:
    end = open_until(call, application, at) if application_record.is_exceptional(application) else None
    return WaitingFor("let_in_late", end) if end else None


def _scheduled_wait(application: Application, at: datetime) -> WaitingFor:
    """Whoever said that the offered time does not suit them waits for another."""
    if applicants_answer(application).state == DECLINED:
        return WaitingFor("to_reschedule")
    planned = application_record.appointment(application)
    when = datetime.fromisoformat(planned["when"]) if planned else at
    return WaitingFor("interview_ahead" if is_before(at, when) else "to_record", when)


def _interviewed_wait(call: Call, application: Application, at: datetime) -> WaitingFor:
    held, end = application_record.interview(application), open_until(call, application, at)
    if not call.has("interview"):
        return WaitingFor("damaged")
    outcome = held["outcome"] if held else "pending"
    if outcome == "pending":
        return WaitingFor("outcome_pending", end)
    if outcome == "failed":
        # A window promised before a correction must end first.
        return WaitingFor("supplementing", end) if end else WaitingFor("to_decline")
    return _decided_wait(call, application, at)


def _decided_wait(call: Call, application: Application, at: datetime) -> WaitingFor:
    """What is not whole may be supplemented while the applicant's window is open; what the scanner has is whole."""
    end = open_until(call, application, at)
    if missing_documents(call, application) or form_problems(call, application):
        return WaitingFor("supplementing", end) if end else WaitingFor("to_decline")
    return WaitingFor("to_admit" if package_state(call, application) == "complete" else "to_check", end)


def _admitted_wait(call: Call, application: Application, at: datetime) -> WaitingFor | None:
    """A new explanation first, then what the committee may do, then what the applicant may still say.

    Nothing in a call without tasks.
    """
    if not call.has("exclusion"):
        return None
    if unanswered_explanations(application):
        return WaitingFor("explanation_given")
    heard = is_being_heard(call, application, at)
    if missed_count(application) >= call.missed_tasks_for_exclusion and not heard:
        return WaitingFor("may_be_excluded")
    today = local_day(call, at)
    if any(task.state == "assigned" and task.due < today for task in tasks(application)):
        return WaitingFor("task_overdue")
    return WaitingFor("may_explain", last_explanation_end(call, application)) if heard else None
