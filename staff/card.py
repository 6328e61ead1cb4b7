"""One application on one screen: where it stands, what is open, what is missing, what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from chalicelib.rules import record
from chalicelib.rules.application import Application, Event
from chalicelib.rules.documents import in_force
from chalicelib.rules.form_version import call_to_judge_by
from chalicelib.rules.guards import form_problems
from chalicelib.rules.tasks import Task, explanation_end, tasks

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
        "records": [_record_row(session, event) for event in record.records(application)],
        "scores": {each.expert: dict(each.points) for each in record.scores(application).values()},
        "score_sheets": [_score_sheet(session, each) for each in record.scores(application).values()],
        "tasks": [task_row(session, each) for each in tasks(application)],
        "exceptions": [_exception_row(session, each) for each in record.exceptional(application)],
        "decision": _decision(session, application),
    }  # fmt: skip


def task_row(session: Session, task: Task) -> dict[str, Any]:
    end = explanation_end(session.call, task)
    return {
        "task": task.id, "title": task.title, "due": task.due.isoformat(), "state": task.state,
        "explain_until": session.iso(end) if end else None,
        "explanations": [{"at": session.iso(each.at), "text": each.text} for each in task.explanations],
    }  # fmt: skip


def _record_row(session: Session, event: Event) -> dict[str, Any]:
    return dict(event.detail) | {"author": event.actor, "at": session.iso(event.at)}


def _score_sheet(session: Session, sheet: record.Scores) -> dict[str, Any]:
    """Whose points they are and who entered them: the tool's caller enters paper scores for somebody."""
    return {"expert": sheet.expert, "entered_by": sheet.actor, "at": session.iso(sheet.at),
            "scores": dict(sheet.points), "reasons": dict(sheet.reasons)}  # fmt: skip


def _exception_row(session: Session, made: record.Exceptional) -> dict[str, Any]:
    """`code` is there instead of a reason where the rule itself makes the exception."""
    return {"window": made.window, "until": session.iso(made.until), "why": made.why, "code": made.code,
            "author": made.author, "at": session.iso(made.at)}  # fmt: skip


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
    for made in record.exceptional(application):
        window, why = session.label(f"window.{made.window}"), made.why or session.say(f"exception.{made.code}")
        yield "exception", f"{window}, {session.until(made.until)}. {why} ({made.author})"


def _interview(session: Session, application: Application) -> Iterator[tuple[str, str]]:
    planned = record.appointment(application)
    if planned:
        form = code_label(session, application.form_version, "interview_format", planned["format"])
        yield "appointment", f"{session.moment(datetime.fromisoformat(planned['when']))}, {planned['place']}, {form}"
    for place, event in enumerate(record.records(application)):
        yield "correction" if place and event.detail.get("why") else "interview", _held(session, event)
    for sheet in record.scores(application).values():
        yield "scores", f"{sheet.expert}: {_points(session, sheet)}"
        yield "entered", session.say("card.entered_by", actor=sheet.actor, name=sheet.expert)
        for criterion, reason in sheet.reasons.items():
            yield "score_reason", f"{criterion}: {reason}"


def _held(session: Session, event: Event) -> str:
    held = event.detail
    panel = ", ".join([*held["committee"], *held["experts"]])
    parts = [held["held"], session.label(f"outcome.{held['outcome']}"), panel, held["note"], held.get("why", "")]
    return "; ".join(part for part in parts if part) + f" ({event.actor})"


def _points(session: Session, sheet: record.Scores) -> str:
    return ", ".join(f"{criterion}: {session.say('card.not_applicable') if points is None else points}"
                     for criterion, points in sheet.points.items())  # fmt: skip


def _explanations(session: Session, task: Task) -> Iterator[tuple[str, str]]:
    """What the applicant said about the miss, and until when they may: read by whoever decides on exclusion."""
    end = explanation_end(session.call, task)
    if end:
        yield "explain_until", session.until(end)
    for each in task.explanations:
        yield "explanation", f"{each.text} ({session.moment(each.at)})"


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
    for task in tasks(application):
        yield "task", f"{task.id}. {task.title}: {session.label('task_state.' + task.state)} ({task.due.isoformat()})"
        yield from _explanations(session, task)
    made = _decision(session, application)
    if made:
        reason = session.label(f"reason.{made['reason']}") + ". " if made.get("reason") else ""
        yield "decision", f"{session.label('act.' + made['act'])}: {reason}{made.get('text', '')} ({made['author']})"
