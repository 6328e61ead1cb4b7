"""The mail that signs a person of the committee in: a one-time link, and a code for another device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypedDict

from ..call import Call, say
from ..call.languages import LANGUAGE
from ..rules.committee_rights import Member
from ..rules.local_days import local_day
from ..rules.mail_service import WORKING, after_refusal
from ..rules.sign_in import ANSWERED_WITHIN, LINK_LIFETIME, SignInRequest, address_mark
from ..rules.window import is_before
from .mail_composition import Mail, mail_template
from .ports import Mailbox, ServiceRecord
from .unsent_mails import DEFERRED, LAPSED

UNCLEAR, UNNOTED = "unclear", "unnoted"
PATH = "desk/sign-in/"


class People(Protocol):
    def members(self, call: str) -> tuple[Member, ...]: ...


class SignIns(Protocol):
    def issue(self, call: str, member: str, until: datetime) -> tuple[str, str]:
        """A new link's secret and a new code."""


@dataclass(frozen=True)
class SignInOffice:
    """`site` is the address its links begin with. Such a mail is worth nothing later: what a service refuses is not
    kept, the person asks again.
    """

    call: Call
    people: People
    sign_ins: SignIns
    mailbox: Mailbox
    service: ServiceRecord
    site: str
    wait_for_turn: Callable[[], bool]

    def send(self, request: SignInRequest, now: datetime) -> list[str]:
        """Nothing for another call and for an address that is nobody's."""
        member = self._whose(request, now)
        if member is None:
            return []
        if not is_before(now, request.at + ANSWERED_WITHIN):
            return [LAPSED]
        service = self.service.read()
        if service.rests_at(now):
            return [DEFERRED]
        if not self.wait_for_turn():
            return [UNNOTED]
        token, code = self.sign_ins.issue(request.call, member.id, now + LINK_LIFETIME)
        verdict, why = self.mailbox.send(compose(self.call, member, self.site, token, code))
        if verdict in (DEFERRED, UNCLEAR):
            self.service.write(after_refusal(service, why, now, at_once=verdict == UNCLEAR))
        elif service != WORKING:
            self.service.write(WORKING)
        return [verdict]

    def _whose(self, request: SignInRequest, now: datetime) -> Member | None:
        if request.call != self.call.id:
            return None
        today = local_day(self.call, now)
        active = (member for member in self.people.members(self.call.id) if member.is_active(today))
        return next((person for person in active if address_mark(self.call.id, person.email) == request.mark), None)


def compose(call: Call, member: Member, site: str, token: str, code: str) -> Mail:
    """In the person's language, the other below. The code stands in the text, never in the subject."""
    languages = [member.language, *(other for other in call.languages if other != member.language)]
    parts = [_part(call, language, f"{site}{LANGUAGE[language].home}{PATH}{token}", code) for language in languages]
    return Mail(
        member.email, parts[0]["subject"],
        mail_template("sign_in.txt", escaped=False).render(parts=parts),
        mail_template("sign_in.html", escaped=True).render(parts=parts),
    )  # fmt: skip


class SignInPart(TypedDict):
    """What templates/sign_in.* are given in one language; `address` is the link, `digits` the code in two groups."""

    subject: str
    lead: str
    link: str
    code: str
    not_you: str
    language: str
    address: str
    digits: str


def _part(call: Call, language: str, link: str, code: str) -> SignInPart:
    minutes = LINK_LIFETIME.seconds // 60

    def t(key: str) -> str:
        return say("desk", f"mail.{key}", language, call=call.short_title[language], minutes=minutes)

    return {
        "subject": t("subject"), "lead": t("lead"), "link": t("link"), "code": t("code"), "not_you": t("not_you"),
        "language": language, "address": link, "digits": f"{code[:3]} {code[3:]}",
    }  # fmt: skip
