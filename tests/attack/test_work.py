"""Whatever is sent, reading, judging, storing, showing and refusing it is bounded work (issue 8.1).

Time is that of this process alone, and the best of two tries: other programs of the machine do not count.
"""

import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.call import Field, current_call
from chalicelib.rules.field_parsers import PARSERS, has_no_answer
from chalicelib.rules.lost_key_link import KeyLink, LinkRequest
from chalicelib.web import application_form, application_routes, document_routes, key_routes, submission_routes
from chalicelib.web.request_parsing import FORM, JSON
from chalicelib.web.request_service import Arrival, Service
from chalicelib.web.responses import Reply
from tests.attack.bodies import FILLINGS, SIZE, Body, as_form, as_json, of_structure, of_text
from tests.building import OPEN, PEPPER, FakeFiles, FakeStore
from tests.collector import frozen_as_in_a_function
from tests.least_work import takes_less

SECONDS = 0.3
# What Lambda can answer with.
MOST_REPLY = 6 * 1024 * 1024
AS_JSON, AS_FORM = {"content-type": JSON}, {"content-type": FORM}


@pytest.fixture(scope="module", autouse=True)
def _frozen() -> Iterator[None]:
    with frozen_as_in_a_function():
        yield


def service() -> Service:
    return Service(current_call(), FakeStore(), PEPPER, files=FakeFiles())


def seconds(act: Callable[[], Reply]) -> tuple[float, Reply]:
    started = time.process_time()
    reply = act()
    return time.process_time() - started, reply


def bounded(act: Callable[[], Reply]) -> Reply:
    """The reply of an act that is no failure, not slow and no flood itself."""
    taken, reply = seconds(act)
    assert taken < SECONDS or takes_less(SECONDS, act), f"{taken:.2f} s"
    assert reply.status < 500 and len(reply.body.encode("utf-8", "replace")) < MOST_REPLY
    return reply


def sent_to_every_door(body: Body) -> None:
    for headers, written in ((AS_JSON, as_json(body)), (AS_FORM, as_form(body))):
        arrival, of = Arrival(OPEN, headers, written), service()
        for act in (
            submission_routes.check_answers,
            submission_routes.submit_application,
            document_routes.arrived_by_form,
        ):
            bounded(partial(act, of, arrival))
        bounded(partial(application_routes.look_up_page, of, arrival))
        draft = bounded(partial(submission_routes.save_draft, of, arrival))
        if draft.status == 201 and headers is AS_JSON:
            looked_at(of, draft, arrival)


def looked_at(of: Service, draft: Reply, arrival: Arrival) -> None:
    """A draft keeps whatever was sent: every look at it is judged and shown anew."""
    number, key = receipt(draft)
    with_key = arrival.headers | {"authorization": f"Bearer {key}", "if-match": '"1"'}
    bounded(partial(application_routes.look_up_application, of, Arrival(OPEN, with_key), number))
    bounded(partial(application_routes.submit_draft, of, Arrival(OPEN, with_key), number))
    bounded(partial(application_routes.rewrite_application, of, Arrival(OPEN, with_key, arrival.body), number))
    for act in ("show", "open", "submit"):
        form = urlencode({"_key": key, "_act": act, "_version": "1"}).encode()
        bounded(partial(application_form.act_by_form, of, Arrival(OPEN, AS_FORM, form), number))


def receipt(reply: Reply) -> tuple[str, str]:
    told = json.loads(reply.body)
    return told["number"], told["key"]


