"""The appointed interview of one application, as the desk's page shows it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ...rules.application import Application
from ...rules.application_record import appointment
from ...rules.appointments import ASKED, applicants_answer, may_answer
from .desk_replies import moment
from .desk_request import DeskRequest

if TYPE_CHECKING:
    from ...api_types.desk_application_parts import PlannedView


def planned_view(request: DeskRequest, application: Application) -> PlannedView | None:
    """None before anything was appointed. `day` is for the field in which the day held is written."""
    planned = appointment(application)
    if planned is None:
        return None
    when, given = datetime.fromisoformat(planned["when"]), applicants_answer(application)
    is_waited_for = application.status == "interview_scheduled" and may_answer(application, request.at)
    return {
        "at": moment(request, when), "place": planned["place"], "minutes": planned.get("minutes", 0),
        "people": [*planned.get("committee", ()), *planned.get("experts", ())],
        "answer": "" if given.state == ASKED and not is_waited_for else given.state,
        "reason": given.text, "day": when.astimezone(ZoneInfo(request.call.timezone)).date().isoformat(),
    }  # fmt: skip
