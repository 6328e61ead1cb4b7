"""In which language an application's mail speaks first."""

from __future__ import annotations

from ..call import Call
from ..call.roles import written_language
from ..rules.application import Application
from ..rules.form_version import call_as_written


def language_of(call: Call, application: Application) -> str:
    """The language the application was written in; the call's first for a draft that does not say."""
    return written_language(call_as_written(call, application), application.content.answers)
