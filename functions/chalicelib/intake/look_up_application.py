"""Look an application up by its number and key."""

from __future__ import annotations

from ..call import Call
from ..rules.application import Application
from ..rules.form_version import belongs_to
from ..rules.refusals import NotFound
from .number_and_key import is_number, key_matches, normalise
from .store_port import Store

_NOBODYS = "0" * 64


def look_up(call: Call, store: Store, number: str, key: str) -> Application:
    """Raises NotFound alike for an unknown number, a wrong key and an application of another call: nothing tells
    whether a number exists, nor how much lies under it, since the key is looked at before anything else is read.
    """
    number = normalise(number)
    known = store.key_sha256(number) if is_number(number) else ""
    if not key_matches(key, known or _NOBODYS):
        raise NotFound
    application = Application(store.events(number))
    # A new key may have ended this one between the two readings.
    if not key_matches(key, application.key_sha256) or not belongs_to(call, application):
        raise NotFound
    return application
