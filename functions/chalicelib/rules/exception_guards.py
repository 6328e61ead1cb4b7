"""Guards of an exception and of a new key (spec 3): None, or which rule stands against the act and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ..call import Call
from .applicant_windows import own_window_end
from .application import Application
from .lifecycle import NOTHING
from .objection import Objection, distance_objection, text_objection
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
