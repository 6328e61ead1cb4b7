"""An organisation's directory that speaks OpenID Connect (Core 1.0, Discovery 1.0): the code flow with PKCE by Authlib.

The functions of an installed server have no network: there a socket stands for the provider's host, and TLS goes
through it from end to end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import is_secure_transport
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from httpx2 import HTTPError, HTTPTransport
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from ...rules.provider_sign_in import CLOCKS_APART, AttemptSecrets, Identity
from ...rules.refusals import ProviderRefused
from .provider_settings import ProviderSettings

# What only the holder of a private key can make; «none» and what our own secret would make are not among them.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"]
# One worker waits for one answer, and others want it.
LONGEST_S = 4.0
METADATA = "/.well-known/openid-configuration"
# What an answer that is not what the standard says raises when it is read.
_MALFORMED = (ValueError, KeyError, TypeError, AttributeError, OverflowError)


class OpenIdProvider:
    """`clock_shift` is how far the rehearsal's clock is from the world's, by which the provider dates its tokens."""

    def __init__(self, settings: ProviderSettings, clock_shift: timedelta = timedelta(0)) -> None:
        self._settings, self._shift = settings, clock_shift

    def entrance(self, back: str, language: str, secrets: AttemptSecrets, *, is_afresh: bool) -> str:
        asked = {"prompt": "login", "max_age": "0"} if is_afresh else {}
        with _refused_or_away(), self._client(back) as client:
            address = self._metadata(client)["authorization_endpoint"]
            url, _ = client.create_authorization_url(
                address, state=secrets.state, code_verifier=secrets.code_verifier, nonce=secrets.nonce,
                ui_locales=language, **asked,
            )  # fmt: skip
        return str(url)

    def identity(self, back: str, code: str, secrets: AttemptSecrets, at: datetime) -> Identity:
        with _refused_or_away(), self._client(back) as client:
            metadata = self._metadata(client)
            token = client.fetch_token(metadata["token_endpoint"], grant_type="authorization_code", code=code,
                                       code_verifier=secrets.code_verifier)  # fmt: skip
            keys = _json(client, metadata["jwks_uri"])
            claims = self._claims(token, keys, secrets.nonce, at)
            about = claims if "email" in claims else _asked_about(client, metadata, claims["sub"])
            address = about["email"] if about.get("email_verified") is True else ""
            return Identity(str(address), self._instant(claims.get("auth_time")))

    def _claims(self, token: Mapping[str, Any], keys: Any, nonce: str, at: datetime) -> Mapping[str, Any]:
        """Of a token that this provider made for us, now, for this attempt, and with this access token."""
        settings = self._settings
        registry = JWSRegistry(algorithms=SIGNATURES, strict_check_header=False)
        read = jwt.decode(token["id_token"], KeySet.import_key_set(keys), registry=registry)
        expected = {
            "iss": {"essential": True, "value": settings.issuer},
            "aud": {"essential": True, "value": settings.client},
        }
        params = {"nonce": nonce, "client_id": settings.client, "access_token": token.get("access_token")}
        claims = CodeIDToken(read.claims, read.header, expected, params)
        claims.validate(round((at - self._shift).timestamp()), int(CLOCKS_APART.total_seconds()))
        return dict(claims)

    def _instant(self, seconds: Any) -> datetime | None:
        return datetime.fromtimestamp(seconds, UTC) + self._shift if seconds else None

    def _client(self, back: str) -> Any:
        settings = self._settings
        return OAuth2Client(
            settings.client, settings.secret, scope="openid email", redirect_uri=back, code_challenge_method="S256",
            timeout=LONGEST_S, leeway=0, trust_env=False, transport=HTTPTransport(uds=settings.socket or None),
        )  # fmt: skip

    def _metadata(self, client: object) -> Mapping[str, Any]:
        return _metadata_of(client, self._settings.issuer)


def _metadata_of(client: object, issuer: str) -> Mapping[str, object]:
    if not is_secure_transport(issuer):
        raise ProviderRefused(ProviderRefused.AWAY, "issuer without TLS")
    metadata: Mapping[str, Any] = _json(client, issuer.rstrip("/") + METADATA)
    if metadata["issuer"] != issuer:
        raise ProviderRefused(ProviderRefused.AWAY, "another issuer")
    return metadata


def _asked_about(client: Any, metadata: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
    """A provider may keep the address out of the token (Core 5.4) and tell it to whoever has the access token."""
    about: Mapping[str, Any] = _json(client, metadata["userinfo_endpoint"], is_authorised=True)
    return about if about["sub"] == subject else {}


def _json(client: Any, address: str, *, is_authorised: bool = False) -> Any:
    answer = client.request("GET", address, withhold_token=not is_authorised)
    answer.raise_for_status()
    return answer.json()


@contextmanager
def _refused_or_away() -> Iterator[None]:
    """What is wrong with this attempt is OVER; what no other attempt would mend is AWAY."""
    try:
        yield
    except JoseError as error:
        raise ProviderRefused(ProviderRefused.OVER, _cause(error)) from error
    except OAuthError as error:
        why = ProviderRefused.OVER if error.error == "invalid_grant" else ProviderRefused.AWAY
        raise ProviderRefused(why, _cause(error)) from error
    except (AuthlibBaseError, HTTPError, *_MALFORMED) as error:
        raise ProviderRefused(ProviderRefused.AWAY, type(error).__name__) from error


def _cause(error: Any) -> str:
    """The code of the standard, and of a claim its name; whatever else a provider may write is not for a log."""
    code, claim = (re.sub(r"[^a-z_]", "", str(part))[:40] for part in (error.error, getattr(error, "claim", "")))
    return f"{code} {claim}".strip()
