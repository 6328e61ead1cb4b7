"""What the API says when it says yes: the call's phase, a receipt, an application."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..call import Call
from ..intake.submit_application import Receipt
from ..rules.application import Application, Event
from ..rules.package import missing_documents
from ..rules.window import phase
from .clock import iso, local


def call_status(call: Call, now: datetime, rehearsal: bool) -> dict[str, Any]:
    return {
        "id": call.id,
        "phase": phase(call, now).value,
        "now": iso(call, now),
        "opens_at": iso(call, call.opens_at),
        "closes_at": iso(call, call.closes_at),
        "seconds_to_close": max(0, int((call.closes_at - now).total_seconds())),
        "supplement_days": call.supplement_days,
        "rehearsal": rehearsal,
    }


def receipt(call: Call, told: Receipt) -> dict[str, Any]:
    event = told.event
    return {
        "number": event.number,
        "key": told.key,
        "status": event.status,
        "version": event.version,
        "received_at": iso(call, event.at),
        "answers_sha256": event.answers_sha256,
        "dropped": event.detail.get("dropped", []),
        "links": links(event),
    }


def links(event: Event) -> dict[str, str]:
    language = (event.answers or {}).get("application_language", "kk")
    return {"self": f"/api/applications/{event.number}", "my": "/ru/my/" if language == "ru" else "/my/"}


def application(call: Call, found: Application) -> dict[str, Any]:
    content, received = found.content, found.submitted_at
    return {
        "number": found.number,
        "status": found.status,
        "version": found.version,
        "received_at": iso(call, received) if received else None,
        "answers": content.answers,
        "answers_sha256": content.answers_sha256,
        "windows": {"edit_until": None, "supplement_until": None},
        "package": package(call, found),
        "documents": [],
        "interview": None,
        "history": [_line(call, event) for event in found.events],
        "links": links(content),
    }


def package(call: Call, found: Application) -> dict[str, Any]:
    """What is required and not there yet, judged as of the day the application was submitted."""
    day = local(call, found.submitted_at or found.events[0].at).date()
    missing = missing_documents(call.form, found.content.answers or {}, day, present=())
    state = "to_be_supplemented" if missing else "complete"
    return {"state": state, "missing": [document.kind for document in missing]}


def etag(found: Application) -> str:
    return f'"{found.version}.{len(found.events)}"'


def _line(call: Call, event: Event) -> dict[str, Any]:
    return {
        "at": iso(call, event.at), "act": event.act, "actor": event.actor, "from": event.before or None,
        "to": event.status, "version": event.version,
    }  # fmt: skip
