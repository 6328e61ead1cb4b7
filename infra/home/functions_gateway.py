"""The functions behind a WSGI server: each request becomes the event that API Gateway would make of it.

One process answers one request at a time, as one Lambda does; gunicorn keeps several (`sync` workers).
"""

import base64
import hmac
import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, unquote

from infra import packaged_gateway
from infra.home import security_headers
from infra.home.functions_routes import Routes

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]
# Bytes of a body that an event of Lambda can hold as base64 (infra/local_front.py).
BODY_LIMIT = 6 * 1024 * 1024 * 3 // 4 - 64 * 1024
# The front's word for when it had the whole request: milliseconds since 1970, or seconds with a point as nginx says.
RECEIVED = "X-Received-At"
# Milliseconds: a front's instant that is older than this, or lies in the future, is not believed.
LONGEST_WAIT_MS = 5 * 60 * 1000


@dataclass(frozen=True)
class FunctionsGateway:
    """`app` is the functions' entry; `origin_secret` is what the front sends with every request and nobody else knows.

    `clock` answers milliseconds since 1970.
    """

    app: Callable[[dict[str, Any], Any], dict[str, Any]]
    routes: Routes
    origin_secret: str
    clock: Callable[[], int]
    desk: Callable[[dict[str, Any]], dict[str, Any]] | None = None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        body = whole_body(environ)
        route = self.routes.find(environ["REQUEST_METHOD"], raw_path(environ))
        if body is None:
            return _answer(start_response, *refusal("REQUEST_TOO_LARGE", 413))
        if self.desk and is_desk(raw_path(environ)):
            answer = self.desk(self._event(environ, body, raw_path(environ), {}))
            body = base64.b64decode(answer["body"]) if answer.get("isBase64Encoded") else str(answer["body"]).encode()
            return _answer(start_response, answer["statusCode"], answer["headers"], body)
        if route is None:
            return _answer(start_response, *refusal("MISSING_AUTHENTICATION_TOKEN", 404))
        answer = self.app(self._event(environ, body, *route), None)
        return _answer(start_response, answer["statusCode"], answer["headers"], str(answer["body"]).encode())

    def _event(self, environ: Environ, body: bytes, path: str, variables: dict[str, str]) -> dict[str, object]:
        headers = dict(headers_of(environ))
        context = {
            "resourcePath": path, "httpMethod": environ["REQUEST_METHOD"], "requestId": str(uuid.uuid4()),
            "identity": {"sourceIp": self._client(headers, environ)}, "requestTimeEpoch": self._arrival_time(headers),
        }  # fmt: skip
        query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True, errors="replace", max_num_fields=100)
        return {
            "path": unquote(raw_path(environ), errors="replace"), "httpMethod": environ["REQUEST_METHOD"],
            "requestContext": context, "pathParameters": variables or None, "stageVariables": None, "headers": headers,
            "multiValueQueryStringParameters": query or None, "body": base64.b64encode(body).decode(),
            "isBase64Encoded": True,
        }  # fmt: skip

    def _is_front(self, headers: Mapping[str, str]) -> bool:
        given = headers.get(packaged_gateway.ORIGIN_HEADER.lower(), "").removeprefix(packaged_gateway.DESK_MARK)
        return bool(self.origin_secret) and hmac.compare_digest(given.encode(), self.origin_secret.encode())

    def _arrival_time(self, headers: Mapping[str, str]) -> int:
        """When the front had the whole request, in milliseconds since 1970; without its header, now."""
        now = self.clock()
        stamped_ms = milliseconds(headers.get(RECEIVED.lower(), "")) if self._is_front(headers) else None
        return stamped_ms if stamped_ms is not None and 0 <= now - stamped_ms <= LONGEST_WAIT_MS else now

    def _client(self, headers: Mapping[str, str], environ: Environ) -> str:
        forwarded_for = headers.get("x-forwarded-for", "") if self._is_front(headers) else ""
        return forwarded_for.rpartition(",")[2].strip() or str(environ.get("REMOTE_ADDR", ""))


def is_desk(path: str) -> bool:
    return any(path == base or path.startswith(f"{base}/") for base in packaged_gateway.DESK)


def milliseconds(said: str) -> int | None:
    """`1632996000123` or `1632996000.123`; None for anything else."""
    seconds, point, part = said.partition(".")
    digits = f"{seconds}{part}" if point and len(part) == 3 else seconds if not point else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) == 13 else None


def whole_body(environ: Environ) -> bytes | None:
    """The body, read to its end before anything is decided; None when it is larger than any may be."""
    body: bytes = environ["wsgi.input"].read(BODY_LIMIT + 1)
    return body if len(body) <= BODY_LIMIT else None


def raw_path(environ: Environ) -> str:
    """The path as it was sent. WSGI's PATH_INFO is decoded, so that `%2F` and `/` cannot be told apart in it."""
    return str(environ["RAW_URI"]).partition("?")[0]


def headers_of(environ: Environ) -> Iterator[tuple[str, str]]:
    """Names in lower case; bytes that are no UTF-8 are read as Latin-1, as WSGI does."""
    for name, value in environ.items():
        if name in ("CONTENT_TYPE", "CONTENT_LENGTH") and value:
            yield name.lower().replace("_", "-"), str(value)
        elif name.startswith("HTTP_"):
            yield name.removeprefix("HTTP_").lower().replace("_", "-"), str(value)


def refusal(name: str, status: int) -> tuple[int, Mapping[str, str], bytes]:
    """The gateway's own reply to a request that reaches no function."""
    answer = packaged_gateway.errors(security_headers.template())[name]
    return status, packaged_gateway.error_headers(answer), packaged_gateway.error_body(answer).encode()


def _answer(start_response: StartResponse, status: int, headers: Mapping[str, str], body: bytes) -> Iterable[bytes]:
    start_response(f"{status} {REASONS.get(status, 'Answer')}", [*headers.items(), ("Content-Length", str(len(body)))])
    return [body]


REASONS = {200: "OK", 201: "Created", 303: "See Other"}


def functions_of_environment() -> FunctionsGateway:
    """As the environment says; everything that a request needs is loaded when this returns."""
    from chalicelib import desk_wiring, wiring

    app: Any = import_module("app").app
    wiring.service()
    declared = {path: list(methods) for path, methods in app.routes.items()}
    clock = lambda: time.time_ns() // 1_000_000  # noqa: E731
    return FunctionsGateway(app, Routes(declared), wiring.origin_secret(), clock, desk_wiring.answer_desk)


def wsgi() -> FunctionsGateway:
    """What gunicorn runs on an installed server."""
    from infra.home import machine_clock

    machine_clock.insist(os.environ)
    return functions_of_environment()
