"""A plain form pressed again: the same receipt, after some minutes without the key, and never somebody else's."""

import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.intake.number_and_key import ALPHABET
from tests.building import CLOSES, MS, OPEN, answers
from tests.web.gateway import Answer, as_form, post_form, post_json, send

MINUTES = timedelta(minutes=10)
KEY = re.compile(rf"\b(?:[{ALPHABET}]{{4}}-){{5}}[{ALPHABET}]{{4}}\b")
NUMBER = re.compile(rf"(?<![\w-])[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}(?![\w-])")
FORM_KEY = re.compile(r'name="idempotency_key" value="([^"]*)"')


def key_of(page: Answer) -> str:
    match = KEY.search(page.body)
    return match[0] if match else ""


def number_of(page: Answer) -> str:
    match = NUMBER.search(page.body)
    assert match
    return match[0]


def form_key(page: Answer) -> str:
    (found,) = FORM_KEY.findall(page.body)
    return str(found)


def with_key(key: str, **changes: Any) -> list[tuple[str, str]]:
    return [*as_form(answers(**changes)), ("idempotency_key", key)]


@pytest.mark.parametrize("route", ["/applications", "/applications/check", "/drafts"])
def test_a_form_that_is_handed_back_has_a_random_key_of_its_own(route: str) -> None:
    pairs = as_form(answers(settlement=""))
    at = CLOSES if route == "/drafts" else OPEN
    keys = {form_key(post_form(route, pairs, at)) for _ in range(3)}
    assert len(keys) == 3 and all(len(key) == 32 for key in keys)
    (kept, *_) = keys
    assert form_key(post_form(route, [*pairs, ("idempotency_key", kept)], at)) == kept


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("key", ["", "a-key-made-by-the-server"])
def test_a_late_repetition_says_number_time_and_hash_and_the_way_to_a_new_key(language: str, key: str) -> None:
    pairs = with_key(key, application_language=language)
    first = post_form("/applications", pairs)
    soon = post_form("/applications", pairs, OPEN + MINUTES - MS)
    assert (soon.status, soon.body) == (201, first.body)
    late = post_form("/applications", pairs, OPEN + MINUTES)
    assert (late.status, key_of(late), key_of(first) != "") == (201, "", True)
    assert number_of(late) == number_of(first)
    (digest,) = set(re.findall(r"\b[0-9a-f]{64}\b", first.body))
    assert digest in late.body
    home = "/ru/" if language == "ru" else "/"
    assert f'href="{home}my/#key-lost"' in late.body and f'href="{home}my/"' in late.body
    assert ("10 минут" if language == "kk" else "10 мин.") in late.body


def test_who_holds_the_answers_gets_nothing_of_an_application_sent_by_a_form_with_a_key() -> None:
    mine = post_form("/applications", with_key("a-key-made-by-the-server"))
    for page in (post_form("/applications", with_key("")), post_form("/applications", with_key("a-key-of-a-stranger"))):
        assert key_of(page) != key_of(mine) and number_of(page) != number_of(mine)
    as_header = post_json("/applications", answers(), Idempotency_Key="a-key-made-by-the-server").json
    assert as_header["key"] != key_of(mine)


def test_as_json_without_a_name_a_late_repetition_has_no_key_either() -> None:
    first = post_json("/applications", answers()).json
    late = post_json("/applications", answers(), OPEN + MINUTES).json
    assert late == first | {"key": ""}


def test_with_a_name_of_its_own_the_first_receipt_comes_back_whole_however_late() -> None:
    named = {"Idempotency_Key": "a-name-of-its-own"}
    first = post_json("/applications", answers(), **named)
    assert post_json("/applications", answers(), CLOSES + MINUTES, **named).body == first.body


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_form_sent_before_with_other_words_becomes_a_new_application_with_one_more_press(language: str) -> None:
    key = "a-key-made-by-the-server"
    first = post_form("/applications", with_key(key, application_language=language))
    refused = post_form("/applications", with_key(key, application_language=language, settlement="Есік"))
    assert (refused.status, "Есік" in refused.body, "Idempotency" in refused.body) == (409, True, False)
    assert form_key(refused) != key
    again = post_form("/applications", with_key(form_key(refused), application_language=language, settlement="Есік"))
    assert again.status == 201 and number_of(again) != number_of(first)


def test_a_form_key_that_is_none_is_refused_with_every_word_and_a_good_key() -> None:
    refused = post_form("/applications", with_key("short", settlement="Түрген"))
    assert (refused.status, "Түрген" in refused.body) == (400, True)
    assert post_form("/applications", with_key(form_key(refused), settlement="Түрген")).status == 201


def test_where_the_outcome_is_unknown_the_same_press_comes_again(monkeypatch: pytest.MonkeyPatch, table: Any) -> None:
    """Also one that had no key: with a new one the second try could make a second application."""
    from chalicelib.rules.refusals import OutcomeUnknown
    from chalicelib.store.event_table import EventTable

    append = EventTable.append

    def lost(self: EventTable, event: Any) -> None:
        append(self, event)
        raise OutcomeUnknown

    for number, key in enumerate(["", "a-key-made-by-the-server"], start=1):
        with monkeypatch.context() as broken:
            broken.setattr(EventTable, "append", lost)
            unknown = post_form("/applications", with_key(key))
        assert (unknown.status, form_key(unknown)) == (503, key)
        assert post_form("/applications", with_key(form_key(unknown))).status == 201
        assert len(table()) == number


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_draft_saved_by_the_same_form_late_is_told_without_key_and_without_a_form(language: str) -> None:
    key = "a-key-made-by-the-server"
    pairs = [("application_language", language), ("settlement", "Есік"), ("idempotency_key", key)]
    first = post_form("/drafts", pairs)
    soon, late = (post_form("/drafts", pairs, OPEN + gap) for gap in (MINUTES - MS, MINUTES))
    assert [key_of(page) for page in (first, soon, late)] == [key_of(first)] * 2 + [""]
    assert number_of(late) == number_of(first) == number_of(soon)
    assert "Есік" in late.body and "<form" not in late.body and 'my/#key-lost"' in late.body


def test_a_draft_submitted_meanwhile_is_not_told_as_a_draft() -> None:
    pairs = with_key("a-key-made-by-the-server")
    first = post_form("/drafts", pairs)
    number, key = number_of(first), key_of(first)
    sent = send("POST", f"/applications/{number}/submit", b"{}", OPEN, {"Authorization": f"Bearer {key}"})
    assert sent.status == 200
    again = post_form("/drafts", pairs)
    assert "<h1>Қаралама" not in again.body and number in again.body
