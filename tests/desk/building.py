"""The committee's people for the tests, and stores in dictionaries, held to the suites of the real ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import count

from chalicelib.rules.committee_rights import Member
from chalicelib.rules.sign_in import LINK_LIFETIME, MOST_TRIES, Session, SignInLink, SignInRequest
from tests.building import OPEN

CALL = "rukhani-zhangyru-2021"
NAMES = {"secretary": "Хатшы Сәуле", "member": "Мүше Болат", "expert": "Сарапшы Гүлнар", "observer": "Бақылаушы Дана"}


def member(role: str = "secretary", **changes: object) -> Member:
    made = Member(f"{role}1", NAMES[role], f"{role}@example.kz", role, "kk", "local/operator", OPEN)
    return replace(made, **changes)  # type: ignore[arg-type]


class FakePeople:
    def __init__(self, *members: Member) -> None:
        self.kept = {(CALL, each.id): each for each in members}

    def members(self, call: str) -> tuple[Member, ...]:
        return tuple(each for (owner, _), each in sorted(self.kept.items()) if owner == call)

    def member(self, call: str, member: str) -> Member | None:
        return self.kept.get((call, member))

    def add(self, call: str, member: Member) -> bool:
        return self.kept.setdefault((call, member.id), member) is member

    def end(self, call: str, member: str, at: datetime) -> bool:
        known = self.kept.get((call, member))
        if known is None or known.ended_at:
            return False
        self.kept[call, member] = replace(known, ended_at=at)
        return True


class FakeSignIns:
    """Secrets are numbered; codes are `000001` and up."""

    def __init__(self) -> None:
        self.requests: list[SignInRequest] = []
        self.links: dict[str, SignInLink] = {}
        self.codes: dict[tuple[str, str], tuple[str, datetime]] = {}
        self.tries: dict[tuple[str, str], int] = {}
        self.sessions: dict[str, Session] = {}
        self._numbers = count(1)

    def ask(self, request: SignInRequest) -> None:
        minute = (request.call, request.mark, request.at.replace(second=0, microsecond=0))
        known = {(each.call, each.mark, each.at.replace(second=0, microsecond=0)) for each in self.requests}
        self.requests += [] if minute in known else [request]

    def issue(self, call: str, member: str, until: datetime) -> tuple[str, str]:
        number = next(self._numbers)
        token, code = f"{number:043}", f"{number:06}"
        self.links[token] = SignInLink(call, member, until)
        self.codes[call, member], self.tries[call, member] = (code, until), 0
        return token, code

    def find(self, token: str) -> SignInLink | None:
        return self.links.get(token)

    def use(self, token: str, at: datetime) -> bool:
        link = self.links.get(token)
        if link is None or link.used_at:
            return False
        self.links[token] = replace(link, used_at=at)
        return True

    def use_code(self, call: str, member: str, code: str, at: datetime) -> bool:
        kept, until = self.codes.get((call, member), ("", at))
        tries = self.tries.get((call, member), 0)
        if tries >= MOST_TRIES or at >= until:
            return False
        self.tries[call, member] = tries + 1
        if code == kept:
            del self.codes[call, member]
        return code == kept

    def open_session(self, session: Session) -> str:
        token = f"{next(self._numbers):043}"
        self.sessions[token] = session
        return token

    def session(self, token: str) -> Session | None:
        return self.sessions.get(token)

    def refresh(self, token: str, at: datetime) -> None:
        self.sessions[token] = replace(self.sessions[token], signed_in_at=at)

    def close(self, token: str) -> None:
        self.sessions.pop(token, None)


def issued(sign_ins: FakeSignIns, who: Member, at: datetime = OPEN) -> tuple[str, str]:
    return sign_ins.issue(CALL, who.id, at + LINK_LIFETIME)
