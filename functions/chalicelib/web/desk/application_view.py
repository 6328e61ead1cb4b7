"""An application as the desk's page shows it: a part of it that is not the person's to read is not in the view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...call import Field
from ...call.roles import role_text
from ...desk.committee import OpenedApplication
from ...desk.proposed_decisions import stands_against
from ...rules import application_record
from ...rules.admission_guards import form_problems, lacking
from ...rules.application import Application
from ...rules.committee_rights import WHOLE, Member
from ...rules.form_version import call_as_written
from ...rules.interview_guards import is_correction
from ...rules.reviews import awaited_names, is_round_closed
from ...rules.tasks import tasks
from .act_forms import act_forms, conflicted_people
from .appointment_view import planned_view
from .criteria_view import criteria_view
from .desk_replies import moment
from .desk_request import DeskRequest
from .desk_words import guard_words_of, window_words
from .document_rows import document_label, document_rows

if TYPE_CHECKING:
    from ...api_types.desk_application import Card, CardBody, NamesCard, StatusCard, WholeCard
    from ...api_types.desk_application_parts import AwaitedPoints, ProposalView, TaskRow


def card(request: DeskRequest, opened: OpenedApplication, *, unmasked: bool = False) -> Card:
    if opened.part == "status":
        return _status_card(opened)
    if opened.part != WHOLE:
        return _names_card(request, opened)
    return whole_card(request, opened, unmasked=unmasked)


def whole_card(request: DeskRequest, opened: OpenedApplication, *, unmasked: bool = False) -> WholeCard:
    """Only for whoever may read the whole application, which the caller has asked."""
    people = request.desk.people
    names, body, forms = (
        _names_card(request, opened), _body(request, opened, people), act_forms(request, opened, people)
    )  # fmt: skip
    return {**names, **body, **forms, "unmasked": unmasked}


def _status_card(opened: OpenedApplication) -> StatusCard:
    application = opened.application
    return {
        "number": application.number, "part": opened.part, "status": application.status,
        "seen": len(application.events), "title": "",
        "exceptional": application_record.is_exceptional(application),
    }  # fmt: skip


def _names_card(request: DeskRequest, opened: OpenedApplication) -> NamesCard:
    """With title, organisation, leader and team."""
    application = opened.application
    form, answers = call_as_written(request.call, application).form, application.answers
    names = {role: role_text(form, role, answers) for role in ("title", "organisation", "name")}
    team = [person for field in form for person in _people_named(field, answers.get(field.id))]
    return {**_status_card(opened), "title": names["title"], "organisation": names["organisation"],
            "leader": names["name"], "team": team}  # fmt: skip


def _people_named(field: Field, rows: object) -> list[str]:
    """Whom the rows of a table name: its short texts that are personal."""
    columns = [column.id for column in field.columns if column.personal and column.kind == "text"]
    whole = (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, Mapping))
    return [str(row[column]) for row in whole for column in columns if row.get(column)]


def _body(request: DeskRequest, opened: OpenedApplication, people: Sequence[Member]) -> CardBody:
    application, call = opened.application, request.call
    held = application_record.interview(application)
    day = request.desk.desk.submitted_on(application)
    return {
        "version": application.version, "window": window_words(request, application),
        "received": moment(request, application.submitted_at) if application.submitted_at else "",
        "planned": planned_view(request, application),
        "held": held, "is_correction": is_correction(application),
        "missing": [document_label(request, kind) for kind in lacking(call, application, day)],
        "form_complete": not form_problems(call, application),
        "documents": document_rows(request, application), "criteria": criteria_view(request, opened, people),
        "note": opened.review.notes.get(request.desk.member.id, ""), "waiting": _waiting(request, opened, people),
        "tasks": task_views(application), "proposal": _proposal(request, opened, people),
        "decision": application_record.decision_record(application),
    }  # fmt: skip


def _waiting(request: DeskRequest, opened: OpenedApplication, people: Sequence[Member]) -> AwaitedPoints:
    names = awaited_names(opened.application, opened.review, people)
    return {"names": names, "closed": is_round_closed(opened.application, opened.review, people),
            "conflicts": [person["name"] for person in conflicted_people(opened, people)]}  # fmt: skip


def task_views(application: Application) -> list[TaskRow]:
    return [
        {"id": task.id, "title": task.title, "due": task.due.isoformat(), "state": task.state,
         "explanations": [heard.text for heard in task.explanations]}
        for task in tasks(application)
    ]  # fmt: skip


def _proposal(request: DeskRequest, opened: OpenedApplication, people: Sequence[Member]) -> ProposalView | None:
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
