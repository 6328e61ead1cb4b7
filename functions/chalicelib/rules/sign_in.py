"""Signing in to the committee's desk: a one-time link or a six-digit code by mail, and the session they open."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from .request_limits import Limit
from .window import is_before

LINK_LIFETIME = timedelta(minutes=15)
SESSION_LIFETIME = timedelta(hours=12)
# Publishing, excluding, exceptions and the like ask for a sign-in not older than this.
FRESH = timedelta(minutes=15)
# Of one code; with the limits below nobody meets a code by trying.
MOST_TRIES = 5
CODE_DIGITS = 6
# Nobody waits longer for the mail: they ask again.
ANSWERED_WITHIN = timedelta(hours=1)

SIGN_INS = Limit("desk_sign_ins", 60, timedelta(hours=1))
SIGN_INS_OF_ADDRESS = Limit("desk_sign_ins_of_address", 10, timedelta(hours=1))
CODES = Limit("desk_codes", 60, timedelta(hours=1))
CODES_OF_ADDRESS = Limit("desk_codes_of_address", 30, timedelta(hours=1))
# What a person at work asks for; above it stands a program.
DESK_PAGES = Limit("desk_pages", 2400, timedelta(minutes=10))


@dataclass(frozen=True)
class SignInRequest:
    """Somebody asked for a mail. `mark` is that of the address they gave (`address_mark`)."""

    call: str
    mark: str
    at: datetime


@dataclass(frozen=True)
class SignInLink:
    """`until` is exclusive. A link is used once; opening it changes nothing, since mail scanners open links."""

    call: str
    member: str
    until: datetime
    used_at: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and is_before(at, self.until)


@dataclass(frozen=True)
class Session:
    """`signed_in_at` is the latest sign-in, `until` exclusive. The person may have ended since: only the list of people
    says so.
    """

    call: str
    member: str
    signed_in_at: datetime
    until: datetime

    def is_open(self, at: datetime) -> bool:
        return is_before(at, self.until)

    def is_fresh(self, at: datetime) -> bool:
        return is_before(at, self.signed_in_at + FRESH)


def address_mark(call: str, address: str) -> str:
    """What is kept of an address somebody typed: nobody's item is looked for where they wait."""
    return sha256(f"desk\0{call}\0{address.strip().casefold()}".encode()).hexdigest()


def form_token(session_token: str, action: str) -> str:
    """What a form of this session for this address must carry; nobody without the session's cookie can tell it."""
    return hmac.digest(session_token.encode(), f"form\0{action}".encode(), "sha256").hex()


def is_form_token(given: str, session_token: str, action: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), form_token(session_token, action).encode())
