"""How much one client may ask in a while: enough for a village behind one address, too little to close the call.

No limit of a client stands before an application being sent, edited, supplemented or withdrawn: those are bounded by
the work one of them makes. Where a wrong key was given there, it still counts.

The numbers, and why: two hundred people behind one address in an evening, sixty of them within ten minutes, each with
a handful of look-ups and now and then a mistyped key, stay below half of every figure here. A laptop is past all of
them within a minute or two. Windows are short, so that whoever shares an address with it waits minutes, not a day.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import ceil
from typing import NamedTuple

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Limit(NamedTuple):
    """`most` units in each window; windows follow one another from the epoch on and divide the day in UTC."""

    name: str
    most: int
    window: timedelta


# Applications, their forms and their documents opened by number and key. Wrong keys are taken from the same purse, so
# that a client that guesses is soon told nothing about its guesses, and then none of them is looked at.
LOOK_UPS = Limit("look_ups", 1200, timedelta(minutes=10))
WRONG_KEY_UNITS = 10
CHECKS = Limit("checks", 1200, timedelta(minutes=10))
NEW_DRAFTS = Limit("new_drafts", 400, timedelta(hours=1))
DOCUMENTS = Limit("documents", 1500, timedelta(minutes=30))
KEY_LINKS = Limit("key_links", 100, timedelta(hours=1))
# Of one number and address together: a stranger who knows the number alone cannot use it up.
KEY_LINKS_OF_NUMBER = Limit("key_links_of_number", 10, timedelta(hours=1))
# Wrong keys for one number, from whatever addresses. The right key is never refused by it: else whoever knows a number
# could keep its owner out.
WRONG_KEYS_OF_NUMBER = Limit("wrong_keys_of_number", 30, timedelta(hours=1))


def window_start(limit: Limit, at: datetime) -> datetime:
    return at - (at - EPOCH) % limit.window


def window_end(limit: Limit, at: datetime) -> datetime:
    """The exclusive end of the window: from this instant on the count begins again."""
    return window_start(limit, at) + limit.window


def seconds_to_wait(limit: Limit, at: datetime) -> int:
    """Whole seconds after which the next window is open; at least one."""
    return ceil((window_end(limit, at) - at).total_seconds())
