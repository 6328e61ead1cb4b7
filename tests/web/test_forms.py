"""The same routes for a plain form: HTML in the applicant's language, same statuses, every word kept."""

import html
import re
from typing import Any

import pytest

from chalicelib.call import current_call, say
from chalicelib.web.parsed_request import most_values
from tests.building import CLOSES, MS, OPEN, answers
from tests.web.gateway import as_form, post_form, post_json


def shown(page: str, text: str) -> bool:
    return html.escape(text, quote=False) in page or html.escape(text) in page


def test_a_complete_form_is_submitted_and_answered_with_its_number_and_key(table: Any) -> None:
    answer = post_form("/applications", as_form(answers()))
    assert (answer.status, answer.headers["Content-Type"]) == (201, "text/html; charset=utf-8")
    assert '<html lang="kk"' in answer.body
    assert re.search(r"[2-9DFGJNRSUVW]{4}-[2-9DFGJNRSUVW]{4}", answer.body)
    same = post_json("/applications", answers())
    assert same.json["number"] in answer.body
    assert same.json["key"] in answer.body
    assert len(table()) == 1, "identical answers to the same call are the same press"


def test_form_and_json_store_the_same_bytes(table: Any) -> None:
    post_form("/applications", as_form(answers()))
    stored = table()[0]["answers_sha256"]["S"]
    assert post_json("/applications", answers()).json["answers_sha256"] == stored


@pytest.mark.parametrize(
    ("changes", "at", "status"), [({"settlement": ""}, OPEN, 422), ({}, CLOSES, 403), ({}, CLOSES + 5 * MS, 403)]
)
def test_a_refused_form_comes_back_with_every_word_in_its_field(
    changes: dict[str, Any], at: Any, status: int, table: Any
) -> None:
    sent = answers(problem="<script>alert(1)</script> «Ә»\nекінші жол", **changes)
    answer = post_form("/applications", as_form(sent), at)
    assert answer.status == status
    for value in sent.values():
        if isinstance(value, str) and value:
            assert shown(answer.body, value), value
    assert "<script>alert" not in answer.body
    assert [item for item in table() if "answers" in item] == []


def test_a_form_without_the_language_question_is_answered_in_the_pages_language() -> None:
    answer = post_form("/applications", [("_language", "ru"), ("settlement", "Талгар")])
    assert '<html lang="ru"' in answer.body


def test_a_look_up_by_form_shows_the_application_and_never_says_which_half_was_wrong() -> None:
    receipt = post_json("/applications", answers()).json
    found = post_form("/applications/look-up", [("number", receipt["number"].lower()), ("key", receipt["key"])])
    assert (found.status, answers()["project_title"] in found.body) == (200, True)
    wrong = [post_form("/applications/look-up", [("number", number), ("key", "2222-2222")]).body
             for number in (receipt["number"], "2222-2222", "")]  # fmt: skip
    assert len(set(wrong)) == 1
    # The page carries the key on to its own buttons, so nothing may keep the page.
    assert found.headers["Cache-Control"] == "no-store"


def test_odd_forms_are_answered_clearly() -> None:
    assert post_form("/applications", [("a", "б" * 400_000)]).status == 413
    assert post_form("/applications", [("team_members-9999-role", "x"), ("team_members-a-role", "y")]).status == 422
    assert post_form("/applications", []).status == 422


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("path", ["/applications", "/applications/check", "/drafts"])
def test_a_form_of_more_lines_than_are_taken_apart_comes_back_whole(path: str, language: str, table: Any) -> None:
    """Up to the limit it is read; from the next line on it is refused, and the rest stands there as it was written."""
    filled, most = as_form(answers(application_language=language)), most_values(current_call().form)
    more = [("district", answers()["district"])] * (most - len(filled))
    assert post_form(path, filled + more).status in (200, 201)
    before = table()

    answer = post_form(path, [*filled, *more, ("соңғы", "жол & <сөз>"), ("a", "b")])

    assert (answer.status, f'<html lang="{language}"' in answer.body, table() == before) == (400, True, True)
    assert shown(answer.body, answers()["project_title"]) and shown(answer.body, "соңғы=жол & <сөз>\na=b")
    assert say("refusals", "too_many_values.detail", language, limit=most) in html.unescape(answer.body)


