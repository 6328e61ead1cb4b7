"""In which language an application's mail speaks first."""

from __future__ import annotations

from ..call import Call
from ..rules.application import Application


def language_of(call: Call, application: Application) -> str:
    """The language the application was written in; Kazakh for a draft that does not say."""
    asked = (application.content.answers or {}).get("application_language")
    return asked if isinstance(asked, str) and asked in call.languages else call.languages[0]
