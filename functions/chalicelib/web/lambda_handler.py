"""Between Chalice and the service: one event in, one Response out, nothing personal in the log."""

from __future__ import annotations

import hmac
import json
import os
import time
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from chalice.app import APIGateway, Chalice, Request, Response, RestAPIEventHandler

from ..call import current_call
from ..rules.client_address import client_of
from . import problem_documents
from .arrival_clock import received_at
from .request_parsing import language_of
from .request_service import Arrival
from .responses import Reply, problem_reply

ANY_TYPE = ["*/*"]
ORIGIN_HEADER = "x-baiqau-origin"


class Api(Chalice):
    """Takes every body as bytes, so that what is not UTF-8 can be told from what is; answers as plain text.

    API Gateway encodes requests by the template's binary types (all of them) and decodes an answer only when
    the function asks for it, whatever `Accept` says. Chalice ties the two together; here they are parted.
    """

    def __init__(self, name: str, origin_secret: Callable[[], str]) -> None:
        """`origin_secret` returns the secret that the site's front sends with every request; empty without a front."""
        super().__init__(name)
        self.api.binary_types = ANY_TYPE
        self._origin_secret = origin_secret

    def __call__(self, event: Any, context: Any) -> Any:
        if not _comes_through_the_site(event, self._origin_secret()):
            return _refuse_second_door(event)
        as_text = APIGateway()
        as_text.binary_types = []
        handler = RestAPIEventHandler(self.routes, as_text, self.log, debug=False, middleware_handlers=[])
        self.current_request = handler.create_request_object(event, context)
        return handler(event, context)


def _comes_through_the_site(event: Mapping[str, object], secret: str) -> bool:
    """Whether the request has the front's secret; compared in constant time."""
    given = next((value for name, value in _headers(event).items() if name.lower() == ORIGIN_HEADER), "")
    return not secret or hmac.compare_digest(given.encode(), secret.encode())


def _refuse_second_door(event: Mapping[str, Any]) -> dict[str, object]:
    wish = next((value for name, value in _headers(event).items() if name.lower() == "accept-language"), "")
    reply = problem_reply(
        problem_documents.plain(403, "second_door", language_of(None, "", wish, current_call().languages))
    )
    print(json.dumps({"request": (event.get("requestContext") or {}).get("requestId"), "second_door": True}))
    return {"statusCode": reply.status, "headers": dict(reply.headers), "body": reply.body}


def _headers(event: Mapping[str, Any]) -> dict[str, str]:
    return dict(event.get("headers") or {})


def answer(request: Request, shift_ms: Callable[[], int], act: Callable[[Arrival], Reply]) -> Response:
    """Run one act and log one line: no number, no key, no address, no answer, and of a failure only its place."""
    started = time.perf_counter()
    failure = ""
    try:
        reply = act(_arrival(request, shift_ms()))
    except Exception as error:  # Nothing above catches errors: whatever went wrong, the client gets a problem document.
        failure = _place(error)
        reply = problem_reply(problem_documents.plain(500, "failure", _language(request)))
    _log(request, reply, failure, time.perf_counter() - started)
    return Response(reply.body, headers=dict(reply.headers), status_code=reply.status)


def _arrival(request: Request, shift_ms: int) -> Arrival:
    headers = {name.lower(): value for name, value in (request.headers or {}).items()}
    body = request.raw_body or b""
    body = body if isinstance(body, bytes) else body.encode()
    return Arrival(received_at(request.context, shift_ms), headers, body, _client(request, headers))


def _client(request: Request, headers: Mapping[str, str]) -> str:
    """The address that the gateway saw; behind a distribution, the one that it writes into a header of its own.

    Which of them is believed, the deployment says and never the request: any other header is as its sender pleased.
    """
    header = os.environ.get("CLIENT_HEADER", "")
    seen = (request.context.get("identity") or {}).get("sourceIp") or ""
    return client_of((headers.get(header) if header else None) or seen)


def _language(request: Request) -> str:
    wish = request.headers.get("accept-language", "") if request.headers else ""
    return language_of(None, "", wish, current_call().languages)


def _place(error: Exception) -> str:
    """The class of the error and the line that raised it. The message is left out: it may quote an applicant."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {frame.name}:{frame.lineno}"


def _log(request: Request, reply: Reply, failure: str, seconds: float) -> None:
    line = {
        "request": request.context.get("requestId"),
        "route": f"{request.method} {request.context.get('resourcePath')}",
        "status": reply.status,
        "ms": round(seconds * 1000),
    }
    print(json.dumps(line | dict(reply.log) | ({"failure": failure} if failure else {})))
