"""The application that is submitted over and over, and the event the gateway would make of it."""

from __future__ import annotations

import base64
import json
from typing import Any

import rfc8785

from chalicelib.call import current_call
from tests.building import OPEN, answers

# A long application: about half of what the form's limits allow, 20 KB once it is canonical JSON.
SENTENCE = "Ауыл жастары өз жобасын бастап, көрші аудандарға үлгі болады, ал нәтижесін бәрі көреді. "
CHARACTERS_A_FIELD = 810
ABOUT_BYTES = 20_000


def long_answers() -> dict[str, Any]:
    """Complete and valid, with every long text the builder answers filled up."""
    made = answers()
    for field in current_call().form:
        if field.kind == "textarea" and field.id in made:
            made[field.id] = (SENTENCE * 20)[: min(field.max or CHARACTERS_A_FIELD, CHARACTERS_A_FIELD)].strip()
    size = len(rfc8785.dumps(made))
    assert abs(size - ABOUT_BYTES) < 1000, f"the application has {size} bytes"
    return made


def submission(application: dict[str, Any], press: str) -> dict[str, Any]:
    """A REST proxy event: a press of the button nobody has pressed yet makes a new application."""
    return event(
        "POST", "/applications", json.dumps(application, ensure_ascii=False).encode(), {"Idempotency-Key": press}
    )


def event(method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> dict[str, Any]:
    context = {
        "resourcePath": path, "httpMethod": method, "requestId": "bench",
        "requestTimeEpoch": round(OPEN.timestamp() * 1000),
    }  # fmt: skip
    return {
        "requestContext": context, "pathParameters": {}, "multiValueQueryStringParameters": None,
        "stageVariables": None, "headers": {"Content-Type": "application/json", **(headers or {})},
        "body": base64.b64encode(body).decode(), "isBase64Encoded": True,
    }  # fmt: skip
