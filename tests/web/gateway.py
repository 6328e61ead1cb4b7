"""Speaks to `app.app` as API Gateway does: one REST proxy event in, one answer out."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

from app import app
from chalicelib.web.arrival_clock import EPOCH
from tests.building import OPEN

ROUTES = ("/keys", "/call", "/openapi.json", "/applications/check", "/applications/look-up", "/applications", "/drafts")
MS = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def send(
    method: str,
    path: str,
    body: bytes = b"",
    at: datetime | None = OPEN,
    headers: dict[str, str] | None = None,
    source: str = "",
) -> Answer:
    """`at` is when the gateway received it, None leaves the instant out; `source` is the address it came from."""
    parameters = {}
    resource = path
    path, _, query = path.partition("?")
    resource = path
    if path.startswith("/keys/"):
        resource, parameters = "/keys/{token}", {"token": path.removeprefix("/keys/")}
    elif path not in ROUTES:
        _, _, number, *act = path.split("/", 3)
        resource, parameters = "/".join(["/applications/{number}", *act]), {"number": number}
    context: dict[str, Any] = {"resourcePath": resource, "httpMethod": method, "requestId": "r-1"}
    if source:
        context["identity"] = {"sourceIp": source}
    if at is not None:
        context["requestTimeEpoch"] = (at - EPOCH) // MS
    event = {
        "requestContext": context, "pathParameters": parameters, "multiValueQueryStringParameters": parse_qs(query),
        "stageVariables": None, "headers": headers or {}, "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }  # fmt: skip
    answer = app(event, None)
    return Answer(answer["statusCode"], answer["headers"], answer["body"])


def post_json(path: str, value: Any, at: datetime | None = OPEN, **headers: str) -> Answer:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return send("POST", path, body, at, {"Content-Type": "application/json"} | named)


def post_form(path: str, pairs: list[tuple[str, str]], at: datetime | None = OPEN) -> Answer:
    return send("POST", path, urlencode(pairs).encode(), at, {"Content-Type": "application/x-www-form-urlencoded"})


def as_form(answers: dict[str, Any]) -> list[tuple[str, str]]:
    """The pairs a browser posts for these answers."""
    pairs = []
    for name, value in answers.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            pairs += [(f"{name}-{i}-{key}", str(cell)) for i, row in enumerate(value) for key, cell in row.items()]
        elif isinstance(value, list):
            pairs += [(name, str(item)) for item in value]
        elif isinstance(value, bool):
            pairs += [(name, "on")] if value else []
        else:
            pairs.append((name, str(value)))
    return pairs
