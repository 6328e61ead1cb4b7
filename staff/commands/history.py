"""`history`: every event of an application: who, when, from, to, why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from rich.console import Console

from chalicelib.intake.number_and_key import normalise
from chalicelib.rules.application import Application, Event
from chalicelib.rules.lifecycle import APPLICANT
from chalicelib.rules.masking import mask_document
from staff.applications.all_applications import one
from staff.applications.application_facts import code_label
from staff.console.localized_click import argument
from staff.console.localized_click import command as named
from staff.console.session import Session
from staff.printing.tables import heading
from staff.printing.terminal import safe, write

# What the software notes for itself; the rest of a detail is what somebody said or decided.
INTERNAL = frozenset({"call", "consents", "dropped", "first_address", "confirmed"})
# Whose values are codes, and whose are instants or days.
CODES = frozenset({"outcome", "reason", "window", "answer", "verdict"})
TIMES: Mapping[str, Callable[[Session, str], str]] = {
    "when": lambda session, text: session.moment(datetime.fromisoformat(text)),
    "until": lambda session, text: session.until(datetime.fromisoformat(text)),
    "held": lambda session, text: session.day(date.fromisoformat(text)),
    "due": lambda session, text: session.day(date.fromisoformat(text)),
}


@named("history")
@argument("number")
def command(session: Session, number: str) -> None:
    application = one(session, normalise(number))
    events = [_row(session, event) for event in application.events]
    session.out({"number": application.number, "state": len(events), "history": events},
                lambda console: _print(console, session, application))  # fmt: skip


def _row(session: Session, event: Event) -> dict[str, object]:
    return {
        "seq": event.seq, "at": session.iso(event.at), "act": event.act, "actor": event.actor,
        "from": event.before or None, "to": event.status, "version": event.version,
        "answers_sha256": event.answers_sha256 or None, "form_version": event.form or None,
        "detail": mask_document(event.detail),
    }  # fmt: skip


def _print(console: Console, session: Session, application: Application) -> None:
    table = heading(session, "seq", "at", "act", "actor", "status", "version", "detail")
    for event in application.events:
        status = session.label(f"status.{event.status}")
        actor = session.say("on.applicant") if event.actor == APPLICANT else event.actor
        cells = [event.seq, session.moment(event.at), session.label(f"act.{event.act}"), actor, status,
                 event.version, _detail(session, application, event)]  # fmt: skip
        table.add_row(*(safe(cell) for cell in cells))
    console.print(table)
    write(console, f"{session.say('card.state')} {len(application.events)}")


def _detail(session: Session, application: Application, event: Event) -> str:
    shown = mask_document(event.detail)
    public = {name: value for name, value in shown.items() if name not in INTERNAL and value not in ("", [])}
    lines = (
        f"{session.label(f'detail.{name}')}: {_value(session, application, name, value)}"
        for name, value in public.items()
    )
    return "\n".join(lines)


def _value(session: Session, application: Application, name: str, value: Any) -> str:
    if name in CODES:
        return session.label(f"{name}.{value}")
    if name in TIMES:
        # What is no instant is shown as it was written.
        return session.guard(application.number, lambda: TIMES[name](session, value), str(value))
    if name == "format":
        return code_label(session, application.form_version, "interview_format", value)
    if name == "kind":
        return _document_label(session, application, value)
    if name == "exception":
        return session.guard(application.number, lambda: session.say(f"exception.{value['why']}"), str(value))
    return _plain(session, value)


def _document_label(session: Session, application: Application, kind: object) -> str:
    """By the form it was sent for; a kind which that form does not know is shown as it was sent."""
    package = session.call.with_form(application.form_version).form.package
    return next((known.label[session.language] for known in package.documents if known.kind == kind), str(kind))


def _plain(session: Session, value: object) -> str:
    if isinstance(value, bool):
        return session.say(f"yes_no.{'yes' if value else 'no'}")
    if isinstance(value, dict):
        return ", ".join(f"{key}: {session.say('card.not_applicable') if v is None else v}" for key, v in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
