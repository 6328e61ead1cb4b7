"""When a round of mails must look at an application next: the one instant that a list of what is due is sorted by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from ..call import Call
from ..rules.application import Application
from ..rules.due_entry import DueEntry
from .mail_plan import sends_mail
from .reminders import steps
from .unsent_mails import DEFERRED, SENDING, STREAM_FIRST, UNCERTAIN_AFTER, WAITING, UnsentMail, is_for_sweep


class NextLook(NamedTuple):
    """What follows from a look: the next one (None: not without another act), and whether a person must decide."""

    entry: DueEntry | None
    is_for_staff: bool


def after_acts(call: Call, application: Application, since: int) -> DueEntry | None:
    """The look that follows from the acts behind number `since`: at what they mail, once the stream has had its time,
    or else at the next reminder.
    """
    fresh = application.events[since:]
    turns = [event.at + STREAM_FIRST for event in fresh if sends_mail(event)]
    turns += steps(call, application, application.events[-1].at)
    return DueEntry(min(turns), application.number) if turns else None


def after_look(call: Call, application: Application, mails: Iterable[UnsentMail], now: datetime) -> NextLook:
    """`mails` are all that are owed at this instant."""
    mails = tuple(mails)
    ours = [mail for mail in mails if is_for_sweep(mail, now)]
    turns = [*(mail.notice.at for mail in ours), *_not_yet(mails, now), *steps(call, application, now)]
    is_for_staff = any(not is_for_sweep(mail, now) and mail.state not in (WAITING, SENDING) for mail in mails)
    if not turns:
        return NextLook(None, is_for_staff)
    is_deferred = bool(ours) and all(mail.state == DEFERRED for mail in ours)
    return NextLook(DueEntry(min(turns), application.number, is_deferred), is_for_staff)


def _not_yet(mails: Sequence[UnsentMail], now: datetime) -> Iterator[datetime]:
    """When what is nobody's concern yet becomes somebody's."""
    for mail in mails:
        if mail.state == WAITING and not is_for_sweep(mail, now):
            yield mail.notice.at + STREAM_FIRST
        if mail.state == SENDING:
            yield mail.since + UNCERTAIN_AFTER
