"""What a page shows beside what the API tells: the key for its forms, the hour, the interview as a calendar file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..notices.interview_calendar import interview_calendar
from ..rules import application_record
from ..rules.application import Application
from ..rules.appointments import is_over, may_answer
from ..rules.guards import RULE_OF_REASON
from ..rules.lifecycle import ACTS
from ..rules.objection import MOST_TEXT
from ..rules.window import Phase, phase
from . import representations
from .arrival_clock import iso
from .request_service import Arrival, Service

View = dict[str, Any]


def for_page(service: Service, arrival: Arrival, found: Application, key: str) -> View:
    call = service.call
    return dict(representations.application(call, found, arrival.at)) | {
        "key": key, "now": iso(call, arrival.at), "saved_at": iso(call, found.content.at),
        "calendar": calendar(service, found, arrival.at), "decision_rule": decision_rule(found),
        "explanation_limit": MOST_TEXT,
        "may_answer": may_answer(found, arrival.at), "is_call_open": phase(call, arrival.at) is Phase.OPEN,
        "is_appointment_over": is_over(found, arrival.at),
    }  # fmt: skip


def calendar(service: Service, found: Application, at: datetime) -> str:
    """Of the appointment that is still to come; empty otherwise."""
    planned = application_record.last(found, "schedule_interview")
    if planned is None or found.status != "interview_scheduled" or is_over(found, at):
        return ""
    return interview_calendar(service.call, found, planned)


def decision_rule(found: Application) -> str:
    """The id of the rule the last decision rests on, as its mail cites it; empty before a decision."""
    decision = application_record.decision_record(found)
    return RULE_OF_REASON.get(decision["reason"], ACTS[decision["act"]].rule) if decision else ""
