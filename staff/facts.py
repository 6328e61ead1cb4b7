"""What the committee needs to know of an application at a glance; codes and values, no words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.call import Call
from chalicelib.rules import record
from chalicelib.rules.application import Application
from chalicelib.rules.completeness import judge
from chalicelib.rules.guards import lacking
from chalicelib.rules.permission import outside_own_window, own_window_end
from chalicelib.rules.problems import Problem

from .reading import arrived
from .session import Session


def local_day(call: Call, instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(call.timezone)).date()


def missing_documents(call: Call, application: Application) -> tuple[str, ...]:
    """Kinds of required documents not there yet, as of the day of submission."""
    return lacking(call, application, local_day(call, arrived(application)))


def form_problems(call: Call, application: Application) -> tuple[Problem, ...]:
    return judge(call.form, application.content.answers or {}).problems


def open_until(call: Call, application: Application, at: datetime) -> datetime | None:
    """The end (exclusive) of the window the applicant has now; None when none is open."""
    end = own_window_end(call, application)
    return end if end and outside_own_window(call, application, at) is None else None


def at_a_glance(session: Session, application: Application) -> dict[str, Any]:
    """One line of a list. `state` is what --seen takes: how many events this was read from."""
    answers = application.content.answers or {}
    return {
        "number": application.number,
        "status": application.status,
        "state": len(application.events),
        "version": application.version,
        "received_at": session.iso(arrived(application)),
        "exceptional": record.is_exceptional(application),
        **{name: answers.get(name) for name in ("direction", "district", "application_language", "project_title")},
    }
