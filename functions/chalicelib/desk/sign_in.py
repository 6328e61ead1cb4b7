"""Signing in: ask for a mail, open its link, use it up or type its code, and out again."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from ..call import Call
from ..rules.committee_rights import Member
from ..rules.confirmed_address import MOST_ADDRESS, canonical_address
from ..rules.refusals import LinkOver
from ..rules.sign_in import CODE_DIGITS, SESSION_LIFETIME, Session, SignInLink, SignInRequest, address_mark
from .people import People, active_member, by_address

# An id that nobody has: for an unknown address the same item is looked for and the same write is tried.
NOBODY = "nobody"


class SignIns(Protocol):
    """`chalicelib.store.sign_ins` and the tests' fake implement this Protocol. Both raise OutcomeUnknown."""

    def ask(self, request: SignInRequest) -> None:
        """Note that somebody asked; a second time within a minute changes nothing."""

    def find(self, token: str) -> SignInLink | None: ...

    def use(self, token: str, at: datetime) -> bool:
        """Use the link up; False when it was used up already."""

    def use_code(self, call: str, member: str, code: str, at: datetime) -> bool:
        """Whether this is the code in force, which is used up by it; every try counts, also at once."""

    def open_session(self, session: Session) -> str:
        """The session's secret; only its hash is kept."""

    def session(self, token: str) -> Session | None: ...

    def refresh(self, token: str, at: datetime) -> None:
        """The person has signed in again within the session."""

    def close(self, token: str) -> None: ...


def ask_for_sign_in(call: Call, sign_ins: SignIns, address: str, at: datetime) -> None:
    """Reads no person: answer, work and time are the same for every address. Whose address it is, is looked up when
    the mail is sent."""
    own = canonical_address(call, address) if len(address) <= MOST_ADDRESS else ""
    sign_ins.ask(SignInRequest(call.id, address_mark(call.id, own or NOBODY), at))


def open_link(call: Call, sign_ins: SignIns, token: str, at: datetime) -> SignInLink:
    """Changes nothing. Raises LinkOver for a link that is unknown, another call's, too old or used up."""
    link = sign_ins.find(token)
    if link is None or link.call != call.id or not link.is_open(at):
        raise LinkOver
    return link


def use_link(call: Call, people: People, sign_ins: SignIns, token: str, at: datetime) -> tuple[Member, str]:
    """Who signed in, and the secret of the new session. Raises LinkOver, also when the person has ended."""
    link = open_link(call, sign_ins, token, at)
    member = active_member(call, people, link.member, at)
    if member is None or not sign_ins.use(token, at):
        raise LinkOver
    return member, new_session(call, sign_ins, member, at)


def use_code(
    call: Call, people: People, sign_ins: SignIns, address: str, code: str, at: datetime
) -> tuple[Member, str]:
    """The same by a code that is typed. Raises LinkOver alike for a wrong code and for a wrong address."""
    member = member_of_code(call, people, sign_ins, address, code, at)
    return member, new_session(call, sign_ins, member, at)


def member_of_code(call: Call, people: People, sign_ins: SignIns, address: str, code: str, at: datetime) -> Member:
    member = by_address(call, people, canonical_address(call, address[:MOST_ADDRESS]) or NOBODY, at)
    digits = "".join(sign for sign in code[:40] if sign.isascii() and sign.isdigit())
    is_right = sign_ins.use_code(call.id, member.id if member else NOBODY, digits[: CODE_DIGITS + 1], at)
    if member is None or not is_right:
        raise LinkOver
    return member


def new_session(
    call: Call, sign_ins: SignIns, member: Member, at: datetime, signed_in_at: datetime | None = None
) -> str:
    """`signed_in_at` where the person showed who they are earlier than now, and elsewhere."""
    return sign_ins.open_session(Session(call.id, member.id, signed_in_at or at, at + SESSION_LIFETIME))


def at_work(call: Call, people: People, sign_ins: SignIns, token: str, at: datetime) -> tuple[Session, Member] | None:
    """The session that a cookie opens, and its person; None when the session is over or the person has ended."""
    session = sign_ins.session(token) if token else None
    if session is None or session.call != call.id or not session.is_open(at):
        return None
    member = active_member(call, people, session.member, at)
    return (session, member) if member else None
