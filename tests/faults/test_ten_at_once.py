"""Ten presses of one button at once, on Amazon's own engine: one act, ten successes."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.call import Call
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.submit_application import submit
from chalicelib.web import application_routes
from chalicelib.web.application_form import act_by_form
from chalicelib.web.request_parsing import FORM
from chalicelib.web.request_service import Arrival, Service
from chalicelib.web.responses import Reply
from tests.building import OPEN, PEPPER, answers
from tests.faults.presses import JSON, new_table, service_at
from tests.store.engines import DYNAMODB_LOCAL
from tests.web.gateway import as_form

TIMES = 10
OTHER = answers(settlement="Есік")
Press = Callable[[Service, str, str], Reply]


def saved_as_json(service: Service, number: str, key: str) -> Reply:
    headers = JSON | {"authorization": f"Bearer {key}", "if-match": '"1"'}
    return application_routes.rewrite_application(service, Arrival(OPEN, headers, json.dumps(OTHER).encode()), number)


def saved_by_form(service: Service, number: str, key: str) -> Reply:
    hidden = [("_key", key), ("_version", "1"), ("_act", "save")]
    body = urlencode([*as_form(OTHER), *hidden]).encode()
    return act_by_form(service, Arrival(OPEN, {"content-type": FORM}, body), number)


def submitted_by_form(service: Service, number: str, key: str) -> Reply:
    hidden = [("_key", key), ("_version", "1"), ("_act", "submit")]
    body = urlencode([*as_form(OTHER), *hidden]).encode()
    return act_by_form(service, Arrival(OPEN, {"content-type": FORM}, body), number)


def withdrawn(service: Service, number: str, key: str) -> Reply:
    return application_routes.withdraw(service, Arrival(OPEN, {"authorization": f"Bearer {key}"}), number)


@pytest.fixture
def service(call: Call, dynamodb_local: str) -> Service:
    return service_at(call, dynamodb_local, new_table(dynamodb_local))


def ten_at_once(press: Press, service: Service, number: str, key: str) -> list[int]:
    gate = Barrier(TIMES)

    def once(_: int) -> int:
        gate.wait()
        return press(service, number, key).status

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(once, range(TIMES)))


def events_after(service: Service, number: str) -> list[Any]:
    return [(event.act, event.version) for event in service.store.events(number)][1:]


@DYNAMODB_LOCAL
@pytest.mark.parametrize(
    ("press", "written"),
    [(saved_as_json, [("save_draft", 2)]), (saved_by_form, [("save_draft", 2)]),
     (submitted_by_form, [("save_draft", 2), ("submit", 3)]), (withdrawn, [("withdraw", 1)])],
)  # fmt: skip
def test_ten_equal_presses_on_a_draft_are_one_act(
    call: Call, service: Service, press: Press, written: list[Any]
) -> None:
    draft, key = save_new_draft(call, service.store, PEPPER, answers(), OPEN)
    assert ten_at_once(press, service, draft.number, key) == [200] * TIMES
    assert events_after(service, draft.number) == written


@DYNAMODB_LOCAL
@pytest.mark.parametrize("press", [saved_as_json, saved_by_form])
def test_ten_equal_edits_of_a_submission_are_one_version(call: Call, service: Service, press: Press) -> None:
    receipt = submit(call, service.store, PEPPER, answers(), OPEN)
    assert ten_at_once(press, service, receipt.event.number, receipt.key) == [200] * TIMES
    assert events_after(service, receipt.event.number) == [("edit", 2)]
