"""A call's questions may be called as our own fields are; a form that asks for a number and a key reads those alone."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.call import Call
from chalicelib.rules.confirmed_address import address_mark
from chalicelib.web import application_routes, document_routes, key_routes, submission_routes
from chalicelib.web.request_parsing import FORM
from chalicelib.web.request_service import Arrival, Service
from chalicelib.web.responses import Reply
from tests.building import OPEN, PEPPER, FakeFiles, FakeStore
from tests.forms import call_of, form_table, label, needed, question
from tests.notices.building import FakeLinks

NAMES = ("number", "key", "email", "kind", "task", "text")
ANSWERS = [("q_language", "ru"), ("q_name", "Асқар"), ("q_email", "a@example.kz"), ("q_title", "Атауы"),
           ("q_consent", "on")]  # fmt: skip


@pytest.fixture(scope="module")
def own() -> Call:
    multis = [question(name, "multi", options="yes_no") for name in NAMES]
    cells = [question("cell_1"), question("cell2")]
    table = question("rows_2", "table", max_rows=5, row=label("Жол"), column=cells)
    return call_of(form_table([*needed(), *multis, table]))


def by_form(pairs: list[tuple[str, str]]) -> Arrival:
    return Arrival(OPEN, {"content-type": FORM, "accept-language": "kk"}, urlencode(pairs).encode())


def submitted(service: Service, pairs: list[tuple[str, str]]) -> Reply:
    return submission_routes.submit_application(service, by_form([*ANSWERS, *pairs]))


def receipt(service: Service) -> Any:
    body = json.dumps(dict(ANSWERS) | {"q_consent": True}).encode()
    sent = submission_routes.submit_application(service, Arrival(OPEN, {"content-type": "application/json"}, body))
    return json.loads(sent.body)


def test_an_application_is_looked_up_by_its_number_and_key(own: Call) -> None:
    service = Service(own, FakeStore(), PEPPER)
    mine = receipt(service)
    reply = application_routes.look_up_page(
        service, by_form([("number", mine["number"]), ("key", mine["key"]), ("_language", "ru")])
    )
    assert (reply.status, mine["number"] in reply.body, '<html lang="ru"' in reply.body) == (200, True, True)


def test_a_new_key_is_asked_for_by_number_and_address(own: Call) -> None:
    links = FakeLinks()
    service = Service(own, FakeStore(), PEPPER, links=links)
    mine = receipt(service)
    assert key_routes.ask(service, by_form([("number", mine["number"]), ("email", "a@example.kz")])).status == 202
    assert [(asked.number, asked.address_mark) for asked in links.asked] == [
        (mine["number"], address_mark(mine["number"], "a@example.kz"))
    ]


def test_a_document_is_announced_by_its_kind(own: Call) -> None:
    service = Service(own, FakeStore(), PEPPER, files=FakeFiles())
    mine = receipt(service)
    sent = document_routes.announce_document(
        service, by_form([("key", mine["key"]), ("kind", "paper")]), mine["number"]
    )
    assert sent.status == 200, sent.body[:3000]


def test_the_questions_themselves_are_lists_all_the_same(own: Call) -> None:
    store = FakeStore()
    assert submitted(Service(own, store, PEPPER), [(name, "yes") for name in NAMES]).status == 201
    [event] = store.kept.values()
    assert {name: (event.answers or {})[name] for name in NAMES} == {name: ["yes"] for name in NAMES}


def test_a_table_and_its_columns_may_have_digits_in_their_names(own: Call) -> None:
    store = FakeStore()
    sent = [("rows_2-0-cell_1", "бір"), ("rows_2-0-cell2", "екі"), ("rows_2-1-cell_1", "үш")]
    assert submitted(Service(own, store, PEPPER), sent).status == 201
    [event] = store.kept.values()
    assert (event.answers or {})["rows_2"] == [{"cell_1": "бір", "cell2": "екі"}, {"cell_1": "үш"}]
