"""The time of an interview that was offered on «My application»: what was answered, and where to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..call import Call
from . import display_values

if TYPE_CHECKING:
    from ..api_types.page import PageView


def offer_part(call: Call, language: str, view: PageView) -> dict[str, object]:
    """The context of templates/offer.html; empty where nothing was offered or the time to answer is over."""
    interview = view.get("interview")
    state = interview.get("answer") if interview else ""
    is_unanswered = state == "asked" and view.get("is_appointment_over")
    if not interview or not state or is_unanswered or view.get("status") != "interview_scheduled":
        return {}
    return {
        "state": state, "text": display_values.text(interview.get("reason")),
        "limit": view.get("explanation_limit", ""),
        "asks": bool(view.get("key")) and bool(view.get("may_answer")),
        "appointment": display_values.text(interview.get("appointment")),
        "written": display_values.text(view.get("reason")), "rule": call.rule("interview"),
    }  # fmt: skip
