"""One application on one screen: where it stands, what is open, what is missing, what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from chalicelib.rules import record
from chalicelib.rules.application import Application
from chalicelib.rules.documents import in_force
from chalicelib.rules.form_version import call_to_judge_by
from chalicelib.rules.guards import form_problems

from .facts import at_a_glance, code_label, missing_documents, open_until
from .masking import mask_document
from .reading import arrived
from .session import Session
from .terminal import safe
from .waiting import waiting

DECISIONS = ("admit", "decline", "exclude", "complete")


def card(session: Session, application: Application, personal: bool = False) -> dict[str, Any]:
    """Everything but the answers, as data."""
    call, at = session.call, session.at()
    end, waits = open_until(call, application, at), waiting(call, application, at)
    missing, package = missing_documents(call, application), call_to_judge_by(call, application).form.package
    return at_a_glance(session, application) | {
        "waiting": {"for": waits.code, "on": waits.on} if waits else None,
        "window_until": session.iso(end) if end else None,
        "package": {"state": "to_be_supplemented" if missing else "complete", "missing": list(missing)},
        "form_problems": [{"field": each.field, "code": each.code} for each in form_problems(call, application)],
        "documents": [dict(document) if personal else mask_document(document)
                      for document in in_force(package, application)],
        "appointment": _plain(record.appointment(application)), "interview": _plain(record.interview(application)),
        "scores": record.scores(application),
        "tasks": [task_row(each) for each in record.tasks(application)],
        "exceptions": [dict(event.detail) | {"author": event.actor, "at": session.iso(event.at)}
                       for event in application.events if event.act == "make_exception"],
        "decision": _decision(session, application),
    }  # fmt: skip


def task_row(task: record.Task) -> dict[str, Any]:
    return {"task": task.id, "title": task.title, "due": task.due.isoformat(), "state": task.state}


def _plain(detail: Any) -> dict[str, Any] | None:
    return dict(detail) if detail else None


def _decision(session: Session, application: Application) -> dict[str, Any] | None:
    made = [event for event in application.events if event.act in DECISIONS]
    if not made:
        return None
    return {"act": made[-1].act, "author": made[-1].actor, "at": session.iso(made[-1].at), **made[-1].detail}


def print_card(console: Console, session: Session, application: Application, personal: bool = False) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for key, text in _lines(session, application, personal):
        table.add_row(session.say(f"card.{key}"), safe(text))
    console.print(table)


def _lines(session: Session, application: Application, personal: bool) -> Iterator[tuple[str, str]]:
    call, at = session.call, session.at()
    answers = application.content.answers or {}
    yield "number", application.number
    yield "status", session.label(f"status.{application.status}")
    yield "state", str(len(application.events))
    yield "received", session.moment(arrived(application))
    yield "project", str(answers.get("project_title", ""))
    for name in ("direction", "district"):
        yield name, code_label(session, application.form_version, name, answers.get(name))
    waits, end = waiting(call, application, at), open_until(call, application, at)
    yield "waiting", session.say(f"waiting.{waits.code}") if waits else session.say("waiting.nothing")
    yield "window", session.until(end) if end else session.say("card.no_window")
    yield from _exceptions(session, application)
    yield from _interview(session, application)
    yield from _package(session, application, personal)
    yield from _outcome(session, application)


def _exceptions(session: Session, application: Application) -> Iterator[tuple[str, str]]:
    for event in application.events:
        if event.act == "make_exception":
            until = session.until(datetime.fromisoformat(event.detail["until"]))
            window = session.label(f"window.{event.detail['window']}")
            yield "exception", f"{window}, {until}. {event.detail['why']} ({event.actor})"


def _interview(session: Session, application: Application) -> Iterator[tuple[str, str]]:
    planned, held = record.appointment(application), record.interview(application)
    if planned:
        form = code_label(session, application.form_version, "interview_format", planned["format"])
        yield "appointment", f"{session.moment(datetime.fromisoformat(planned['when']))}, {planned['place']}, {form}"
    if held:
        panel = ", ".join([*held["committee"], *held["experts"]])
        parts = [held["held"], session.label(f"outcome.{held['outcome']}"), panel, held["note"]]
        yield "interview", "; ".join(part for part in parts if part)
    for expert, points in record.scores(application).items():
        given = (f"{number}: {session.say('card.not_applicable') if p is None else p}" for number, p in points.items())
        yield "scores", f"{expert}: {', '.join(given)}"


def _package(session: Session, application: Application, personal: bool) -> Iterator[tuple[str, str]]:
    package = call_to_judge_by(session.call, application).form.package
    labels = {each.kind: each.label[session.language] for each in package.documents}
    for document in in_force(package, application):
        shown = document if personal else mask_document(document)
        yield "document", f"{labels.get(document['kind'], document['kind'])}: {shown.get('filename', '')}"
    for kind in missing_documents(session.call, application):
        yield "missing", labels[kind]
    problems = form_problems(session.call, application)
    if problems:
        yield "problems", ", ".join(problem.field for problem in problems)


def _outcome(session: Session, application: Application) -> Iterator[tuple[str, str]]:
    for task in record.tasks(application):
        yield "task", f"{task.id}. {task.title}: {session.label('task_state.' + task.state)} ({task.due.isoformat()})"
    made = _decision(session, application)
    if made:
        reason = session.label(f"reason.{made['reason']}") + ". " if made.get("reason") else ""
        yield "decision", f"{session.label('act.' + made['act'])}: {reason}{made.get('text', '')} ({made['author']})"
