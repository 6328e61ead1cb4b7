"""One request to the desk: what was asked, by which session, with which form; every part of it bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import parse_qsl

from ...call import Call
from ...call.languages import LANGUAGE
from ...desk.committee import AtDesk, Committee
from ...desk.provider_sign_in import ProviderAccess
from ...desk.sign_in import SignIns
from ...intake.files_port import Files
from ...rules.committee_rights import Member
from ...rules.sign_in import Session, form_token, is_form_token
from ..client_limits import Limits

COOKIE = "__Host-desk"
# Kept by the browser that was sent to the organisation's directory until it comes back.
ATTEMPT_COOKIE = "__Host-desk-attempt"
BASES = {code: f"{language.home}desk/" for code, language in LANGUAGE.items()}
# Eleven reasons at their limit, each letter six bytes, and room to spare.
MOST_BYTES, MOST_PAIRS, MOST_QUERY = 400 * 1024, 600, 2000
A_NUMBER = r"[2-9DFGJNRSUVW]{4}-[2-9DFGJNRSUVW]{4}"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
Form = Mapping[str, str]


class TooLong(Exception):
    """More than any form of the desk holds."""


@dataclass(frozen=True)
class DeskService:
    """`site` is the public address; `provider` is the organisation's directory, where there is one."""

    committee: Committee
    sign_ins: SignIns
    files: Files
    limits: Limits
    site: str = ""
    rehearsal: bool = False
    provider: ProviderAccess | None = None

    @property
    def call(self) -> Call:
        return self.committee.call


@dataclass(frozen=True)
class DeskRequest:
    """`path` is what follows the desk's base, without a slash at its ends; `many` holds every value of a name."""

    service: DeskService
    method: str
    path: str
    language: str
    at: datetime
    client: str
    query: Form = field(default_factory=dict)
    form: Form = field(default_factory=dict)
    many: Mapping[str, list[str]] = field(default_factory=dict)
    token: str = ""
    attempt: str = ""
    session: Session | None = None
    member: Member | None = None
    accept_language: str = ""

    @property
    def call(self) -> Call:
        return self.service.call

    @property
    def base(self) -> str:
        return BASES[self.language]

    @cached_property
    def desk(self) -> AtDesk:
        """Only behind the handler's own check that somebody is signed in."""
        assert self.member is not None
        return AtDesk(self.service.committee, self.member, self.at)

    def csrf(self, path: str) -> str:
        return form_token(self.token, path)

    def has_good_token(self) -> bool:
        return bool(self.token) and is_form_token(self.form.get("_token", ""), self.token, self.path)

    def signed_in(self, token: str, session: Session, member: Member) -> DeskRequest:
        return replace(self, token=token, session=session, member=member)

    def text(self, name: str) -> str:
        return self.form.get(name, "").replace("\r\n", "\n")

    def number(self, name: str) -> int:
        """A small whole number; -1 for anything else, which is the number of nothing."""
        given = self.form.get(name, "")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else -1


def language_and_path(path: str) -> tuple[str, str] | None:
    """The language of an address and what follows the desk's base; None for an address outside the desk."""
    for language, base in BASES.items():
        if path == base.rstrip("/") or path.startswith(base):
            return language, path[len(base) :].strip("/")
    return None


def cookie(headers: Mapping[str, str], wanted: str = COOKIE) -> str:
    """The secret that it holds, the session's or an attempt's; empty for none, several, and what none could be."""
    pairs = (part.strip().partition("=") for part in headers.get("cookie", "")[:8000].split(";"))
    values = [value for name, _, value in pairs if name == wanted]
    return values[0] if len(values) == 1 and _TOKEN.fullmatch(values[0]) else ""


def set_cookie(token: str, seconds: int, name: str = COOKIE) -> str:
    return f"{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax"


def read_query(query: Mapping[str, object]) -> Form:
    values = {name: given[0] if isinstance(given, list) and given else given for name, given in query.items()}
    return {str(name)[:100]: str(value)[:MOST_QUERY] for name, value in list(values.items())[:20]}


def read_form(body: bytes) -> dict[str, list[str]]:
    """The values of each name of a posted form. Raises TooLong, also for a body that is no form."""
    if len(body) > MOST_BYTES:
        raise TooLong
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_PAIRS)
    except ValueError:
        raise TooLong from None
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form
