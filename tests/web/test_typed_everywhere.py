"""The table of what people type (tests/rules/cases) at the real routes, in questions of the real form: by JSON and by a
form it is stored alike or refused alike, and receipt, page, mail and export show what is stored."""

import html
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import app as functions
from chalicelib.call import Call, Field
from chalicelib.call.answer_words import answer_words
from chalicelib.notices.answers_as_text import returned_answers
from chalicelib.rules.completeness import judge
from chalicelib.store.event_items import to_item
from chalicelib.web.request_service import Service
from tests.building import OPEN, PEPPER, FakeStore, answers
from tests.rules.typed_cases import Case, typed_cases
from tests.staff.export_building import desk, full_export, rows
from tests.web.gateway import Answer, as_form, post_form, post_json

# A question of the real form for each kind; its own limits decide.
QUESTIONS = {
    "text": "settlement", "textarea": "problem", "email": "leader_email", "url": "web_link", "phone": "leader_phone",
    "iin": "leader_iin", "bin": "bin", "month": "period_from", "integer": "beneficiaries",
}  # fmt: skip
pytestmark = pytest.mark.slow
CASES = [case for case in typed_cases() if case.field.kind in QUESTIONS and isinstance(case.typed, str)]
SENT = {(QUESTIONS[case.field.kind], case.typed): case for case in CASES}


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, call: Call) -> FakeStore:
    kept = FakeStore()
    service = Service(call, kept, PEPPER)
    monkeypatch.setattr(functions, "service", lambda: service)
    return kept


def sent(question: str, typed: str) -> dict[str, Any]:
    # An end that no beginning passes: the order of two months is another question.
    return answers(**{question: typed}) | ({"period_to": "2099-12"} if question == "period_from" else {})


