"""Whether the mail service is to be asked now: one circuit breaker over all mails.

A refusal that would meet any mail (a throttle, a spent quota, an account in its sandbox, an outage) says nothing of the
mail that met it. After a few in a row the service is left alone, longer each time, and then tried with as few again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .window import is_before

# One or two refusals in a row may be the fault of those mails: they must not hold up all others.
PATIENCE = 3
FIRST_REST = timedelta(minutes=1)
# The sweep comes every fifteen minutes: a longer rest would leave one of its rounds out.
LONGEST_REST = timedelta(minutes=15)
_MOST_DOUBLINGS = 10


@dataclass(frozen=True)
class MailService:
    """The service as senders last met it: its refusals in a row since the last rest, and its rests in a row.

    The first refusal of all was at `since`; the last one's code is `why`. No mail is tried before `until`.
    """

    refusals: int = 0
    rests: int = 0
    since: datetime | None = None
    until: datetime | None = None
    why: str = ""

    def rests_at(self, now: datetime) -> bool:
        return self.until is not None and is_before(now, self.until)


WORKING = MailService()


def after_refusal(service: MailService, why: str, now: datetime, *, at_once: bool = False) -> MailService:
    """The service after one more refusal. `at_once` begins a rest whatever the number of refusals."""
    since, refusals = service.since or now, service.refusals + 1
    if refusals < PATIENCE and not at_once:
        return MailService(refusals, service.rests, since, None, why)
    return MailService(0, service.rests + 1, since, now + _rest(service.rests), why)


def _rest(earlier: int) -> timedelta:
    doublings: int = min(earlier, _MOST_DOUBLINGS)
    return min(LONGEST_REST, FIRST_REST * (1 << doublings))
