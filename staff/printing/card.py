"""One application on one screen: where it stands, what is open, what is missing, what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from rich.console import Console
from rich.table import Table

from chalicelib.call.roles import role_text, role_value
from chalicelib.rules import application_record
from chalicelib.rules.act_details import RecordInterview, detail_of
from chalicelib.rules.admission_guards import form_problems
from chalicelib.rules.application import Application
from chalicelib.rules.committee_queue import WaitingFor, missing_documents, open_until, waiting
from chalicelib.rules.committee_rights import MEMBER_ACTOR
from chalicelib.rules.document_history import in_force
from chalicelib.rules.form_version import call_as_written, call_to_judge_by
from chalicelib.rules.masking import mask_document
from chalicelib.rules.tasks import Task, explanation_end, tasks

from ..applications.all_applications import arrival_instant
from ..applications.application_facts import ROLES_OF_LISTS, code_label
from ..applications.card_data import decision
from ..console.session import Session
from .terminal import safe


def print_card(console: Console, session: Session, application: Application, personal: bool = False) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for key, text in _lines(session, application, personal):
        table.add_row(safe(_heading(session, application, key)), safe(text))
    console.print(table)


def _lines(session: Session, application: Application, personal: bool) -> Iterator[tuple[str, str]]:
    answers = application.answers
    yield "number", application.number
    yield "status", session.label(f"status.{application.status}")
    yield "state", str(len(application.events))
    yield "received", session.moment(arrival_instant(application))
    form = call_as_written(session.call, application).form
    yield "project", role_text(form, "title", answers)
    for role in ROLES_OF_LISTS:
        if form.role(role):
            yield role, code_label(session, application.form_version, role, role_value(form, role, answers))
    for part in (
        lambda: _open_now(session, application),
        lambda: _exceptions(session, application),
        lambda: _interview(session, application),
        lambda: _package(session, application, personal),
        lambda: _outcome(session, application),
    ):
        # Computed before printing, so that a damaged part does not stop the others.
        yield from session.guard(application.number, lambda part=part: list(part()), [])  # type: ignore[misc]


def _heading(session: Session, application: Application, key: str) -> str:
    """The label of the question with a role, else our own word."""
    asked = call_as_written(session.call, application).form.role(key) if key in ROLES_OF_LISTS else None
    return asked.label[session.language] if asked else session.say(f"card.{key}")


def _open_now(session: Session, application: Application) -> Iterator[tuple[str, str]]:
    at = session.at()
    waits = session.guard(application.number, lambda: waiting(session.call, application, at), WaitingFor("damaged"))
    end = open_until(session.call, application, at)
    yield "waiting", session.say(f"waiting.{waits.code}") if waits else session.say("waiting.nothing")
    yield "window", session.until(end) if end else session.say("card.no_window")


def _exceptions(session: Session, application: Application) -> Iterator[tuple[str, str]]:
    for exception in application_record.exceptional(application):
        window, why = (
            session.label(f"window.{exception.window}"),
            exception.why or session.say(f"exception.{exception.code}"),
        )
        yield "exception", f"{window}, {session.until(exception.until)}. {why} ({exception.author})"


def _interview(session: Session, application: Application) -> Iterator[tuple[str, str]]:
    planned = application_record.appointment(application)
    if planned:
        form = code_label(session, application.form_version, "interview_format", planned["format"])
        yield "appointment", f"{session.moment(datetime.fromisoformat(planned['when']))}, {planned['place']}, {form}"
    for index, event in enumerate(application_record.records(application)):
        held = detail_of(event, RecordInterview)
        yield (
            "correction" if index and held.get("why") else "interview",
            f"{_record_in_words(session, held)} ({event.actor})",
        )
    for sheet in application_record.scores(application).values():
        yield "scores", f"{sheet.expert}: {_points(session, sheet)}"
        # Points given at the desk have no separate person who entered them.
        if not sheet.actor.startswith(MEMBER_ACTOR):
            name = f"{sheet.expert} ({sheet.entered_for})" if sheet.entered_for else sheet.expert
            yield "entered", session.say("card.entered_by", actor=sheet.actor, name=name)
        for criterion, reason in sheet.reasons.items():
            yield "score_reason", f"{criterion}: {reason}"


def _record_in_words(session: Session, held: RecordInterview) -> str:
    panel = ", ".join([*held["committee"], *held["experts"]])
    parts = [
        session.day(date.fromisoformat(held["held"])),
        session.label(f"outcome.{held['outcome']}"),
        panel,
        held["note"],
        held.get("why", ""),
    ]
    return "; ".join(part for part in parts if part)


def _points(session: Session, sheet: application_record.Scores) -> str:
    return ", ".join(f"{criterion}: {session.say('card.not_applicable') if points is None else points}"
                     for criterion, points in sheet.points.items())  # fmt: skip


def _explanations(session: Session, task: Task) -> Iterator[tuple[str, str]]:
    """What the applicant said about the miss, and until when they may: read by whoever decides on exclusion."""
    end = explanation_end(session.call, task)
    if end:
        yield "explain_until", session.until(end)
    for explanation in task.explanations:
        yield "explanation", f"{explanation.text} ({session.moment(explanation.at)})"


def _package(session: Session, application: Application, personal: bool) -> Iterator[tuple[str, str]]:
    package = call_to_judge_by(session.call, application).form.package
    labels = {document.kind: document.label[session.language] for document in package.documents}
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
        yield "task", f"{task.id}. {task.title}: {session.label('task_state.' + task.state)} ({session.day(task.due)})"
        yield from _explanations(session, task)
    decided = decision(session, application)
    if decided:
        reason = session.label(f"reason.{decided['reason']}") + ". " if decided.get("reason") else ""
        yield (
            "decision",
            f"{session.label('act.' + decided['act'])}: {reason}{decided.get('text', '')} ({decided['author']})",
        )
