"""Guards of a decline: never while the applicant may change the application, and for a known reason that is true."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..call import Call
from .admission_guards import form_problems, lacking
from .applicant_windows import outside_own_window, own_window_end
from .application import Application
from .application_record import interview
from .appointments import DECLINED, applicants_answer, appointment_end
from .document_history import refusals
from .exception_guards import window_of
from .interview_guards import PENDING
from .objection import Objection, text_objection
from .supplement import FAILED, supplement_end
from .window import is_before

REASONS = ("interview_failed", "incomplete", "no_interview", "ineligible", "criteria")
# Which rule a refusal rests on, where it is a closer one than "admission".
RULE_OF_REASON: Mapping[str, str] = {"incomplete": "complete", "ineligible": "applicant", "criteria": "interview"}


def reasons(call: Call) -> tuple[str, ...]:
    """Reasons of a decline that can be true in this call."""
    of_interview = () if call.has("interview") else ("interview_failed", "no_interview")
    of_criteria = () if call.criteria else ("criteria",)
    return tuple(reason for reason in REASONS if reason not in (*of_interview, *of_criteria))


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


def _failed_interview_objection(decline: Decline) -> Objection | None:
    record = interview(decline.application)
    failed = record is not None and record["outcome"] == FAILED
    return None if failed else Objection("admission", "interview_not_failed")


def _no_interview(decline: Decline) -> Objection | None:
    """The whole time of an appointment passed and no interview was recorded. Whoever was asked whether the time suits
    them, and said no, missed nothing.
    """
    application = decline.application
    if interview(application) is not None:
        return Objection("admission", "interview_was_held")
    end = appointment_end(application)
    if end is None:
        return Objection("admission", "no_appointment")
    if applicants_answer(application).state == DECLINED:
        return Objection("interview", "appointment_declined")
    return Objection("admission", "appointment_ahead", {"until": end}) if is_before(decline.at, end) else None


def _incomplete(decline: Decline) -> Objection | None:
    """After an interview that gave time to supplement, where the call has them, and only if something required is
    really missing.
    """
    call, application = decline.call, decline.application
    if call.has("interview") and interview(application) is None:
        return Objection("interview", "not_interviewed")
    if call.has("supplement") and supplement_end(call, application) is None:
        return Objection("supplement", "window_never_opened")
    missing = lacking(call, application, decline.submitted_on)
    if _was_refused_late(call, application, missing):
        return Objection("complete", "refused_late")
    return None if missing or form_problems(call, application) else Objection("complete", "nothing_missing")


def _was_refused_late(call: Call, application: Application, missing: Sequence[str]) -> bool:
    """Whether a document that is missing had arrived, and the scanner refused it when no other could be sent any more:
    nobody had a window for another since. Where no window can be reopened, nothing could come of waiting for one.
    """
    end = own_window_end(call, application)
    if end is None or window_of(call, application.status) is None:
        return False
    late = {kind for kind, at in refusals(application) if not is_before(at, end)}
    return not late.isdisjoint(missing)


def _criteria(decline: Decline) -> Objection | None:
    if not decline.call.has("interview"):
        return None
    record = interview(decline.application)
    if record is None:
        return Objection("interview", "not_interviewed")
    return Objection("interview", "outcome_pending") if record["outcome"] == PENDING else None


_REASON_GUARDS: Mapping[str, Callable[[Decline], Objection | None]] = {
    "interview_failed": _failed_interview_objection, "no_interview": _no_interview, "incomplete": _incomplete,
    "criteria": _criteria,
}  # fmt: skip
