"""What the API returns on success: the call's phase, a receipt, an application."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ..call import Call
from ..call.languages import LANGUAGE
from ..call.roles import written_language
from ..intake.canonical_answers import in_canonical_order
from ..rules import application_record, document_history
from ..rules.act_details import Submit, detail_of
from ..rules.applicant_windows import outside_own_window, own_window_end
from ..rules.application import FIRST_FORM, Application, Event
from ..rules.document_package import required_documents
from ..rules.tasks import Task, explanation_end, tasks
from ..rules.window import phase
from .arrival_clock import iso, local

if TYPE_CHECKING:
    from ..api_types import application as types
from .document_representations import document, package
from .interview_representation import interview


def call_status(call: Call, now: datetime, rehearsal: bool) -> types.CallStatus:
    status: types.CallStatus = {
        "id": call.id,
        "phase": phase(call, now).value,
        "now": iso(call, now),
        "opens_at": iso(call, call.opens_at),
        "closes_at": iso(call, call.closes_at),
        "seconds_to_close": max(0, int((call.closes_at - now).total_seconds())),
        "rehearsal": rehearsal,
    }
    if call.has("supplement"):
        status["supplement_days"] = call.supplement_days
    return status


def receipt(call: Call, event: Event, key: str) -> types.Receipt:
    """`event` is what the receipt confirms: the submission, or the saving of a draft."""
    return {
        "number": event.number,
        "key": key,
        "status": event.status,
        "version": event.version,
        "received_at": iso(call, event.at),
        "answers_sha256": event.answers_sha256,
        "dropped": detail_of(event, Submit).get("dropped", []),
        "links": links(call, event),
    }


def with_documents(call: Call, receipt: types.Receipt, event: Event) -> types.ReceiptWithDocuments:
    """The receipt, with the documents that these answers require, sent or not: a receipt stays true afterwards."""
    form = call.with_form(event.form or FIRST_FORM).form
    needed = required_documents(form, event.answers or {}, local(call, event.at).date())
    return {**receipt, "required_documents": [document.kind for document in needed]}


def submission(call: Call, event: Event, key: str) -> types.SubmissionReceipt:
    """The receipt of a submission, with the answers as they are stored: what a page shows is these.

    They stand in the order their hash is of, so that a repeated press is answered with the same bytes.
    """
    answers = in_canonical_order(event.answers or {})
    return {**with_documents(call, receipt(call, event, key), event), "answers": answers}


def links(call: Call, event: Event) -> types.ApplicationLinks:
    language = written_language(call.with_form(event.form or 1), event.answers)
    return {"self": f"/api/applications/{event.number}", "my": f"{LANGUAGE[language].home}my/"}


def application(call: Call, found: Application, now: datetime) -> types.ApplicationView:
    """Without what the call does not have: no `interview` where there is none, no `tasks` without a programme."""
    content, received = found.content, found.submitted_at
    view: types.ApplicationView = {
        "number": found.number,
        "status": found.status,
        "version": found.version,
        "received_at": iso(call, received) if received else None,
        "form_version": found.form_version,
        "answers": content.answers,
        "answers_sha256": content.answers_sha256,
        "windows": windows(call, found, now),
        "package": package(call, found),
        "documents": [document(call, found, event) for event in document_history.arrivals(found)],
        "exception": application_record.is_exceptional(found),
        "exceptions": [_exception(call, exception) for exception in application_record.exceptional(found)],
        "decision": application_record.decision_record(found),
        "history": [_line(call, event) for event in found.events if event.act not in _INTERNAL],
        "links": links(call, content),
    }
    if call.has("interview"):
        view["interview"] = interview(call, found)
    if call.has("exclusion"):
        view["tasks"] = [task(call, known_task) for known_task in tasks(found)]
    return view


# Left out of the applicant's history: the committee's own notes, and uploads that may never arrive.
_INTERNAL = ("score", "announce_document")


def windows(call: Call, application: Application, now: datetime) -> types.Windows:
    """Until when (exclusive) the content may be changed; null when that window is not open at this instant. A call
    without time to supplement has the one window only.
    """
    end = own_window_end(call, application)
    open_now = end is not None and outside_own_window(call, application, now) is None
    shown = iso(call, end) if end is not None and open_now else None
    after = application.status == "interviewed"
    ends: types.Windows = {"edit_until": None if after else shown}
    if call.has("supplement"):
        ends["supplement_until"] = shown if after else None
    return ends


def _exception(call: Call, exception: application_record.ExceptionNote) -> types.ExceptionView:
    """`why` is the committee's reason; where a rule makes the exception, `code` takes its place."""
    until = iso(call, exception.until)
    return {"window": exception.window, "until": until, "why": exception.why, "code": exception.code}


def task(call: Call, known: Task) -> types.TaskView:
    """A task, until when a miss may be explained (exclusive), and the applicant's explanations."""
    end = explanation_end(call, known)
    explanations: list[types.ExplanationView] = [
        {"at": iso(call, heard.at), "text": heard.text} for heard in known.explanations
    ]
    return {
        "task": known.id, "title": known.title, "due": known.due.isoformat(), "state": known.state,
        "explain_until": iso(call, end) if end else None, "explanations": explanations,
    }  # fmt: skip


def etag(application: Application) -> str:
    return f'"{application.version}.{len(application.events)}"'


def _line(call: Call, event: Event) -> types.HistoryLine:
    actor = "applicant" if event.actor == "applicant" else "committee"
    return {"at": iso(call, event.at), "act": event.act, "actor": actor, "from": event.before or None,
            "to": event.status, "version": event.version}  # fmt: skip
