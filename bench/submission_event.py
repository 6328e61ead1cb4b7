"""The application that is submitted over and over, and the event the gateway would make of it."""

from __future__ import annotations

import base64
import json
from random import Random
from typing import Any

import rfc8785

from chalicelib.call import current_call
from infra.clock_shift import usual_instant
from staff.synthetic import invent, lengthened

# A long application: about half of what the form of 2021 allows, once it is canonical JSON.
ABOUT_BYTES = 20_000
STEP, MOST_CHARACTERS = 30, 20_000
SEED = 1


def short_answers() -> dict[str, object]:
    """Complete and valid, always the same."""
    return invent(current_call(), Random(SEED), current_call().languages[0])


def long_answers() -> dict[str, object]:
    """The same with every long text filled up; as long as the form allows where it allows less."""
    call, answers = current_call(), short_answers()
    for characters in range(STEP, MOST_CHARACTERS, STEP):
        longer = lengthened(call, answers, characters)
        if len(rfc8785.dumps(longer)) >= ABOUT_BYTES:
            return longer
    return longer


def submission(application: dict[str, object], press: str) -> dict[str, object]:
    """A REST proxy event: a press of the button nobody has pressed yet makes a new application."""
    return event(
        "POST", "/applications", json.dumps(application, ensure_ascii=False).encode(), {"Idempotency-Key": press}
    )


def event(method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> dict[str, Any]:
    context = {
        "resourcePath": path, "httpMethod": method, "requestId": "bench",
        "requestTimeEpoch": round(usual_instant(current_call()).timestamp() * 1000),
    }  # fmt: skip
    return {
        "requestContext": context, "pathParameters": {}, "multiValueQueryStringParameters": None,
        "stageVariables": None, "headers": {"Content-Type": "application/json", **(headers or {})},
        "body": base64.b64encode(body).decode(), "isBase64Encoded": True,
    }  # fmt: skip
