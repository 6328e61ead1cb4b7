"""Guards of decisions and exceptions (spec 3): each returns None, or the rule that stands against the act and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ..call import Call
from .applicant_windows import outside_own_window, own_window_end
from .application import Application
from .application_record import appointment, interview
from .completeness import judge
from .document_package import missing_documents
from .document_status import in_force, waiting
from .form_version import call_to_judge_by
from .interview_guards import PENDING
from .lifecycle import NOTHING
from .objection import Objection, distance_objection, text_objection
from .problems import Problem
from .supplement import FAILED, supplement_end
from .window import is_before

REASONS = ("interview_failed", "incomplete", "no_interview", "ineligible", "criteria")
# Which rule a refusal rests on, where it is a closer one than "admission".
RULE_OF_REASON: Mapping[str, str] = {"incomplete": "complete", "ineligible": "applicant", "criteria": "interview"}
# Which window an exception can reopen, by the status; the empty status is a person who has no draft.
WINDOW_OF_STATUS: Mapping[str, str] = {
    NOTHING: "submit", "draft": "submit", "submitted": "submit", "interview_scheduled": "submit",
    "interviewed": "supplement",
}  # fmt: skip
RULE_OF_WINDOW: Mapping[str, str] = {"submit": "deadline", "supplement": "supplement"}


def reasons(call: Call) -> tuple[str, ...]:
    """Reasons of a decline that can be true in this call."""
    of_interview = () if call.has("interview") else ("interview_failed", "no_interview")
    of_criteria = () if call.criteria else ("criteria",)
    return tuple(reason for reason in REASONS if reason not in (*of_interview, *of_criteria))


def window_of(call: Call, status: str) -> str | None:
    """Which window an exception can reopen in this status."""
    window = WINDOW_OF_STATUS.get(status)
    return None if window == "supplement" and not call.has(window) else window


def to_admit(call: Call, application: Application, text: str, submitted_on: date) -> Objection | None:
    record = interview(application)
    if call.has("interview") and (record is None or record["outcome"] != "passed"):
        return Objection("admission", "interview_not_passed")
    if form_problems(call, application):
        return Objection("complete", "form_incomplete")
    missing = lacking(call, application, submitted_on)
    if missing:
        return Objection("admission", "package_incomplete", {"count": len(missing)})
    if waits := unchecked(call, application, submitted_on):
        return Objection("admission", "package_unchecked", {"count": len(waits)})
    return text_objection("admission", text)


@dataclass(frozen=True)
class Decline:
    """A decline about to be judged: at which instant, and the local day of submission."""

    call: Call
    application: Application
    submitted_on: date
    at: datetime


def to_decline(
    call: Call, application: Application, reason: str, text: str, submitted_on: date, at: datetime
) -> Objection | None:
    """Never while the applicant may still change the application; for a known reason that is true; with a text."""
    if outside_own_window(call, application, at) is None:
        return _window_open(call, application)
    if reason not in reasons(call):
        return Objection("admission", "unknown_reason")
    guard = _REASON_GUARDS.get(reason)
    objection = guard(Decline(call, application, submitted_on, at)) if guard else None
    return objection or text_objection("admission", text, "no_text")


def _window_open(call: Call, application: Application) -> Objection:
    rule = "supplement" if application.status == "interviewed" else "deadline"
    return Objection(rule, "window_open", {"until": own_window_end(call, application) or call.closes_at})


def _interview_failed(decline: Decline) -> Objection | None:
    record = interview(decline.application)
    failed = record is not None and record["outcome"] == FAILED
    return None if failed else Objection("admission", "interview_not_failed")


def _no_interview(decline: Decline) -> Objection | None:
    """An appointment passed and no interview was recorded."""
    planned = appointment(decline.application)
    if interview(decline.application) is not None:
        return Objection("admission", "interview_was_held")
    if planned is None:
        return Objection("admission", "no_appointment")
    when = datetime.fromisoformat(planned["when"])
    return Objection("admission", "appointment_ahead", {"when": when}) if is_before(decline.at, when) else None


def _incomplete(decline: Decline) -> Objection | None:
    """After an interview that gave time to supplement, where the call has them, and only if something required is
    really missing.
    """
    call, application = decline.call, decline.application
    if call.has("interview") and interview(application) is None:
        return Objection("interview", "not_interviewed")
    if call.has("supplement") and supplement_end(call, application) is None:
        return Objection("supplement", "window_never_opened")
    if lacking(call, application, decline.submitted_on) or form_problems(call, application):
        return None
    return Objection("complete", "nothing_missing")


def _criteria(decline: Decline) -> Objection | None:
    if not decline.call.has("interview"):
        return None
    record = interview(decline.application)
    if record is None:
        return Objection("interview", "not_interviewed")
    return Objection("interview", "outcome_pending") if record["outcome"] == PENDING else None


_REASON_GUARDS: Mapping[str, Callable[[Decline], Objection | None]] = {
    "interview_failed": _interview_failed, "no_interview": _no_interview, "incomplete": _incomplete,
    "criteria": _criteria,
}  # fmt: skip


def form_problems(call: Call, application: Application) -> tuple[Problem, ...]:
    """What the answers in force lack, by the form the application is judged by."""
    return judge(call_to_judge_by(call, application).form, application.answers).problems


def lacking(call: Call, application: Application, submitted_on: date) -> tuple[str, ...]:
    """Kinds of required documents that have not arrived, by the form the application is judged by.

    What arrived and waits for the scanner is not missing: the applicant can do nothing about it.
    """
    waits = {document["kind"] for document in waiting(application)}
    return tuple(kind for kind in _not_counting(call, application, submitted_on) if kind not in waits)


def unchecked(call: Call, application: Application, submitted_on: date) -> tuple[str, ...]:
    """Kinds of required documents that arrived, of which none counts before the scanner has answered."""
    waits = {document["kind"] for document in waiting(application)}
    return tuple(kind for kind in _not_counting(call, application, submitted_on) if kind in waits)


def _not_counting(call: Call, application: Application, submitted_on: date) -> tuple[str, ...]:
    form = call_to_judge_by(call, application).form
    present = {document["kind"] for document in in_force(form.package, application)}
    return tuple(d.kind for d in missing_documents(form, application.answers, submitted_on, present))


def to_make_exception(
    call: Call, application: Application | None, window: str, until: datetime, why: str, author: str, at: datetime
) -> Objection | None:
    """It reopens the window that the status has, and ends later than now and than what was promised before.

    `application` is None for a person who has none yet.
    """
    status = application.status if application else NOTHING
    rule = RULE_OF_WINDOW.get(window, "deadline")
    if window != window_of(call, status):
        return Objection(rule, "other_window")
    if not is_before(at, until):
        return Objection(rule, "exception_in_past")
    end = own_window_end(call, application) if application else call.closes_at
    if end and not is_before(end, until):
        return Objection(rule, "exception_too_short", {"until": end})
    if objection := distance_objection(rule, until, at):
        return objection
    return text_objection(rule, why, "no_text") or text_objection(rule, author, "no_author")


def to_reissue_key(why: str, author: str) -> Objection | None:
    return text_objection("admission", why, "no_text") or text_objection("admission", author, "no_author")
