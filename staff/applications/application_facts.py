"""What the committee needs to know of an application at a glance; codes and values, no words."""

from __future__ import annotations

from chalicelib.call.roles import role_value
from chalicelib.rules import application_record
from chalicelib.rules.application import Application
from chalicelib.rules.form_version import call_as_written

from ..console.session import Session
from ..query.form_columns import role_columns
from .all_applications import arrival_instant

# Roles of the questions that lists have a column of, where the form has them.
ROLES_OF_LISTS = ("group", "territory")


def code_label(session: Session, form_version: int, role: str, code: object) -> str:
    """A choice in words, by the form it was made on; what that form does not know is shown as it was sent."""
    field = session.call.with_form(form_version).form.role(role)
    written = "" if code is None else str(code)
    return field.label_of(written, session.language) if field else written


def at_a_glance(session: Session, application: Application) -> dict[str, object]:
    """One line of a list. `state` is what --seen takes: how many events this was read from.

    The answers to what the call is sorted by are called as the columns of an export are.
    """
    answers, number = application.answers, application.number
    form = call_as_written(session.call, application).form
    return {
        "number": number,
        "status": application.status,
        "state": len(application.events),
        "version": application.version,
        "form_version": application.form_version,
        "received_at": session.iso(arrival_instant(application)),
        "exceptional": session.guard(number, lambda: application_record.is_exceptional(application), False),
        **{name: role_value(form, role, answers) for role, name in role_columns(session.call).items()},
    }
