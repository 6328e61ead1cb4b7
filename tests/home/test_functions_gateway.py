"""Before the functions: which route is asked, whose word counts for the instant and the client, what is refused."""

import json
import socket
from io import BytesIO
from typing import Any

import pytest
from gunicorn.http.errors import InvalidHeader, LimitRequestLine

from infra.home import machine_clock
from infra.home.functions_gateway import BODY_LIMIT, LONGEST_WAIT_MS, FunctionsGateway, milliseconds
from infra.home.functions_routes import Routes
from infra.home.machine_clock import SETTING, WORD, WrongClock
from infra.home.worker_classes import WordedWorker

NOW, SECRET = 1_632_996_000_123, "what only the front knows"
DECLARED = {"/applications/{number}": ["GET", "PUT"], "/applications/check": ["POST"], "/call": ["GET"],
            "/openapi.json": ["GET"], "/applications/{number}/documents/{document}": ["GET"]}  # fmt: skip


class Entry:
    """In place of the functions: keeps the event, answers what it is told to."""

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        self.event = event
        return {"statusCode": 201, "headers": {"X-Kept": "yes"}, "body": "Ә"}


def asked(path: str, method: str = "GET", body: bytes = b"", **headers: str) -> tuple[Any, str, dict[str, str], bytes]:
    entry, told = Entry(), []
    environ = {"REQUEST_METHOD": method, "RAW_URI": path, "QUERY_STRING": path.partition("?")[2], "REMOTE_ADDR": "::1",
               "wsgi.input": BytesIO(body)}  # fmt: skip
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    gateway = FunctionsGateway(entry, Routes(DECLARED), SECRET, lambda: NOW)
    answer = b"".join(gateway(environ, lambda status, said: told.append((status, dict(said)))))
    return getattr(entry, "event", None), *told[0], answer


@pytest.mark.parametrize(("path", "method", "route", "variables"), [
    ("/api/call", "GET", "/call", None), ("/api/call?x=1", "GET", "/call", None),
    ("/api/applications/2345-DFGJ", "PUT", "/applications/{number}", {"number": "2345-DFGJ"}),
    ("/api/applications/check", "POST", "/applications/check", None),
    ("/api/applications/check", "GET", "/applications/{number}", {"number": "check"}),
    ("/api/applications/%D3%98%2Fb/documents/1", "GET", "/applications/{number}/documents/{document}",
     {"number": "Ә/b", "document": "1"}),
    ("/api/applications/%FF", "GET", "/applications/{number}", {"number": "\ufffd"}),
])  # fmt: skip
def test_a_fixed_address_comes_before_a_variable_one(path: str, method: str, route: str, variables: Any) -> None:
    event, status, headers, body = asked(path, method)
    assert (event["requestContext"]["resourcePath"], event["pathParameters"]) == (route, variables)
    assert (status, headers, body) == ("201 Created", {"X-Kept": "yes", "Content-Length": "2"}, "Ә".encode())


@pytest.mark.parametrize(("path", "method"), [
    ("/call", "GET"), ("/api", "GET"), ("/api/", "GET"), ("/api/call/", "GET"), ("/api/call", "POST"),
    ("/api//call", "GET"), ("/api/openapiXjson", "GET"), ("/api/applications/a/b/c", "GET"), ("/apicall", "GET"),
])  # fmt: skip
def test_any_other_address_is_a_404_in_the_gateways_words(path: str, method: str) -> None:
    event, status, headers, body = asked(path, method)
    assert (event, status[:3], headers["Content-Type"]) == (None, "404", "application/problem+json")
    assert json.loads(body)["status"] == 404


def test_a_body_larger_than_an_event_holds_is_a_413() -> None:
    event, status, _, body = asked("/api/applications/check", "POST", b"x" * (BODY_LIMIT + 1))
    assert (event, status[:3], json.loads(body)["status"]) == (None, "413", 413)
    assert asked("/api/applications/check", "POST", b"x" * BODY_LIMIT)[1] == "201 Created"


FRONT = {"x_baiqau_origin": SECRET}


@pytest.mark.parametrize(("headers", "expected"), [
    ({}, NOW), ({"x_received_at": str(NOW - 500)}, NOW),
    ({"x_received_at": str(NOW - 500), "x_baiqau_origin": "a guess"}, NOW),
    ({**FRONT, "x_received_at": str(NOW - 500)}, NOW - 500),
    ({**FRONT, "x_received_at": "1632996000.001"}, 1_632_996_000_001),
    ({**FRONT, "x_received_at": str(NOW + 1)}, NOW), ({**FRONT, "x_received_at": "soon"}, NOW),
    ({**FRONT, "x_received_at": str(NOW - LONGEST_WAIT_MS - 1)}, NOW),
])  # fmt: skip
def test_the_fronts_word_alone_says_when_the_request_was_in(headers: dict[str, str], expected: int) -> None:
    event, *_ = asked("/api/call", **headers)
    assert event["requestContext"]["requestTimeEpoch"] == expected


