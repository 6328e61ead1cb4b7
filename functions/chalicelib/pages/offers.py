"""The time of an interview that was offered on «My application»: what was answered, and where to answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..call import Call
from ..rules.appointments import ASKED
from ..rules.objection import MOST_TEXT
from ..rules.window import is_before
from . import shown

View = Mapping[str, Any]


def offer_part(call: Call, language: str, view: View) -> dict[str, Any]:
    """Empty where nothing was offered. An answer may be changed until the interview begins."""
    interview = view.get("interview") or {}
    state, now = interview.get("answer"), view.get("now")
    if not state or view.get("status") != "interview_scheduled":
        return {}
    ahead = bool(now) and is_before(datetime.fromisoformat(str(now)), datetime.fromisoformat(interview["when"]))
    return {
        "state": state, "is_asked": state == ASKED, "text": shown.text(interview.get("reason")), "limit": MOST_TEXT,
        "asks": bool(view.get("key")) and ahead, "appointment": shown.text(interview.get("appointment")),
        "written": shown.text(view.get("reason")), "rule": call.rule("interview"),
    }  # fmt: skip
