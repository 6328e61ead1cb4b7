"""An application as the desk's page shows it: a part of it that is not the person's to read is not in the view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...call import Field
from ...call.roles import role_text
from ...desk.committee import OpenedApplication
from ...desk.proposed_decisions import stands_against
from ...rules import application_record
from ...rules.act_details import ReceiveDocument, detail_of
from ...rules.application import Application
from ...rules.committee_rights import WHOLE, Member
from ...rules.document_states import CLOSED, states
from ...rules.document_status import arrivals
from ...rules.form_version import call_as_written, call_to_judge_by
from ...rules.guards import form_problems, lacking
from ...rules.interview_guards import is_correction
from ...rules.reviews import awaited_names, is_round_closed
from ...rules.tasks import tasks
from .act_forms import act_forms, conflicted_people
from .criteria_view import View, criteria_view
from .desk_replies import moment
from .desk_request import DeskRequest
from .desk_words import guard_words_of, window_words
from .planned import planned_view

# What an <img> shows; nothing in one can run, whatever the file holds.
PICTURES = ("image/jpeg", "image/png")


def card(request: DeskRequest, opened: OpenedApplication) -> View:
    application = opened.application
    view = {"number": application.number, "part": opened.part, "status": application.status,
            "seen": len(application.events), "title": "",
            "exceptional": application_record.is_exceptional(application)}  # fmt: skip
    if opened.part == "status":
        return view
    view |= _names(request, application)
    if opened.part != WHOLE:
        return view
    people = request.desk.people
    return view | _whole(request, opened, people) | act_forms(request, opened, people)


def _names(request: DeskRequest, application: Application) -> View:
    """What one must know to say whether there is a conflict of interest: title, organisation, leader, team."""
    form, answers = call_as_written(request.call, application).form, application.answers
    names = {role: role_text(form, role, answers) for role in ("title", "organisation", "name")}
    team = [person for field in form for person in _people_named(field, answers.get(field.id))]
    return {"title": names["title"], "organisation": names["organisation"], "leader": names["name"], "team": team}


def _people_named(field: Field, rows: object) -> list[str]:
    """Whom the rows of a table name: its short texts that are personal."""
    columns = [column.id for column in field.columns if column.personal and column.kind == "text"]
    whole = (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, Mapping))
    return [str(row[column]) for row in whole for column in columns if row.get(column)]


def _whole(request: DeskRequest, opened: OpenedApplication, people: Sequence[Member]) -> View:
    application, call = opened.application, request.call
    held = application_record.interview(application)
    day = request.desk.desk.submitted_on(application)
    return {
        "version": application.version, "window": window_words(request, application),
        "received": moment(request, application.submitted_at) if application.submitted_at else "",
        "planned": planned_view(request, application),
        "held": held, "is_correction": is_correction(application),
        "missing": [_kind(request, kind) for kind in lacking(call, application, day)],
        "form_complete": not form_problems(call, application),
        "documents": _documents(request, application), "criteria": criteria_view(request, opened, people),
        "note": opened.review.notes.get(request.desk.member.id, ""), "waiting": _waiting(request, opened, people),
        "tasks": task_views(application), "proposal": _proposal(request, opened, people),
        "decision": application_record.decision_record(application),
    }  # fmt: skip


def _waiting(request: DeskRequest, opened: OpenedApplication, people: Sequence[Member]) -> View:
    names = awaited_names(opened.application, opened.review, people)
    return {"names": names, "closed": is_round_closed(opened.application, opened.review, people),
            "conflicts": [person["name"] for person in conflicted_people(opened, people)]}  # fmt: skip


def _documents(request: DeskRequest, application: Application) -> list[View]:
    known = states(call_to_judge_by(request.call, application).form.package, application)
    arrived = (detail_of(event, ReceiveDocument) for event in arrivals(application))
    return [{"id": document["document"], "kind": _kind(request, document["kind"]), "filename": document["filename"],
             "size": document.get("size", 0), "state": state, "is_open": state not in CLOSED,
             "is_picture": state not in CLOSED and document.get("content_type") in PICTURES}
            for document in arrived if (state := known[document["document"]])]  # fmt: skip


def _kind(request: DeskRequest, kind: str) -> str:
    package = request.call.form.package
    return next((document.label[request.language] for document in package.documents if document.kind == kind), kind)


def task_views(application: Application) -> list[View]:
    return [
        {"id": task.id, "title": task.title, "due": task.due.isoformat(), "state": task.state,
         "explanations": [heard.text for heard in task.explanations]}
        for task in tasks(application)
    ]  # fmt: skip


def _proposal(request: DeskRequest, opened: OpenedApplication, people: Sequence[Member]) -> View | None:
    proposal = opened.review.proposal
    if proposal is None:
        return None
    objection = stands_against(request.desk, opened.application, proposal)
    return {
        "act": proposal.act, "reason": proposal.reason, "text": proposal.text, "at": proposal.at.isoformat(),
        "by": next((person.name for person in people if person.id == proposal.by), proposal.by),
        "when": moment(request, proposal.at), "stale": proposal.seen != len(opened.application.events),
        "against": guard_words_of(request, objection) if objection else "",
    }  # fmt: skip
