"""Guards of an admission (spec 3): None, or which rule stands against it and why; and what an application lacks."""

from __future__ import annotations

from datetime import date

from ..call import Call
from .application import Application
from .application_record import interview
from .completeness import judge
from .document_history import in_force, waiting
from .document_package import missing_documents
from .form_version import call_to_judge_by
from .objection import Objection, text_objection
from .problems import Problem


def to_admit(call: Call, application: Application, text: str, submitted_on: date) -> Objection | None:
    record = interview(application)
    if call.has("interview") and (record is None or record["outcome"] != "passed"):
        return Objection("admission", "interview_not_passed")
    if form_problems(call, application):
        return Objection("complete", "form_incomplete")
    missing = lacking(call, application, submitted_on)
    if missing:
        return Objection("admission", "package_incomplete", {"count": len(missing)})
    if waits := unchecked_kinds(call, application, submitted_on):
        return Objection("admission", "package_unchecked", {"count": len(waits)})
    return text_objection("admission", text)


def form_problems(call: Call, application: Application) -> tuple[Problem, ...]:
    """What the answers in force lack, by the form the application is judged by."""
    return judge(call_to_judge_by(call, application).form, application.answers).problems


def lacking(call: Call, application: Application, submitted_on: date) -> tuple[str, ...]:
    """Kinds of required documents that have not arrived, by the form the application is judged by.

    What arrived and waits for the scanner is not missing: the applicant can do nothing about it.
    """
    waits = {document["kind"] for document in waiting(application)}
    return tuple(kind for kind in _not_counting(call, application, submitted_on) if kind not in waits)


def unchecked_kinds(call: Call, application: Application, submitted_on: date) -> tuple[str, ...]:
    """Kinds of required documents that arrived, of which none counts before the scanner has answered."""
    waits = {document["kind"] for document in waiting(application)}
    return tuple(kind for kind in _not_counting(call, application, submitted_on) if kind in waits)


def _not_counting(call: Call, application: Application, submitted_on: date) -> tuple[str, ...]:
    form = call_to_judge_by(call, application).form
    present = {document["kind"] for document in in_force(form.package, application)}
    return tuple(d.kind for d in missing_documents(form, application.answers, submitted_on, present))
