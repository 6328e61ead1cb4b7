"""What should have been mailed and was not: for the sweep, which sends it, and for staff, who must see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from ..call import Call
from ..rules.application import Application, Event
from ..rules.window import is_before
from .mail_expiry import has_lapsed
from .mail_plan import plan
from .notice import Notice
from .reminders import due

SENDING, SENT, FAILED, NO_ADDRESS = "sending", "sent", "failed", "no_address"
WAITING, DEFERRED, UNCERTAIN, LAPSED, OVERDUE = "waiting", "deferred", "uncertain", "lapsed", "overdue"
LIMITED = "limited"
STATES = (WAITING, DEFERRED, SENDING, FAILED, UNCERTAIN, OVERDUE, LAPSED, LIMITED, NO_ADDRESS)
# What only a person may have sent again.
RELEASABLE = (FAILED, UNCERTAIN, OVERDUE, LIMITED)
# What becomes of a try beside those: the answer was lost; an earlier sender has it; neither sent nor noted, so it comes
# again.
UNCLEAR, TAKEN, UNNOTED = "unclear", "taken", "unnoted"
# Why a mail is deferred that a person released.
RELEASED = "released"
# No sending takes as long as this: the sender ended between claiming the mail and noting what became of it.
UNCERTAIN_AFTER = timedelta(minutes=15)
# The stream's own sending comes first; the sweep takes up what it left.
STREAM_FIRST = timedelta(minutes=5)
# A mail of an event that nobody tried or noted for so long: no sender ran. Whether it is still wanted, a person says.
NOT_OLDER_THAN = timedelta(days=3)
# Refusals of this very mail; refusals of the service are not counted.
MOST_ATTEMPTS = 3


class Posting(Protocol):
    """What the outbox holds of one mail; `chalicelib.store.outbox` implements this Protocol."""

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
    @property
    def deferred_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class UnsentMail:
    """A mail not known to be sent.

    `state`: waiting (for its first try), deferred (the service refused, or staff released it: the sweep sends it,
    however old), sending, failed (this very mail was refused), uncertain (sent or not), overdue (nobody tried it in
    time), lapsed (it came too late to be true), limited (too many mails to its address that day) or no_address.
    `since` is when that began.
    """

    notice: Notice
    state: str
    since: datetime
    attempts: int = 0
    why: str = ""


def owed_mails(call: Call, application: Application, postings: Iterable[Posting], now: datetime) -> list[UnsentMail]:
    """Every mail planned until now that is not known to be sent, in the order of the events, reminders last."""
    by_mark = {posting.mark: posting for posting in postings}
    notices = [notice for event in application.events for notice in plan(call, application, event)]
    notices += due(call, application, now)
    judged = [_unsent_mail(call, application, notice, by_mark.get(notice.mark), now) for notice in notices]
    return [mail for mail in judged if mail.state != SENT]


def is_for_sweep(mail: UnsentMail, now: datetime) -> bool:
    """Whether the sweep sends it without anybody's decision."""
    if mail.state == DEFERRED:
        return True
    if mail.state == FAILED:
        return mail.attempts < MOST_ATTEMPTS and is_before(now, mail.notice.at + NOT_OLDER_THAN)
    is_reminder = not mail.notice.seq
    return mail.state == WAITING and (is_reminder or is_before(mail.notice.at, now - STREAM_FIRST))


def _unsent_mail(
    call: Call, application: Application, notice: Notice, posting: Posting | None, now: datetime
) -> UnsentMail:
    if posting is None:
        return UnsentMail(notice, _untried(call, application, notice, now), notice.at)
    state = _state(posting, now)
    if state in (DEFERRED, FAILED) and has_lapsed(call, application, notice, now):
        state = LAPSED
    since = posting.deferred_at if state == DEFERRED and posting.deferred_at else posting.at
    return UnsentMail(notice, state, since, posting.attempts, posting.why)


def _untried(call: Call, application: Application, notice: Notice, now: datetime) -> str:
    if has_lapsed(call, application, notice, now):
        return LAPSED
    in_time = not notice.seq or is_before(now, notice.at + NOT_OLDER_THAN)
    return WAITING if in_time else OVERDUE


def _state(posting: Posting, now: datetime) -> str:
    stuck = posting.state == SENDING and not is_before(now, posting.at + UNCERTAIN_AFTER)
    return UNCERTAIN if stuck else posting.state


def is_whole(events: tuple[Event, ...]) -> bool:
    """Whether a scan, which may come in the middle of writes, has every event from the first on."""
    return bool(events) and [event.seq for event in events] == list(range(1, len(events) + 1))