@pytest.mark.parametrize(("headers", "expected"), [
    ({}, "::1"), ({"x_forwarded_for": "9.9.9.9"}, "::1"), ({**FRONT, "x_forwarded_for": "9.9.9.9"}, "9.9.9.9"),
    ({**FRONT, "x_forwarded_for": "1.1.1.1, 9.9.9.9"}, "9.9.9.9"), (FRONT, "::1"),
])  # fmt: skip
def test_the_fronts_word_alone_says_who_asks(headers: dict[str, str], expected: str) -> None:
    event, *_ = asked("/api/call", **headers)
    assert event["requestContext"]["identity"]["sourceIp"] == expected


@pytest.mark.parametrize(
    "said", ["", "1632996000", "1632996000123.5", "1632996000.1234", "-632996000123", "١٦٣٢٩٩٦٠٠٠١٢٣"]
)
def test_an_instant_is_milliseconds_or_nothing(said: str) -> None:
    assert milliseconds(said) is None


def test_workers_refuse_a_clock_that_nobody_keeps_right_unless_told_so_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_clock, "is_synchronised", lambda: False)
    for setting in ({}, {SETTING: ""}, {SETTING: "yes"}, {SETTING: "1"}):
        with pytest.raises(WrongClock, match="not synchronised"):
            machine_clock.insist(setting)
    machine_clock.insist({SETTING: WORD})
    monkeypatch.setattr(machine_clock, "is_synchronised", lambda: True)
    machine_clock.insist({})


def test_the_kernel_says_whether_its_clock_is_synchronised() -> None:
    assert machine_clock.is_synchronised() in (True, False)


def test_the_desk_stands_beside_the_api_and_believes_the_front_by_its_own_word() -> None:
    desk = Entry()
    told: list[Any] = []
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": "/ru/desk/sign-in?x=1", "QUERY_STRING": "x=1", "REMOTE_ADDR": "::1",
               "wsgi.input": BytesIO(b""), "HTTP_X_BAIQAU_ORIGIN": f"desk-{SECRET}",
               "HTTP_X_FORWARDED_FOR": "192.0.2.1",
               "HTTP_X_RECEIVED_AT": str(NOW - 5)}  # fmt: skip
    gateway = FunctionsGateway(Entry(), Routes(DECLARED), SECRET, lambda: NOW, lambda event: desk(event, None))
    b"".join(gateway(environ, lambda status, said: told.append(status)))
    context = desk.event["requestContext"]
    assert (told, desk.event["path"]) == (["201 Created"], "/ru/desk/sign-in")
    assert (context["requestTimeEpoch"], context["identity"]) == (NOW - 5, {"sourceIp": "192.0.2.1"})
    assert desk.event["multiValueQueryStringParameters"] == {"x": ["1"]}


def test_a_file_of_the_desk_leaves_the_door_as_its_bytes() -> None:
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": "/desk/progress.xlsx", "REMOTE_ADDR": "::1",
               "wsgi.input": BytesIO(b"")}  # fmt: skip
    answer = {"statusCode": 200, "headers": {}, "body": "UEsDBP8=", "isBase64Encoded": True}
    gateway = FunctionsGateway(Entry(), Routes(DECLARED), SECRET, lambda: NOW, lambda event: answer)
    assert b"".join(gateway(environ, lambda status, said: None)) == b"PK\x03\x04\xff"


class Log:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def warning(self, text: str, *about: object) -> None:
        self.lines.append(text % about)


@pytest.mark.parametrize(("error", "status"), [
    (InvalidHeader("Authorization: 2222-2222"), 400), (LimitRequestLine(9000, 8190), 400), (KeyError("2222"), 503),
])  # fmt: skip
def test_what_a_worker_cannot_answer_is_refused_in_words_and_nothing_of_it_is_logged(
    error: Exception, status: int
) -> None:
    worker, (ours, theirs) = object.__new__(WordedWorker), socket.socketpair()
    worker.log = Log()
    with ours, theirs:
        worker.handle_error(None, ours, "", error)
        head, _, body = theirs.recv(10_000).partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode()) and b"Cache-Control: no-store" in head
    assert " / " in json.loads(body)["title"] and b"2222" not in body
    assert worker.log.lines == [f"a request could not be answered: {type(error).__name__}"]
