"""What should have been mailed and was not: for the sweep, which sends it, and for staff, who must see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from ..call import Call
from ..rules.application import Application
from ..rules.window import is_before
from .notice import Notice
from .plan import plan
from .reminders import due

SENDING, SENT, FAILED, NO_ADDRESS = "sending", "sent", "failed", "no_address"
WAITING, UNCERTAIN = "waiting", "uncertain"
# No sending takes as long as this: the sender ended between claiming the mail and noting what became of it.
UNCERTAIN_AFTER = timedelta(minutes=15)


class Posting(Protocol):
    """What the outbox holds of one mail; `chalicelib.store.outbox` satisfies it by shape."""

    @property
    def mark(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def attempts(self) -> int: ...
    @property
    def why(self) -> str: ...


@dataclass(frozen=True)
class Owed:
    """`state` is waiting, sending, failed (will be tried again), uncertain (sent or not: only a person may decide
    to send it again) or no_address."""

    notice: Notice
    state: str
    since: datetime
    attempts: int = 0
    why: str = ""


def owed(call: Call, application: Application, postings: Iterable[Posting], now: datetime) -> list[Owed]:
    """Every mail planned until now that is not known to be sent, in the order of the events, reminders last."""
    by_mark = {posting.mark: posting for posting in postings}
    notices = [notice for event in application.events for notice in plan(call, application, event)]
    notices += due(call, application, now)
    judged = [_judged(notice, by_mark.get(notice.mark), now) for notice in notices]
    return [each for each in judged if each.state != SENT]


def _judged(notice: Notice, posting: Posting | None, now: datetime) -> Owed:
    if posting is None:
        return Owed(notice, WAITING, notice.at)
    stuck = posting.state == SENDING and not is_before(now, posting.at + UNCERTAIN_AFTER)
    state = UNCERTAIN if stuck else posting.state
    return Owed(notice, state, posting.at, posting.attempts, posting.why)