def test_no_key_comes_back_with_too_many_lines() -> None:
    pairs = [("number", "2DFG-7JNR"), ("key", "7DF2682N7DF2682N"), ("_key", "7DF2682N7DF2682N")]
    answer = post_form("/applications/look-up", pairs + [("f", "")] * most_values(current_call().form))
    assert (answer.status, "7DF2682N" in answer.body) == (400, False)


def test_an_answer_sent_twice_with_two_values_is_refused_and_both_are_handed_back(table: Any) -> None:
    sent = [*as_form(answers()), ("project_title", "Екінші атау"), ("team_members-0-role", "Тағы бір рөл")]

    answer = post_form("/applications", sent)

    assert answer.status == 422
    assert all(shown(answer.body, title) for title in (answers()["project_title"], "Екінші атау"))
    assert all(shown(answer.body, role) for role in (answers()["team_members"][0]["role"], "Тағы бір рөл"))
    assert [item for item in table() if "answers" in item] == []


def test_an_answer_sent_twice_in_the_same_words_is_one_answer() -> None:
    sent = [*as_form(answers()), ("project_title", answers()["project_title"]), ("district", answers()["district"])]

    assert post_form("/applications/check", sent).status == 200


def test_a_number_or_a_key_sent_twice_opens_nothing() -> None:
    receipt = post_json("/applications", answers()).json
    right = [("number", receipt["number"]), ("key", receipt["key"])]

    assert post_form("/applications/look-up", right).status == 200
    assert [post_form("/applications/look-up", [*right, more]).status for more in
            (("key", "2222-2222"), ("number", "2222-2222"))] == [404, 404]  # fmt: skip


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_form_too_large_to_store_comes_back_whole_in_the_readers_language(language: str, table: Any) -> None:
    """590,000 signs as plain letters make an item of more than 400 KB; so do fewer control characters."""
    text = "әa" * 70_000 + "соңы"
    for long in (text, "\x01" * 100_000 + "соңы", "a" * 590_000 + "соңы"):
        answer = post_form("/applications", [("_language", language), ("problem", long), ("settlement", "Талғар")])
        assert (answer.status, f'<html lang="{language}"' in answer.body) == (413, True)
        assert shown(answer.body, long) and 'value="Талғар"' in answer.body
        assert len(answer.body.encode()) < 6 * 1024 * 1024
    assert post_form("/drafts", [("problem", text)]).status == 413
    assert table() == []


def test_a_form_with_a_bad_press_key_comes_back_whole_too() -> None:
    answer = post_form("/applications", [("idempotency_key", "қ"), ("problem", "Ауыл мектебі")])
    assert (answer.status, shown(answer.body, "Ауыл мектебі")) == (400, True)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_check_of_a_complete_form_shows_every_answer_with_a_way_to_change_it_and_to_send_it(
    language: str, table: Any
) -> None:
    sent = answers(application_language=language, problem="<b> «Ә»\nекінші жол")

    answer = post_form("/applications/check", as_form(sent))

    assert (answer.status, table()) == (200, [])
    read_over, _, form = answer.body.partition('<form class="bq-form" id="application"')
    assert shown(read_over, sent["problem"]) and shown(read_over, sent["team_members"][0]["full_name"])
    changes = re.findall(r'class="bq-change" href="#([\w-]+)"', read_over)
    assert set(changes) == {name for name, value in sent.items() if value not in ("", None, [])}
    assert all(f'id="{place}"' in form for place in changes)
    assert '<button type="submit" form="application" class="bq-button">' in read_over
    assert post_form("/applications", as_form(sent)).status == 201


def test_a_check_that_finds_problems_tells_them_by_section_and_what_each_question_needs() -> None:
    body = html.unescape(post_form("/applications/check", [("_language", "ru"), ("settlement", "Есік")]).body)

    parts = dict(re.findall(r"<summary>([^<:]+): (\d+)</summary>", body))
    assert list(parts)[:2] == ["Сведения о заявителе", "Лидер проекта"]
    assert sum(map(int, parts.values())) > 30
    assert "ИИН</a>: Впишите ИИН: 12 цифр." in body and "Ответьте на этот вопрос" not in body
    assert "bq-wrong" not in body and "bq-todo" in body


def test_an_early_check_with_one_mistake_tells_it_apart_from_what_is_not_answered_yet() -> None:
    body = html.unescape(post_form("/applications/check", [("_language", "ru"), ("leader_iin", "12")]).body)

    assert "Нужно исправить: 1. Ещё без ответа:" in body
    assert re.findall(r'class="bq-q bq-wrong" data-q="(\w+)"', body) == ["leader_iin"]
