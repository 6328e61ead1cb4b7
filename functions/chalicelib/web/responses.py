"""The answer to a request, before Chalice makes it HTTP: status, headers, and JSON or an HTML page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ..api_types.problem import ProblemDocument

# Nothing under /api may be kept by a cache or framed; its pages bring no script of their own.
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}


class Reply(NamedTuple):
    status: int
    body: str
    headers: Mapping[str, str] = {}
    # What the handler's log says of it beside its status; nothing personal.
    log: Mapping[str, Any] = {}
    # A file that is no text: `body` is its bytes in base64.
    is_base64: bool = False


def json_reply(status: int, value: object, headers: Mapping[str, str] | None = None) -> Reply:
    return Reply(status, _dump(value), HEADERS | {"Content-Type": "application/json"} | dict(headers or {}))


def problem_reply(document: ProblemDocument) -> Reply:
    headers = HEADERS | {"Content-Type": "application/problem+json"} | retry_after(document["status"])
    return Reply(document["status"], _dump(document), headers)


def page_reply(status: int, page: str) -> Reply:
    # A lone surrogate that someone sent cannot be written in UTF-8; in a page it shows as a question mark.
    text = page.encode("utf-8", "replace").decode("utf-8")
    return Reply(status, text, HEADERS | {"Content-Type": "text/html; charset=utf-8"} | retry_after(status))


def retry_after(status: int) -> dict[str, str]:
    return {"Retry-After": "2"} if status == 503 else {}


def _dump(value: object) -> str:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        # ASCII escapes keep a lone surrogate in an echoed answer exactly as it was sent.
        return json.dumps(value, separators=(",", ":"))
    return text
