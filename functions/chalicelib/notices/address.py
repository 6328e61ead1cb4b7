"""Whom an application's mail goes to. A draft may have no address, or one that is none."""

from __future__ import annotations

from ..call import Call
from ..rules.application import Application
from ..rules.form_version import call_as_written
from ..rules.kinds import READERS, is_empty

FIELD = "leader_email"


def address_of(call: Call, application: Application) -> str:
    """An address of ASCII letters (international domains in their `xn--` form); empty when there is none.

    The form's own check has no white space, control character, comma or bracket pass, so nothing can be added to it.
    """
    raw = (application.content.answers or {}).get(FIELD)
    if is_empty(raw):
        return ""
    field = call_as_written(call, application).form.by_id.get(FIELD)
    if field is None:
        return ""
    value, fault = READERS["email"](field, raw)
    return "" if fault else _ascii(str(value))


def _ascii(address: str) -> str:
    local, _, domain = address.partition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return ""


def language_of(call: Call, application: Application) -> str:
    """The language the application was written in; Kazakh for a draft that does not say."""
    asked = (application.content.answers or {}).get("application_language")
    return asked if isinstance(asked, str) and asked in call.languages else call.languages[0]
