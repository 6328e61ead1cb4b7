"""One application as data: where it stands, what is open, what is missing, what was decided; codes and values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.call import Call
from chalicelib.rules import application_record
from chalicelib.rules.admission_guards import form_problems
from chalicelib.rules.application import Application, Event
from chalicelib.rules.committee_queue import WaitingFor, missing_documents, open_until, package_state, waiting
from chalicelib.rules.document_history import in_force
from chalicelib.rules.form_version import call_to_judge_by
from chalicelib.rules.masking import mask_document
from chalicelib.rules.tasks import Task, explanation_end, tasks

from ..console.session import Session
from .application_facts import at_a_glance

DECISIONS = ("admit", "decline", "exclude", "complete")


def card(session: Session, application: Application, personal: bool = False) -> dict[str, object]:
    """Everything but the answers, as data. A part that cannot be folded from the events is None."""
    parts = _parts(session, application, personal)
    known = {name: session.guard(application.number, read, None) for name, read in parts.items()}
    return at_a_glance(session, application) | known


def _parts(session: Session, application: Application, personal: bool) -> dict[str, Callable[[], object]]:
    call, at = session.call, session.at()
    return {
        "waiting": lambda: _waits(waiting(call, application, at)),
        "window_until": lambda: session.iso(end) if (end := open_until(call, application, at)) else None,
        "package": lambda: _package(call, application),
        "form_problems": lambda: [
            {"field": problem.field, "code": problem.code} for problem in form_problems(call, application)
        ],
        "documents": lambda: [
            dict(document) if personal else mask_document(document)
            for document in in_force(call_to_judge_by(call, application).form.package, application)
        ],
        "appointment": lambda: _plain(application_record.appointment(application)),
        "interview": lambda: _plain(application_record.interview(application)),
        "records": lambda: [_record_row(session, event) for event in application_record.records(application)],
        "scores": lambda: {
            sheet.expert: dict(sheet.points) for sheet in application_record.scores(application).values()
        },
        "score_sheets": lambda: [
            _score_sheet(session, sheet) for sheet in application_record.scores(application).values()
        ],
        "tasks": lambda: [task_row(session, task) for task in tasks(application)],
        "exceptions": lambda: [
            _exception_row(session, exception) for exception in application_record.exceptional(application)
        ],
        "decision": lambda: decision(session, application),
    }


def _waits(waits: WaitingFor | None) -> dict[str, str] | None:
    return {"for": waits.code, "on": waits.on} if waits else None


def _package(call: Call, application: Application) -> dict[str, object]:
    return {"state": package_state(call, application), "missing": list(missing_documents(call, application))}


def task_row(session: Session, task: Task) -> dict[str, object]:
    end = explanation_end(session.call, task)
    return {
        "task": task.id,
        "title": task.title,
        "due": task.due.isoformat(),
        "state": task.state,
        "explain_until": session.iso(end) if end else None,
        "explanations": [
            {"at": session.iso(explanation.at), "text": explanation.text} for explanation in task.explanations
        ],
    }


def _record_row(session: Session, event: Event) -> dict[str, object]:
    return dict(event.detail) | {"author": event.actor, "at": session.iso(event.at)}


def _score_sheet(session: Session, sheet: application_record.Scores) -> dict[str, object]:
    """Whose points they are and who entered them: the tool's caller enters paper scores for somebody."""
    return {"expert": sheet.expert, "entered_by": sheet.actor, "entered_for": sheet.entered_for or None,
            "at": session.iso(sheet.at), "scores": dict(sheet.points), "reasons": dict(sheet.reasons)}  # fmt: skip


def _exception_row(session: Session, exception: application_record.ExceptionNote) -> dict[str, object]:
    """`code` is there instead of a reason where the rule itself makes the exception."""
    return {"window": exception.window, "until": session.iso(exception.until), "why": exception.why,
            "code": exception.code, "author": exception.author, "at": session.iso(exception.at)}  # fmt: skip


def _plain(detail: Any) -> dict[str, object] | None:
    return dict(detail) if detail else None


def decision(session: Session, application: Application) -> dict[str, Any] | None:
    decisions = [event for event in application.events if event.act in DECISIONS]
    if not decisions:
        return None
    return {
        "act": decisions[-1].act,
        "author": decisions[-1].actor,
        "at": session.iso(decisions[-1].at),
        **decisions[-1].detail,
    }
