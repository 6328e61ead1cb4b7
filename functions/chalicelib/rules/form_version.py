"""By which version of the form an application is shown, and by which it is judged.

Each function answers the call with that version in use, so that whatever reads `call.form` reads the right one.
"""

from __future__ import annotations

from ..call import Call
from .application import Application


def call_as_written(call: Call, application: Application) -> Call:
    """For showing answers: the form they were written for."""
    return call.with_form(application.form_version)


def call_to_judge_by(call: Call, application: Application) -> Call:
    """For judging and for taking new answers: a draft will be submitted by the current form, so it is judged by it;
    a submission stays with its own, whatever the form asks later.
    """
    if application.status == "draft":
        return call.with_form(call.current_form.version)
    return call_as_written(call, application)


def belongs_to(call: Call, application: Application) -> bool:
    """Whether it was sent to this call: another call's applications may lie in the same table."""
    return application.call_id == call.id
