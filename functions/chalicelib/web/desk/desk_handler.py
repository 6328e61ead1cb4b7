"""The desk's own handler: one event in, one answer out; who may pass is asked before anything is read."""

from __future__ import annotations

import base64
import hmac
import json
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ...call import current_call
from ...desk.sign_in import at_work
from ...rules.client_address import client_of
from ...rules.committee_rights import grant
from ...rules.refusals import Refused
from ...rules.sign_in import DESK_PAGES
from ..arrival_clock import received_at
from ..request_parsing import language_of
from ..responses import Reply
from . import desk_refusals, desk_replies, ended_session
from .desk_request import (
    ATTEMPT_COOKIE,
    DeskRequest,
    DeskService,
    TooLong,
    cookie,
    language_and_path,
    read_form,
    read_query,
)
from .routes import PUBLIC, DeskRoute, find

ORIGIN_HEADER = "x-baiqau-origin"
Event = Mapping[str, Any]


def desk_secret(origin_secret: str) -> str:
    """What the site's front sends to the desk: not what it sends to the API, by whose addresses nobody gets here."""
    return f"desk-{origin_secret}" if origin_secret else ""


def answer(service: Callable[[], DeskService], event: Event, secret: str, shift_ms: int, client_header: str) -> Any:
    """Lambda's proxy answer. Logs one line: no number, no name, no address, and of a failure only its place."""
    started, headers = time.perf_counter(), _headers(event)
    if secret and not hmac.compare_digest(headers.get(ORIGIN_HEADER, "").encode(), secret.encode()):
        return _as_event(Reply(403, "", desk_replies.HEADERS))
    failure, route = "", ""
    try:
        request = _request(service(), event, headers, shift_ms, client_header)
        match = find(request.call, request.method, request.path) if request else None
        route = match.route.name if match else ""
        reply = (
            _passed(request, match.route, match.params, event) if request and match else desk_refusals.nowhere(request)
        )
    except TooLong:
        reply = desk_refusals.plain(current_call(), _language(headers), 413, "too_long")
    except Exception as error:  # The last resort: whatever went wrong, the person gets an honest page.
        failure = _place(error)
        reply = desk_refusals.plain(current_call(), _language(headers), 500, "failure")
    line = {"request": (event.get("requestContext") or {}).get("requestId"), "route": f"desk {route}",
            "status": reply.status, "ms": round((time.perf_counter() - started) * 1000)}  # fmt: skip
    print(json.dumps(line | dict(reply.log) | ({"failure": failure} if failure else {})))
    return _as_event(reply)


def _request(
    service: DeskService, event: Event, headers: Mapping[str, str], shift_ms: int, client_header: str
) -> DeskRequest | None:
    """None for an address that is not the desk's."""
    address = language_and_path(str(event.get("path") or ""))
    if address is None:
        return None
    context = event.get("requestContext") or {}
    seen = (headers.get(client_header) if client_header else "") or (context.get("identity") or {}).get("sourceIp")
    return DeskRequest(
        service, str(event.get("httpMethod") or context.get("httpMethod")), address[1], address[0],
        received_at(context, shift_ms), client_of(seen or ""),
        token=cookie(headers), attempt=cookie(headers, ATTEMPT_COOKIE),
        query=read_query(event.get("multiValueQueryStringParameters") or event.get("queryStringParameters") or {}),
        accept_language=headers.get("accept-language", ""),
    )  # fmt: skip


def _passed(request: DeskRequest, route: DeskRoute, params: tuple[str, ...], event: Event) -> Reply:
    if request.method == "POST":
        many = read_form(_body(event))
        request = replace(request, many=many, form={name: values[-1] for name, values in many.items()})
    try:
        request.service.limits.spend(DESK_PAGES, request.client, request.at)
        if route.right == PUBLIC:
            return route.handler(request, *params)
        return _for_somebody(request, route, params)
    except Refused as refused:
        return desk_refusals.refused(request, refused)


def _for_somebody(request: DeskRequest, route: DeskRoute, params: tuple[str, ...]) -> Reply:
    committee = request.service.committee
    sign_in = at_work(request.call, committee.people, request.service.sign_ins, request.token, request.at)
    if sign_in is None:
        return ended_session.sign_in_first(request)
    request = request.signed_in(request.token, *sign_in)
    if route.right and not grant(sign_in[1].role, route.right):
        return desk_refusals.denied(request)
    if request.method == "POST":
        if not request.has_good_token():
            return ended_session.confirm_again(request)
        if route.is_grave and not sign_in[0].is_fresh(request.at):
            return ended_session.sign_in_afresh(request)
    try:
        return route.handler(request, *params)
    except Refused as refused:
        return desk_refusals.refused(request, refused)


def _body(event: Event) -> bytes:
    body = event.get("body") or ""
    return base64.b64decode(body) if event.get("isBase64Encoded") else str(body).encode("utf-8", "replace")


def _headers(event: Event) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()}


def _language(headers: Mapping[str, str]) -> str:
    return language_of({}, "", headers.get("accept-language", ""), current_call().languages)


def _place(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {frame.name}:{frame.lineno}"


def _as_event(reply: Reply) -> dict[str, object]:
    return {"statusCode": reply.status, "headers": dict(reply.headers), "body": reply.body,
            "isBase64Encoded": reply.is_base64}  # fmt: skip