def shown(page: str, field: Field) -> str:
    """The answer that a printed page shows for a question, as text; empty for none."""
    place = re.escape(html.escape(field.label["kk"]))
    match = re.search(rf"<dt>{place}</dt><dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    return _text(html.unescape(re.sub(r"<[^>]+>", "", match[1]))) if match else ""


def _text(value: Any) -> str:
    return str("" if value is None else value).strip()


def _read(field: Field, value: Any) -> str:
    """What is stored, as people read it."""
    return _text(None if value is None else answer_words(field.kind, value, "kk"))


def _in_mail(field: Field, question: str, value: Any) -> str:
    """A mail has no tabs, and of a personal number its end only."""
    text = _read(field, value).replace("\t", " ")
    return "•" * (len(text) - 4) + text[-4:] if question == "leader_iin" else text


def _spoken(answer: Answer) -> list[tuple[str, str]]:
    return [(problem["field"], problem["message"]) for problem in answer.json.get("problems", [])]


def _posted() -> Iterator[tuple[str, str, Answer, Answer]]:
    for question, typed in SENT:
        body = sent(question, typed)
        yield question, typed, post_json("/applications", body), post_form("/applications", as_form(body))


def test_by_json_and_by_form_what_is_typed_is_stored_alike_and_every_place_shows_what_is_stored(
    call: Call, store: FakeStore, tmp_path: Path
) -> None:
    apart, taken, kept = [], 0, dict[str, tuple[str, Any]]()
    for question, typed, by_json, by_form in _posted():
        value = judge(call.form, sent(question, typed)).answers.get(question)
        if (by_json.status, by_form.status) != (201, 201):
            apart += [(question, typed, "door")] if 201 in (by_json.status, by_form.status) else []
            continue
        receipt, field = by_json.json, call.form.by_id[question]
        pair = [("number", receipt["number"]), ("key", receipt["key"])]
        mailed = dict(returned_answers(call, receipt["answers"], "kk")).get(field.label["kk"], "")
        told = {
            "stored": receipt["answers"].get(question) == value, "one press": receipt["number"] in by_form.body,
            "receipt": shown(by_form.body, field) == _read(field, value),
            "page": shown(post_form("/applications/look-up", pair).body, field) == _read(field, value),
            "mail": _in_mail(field, question, value) == _text(mailed),
        }  # fmt: skip
        apart += [(question, typed, place) for place, alike in told.items() if not alike]
        # Many spellings of one value are one press.
        kept[receipt["number"]], taken = (question, value), taken + 1
    assert apart == []
    assert (taken >= 200, len(kept) >= 80) == (True, True), (taken, len(kept))
    _exported_as_stored(store, kept, tmp_path)


def _exported_as_stored(store: FakeStore, kept: dict[str, tuple[str, Any]], place: Path) -> None:
    full_export(place, [to_item(event) for event in store.kept.values()], at=OPEN + timedelta(days=1))
    names = sorted(set(QUESTIONS.values()))
    found = rows(desk(place, personal=True), f"SELECT number, {', '.join(names)} FROM applications")
    exported = {number: dict(zip(names, values, strict=True)) for number, *values in found}
    apart = [(number, question, value, exported[number][question]) for number, (question, value) in kept.items()
             if _text(exported[number][question]) != _text(value)]  # fmt: skip
    assert apart == []


def test_by_json_and_by_form_what_is_typed_is_refused_alike_in_the_same_words_and_handed_back(
    call: Call, store: FakeStore
) -> None:
    apart, refused = [], 0
    for question, typed, by_json, by_form in _posted():
        if by_json.status == 201:
            continue
        refused += 1
        messages = [message for place, message in _spoken(by_json) if place == question]
        alike = by_json.status == by_form.status == 422 and messages != []
        in_page = all(html.escape(message, quote=False) in html.unescape(by_form.body).replace("&", "&amp;")
                      .replace("<", "&lt;").replace(">", "&gt;") for message in messages)  # fmt: skip
        returned = by_json.json["answers"][question] == typed
        apart += [] if alike and in_page and returned else [(question, typed, by_json.status, by_form.status, messages)]
    assert apart == [] and refused >= 50
    assert store.kept == {} or all(event.act == "submit" for event in store.kept.values())


# A number with a fraction is asked in a cell of a table only.
NUMBERS = [case.typed for case in typed_cases() if case.field.kind == "number" and isinstance(case.typed, str)]
TABLE, CELL = "indicators", "baseline"


def test_a_number_in_a_cell_is_stored_alike_and_shown_as_stored_or_refused_alike(
    call: Call, store: FakeStore, tmp_path: Path
) -> None:
    apart, taken, stored = [], 0, dict[str, Any]()
    column = next(each for each in call.form.by_id[TABLE].columns if each.id == CELL)
    for typed in NUMBERS:
        first, *others = answers()[TABLE]
        body = answers(**{TABLE: [first | {CELL: typed}, *others]})
        by_json, by_form = post_json("/applications", body), post_form("/applications", as_form(body))
        judgement = judge(call.form, body)
        if (by_json.status, by_form.status) != (201, 201):
            messages = [message for place, message in _spoken(by_json) if place == f"{TABLE}[0].{CELL}"]
            page = html.unescape(by_form.body)
            alike = by_json.status == by_form.status == 422 and messages and not judgement.complete
            apart += [] if alike and all(message in page for message in messages) else [(typed, by_form.status)]
            continue
        kept = by_json.json["answers"]
        pair = [("number", by_json.json["number"]), ("key", by_json.json["key"])]
        mail = "\n".join(text for _, text in returned_answers(call, kept, "kk"))
        places = (by_form.body, post_form("/applications/look-up", pair).body, mail)
        value = kept[TABLE][0].get(CELL)
        shown_as = f"{column.label['kk']}: {_read(column, value)}"
        is_alike = kept[TABLE] == judgement.answers[TABLE] and by_json.json["number"] in by_form.body
        is_shown = all(shown_as in html.unescape(re.sub(r"<[^>]+>", "", place)) for place in places)
        apart += [] if is_alike and is_shown else [(typed, value)]
        # Many spellings of one value are one press.
        taken, stored[by_json.json["number"]] = taken + 1, value
    assert apart == [] and taken >= 20 and len(NUMBERS) - taken >= 10, (taken, len(NUMBERS))
    assert len(stored) >= 10 and _cells_exported(store, tmp_path) == stored


def _cells_exported(store: FakeStore, place: Path) -> dict[str, Any]:
    full_export(place, [to_item(event) for event in store.kept.values()], at=OPEN + timedelta(days=1))
    return dict(rows(desk(place), f'SELECT number, {CELL} FROM {TABLE} WHERE "row" = 1'))


def test_the_cases_reach_every_kind_of_text_and_number(call: Call) -> None:
    assert {call.form.by_id[question].kind for question, _ in SENT} == set(QUESTIONS)
    assert json.dumps(sorted(QUESTIONS)) and all(isinstance(case, Case) for case in SENT.values())
