"""Signing in to the desk through an organisation's own directory (an OpenID provider): the attempt and its secrets."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from .sign_in import FRESH
from .window import is_before

ATTEMPT_LIFETIME = timedelta(minutes=10)
# So far may the provider's clock be from ours.
CLOCKS_APART = timedelta(minutes=1)


@dataclass(frozen=True)
class Attempt:
    """Somebody was sent to the provider. `member` is who confirms that it is still them; empty for a new session."""

    call: str
    member: str
    began_at: datetime
    used_at: datetime | None = None

    @property
    def until(self) -> datetime:
        """The instant from which the attempt is over (exclusive)."""
        return self.began_at + ATTEMPT_LIFETIME

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and is_before(at, self.until)


@dataclass(frozen=True)
class AttemptSecrets:
    """`state` comes back in the address, `nonce` in the token; `code_verifier` goes with the code (RFC 7636)."""

    state: str
    nonce: str
    code_verifier: str


@dataclass(frozen=True)
class Identity:
    """Whom the provider vouches for. `email` is empty unless the provider has verified it; `signed_in_at` is when the
    person last showed the provider who they are, None where it does not say.
    """

    email: str
    signed_in_at: datetime | None


def attempt_secrets(token: str) -> AttemptSecrets:
    """All three follow from the secret that the browser alone keeps, and none tells another or it."""
    return AttemptSecrets(*(_derive(token, name) for name in ("state", "nonce", "code_verifier")))


def is_state(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), attempt_secrets(token).state.encode())


def session_sign_in(identity: Identity, at: datetime) -> datetime:
    """When the person signed in, as a session that begins now counts it: never fresh where the provider does not say,
    since it may have recognised a browser that was left open in the morning.
    """
    return min(identity.signed_in_at, at) if identity.signed_in_at else at - FRESH


def is_afresh(identity: Identity, attempt: Attempt) -> bool:
    """Whether the person showed who they are after they were sent to the provider."""
    signed_in_at = identity.signed_in_at
    return signed_in_at is not None and not is_before(signed_in_at, attempt.began_at - CLOCKS_APART)


def _derive(token: str, name: str) -> str:
    """A secret of its own for each `name`, as 43 letters of base64url."""
    return urlsafe_b64encode(hmac.digest(token.encode(), f"provider\0{name}".encode(), "sha256")).decode().rstrip("=")
