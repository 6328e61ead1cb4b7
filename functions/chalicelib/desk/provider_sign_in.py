"""Signing in through an organisation's own directory: there, back, and who of the committee it is.

The directory says who somebody is; what they may do here is the committee's own table. It never makes a member.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ..call import Call
from ..rules.committee_rights import Member
from ..rules.confirmed_address import MOST_ADDRESS, canonical_address
from ..rules.provider_sign_in import Attempt, AttemptSecrets, Identity, attempt_secrets, is_afresh, is_state
from ..rules.refusals import ProviderRefused
from .people import People, by_address

MOST_CODE = 2000
_NO_ADDRESS = "nobody"


class Attempts(Protocol):
    """`chalicelib.store.home.provider_attempts` and the tests' fake implement this Protocol. Raises OutcomeUnknown."""

    def begin(self, attempt: Attempt) -> str:
        """The attempt's secret; only its hash is kept."""

    def find(self, token: str) -> Attempt | None: ...

    def use(self, token: str, at: datetime) -> bool:
        """Use the attempt up; False when somebody was first."""


class IdentityProvider(Protocol):
    """`chalicelib.store.home.openid_provider` implements this Protocol. Both raise ProviderRefused. `back` is the
    address at the desk to which the provider sends the browser.
    """

    def entrance(self, back: str, language: str, secrets: AttemptSecrets, *, is_afresh: bool) -> str:
        """Where the browser goes; with `is_afresh` the provider must ask the person who they are, whatever it knows."""

    def identity(self, back: str, code: str, secrets: AttemptSecrets, at: datetime) -> Identity:
        """Whom the code stands for, once everything about it has been checked."""


@dataclass(frozen=True)
class ProviderAccess:
    provider: IdentityProvider
    attempts: Attempts


@dataclass(frozen=True)
class ProviderReturn:
    """What the browser brought back: its own secret, and what the provider put into the address."""

    token: str
    state: str
    code: str
    error: str


def send_to_provider(
    call: Call, access: ProviderAccess, back: str, language: str, at: datetime, member: Member | None
) -> tuple[str, str]:
    """The address of the provider, and the secret that the browser must bring back."""
    token = access.attempts.begin(Attempt(call.id, member.id if member else "", at))
    secrets = attempt_secrets(token)
    return access.provider.entrance(back, language, secrets, is_afresh=member is not None), token


def come_back(
    call: Call, people: People, access: ProviderAccess, back: str, returned: ProviderReturn, at: datetime
) -> tuple[Attempt, Member, Identity]:
    """Whoever it is, once. Raises ProviderRefused: alike for a stranger, for whoever has ended and for an address that
    the provider has not verified.
    """
    attempt = _use_up(call, access, returned, at)
    identity = access.provider.identity(back, returned.code[:MOST_CODE], attempt_secrets(returned.token), at)
    address = canonical_address(call, identity.email[:MOST_ADDRESS]) or _NO_ADDRESS
    member = by_address(call, people, address, at)
    if member is None or attempt.member not in ("", member.id):
        raise ProviderRefused(ProviderRefused.NOBODY, "unverified" if not identity.email else "no such member")
    if attempt.member and not is_afresh(identity, attempt):
        raise ProviderRefused(ProviderRefused.NOT_AFRESH, "auth_time")
    return attempt, member, identity


def _use_up(call: Call, access: ProviderAccess, returned: ProviderReturn, at: datetime) -> Attempt:
    """The attempt, used up by this. Another's state in the address uses nothing up."""
    attempt = access.attempts.find(returned.token)
    if attempt is None or attempt.call != call.id or not is_state(returned.state, returned.token):
        raise ProviderRefused(ProviderRefused.OVER, "state")
    if not attempt.is_open(at) or not access.attempts.use(returned.token, at):
        raise ProviderRefused(ProviderRefused.OVER, "used or too old")
    if returned.error or not returned.code:
        raise ProviderRefused(ProviderRefused.OVER, "given up at the provider")
    return attempt
