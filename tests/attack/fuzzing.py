"""Schemathesis over the API's own OpenAPI document, against the app in this process: `make fuzz N=100000`.

`ON=home` has the same requests come as gunicorn gives them to the functions, over one SQLite file and a folder.

Half of the requests for an application name one that there is, with its key, so that they come further than "unknown";
every operation has a draft and a submission of its own, so that none finds only what another has withdrawn.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qs, unquote

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings

import app as functions
from chalicelib import desk_wiring, wiring
from chalicelib.call import current_call
from chalicelib.intake.idempotency import SenderKey
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.submit_application import submit
from chalicelib.store.home.home_layout import Layout
from chalicelib.web.arrival_clock import EPOCH
from chalicelib.web.openapi import BASE, OPERATIONS
from chalicelib.web.request_service import Service
from infra.home.functions_gateway import FunctionsGateway
from infra.home.functions_routes import Routes
from tests.building import COMPLETE, MS, OPEN, PEPPER, FakeFiles, FakeStore, answers
from tests.notices.building import FakeLinks

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], Any]


class Gateway:
    """A WSGI application that hands each request to the functions as API Gateway does, and counts the answers."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.failures: list[str] = []

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        event = _event(environ)
        answer = functions.app(event, None) if event else {"statusCode": 404, "headers": {}, "body": "{}"}
        status = answer["statusCode"]
        self.statuses[status] += 1
        if status >= 500:
            self.failures.append(json.dumps(event)[:2000])
        start(f"{status} {HTTPStatus(status).phrase}", [*answer["headers"].items()])
        return [answer["body"].encode("utf-8", "replace")]


class HomeGateway(Gateway):
    """The same on a server of one's own. Five seconds pass between two requests, so that the limits of one
    client are not all that is met.
    """

    def __init__(self) -> None:
        super().__init__()
        declared = {path: list(methods) for path, methods in functions.app.routes.items()}
        self.gateway = FunctionsGateway(functions.app, Routes(declared), "", self.clock, desk_wiring.answer_desk)

    def clock(self) -> int:
        return (OPEN - EPOCH) // MS + self.statuses.total() * 5000

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        told: list[tuple[str, list[tuple[str, str]]]] = []
        body = b"".join(self.gateway(environ, lambda status, headers: told.append((status, headers))))
        ((line, headers),) = told
        status = int(line.partition(" ")[0])
        self.statuses[status] += 1
        if status >= 500:
            asked = {name: str(value) for name, value in environ.items() if name.isupper()}
            self.failures.append(json.dumps(asked)[:2000])
        start(line, headers)
        return [body]


def _event(environ: Environ) -> Any:
    # WSGI writes the path's bytes as Latin-1.
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace").removeprefix(BASE)
    resource, parameters = _resource(path, environ["REQUEST_METHOD"])
    if not resource:
        return None
    size = int(environ.get("CONTENT_LENGTH") or 0)
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    headers |= {"content-type": environ["CONTENT_TYPE"]} if environ.get("CONTENT_TYPE") else {}
    return {
        "requestContext": {"resourcePath": resource, "httpMethod": environ["REQUEST_METHOD"], "requestId": "r",
                           "requestTimeEpoch": (OPEN - EPOCH) // MS},
        "pathParameters": parameters, "multiValueQueryStringParameters": parse_qs(environ.get("QUERY_STRING", "")),
        "stageVariables": None, "headers": headers, "isBase64Encoded": True,
        "body": base64.b64encode(environ["wsgi.input"].read(size)).decode(),
    }  # fmt: skip


def _resource(path: str, method: str) -> tuple[str, dict[str, str]]:
    """The route that the gateway would choose: the one with the fewest parameters that has the method."""
    parts = path.split("/")
    for route in sorted(functions.app.routes, key=lambda route: route.count("{")):
        wanted = route.split("/")
        named = {w[1:-1]: unquote(p) for w, p in zip(wanted, parts, strict=False) if w.startswith("{")}
        fits = all(w == p or (w.startswith("{") and p) for w, p in zip(wanted, parts, strict=False))
        if len(wanted) == len(parts) and fits and method in functions.app.routes[route]:
            return route, named
    return "", {}


def standing(service: Service, name: str) -> list[tuple[str, str]]:
    """Number and key of a draft and of a submission, which differ for every name."""
    told = f"{COMPLETE['summary']} {name}"
    draft, key = save_new_draft(
        service.call, service.store, PEPPER, {"summary": told}, OPEN, SenderKey(f"{'a' * 16}-{name}")
    )
    named = SenderKey(f"{'b' * 16}-{name}")
    receipt = submit(service.call, service.store, PEPPER, answers(summary=told), OPEN, named)
    return [(draft.number, key), (receipt.event.number, receipt.key)]


def fuzz(requests: int, seed_number: int = 1, on: str = "serve") -> Gateway:
    """So many requests, spread over all operations; each must be answered, and as the document says."""
    with at_home() if on == "home" else over_fakes() as (gateway, service):
        _fuzz(gateway, service, requests, seed_number)
        return gateway


@contextmanager
def over_fakes() -> Iterator[tuple[Gateway, Service]]:
    service = Service(current_call(), FakeStore(), PEPPER, files=FakeFiles(), links=FakeLinks())
    functions.service = lambda: service  # type: ignore[assignment]
    yield Gateway(), service


@contextmanager
def at_home() -> Iterator[tuple[Gateway, Service]]:
    with TemporaryDirectory() as folder, environment(BAIQAU_HOME=folder, KEY_PEPPER="fuzz", ORIGIN_SECRET=""):
        Layout(Path(folder)).make()
        wiring.service.cache_clear()
        yield HomeGateway(), wiring.service()
    wiring.service.cache_clear()


@contextmanager
def environment(**settings: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in settings}
    os.environ |= settings
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _fuzz(gateway: Gateway, service: Service, requests: int, seed_number: int) -> None:
    chance = random.Random(seed_number)
    schema = schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", gateway)
    for nth, found in enumerate(schema.get_all_operations()):
        known = standing(service, f"{nth:03}")
        _fuzz_operation(found.ok(), requests // len(OPERATIONS), known, chance, seed_number)


def _fuzz_operation(
    operation: Any, examples: int, known: list[tuple[str, str]], chance: random.Random, seed_number: int
) -> None:
    @seed(seed_number)
    @settings(max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy())
    def one(case: Any) -> None:
        if "number" in (case.path_parameters or {}) and chance.random() < 0.5:
            number, key = chance.choice(known)
            case.path_parameters["number"] = number
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {key}", "If-Match": '"1"'}
        case.call()

    one()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", choices=("serve", "home"), default="serve")
    asked = parser.parse_args()
    gateway = fuzz(asked.requests, asked.seed, asked.on)
    print(json.dumps({"requests": gateway.statuses.total(), "statuses": dict(sorted(gateway.statuses.items()))}))
    raise SystemExit("\n".join(gateway.failures[:5]) if gateway.failures else 0)


if __name__ == "__main__":
    main()
