"""Whether the applicant's own window is open: for a draft and an edit the call's, after an interview their own."""

from __future__ import annotations

from datetime import datetime

from ..call import Call
from .application import Application
from .record import exceptions, supplement_end
from .window import MILLISECOND, Outside, is_before, outside


def outside_own_window(call: Call, application: Application, at: datetime) -> Outside | None:
    """None when the applicant may change the content now; else the rule, the instant and the gap."""
    if application.status == "interviewed":
        return _after(supplement_end(call, application), at)
    late = outside(call, at)
    if late and any(is_before(at, end) for end in exceptions(application, "submit")):
        return None
    return late


def own_window_end(call: Call, application: Application) -> datetime | None:
    """Until when (exclusive) the content may be changed in the present status; None when it may not at all."""
    if application.status == "interviewed":
        return supplement_end(call, application)
    if application.status in ("draft", "submitted", "interview_scheduled"):
        return max([call.closes_at, *exceptions(application, "submit")])
    return None


def _after(end: datetime | None, at: datetime) -> Outside | None:
    if end is None or is_before(at, end):
        return None
    return Outside("supplement", end, (at - end) // MILLISECOND)
