"""What is stored is what was meant: the same by JSON and by a form, and shown as people read what is stored."""

import html
import re
from typing import Any

import pytest

from tests.building import answers
from tests.web.gateway import as_form, post_form, post_json, send

# Of the table of cases (tests/rules/cases), what a real question of the form may hold.
TYPED = [
    ("beneficiaries", "3 000 адам", 3000, "3000"),
    ("beneficiaries", "2\u00a0500,00", 2500, "2500"),
    ("hours_per_week", "6 сағат", 6, "6"),
    ("period_from", "01.10.2021", "2021-10", "қазан\u00a02021"),
    ("period_to", "2022 жылғы мамыр", "2022-05", "мамыр\u00a02022"),
    ("leader_phone", "\u202a8 (747) 900-26-40\u202c", "+77479002640", "+7\u00a0747\u00a0900\u00a026\u00a040"),
    ("leader_iin", "ЖСН 900101 100014", "900101100014", "900101100014"),
    ("bin", "2109\u00ad4000\u200b0015", "210940000015", "210940000015"),
    ("leader_email", "Айгерім <aigerim@Example.kz>", "aigerim@example.kz", "aigerim@example.kz"),
    ("web_link", "www.example.kz/жастар", "https://www.example.kz/жастар", "https://www.example.kz/жастар"),
    ("settlement", "\u2068Талғар\u000bқаласы\u2069", "Талғар қаласы", "Талғар қаласы"),
    ("problem", "бір\u000bекі", "бір\nекі", "бір\nекі"),
]  # fmt: skip


def receipted(page: str, question: str) -> str:
    """The answer a printed page shows for a question, as text."""
    match = re.search(rf"<dt>{re.escape(html.escape(question))}</dt><dd>(.*?)</dd>", page, re.DOTALL)
    assert match, question
    return html.unescape(re.sub(r"<[^>]+>", "", match[1])).strip()


@pytest.mark.parametrize(("field", "typed", "stored", "shown"), TYPED)
def test_by_json_and_by_form_an_answer_is_stored_alike_and_every_receipt_shows_what_is_stored(
    call: Any, field: str, typed: str, stored: Any, shown: str
) -> None:
    receipt = post_json("/applications", answers(**{field: typed})).json
    assert receipt["answers"] == answers(**{field: stored})
    by_form = post_form("/applications", as_form(answers(**{field: typed})))
    assert by_form.status == 201 and receipt["number"] in by_form.body, "the same answers are the same press"
    assert receipted(by_form.body, call.form.by_id[field].label["kk"]) == shown
    kept = send("GET", f"/applications/{receipt['number']}", headers={"Authorization": f"Bearer {receipt['key']}"})
    assert kept.json["answers"] == receipt["answers"]
    look_up = post_form("/applications/look-up", [("number", receipt["number"]), ("key", receipt["key"])])
    assert receipted(look_up.body, call.form.by_id[field].label["kk"]) == shown


@pytest.mark.parametrize("typed", ["жоқ", "нет", "—", "-"])
def test_no_link_is_no_answer_and_stops_nothing(typed: str) -> None:
    assert "web_link" not in post_json("/applications", answers(web_link=typed)).json["answers"]


@pytest.mark.parametrize(("typed", "says"), [("4-6", "Бір ғана санды"), ("1,500", "1500 немесе 1,5")])
def test_a_range_is_refused_in_words_and_handed_back_as_it_was_typed(typed: str, says: str) -> None:
    refused = post_json("/applications", answers(hours_per_week=typed))
    assert [(problem["field"], problem["code"]) for problem in refused.json["problems"]] == [
        ("hours_per_week", "not_a_number")
    ]
    assert says in refused.json["problems"][0]["message"]
    by_form = post_form("/applications", as_form(answers(hours_per_week=typed)))
    assert (by_form.status, refused.status) == (422, 422)
    assert says in html.unescape(by_form.body) and f'value="{typed}"' in by_form.body


def test_enter_without_a_script_checks_and_stores_nothing(table: Any) -> None:
    page = send("POST", "/applications/check", body=b"settlement=", headers={"content-type": FORM}).body
    first = re.search(r"<form.*?(<button[^>]*>)", page, re.DOTALL)
    assert first and 'formaction="/api/applications/check"' in first[1]
    assert table() == []


FORM = "application/x-www-form-urlencoded"


def test_enter_in_an_application_opened_by_its_key_checks_and_stores_nothing(table: Any) -> None:
    receipt = post_json("/applications", answers()).json
    hidden = [("_key", receipt["key"]), ("_version", "1"), ("_act", "check")]
    page = post_form(f"/applications/{receipt['number']}", [*as_form(answers(settlement="Есік")), *hidden])
    assert page.status == 200 and 'value="Есік"' in page.body and 'name="_act" value="edit"' in page.body
    first = re.search(r"<form.*?(<button[^>]*>)", page.body, re.DOTALL)
    assert first and 'name="_act" value="check"' in first[1]
    wrong = post_form(f"/applications/{receipt['number']}", [*as_form(answers(settlement="")), *hidden])
    assert 'id="settlement-error"' in wrong.body and len(table()) == 1
