"""Whether what is stored under a press's number is that same press, come again."""

from __future__ import annotations

from ..rules.application import Application, Event
from .press import Press
from .store import Store


def is_repeated(store: Store, press: Press, standing: Event) -> bool:
    """A plain form has no key: the same words after a withdrawal are a new wish, not the old press again."""
    if standing.press != press.mark:
        return False
    return press.is_named or Application(store.events(standing.number)).status != "withdrawn"
