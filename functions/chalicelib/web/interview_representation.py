"""What the API says of an interview to its applicant, and reads of their answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ..call import Call
from ..rules import application_record
from ..rules.application import Application
from ..rules.appointments import applicants_answer
from ..rules.supplement import supplement_end
from .arrival_clock import iso

if TYPE_CHECKING:
    from ..api_types import application as types


def interview(call: Call, application: Application) -> types.InterviewView | None:
    """When and where it is or was, its outcome, and the end of the window it opened: null when it opened none, absent
    in a call without such a window.

    The panel's notes stay with the committee.
    """
    planned, held = application_record.appointment(application), application_record.interview(application)
    if planned is None:
        return None
    when = iso(call, datetime.fromisoformat(planned["when"]))
    shown: types.InterviewView = {"when": when, "place": planned["place"], "format": planned["format"]}
    if minutes := planned.get("minutes"):
        shown["minutes"] = minutes
    _add_offer(shown, application)
    if held is None:
        return shown
    shown |= {"held": held["held"], "outcome": held["outcome"]}
    if call.has("supplement"):
        end = supplement_end(call, application)
        shown["supplement_until"] = iso(call, end) if end else None
    return shown


def _add_offer(shown: types.InterviewView, application: Application) -> None:
    """Where the time was offered: the appointment's number, which an answer has to name, and the answer so far."""
    planned, answer = application_record.last(application, "schedule_interview"), applicants_answer(application)
    if planned and answer.state:
        shown["appointment"], shown["answer"] = planned.seq, answer.state
    if answer.text:
        shown["reason"] = answer.text


def appointment_number(text: str) -> int:
    """What the applicant's answer names, as a number of at most six digits; -1, which no appointment has, for any
    other text.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1
