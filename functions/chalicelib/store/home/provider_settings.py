"""What is known of the organisation's directory; its libraries are loaded by whoever signs in through it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from ...rules.provider_sign_in import AttemptSecrets, Identity

if TYPE_CHECKING:
    from .openid_provider import OpenIdProvider


@dataclass(frozen=True)
class ProviderSettings:
    """`socket` is the path of what stands for the provider's host; empty where there is a network."""

    issuer: str
    client: str
    secret: str
    socket: str = ""


class LateProvider:
    """OpenIdProvider, imported when it is first needed: a sixth of a second that no other request pays."""

    def __init__(self, settings: ProviderSettings, clock_shift: timedelta) -> None:
        self._settings, self._shift = settings, clock_shift

    @cached_property
    def _provider(self) -> OpenIdProvider:
        from .openid_provider import OpenIdProvider

        return OpenIdProvider(self._settings, self._shift)

    def entrance(self, back: str, language: str, secrets: AttemptSecrets, *, is_afresh: bool) -> str:
        return self._provider.entrance(back, language, secrets, is_afresh=is_afresh)

    def identity(self, back: str, code: str, secrets: AttemptSecrets, at: datetime) -> Identity:
        return self._provider.identity(back, code, secrets, at)