def filled(filling: str, size: int) -> str:
    return "a" + filling * (size // len(filling.encode("utf-8", "surrogatepass")))


def known_attacks() -> Iterator[Any]:
    """All of them; a minute's check tries those that reach most of the code."""
    for nth, name in enumerate(FILLINGS):
        for place, body in of_text(current_call(), filled(FILLINGS[name], SIZE)):
            quick = place == "every question" and nth % 4 == 0
            yield pytest.param(body, id=f"{name}, {place}", marks=() if quick else pytest.mark.slow)
    for name, body in of_structure():
        yield pytest.param(body, id=name)


@pytest.mark.parametrize("body", list(known_attacks()))
def test_a_known_attack_is_bounded_work_at_every_door(body: Body) -> None:
    sent_to_every_door(body)


@pytest.mark.parametrize("kind", ["text", "textarea", "email", "url", "phone", "iin", "bin", "month", "integer"])
@pytest.mark.parametrize("filling", FILLINGS.values(), ids=FILLINGS)
def test_the_longest_text_that_is_read_at_all_is_read_at_once(kind: str, filling: str) -> None:
    """Just under the bound of its field the reader does its whole work."""
    field = Field("asked", kind, {"kk": "", "ru": ""}, max=3000)
    text = "1" + (filling * 13_000)[: 4 * 3000 + 990]
    for end in ("", "@example.kz", ".kz", "1"):
        assert takes_less(0.1, lambda end=end: has_no_answer(field, text + end) or PARSERS[kind](field, text + end))


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    """Nasty texts of any make-up, anywhere, about 200 KB together."""
    filling = st.lists(st.sampled_from([*FILLINGS.values()]) | st.text(max_size=5), min_size=1, max_size=4)
    pieces = draw(st.lists(st.tuples(filling, st.integers(0, SIZE)), min_size=1, max_size=6))
    names = st.sampled_from([field.id for field in current_call().form]) | st.text(min_size=1, max_size=30)
    body: Body = {}
    for parts, size in pieces:
        text = filled("".join(parts) or "x", size // len(pieces))
        cell = {draw(st.sampled_from(["full_name", "item", "unit", "x"])): text}
        body[draw(names)] = draw(st.sampled_from([text, [text], [cell], [[text]], [cell] * 3, {text[:50]: text}]))
    return body


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(bodies())
def test_any_body_is_bounded_work_at_every_door(body: Body) -> None:
    sent_to_every_door(body)


@pytest.mark.parametrize("header", ["accept-language", "authorization", "if-match", "idempotency-key", "content-type"])
@pytest.mark.parametrize("filling", FILLINGS.values(), ids=FILLINGS)
def test_a_header_of_any_length_is_bounded_work(header: str, filling: str) -> None:
    of, headers = service(), AS_JSON | {header: f'Bearer "{filled(filling, SIZE)}'}
    arrival = Arrival(OPEN, headers, b"{}")
    bounded(partial(submission_routes.submit_application, of, arrival))
    bounded(partial(application_routes.look_up_application, of, arrival, filled(filling, SIZE)))
    bounded(partial(application_routes.rewrite_application, of, arrival, "2345-DFGJ"))


@pytest.mark.parametrize("filling", FILLINGS.values(), ids=FILLINGS)
def test_a_number_a_key_an_address_a_name_of_a_document_and_an_explanation_are_bounded_too(filling: str) -> None:
    text, of = filled(filling, SIZE), service()
    number, key = receipt(submission_routes.save_draft(of, Arrival(OPEN, AS_JSON, b"{}")))
    with_key = AS_JSON | {"authorization": f"Bearer {key}"}
    file = {"kind": "leader_id", "filename": text, "size": 7, "content_type": text, "replaces": text}
    for act, sent in (
        (document_routes.announce_document, file), (document_routes.announce_document, file | {"kind": text}),
        (application_routes.explain_task, {"task": "1", "text": text}),
        (application_routes.explain_task, {"task": text, "text": "сөз"}),
    ):  # fmt: skip
        assert bounded(partial(act, of, Arrival(OPEN, with_key, as_json(sent)), number)).status in (409, 413, 422)
    bounded(
        partial(application_routes.look_up_page, of, Arrival(OPEN, AS_JSON, as_json({"number": text, "key": text})))
    )
    bounded(partial(document_routes.arrived_by_address, of, Arrival(OPEN, {}), {"number": text, "document": text}))
    asked = Arrival(OPEN, AS_JSON, as_json({"number": text, "email": text}))
    bounded(partial(key_routes.ask, of._replace(links=NoLinks()), asked))
    bounded(partial(key_routes.open_page, of._replace(links=NoLinks()), asked, text, {"lang": text}))


class NoLinks:
    """A place of one-time links that holds none."""

    def ask(self, request: LinkRequest) -> None:
        raise AssertionError("nobody's number")

    def find(self, token: str) -> KeyLink | None:
        return None

    def use(self, token: str, link: KeyLink, at: datetime) -> bool:
        return False
