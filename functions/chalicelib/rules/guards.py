"""Guards of an admission, an exception and a new key (spec 3): None, or which rule stands against the act and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ..call import Call
from .applicant_windows import own_window_end
from .application import Application
from .application_record import interview
from .completeness import judge
from .document_package import missing_documents
from .document_status import in_force, waiting
from .form_version import call_to_judge_by
from .lifecycle import NOTHING
from .objection import Objection, distance_objection, text_objection
from .problems import Problem
from .window import is_before

# Which window an exception can reopen, by the status; the empty status is a person who has no draft.
WINDOW_OF_STATUS: Mapping[str, str] = {
    NOTHING: "submit", "draft": "submit", "submitted": "submit", "interview_scheduled": "submit",
    "interviewed": "supplement",
}  # fmt: skip


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
    if waits := unchecked_kinds(call, application, submitted_on):
        return Objection("admission", "package_unchecked", {"count": len(waits)})
    return text_objection("admission", text)


def form_problems(call: Call, application: Application) -> tuple[Problem, ...]:
    """What the answers in force lack, by the form the application is judged by."""
    return judge(call_to_judge_by(call, application).form, application.answers).problems


def lacking(call: Call, application: Application, submitted_on: date) -> tuple[str, ...]:
    """Kinds of required documents that have not arrived, by the form the application is judged by.

    What arrived and waits for the scanner is not missing: the applicant can do nothing about it.
    """
    waits = {document["kind"] for document in waiting(application)}
    return tuple(kind for kind in _not_counting(call, application, submitted_on) if kind not in waits)


def unchecked_kinds(call: Call, application: Application, submitted_on: date) -> tuple[str, ...]:
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
    rule = "supplement" if window == "supplement" else "deadline"
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
