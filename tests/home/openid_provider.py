"""A small OpenID provider on 127.0.0.1: it signs its one user in without asking, unless told otherwise."""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from joserfc.jws import JWSRegistry

CLIENT, SECRET = "baiqau", "a-secret_of.the~client"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


@dataclass
class Provider:
    """`changes` are made to every token's claims (None takes a claim away), `about` to what is told of the user."""

    now: datetime
    email: str = ""
    issuer: str = ""
    alg: str = "RS256"
    key: Any = field(default_factory=lambda: KEY)
    status: int = 200
    keeps_address_back: bool = False
    changes: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def enter(self, address: str) -> str:
        """What a browser does there: the address to which it is sent back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def answer(self, path: str, headers: Mapping[str, str], form: Mapping[str, str]) -> tuple[int, Any]:
        if self.status != 200:
            return self.status, {}
        if path == "/.well-known/openid-configuration":
            return 200, self._metadata()
        if path == "/keys":
            return 200, {"keys": [KEY.as_dict(private=False)]}
        if path == "/about":
            return (200, self._about()) if headers["Authorization"] == "Bearer the-access-token" else (401, {})
        return self._token(headers, form) if path == "/token" else (404, {})

    def _metadata(self) -> dict[str, Any]:
        places = {"authorization_endpoint": "enter", "token_endpoint": "token", "jwks_uri": "keys",
                  "userinfo_endpoint": "about"}  # fmt: skip
        return {"issuer": self.issuer} | {n: f"{self.issuer}/{place}" for n, place in places.items()} | self.metadata

    def _about(self) -> dict[str, Any]:
        return {"sub": "user-1", "email": self.email, "email_verified": True} | self.about

    def _token(self, headers: Mapping[str, str], form: Mapping[str, str]) -> tuple[int, Any]:
        if b64decode(headers["Authorization"].removeprefix("Basic ")).decode() != f"{CLIENT}:{SECRET}":
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or not self._is_asked_for(asked, form):
            return 400, {"error": "invalid_grant"}
        token = {"access_token": "the-access-token", "token_type": "Bearer", "expires_in": 60}
        return 200, token | {"id_token": self._id_token(asked["nonce"])}

    def _is_asked_for(self, asked: Mapping[str, str], form: Mapping[str, str]) -> bool:
        challenge = _base64url(sha256(form["code_verifier"].encode()).digest())
        return (form["grant_type"], form["redirect_uri"], challenge, "S256") == (
            "authorization_code", asked["redirect_uri"], asked["code_challenge"], asked["code_challenge_method"]
        )  # fmt: skip

    def _id_token(self, nonce: str) -> str:
        now = int(self.now.timestamp())
        told = {} if self.keeps_address_back else self._about()
        claims = {"iss": self.issuer, "sub": "user-1", "aud": CLIENT, "exp": now + 60, "iat": now, "auth_time": now,
                  "nonce": nonce} | told | self.changes  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.alg == "none":
            return f"{_part({'alg': 'none'})}.{_part(claims)}."
        header = {"alg": self.alg, "kid": "one"}
        return jwt.encode(header, claims, self.key, registry=JWSRegistry(algorithms=["RS256", "HS256"]))


def _part(value: dict[str, Any]) -> str:
    return _base64url(json.dumps(value).encode())


def _base64url(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def own_secret_key() -> Any:
    """With which anybody who knows the client's secret could sign."""
    return OctKey.import_key(SECRET * 2)


@contextmanager
def running(now: datetime, tls: SSLContext | None = None) -> Iterator[Provider]:
    """With `tls` its certificate is for `localhost`."""
    provider = Provider(now)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form: dict[str, str]) -> None:
            status, value = provider.answer(urlsplit(self.path).path, dict(self.headers), form)
            content = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        port = server.server_address[1]
        provider.issuer = f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield provider
        finally:
            server.shutdown()
