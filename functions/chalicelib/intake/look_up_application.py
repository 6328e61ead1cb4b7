"""Look an application up by its number and key."""

from __future__ import annotations

from ..rules.application import Application
from ..rules.refusals import NotFound
from .press import key_matches, normalise
from .store import Store

_NOBODYS = "0" * 64


def look_up(store: Store, number: str, key: str) -> Application:
    """Raises NotFound alike for an unknown number and a wrong key: nothing tells whether a number exists."""
    events = store.events(normalise(number))
    if not key_matches(key, events[0].key_sha256 if events else _NOBODYS):
        raise NotFound
    return Application(events)
