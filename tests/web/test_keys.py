"""A lost key over HTTP: as JSON, and by plain forms in both languages."""

import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.rules.confirmed_address import address_mark
from tests.building import OPEN, answers
from tests.web.gateway import Answer, post_form, post_json, send

ADDRESS = "aigerim@example.kz"
UNTIL = OPEN + timedelta(minutes=15)


@pytest.fixture
def receipt() -> Any:
    return post_json("/applications", answers()).json


@pytest.fixture
def token(receipt: Any) -> str:
    links = wiring.service().links
    return links.issue(receipt["number"], address_mark(receipt["number"], ADDRESS), UNTIL)  # type: ignore[union-attr]


def requests(table: Any) -> list[Any]:
    return [item for item in table() if item["pk"]["S"].startswith("link_request#")]


def test_the_answer_is_the_same_whatever_was_asked(receipt: Any, table: Any) -> None:
    asked = [(receipt["number"], ADDRESS), (receipt["number"], "other@example.kz"), ("2222-2222", ADDRESS), ("x", "y")]
    for_json = {post_json("/keys", {"number": n, "email": e}).body for n, e in asked}
    by_form = {post_form("/keys", [("number", n), ("email", e)]).body for n, e in asked}
    assert (len(for_json), len(by_form)) == (1, 1)
    assert post_json("/keys", {"number": receipt["number"], "email": ADDRESS}).status == 202
    assert len(requests(table)) == 2, "one a number and minute, whether there is such an application or not"
    assert ADDRESS not in repr(requests(table))


@pytest.mark.parametrize(("language", "words"), [("kk", "Нөмір мен поштаны жазыңыз"), ("ru", "Укажите номер и почту")])
def test_an_empty_form_comes_back_with_what_was_typed(language: str, words: str) -> None:
    answer = post_form("/keys", [("number", "2DFG-7JNR"), ("email", " "), ("_language", language)])
    assert (answer.status, words in answer.body, 'value="2DFG-7JNR"' in answer.body) == (422, True, True)
    assert f'<html lang="{language}"' in answer.body


@pytest.mark.parametrize("value", [["a"], {"b": 1}, 7, None, True, "\x00"])
def test_what_is_no_text_is_answered_too(value: Any) -> None:
    assert post_json("/keys", {"number": value, "email": value}).status in (202, 422)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_get_shows_a_button_and_post_uses_the_link_up_without_a_script(receipt: Any, token: str, language: str) -> None:
    for _ in range(2):
        page = send("GET", f"/keys/{token}?lang={language}")
        assert (page.status, f'<html lang="{language}"' in page.body) == (200, True)
        assert f'action="/api/keys/{token}"' in page.body and "<script" not in page.body
    done = post_form(f"/keys/{token}", [("_language", language)])
    (key,) = set(re.findall(r"\b(?:[2-9DFGJNRSUVW]{4}-){5}[2-9DFGJNRSUVW]{4}\b", done.body))
    assert (done.status, receipt["number"] in done.body, key != receipt["key"]) == (200, True, True)
    assert look_up(receipt["number"], key).status == 200
    assert look_up(receipt["number"], receipt["key"]).status == 404
    history = look_up(receipt["number"], key).json["history"]
    assert history[-1]["act"] == "reissue_key"
    again = post_form(f"/keys/{token}", [("_language", language)], OPEN + timedelta(minutes=3))
    assert (again.status, 'id="key-lost"' in again.body) == (410, True)
    assert send("GET", f"/keys/{token}?lang={language}", at=OPEN + timedelta(minutes=3)).status == 410


def test_json_gets_the_key_and_a_problem_document(receipt: Any, token: str) -> None:
    answer = post_json(f"/keys/{token}", {})
    assert (answer.status, answer.json["number"]) == (200, receipt["number"])
    over = post_json(f"/keys/{'x' * 43}", {})
    assert (over.status, over.headers["Content-Type"]) == (410, "application/problem+json")


def test_an_unknown_and_an_old_link_are_answered_alike(token: str) -> None:
    old = send("GET", f"/keys/{token}", at=UNTIL)
    unknown = send("GET", f"/keys/{'x' * 43}", at=UNTIL)
    assert (old.status, old.body) == (unknown.status, unknown.body) == (410, old.body)


def test_a_page_with_a_key_or_a_link_is_kept_by_nobody_and_sends_no_referrer(token: str) -> None:
    for answer in (send("GET", f"/keys/{token}"), post_form(f"/keys/{token}", [])):
        assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_no_link_and_no_key_is_logged(receipt: Any, token: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = post_json(f"/keys/{token}", {})
    post_json("/keys", {"number": receipt["number"], "email": ADDRESS})
    said = capsys.readouterr().out
    assert [word for word in (token, answer.json["key"], receipt["number"], ADDRESS) if word in said] == []


def test_a_wrong_key_leads_to_where_a_lost_one_is_replaced() -> None:
    page = post_form("/applications/look-up", [("number", "2222-2222"), ("key", "x"), ("_language", "ru")])
    assert 'href="/ru/my/#lost"' in page.body


def look_up(number: str, key: str) -> Answer:
    return send("GET", f"/applications/{number}", headers={"Authorization": f"Bearer {key}"})
