"""An application being changed without JavaScript: what its pages say, and what their forms send back."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.call import Call
from chalicelib.pages import change_pages
from chalicelib.pages import result_pages as pages
from chalicelib.pages.answers_as_words import as_text, differences
from chalicelib.pages.form_purpose import work_of
from chalicelib.rules.completeness import judge
from chalicelib.web import request_parsing
from tests.building import answers
from tests.pages.reading import Page, read
from tests.pages.test_form import LANGUAGES, ODD, SCRIPT, problem

pytestmark = pytest.mark.call_of_2021

NUMBER, KEY = "2DFG-7JNR", "2345-6789-DFGJ-NRSU-VW23-4567"
UNTIL = "2021-09-30T18:00:00.000+06:00"
WITHOUT_BUTTONS = {"_language", "idempotency_key", "_key", "_version"}


def view(status: str = "draft", **changes: Any) -> dict[str, Any]:
    supplement = status == "interviewed"
    made = {"number": NUMBER, "key": KEY, "status": status, "version": 3, "answers": answers(), "decision": None,
            "windows": {"edit_until": None if supplement else UNTIL, "supplement_until": UNTIL if supplement else None},
            "now": "2021-09-29T15:59:30.000+06:00", "saved_at": "2021-09-15T10:00:00.000+06:00",
            "package": {"state": "complete", "missing": []}, "documents": [], "history": []}  # fmt: skip
    return made | changes


def hidden(page: Page) -> dict[str, str]:
    return {name: value for name, value in page.pairs if name.startswith("_")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_saved_draft_says_it_is_not_submitted_and_how_to_come_back(call: Call, language: str) -> None:
    missing = [problem("settlement"), problem("team_members[0].role")]
    page = read(change_pages.draft_page(call, language, view(), missing))
    sentence = {"kk": "Өтінім әлі жіберілген жоқ.", "ru": "Заявка ещё не подана."}[language]
    assert sentence in page.text and NUMBER in page.text and KEY in page.text
    assert "#settlement" in page.links and "#team_members-0-role" in page.links
    assert "aria-invalid" not in change_pages.draft_page(call, language, view(), missing)
    assert len(page.ids) == len(set(page.ids)) and set(page.described) <= set(page.ids)


@pytest.mark.parametrize("status", ["draft", "submitted", "interview_scheduled", "interviewed"])
def test_a_form_at_work_carries_key_and_version_and_every_answer(call: Call, status: str) -> None:
    page = read(change_pages.work_page(call, "ru", view(status)))
    assert hidden(page) == {"_language": "ru", "_key": KEY, "_version": "3"}
    sent = request_parsing.read(call.form, {"content-type": request_parsing.FORM}, urlencode(page.pairs).encode())
    kept = {name: value for name, value in sent.answers.items() if name not in WITHOUT_BUTTONS}
    assert judge(call.form, kept).answers == judge(call.form, answers()).answers
    assert "Осталось 1 день 2 часа." in page.text.replace("\u00a0", " ")


def test_each_mode_offers_its_own_acts(call: Call) -> None:
    def acts(status: str) -> list[str]:
        work = work_of(call, "kk", view(status))
        html = pages.page_for_problem(call, "kk", {"title": "Т", "status": 409}, answers(), work)
        return list(dict.fromkeys(part.split('"')[0] for part in html.split('name="_act" value="')[1:]))

    # First what Enter presses: it stores nothing. Saving is in reach in every section, sending at the end.
    assert acts("draft") == ["check", "save", "submit"]
    assert (acts("submitted"), acts("interviewed"), acts("withdrawn")) == (
        ["check", "edit"],
        ["check", "supplement"],
        [],
    )


def test_no_key_or_answer_stands_in_what_a_server_or_a_log_sees_of_an_address(call: Call) -> None:
    for html in (
        change_pages.draft_page(call, "kk", view(), []),
        change_pages.work_page(call, "kk", view()),
        change_pages.withdraw_page(call, "kk", view()),
        pages.application_page(call, "kk", view()),
    ):
        page = read(html)
        assert not any(KEY in link.partition("#")[0] for link in page.links) and f'/{NUMBER}"' in html


def test_the_link_back_to_a_draft_carries_number_and_key_behind_the_hash(call: Call) -> None:
    page = read(change_pages.draft_page(call, "ru", view(), []))
    assert f"/ru/my/#{NUMBER}.{KEY}" in page.links and "Не передавайте их посторонним" in page.text


def test_differences_are_told_as_a_reader_sees_them(call: Call) -> None:
    mine = answers(stage="idea", summary="a\r\nb", beneficiaries="240", consent_publication="on", settlement=" Есік ")
    theirs = answers(summary="a\nb", settlement="")
    mine["team_members"] = [{"full_name": "Ә"}]
    found = {
        difference.id: (difference.mine, difference.theirs) for difference in differences(call, "ru", mine, theirs)
    }
    assert found == {
        "stage": ("Идея", "Ранняя стадия в пилотном режиме"), "settlement": ("Есік", ""),
        "team_members": ("1. ФИО: Ә", "1. ФИО: Ахметов Нұрлан; "
                         "Роль в проекте: Үйлестіруші; Опыт в выбранной сфере: Екі жоба"),
    }  # fmt: skip


def test_a_conflict_shows_both_and_keeps_ones_words_in_the_form(call: Call) -> None:
    mine = answers(settlement=SCRIPT)
    html = change_pages.conflict_page(call, "ru", view("submitted"), mine, {"title": "Т", "status": 412})
    page = read(html)
    assert "<script>alert" not in html and page.text.count(SCRIPT) == 1 and "Талғар қаласы" in page.text
    assert dict(page.pairs)["settlement"] == SCRIPT and hidden(page)["_version"] == "3"
    assert html.count('form="application"') == 2 and 'value="open"' in html and 'value="edit"' in html


def test_taking_what_is_saved_shows_the_words_given_up(call: Call) -> None:
    page = read(change_pages.work_page(call, "ru", view(), answers(settlement="Есік", summary="")))
    assert "Есік" in page.text and dict(page.pairs)["settlement"] == "Талғар қаласы"
    assert "#summary" not in page.text


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:30])
def test_no_answer_of_any_type_can_break_these_pages(call: Call, odd: Any) -> None:
    sent = {field.id: odd for field in call.form}
    for html in (
        change_pages.draft_page(call, "ru", view(answers=sent), []),
        change_pages.work_page(call, "kk", view(), sent),
        change_pages.conflict_page(call, "kk", view(), sent, {"title": odd, "status": 412}),
        pages.application_page(call, "ru", view(answers=sent, windows={})),
    ):
        html.encode("utf-8")
        assert "<script>alert" not in html and "\0" not in html


def test_a_draft_that_missed_the_closing_hands_its_words_back(call: Call) -> None:
    html = pages.application_page(call, "ru", view(windows={"edit_until": None}, received_at=None))
    page = read(html)
    assert "Черновик: не был отправлен" in page.text and "ещё не" not in page.text
    assert "Черновик не был отправлен, поэтому заявкой он не стал." in page.text
    link = next(link for link in page.links if link.startswith("data:text/plain"))
    text = base64.b64decode(link.partition("base64,")[2]).decode("utf-8-sig")
    assert text == as_text(call, "ru", answers()) and "Населённый пункт:\r\nТалғар қаласы" in text
    assert 'value="open"' not in html and 'value="withdraw"' not in html


def test_a_draft_given_up_is_not_called_an_application(call: Call) -> None:
    html = pages.application_page(call, "ru", view("withdrawn", windows={}, received_at=None))
    assert "Вы отказались от черновика" in html and "отозвали" not in html and "data:text/plain" in html
    page = read(change_pages.withdraw_page(call, "ru", view()))
    assert "Отказ от черновика" in page.text and "черновик 2DFG-7JNR" in page.text and "заявк" not in page.text


@pytest.mark.parametrize(("language", "other"), [("kk", "ru"), ("ru", "kk")])
def test_an_application_can_be_read_in_the_other_language(call: Call, language: str, other: str) -> None:
    html = pages.application_page(call, language, view("submitted"))
    assert f'name="_language" value="{other}" lang="{other}"' in html and f'<html lang="{language}">' in html


def test_a_decision_is_told_with_reason_words_and_rule(call: Call) -> None:
    decision = {"act": "decline", "reason": "incomplete", "text": "<b>Себебі</b>"}
    page = read(pages.application_page(call, "ru", view("not_admitted", decision=decision, decision_rule="complete")))
    assert "сведения или пакет документов неполны" in page.text and "<b>Себебі</b>" in page.text
    assert "/ru/rules/#complete" in page.links


def test_a_withdrawal_asks_first_and_says_it_is_final(call: Call) -> None:
    html = change_pages.withdraw_page(call, "ru", view("submitted"))
    page = read(html)
    assert "Отменить отзыв нельзя" in page.text and NUMBER in page.text
    assert 'value="withdraw_sure"' in html and 'value="show"' in html


@pytest.mark.parametrize(("now", "minutes"), [("59:59.999", 1), ("59:00", 1), ("58:00.001", 1), ("58:00", 2)])
def test_the_time_left_is_in_whole_minutes_and_never_none(call: Call, now: str, minutes: int) -> None:
    shown = work_of(call, "ru", view(now=f"2021-09-30T17:{now}+06:00"))
    assert shown.left.replace("\u00a0", " ") == {1: "1 минута", 2: "2 минуты"}[minutes]
