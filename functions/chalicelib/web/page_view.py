"""The view a page is made from: what the API tells, and what the page alone needs: the key for its forms, the hour, the
interview as a calendar file.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from ..notices.interview_calendar import interview_calendar
from ..rules import application_record
from ..rules.application import Application
from ..rules.appointments import is_over, may_answer
from ..rules.decline_guards import RULE_OF_REASON
from ..rules.lifecycle import ACTS
from ..rules.objection import MOST_TEXT
from ..rules.window import Phase, phase
from . import representations
from .arrival_clock import iso
from .request_service import Arrival, Service

if TYPE_CHECKING:
    from ..api_types.page import PageView


def page_view(service: Service, arrival: Arrival, application: Application, key: str) -> PageView:
    call = service.call
    view = cast("PageView", representations.application(call, application, arrival.at))
    return view | {
        "key": key, "now": iso(call, arrival.at), "saved_at": iso(call, application.content.at),
        "calendar": calendar(service, application, arrival.at), "decision_rule": decision_rule(application),
        "explanation_limit": MOST_TEXT,
        "may_answer": may_answer(application, arrival.at), "is_call_open": phase(call, arrival.at) is Phase.OPEN,
        "is_appointment_over": is_over(application, arrival.at),
    }  # fmt: skip


def calendar(service: Service, application: Application, at: datetime) -> str:
    """The text of an .ics file for the appointment that is still to come; empty without one."""
    planned = application_record.last(application, "schedule_interview")
    if planned is None or application.status != "interview_scheduled" or is_over(application, at):
        return ""
    return interview_calendar(service.call, application, planned)


def decision_rule(application: Application) -> str:
    """The id of the rule behind the last decision, as its mail cites it; empty before a decision."""
    decision = application_record.decision_record(application)
    return RULE_OF_REASON.get(decision["reason"], ACTS[decision["act"]].rule) if decision else ""
