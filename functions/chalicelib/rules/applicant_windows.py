"""Whether the applicant's own window is open: for a draft and an edit the call's, after an interview their own."""

from __future__ import annotations

from datetime import datetime

from ..call import Call
from .application import Application
from .application_record import exceptions_of_window, last
from .supplement import submission_end, supplement_end
from .window import MILLISECOND, OutsideBounds, is_before, outside


def outside_own_window(call: Call, application: Application, at: datetime) -> OutsideBounds | None:
    """None when the applicant may change the content now; else the rule, the instant and the gap."""
    if application.status == "interviewed":
        return _after_interview(call, application, at)
    missed = outside(call, at)
    if any(is_before(at, end) for end in exceptions_of_window(application, "submit")):
        return None
    return missed and (missed if missed.rule == "window" else _late("deadline", submission_end(call, application), at))


def own_window_end(call: Call, application: Application) -> datetime | None:
    """Until when (exclusive) the content may be changed in the present status; None when it may not at all."""
    if application.status == "interviewed":
        return supplement_end(call, application)
    if application.status in ("draft", "submitted", "interview_scheduled"):
        return submission_end(call, application)
    return None


def _after_interview(call: Call, application: Application, at: datetime) -> OutsideBounds | None:
    end, record = supplement_end(call, application), last(application, "record_interview")
    if end is None and record:
        return _late("supplement", record.at, at)._replace(opened=False)
    return _late("supplement", end, at) if end and not is_before(at, end) else None


def _late(rule: str, end: datetime, at: datetime) -> OutsideBounds:
    return OutsideBounds(rule, end, max(0, (at - end) // MILLISECOND))
