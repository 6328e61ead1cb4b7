"""A one-time link that gives an application a new key: asked for with number and address, sent to its own address.

Only a hash of the link's secret is stored. Opening the link changes nothing, since mail scanners open links; using it
ends the old key.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from .window import is_before

LINK_MINUTES = 15
LINK_LIFETIME = timedelta(minutes=LINK_MINUTES)
# Nobody waits longer for the mail: they ask again.
ANSWERED_WITHIN = timedelta(hours=1)
# Whose answer was lost, or who pressed twice, gets the same key again for so long.
REPEATABLE = timedelta(minutes=2)
# A plain form posted again gets its application's key again for so long: enough for a lost answer and a second try.
KEY_REPEATED_MINUTES = 10


class LinkRequest(NamedTuple):
    """Somebody asked for a link. `address_mark` is that of the address they gave (rules/confirmed_address.py)."""

    number: str
    address_mark: str
    at: datetime


class KeyLink(NamedTuple):
    """A link that was sent to the address of `address_mark`. `until` is exclusive."""

    number: str
    address_mark: str
    until: datetime
    used_at: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and is_before(at, self.until)

    def is_repeated(self, at: datetime) -> bool:
        """Whether using the link now repeats the use that was made already."""
        return self.used_at is not None and is_before(at, self.used_at + REPEATABLE)
