"""The time of an interview that was offered on «My application»: what was answered, and where to answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..call import Call
from . import display_values

View = Mapping[str, Any]


def offer_part(call: Call, language: str, view: View) -> dict[str, Any]:
    """Empty where nothing was offered, or nobody answered in time. An answer may be changed until the interview."""
    interview = view.get("interview") or {}
    state = interview.get("answer")
    is_unanswered = state == "asked" and view.get("is_appointment_over")
    if not state or is_unanswered or view.get("status") != "interview_scheduled":
        return {}
    return {
        "state": state, "text": display_values.text(interview.get("reason")),
        "limit": view.get("explanation_limit", ""),
        "asks": bool(view.get("key")) and bool(view.get("may_answer")),
        "appointment": display_values.text(interview.get("appointment")),
        "written": display_values.text(view.get("reason")), "rule": call.rule("interview"),
    }  # fmt: skip
