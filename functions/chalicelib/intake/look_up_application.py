"""Look an application up by its number and key."""

from __future__ import annotations

from ..call import Call
from ..rules.application import Application
from ..rules.form_version import belongs_to
from ..rules.refusals import NotFound
from .press import key_matches, normalise
from .store import Store

_NOBODYS = "0" * 64


def look_up(call: Call, store: Store, number: str, key: str) -> Application:
    """Raises NotFound alike for an unknown number, a wrong key and an application of another call: nothing tells
    whether a number exists.
    """
    events = store.events(normalise(number))
    application = Application(events)
    if not key_matches(key, application.key_sha256 if events else _NOBODYS):
        raise NotFound
    if not belongs_to(call, application):
        raise NotFound
    return application
