"""Sending: every mail claimed before it goes, so that it goes at most once; every failure kept where staff can see it.

A mail service takes no idempotency key, so nobody can ask it whether it has a mail already. Of the two ways to be
wrong we choose silence, and show it: the outbox's item is `sending` before the mail goes and `sent`, `failed` or
`deferred` after. Who finds `sending` does not send. A function that ends between the two leaves `sending` behind, and
once that is old `owed_mails` shows it as uncertain; only a person may release it. An application never waits for any of
this.

A service that refuses costs no mail: what it refuses is `deferred`, the service rests (rules/mail_service.py), and the
sweep sends by age once it is back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ..call import Call
from ..rules.application import Application, Event
from ..rules.confirmed_address import address_mark, address_of, is_confirmed
from ..rules.form_version import belongs_to
from ..rules.lost_key_link import ANSWERED_WITHIN, LINK_LIFETIME, LinkRequest
from ..rules.mail_service import WORKING, MailService, after_refusal
from ..rules.sign_in import SignInRequest
from ..rules.window import is_before
from .daily_limit import LINKS, MOST_A_DAY, PURPOSES
from .mail_composition import Mail, compose
from .mail_expiry import has_lapsed
from .mail_plan import plan, sends_mail
from .mail_sweep import Note, Sweep
from .notice import Notice, of_link
from .ports import AddressCounts, DueList, Links, Mailbox, Outbox, ServiceRecord
from .sign_in_mail import SignInOffice
from .unsent_mails import DEFERRED, LAPSED, LIMITED, NO_ADDRESS, SENDING, TAKEN, UNCLEAR, UNNOTED


@dataclass(frozen=True)
class MailSender:
    """`read` answers an application's events with their answers; `site` is the address its links begin with.

    A backlog is sent by `senders` at a time, as far as the pace allows. `wait_for_turn` keeps that pace: it returns
    when one more mail may go, or False when it may not now.
    """

    call: Call
    read: Callable[[str], tuple[Event, ...]]
    outbox: Outbox
    mailbox: Mailbox
    service: ServiceRecord
    counts: AddressCounts
    links: Links
    site: str
    wait_for_turn: Callable[[], bool]
    sign_ins: SignInOffice | None = None
    senders: int = 1

    def deliver(self, application: Application, notice: Notice, now: datetime, *, is_released: bool = False) -> str:
        """What became of it: sent, failed, deferred, unclear, no_address, limited, lapsed, unnoted, or taken by an
        earlier sender. What a person released is not bounded."""
        if has_lapsed(self.call, application, notice, now):
            return LAPSED
        mail = compose(self.call, application, notice, self.site, now)
        if not mail.to:
            return NO_ADDRESS if self.outbox.claim(notice, now, NO_ADDRESS) else TAKEN
        service = self.service.read()
        if service.rests_at(now):
            return DEFERRED if self.outbox.defer(notice, now, service.why) else TAKEN
        if not (is_released or self._is_within_bounds(application, notice, mail.to, now)):
            return LIMITED if self.outbox.claim(notice, now, LIMITED) else TAKEN
        if not self.wait_for_turn():
            return UNNOTED
        token = self.outbox.claim(notice, now, SENDING)
        return self._send(mail, notice, token, service, now) if token else TAKEN

    def _is_within_bounds(self, application: Application, notice: Notice, address: str, now: datetime) -> bool:
        purpose = PURPOSES.get(notice.kind)
        if purpose is None or (purpose != LINKS and is_confirmed(self.call, application)):
            return True
        return self.counts.take(address, purpose, f"{notice.number}#{notice.mark}", MOST_A_DAY[purpose], now)

    def _send(self, mail: Mail, notice: Notice, token: str, service: MailService, now: datetime) -> str:
        verdict, why = self.mailbox.send(mail)
        if verdict != UNCLEAR:
            self.outbox.settle(notice, token, verdict, now, why)
        if verdict in (DEFERRED, UNCLEAR):
            # Every lost answer leaves a mail in doubt: one is enough to leave the service alone.
            self.service.write(after_refusal(service, why, now, at_once=verdict == UNCLEAR))
        elif service != WORKING:
            self.service.write(WORKING)
        return verdict

    def tell(self, event: Event, now: datetime) -> list[str]:
        """The mails of one event of the stream; none of another call's."""
        if not sends_mail(event):
            return []
        application = self._application(event)
        if not application.events or not belongs_to(self.call, application):
            return []
        return [self.deliver(application, notice, now) for notice in plan(self.call, application, event)]

    def send_link(self, request: LinkRequest, now: datetime) -> list[str]:
        """The mail with a one-time link, if the address asked for is the application's own; a request is no promise."""
        events = self.read(request.number)
        if not events or not belongs_to(self.call, Application(events)):
            return []
        application = Application(events)
        address = address_of(self.call, application)
        if not address or address_mark(request.number, address) != request.address_mark:
            return []
        if not is_before(now, request.at + ANSWERED_WITHIN):
            return [LAPSED]
        token = self.links.issue(request.number, request.address_mark, now + LINK_LIFETIME)
        return [self.deliver(application, of_link(request.number, request.at, f"/api/keys/{token}"), now)]

    def send_sign_in(self, request: SignInRequest, now: datetime) -> list[str]:
        return self.sign_ins.send(request, now) if self.sign_ins else []

    def sweep(
        self, now: datetime, enough_time: Callable[[], bool] = lambda: True, note: Note = lambda events: None,
        due_list: DueList | None = None,
    ) -> dict[str, int]:  # fmt: skip
        """Send what is due at this instant and what the stream could not, by age; answers how many became what.

        From `due_list` only what has come due is read. Without one the whole table is, and `note` is told the events
        of every application, without their answers: whoever else has work that has come due need not scan it again.
        """
        one_sweep = Sweep(self, now, enough_time)
        verdicts = one_sweep.of_due_list(due_list) if due_list else one_sweep.of_everyone(note)
        return dict(Counter(verdict for verdict in verdicts if verdict))

    def _application(self, event: Event) -> Application:
        # The first event is the whole application when it was submitted in one go: no read. Without its answers it may
        # be what stays of one forgotten, of which nothing is read.
        is_all = event.seq == 1 and event.answers is not None
        return Application((event,)) if is_all else Application(self.read(event.number))
