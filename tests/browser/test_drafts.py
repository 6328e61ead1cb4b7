"""Drafts, edits and conflicts in a real browser: kept on the device, saved on the server, continued elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.browser.form_site import FormSite, walking
from tests.browser.test_form import (
    KEPT,
    open_filled,
    page,
    press,
    site,
    violations,
)
from tests.building import CLOSES

__all__ = ["page", "site"]
pytestmark = pytest.mark.browser


@pytest.fixture
def elsewhere(chromium: Any) -> Iterator[Any]:
    """Another device of the same applicant."""
    context = chromium.new_context(viewport={"width": 320, "height": 800})
    made = walking(context.new_page())
    made.on("dialog", lambda dialog: dialog.accept())
    yield made
    context.close()


def save(page: Any, wait_for: str = ".bq-saved-draft") -> None:
    page.evaluate("document.getElementById('problems')?.remove()")
    page.click(".bq-save")
    page.wait_for_selector(wait_for)


def number_and_key(page: Any) -> tuple[str, str]:
    return page.inner_text("[data-slot=number]"), page.inner_text("[data-slot=key]")


def continue_on(page: Any, site: FormSite, number: str, key: str) -> None:
    page.goto(site.address + "/ru/my/")
    page.fill("#number", number)
    page.fill("#key", key)
    page.click("#look-up [type=submit]")
    page.click("#found [value=open]")
    page.wait_for_selector("#work")
    assert key not in page.url and number not in page.url


def acts(site: FormSite) -> list[str]:
    return [event.act for event in site.store.kept.values()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_saved_draft_cannot_be_mistaken_for_a_submission(page: Any, site: FormSite, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(site.address + "/apply/")
    page.fill("#leader_last_name", "Сәрсенова")
    save(page)
    assert page.evaluate("document.activeElement.id") == "problems"
    assert "Өтінім әлі жіберілген жоқ." in page.inner_text("#problems")
    assert page.locator("#receipt").count() == 0 and acts(site) == ["save_draft"]
    assert page.locator(".bq-missing a").count() > 30 and page.locator("[aria-invalid=true]").count() == 0
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_draft_is_finished_and_submitted_on_another_device(page: Any, site: FormSite, elsewhere: Any) -> None:
    open_filled(page, site, "/ru/apply/", settlement="")
    save(page)
    assert page.locator(".bq-missing a").all_inner_texts() == ["Населённый пункт"]
    continue_on(elsewhere, site, *number_and_key(page))
    assert elsewhere.input_value("#leader_last_name") == "Сәрсенова" and elsewhere.is_checked("#consent_personal_data")
    elsewhere.fill("#settlement", "Есік")
    elsewhere.click("#application [type=submit]")
    elsewhere.wait_for_selector("#receipt")
    assert number_and_key(elsewhere) == number_and_key(page)
    assert acts(site) == ["save_draft", "save_draft", "submit"]


def test_the_link_opens_the_draft_on_another_device_and_leaves_the_address(
    page: Any, site: FormSite, elsewhere: Any
) -> None:
    open_filled(page, site, "/ru/apply/", settlement="")
    save(page)
    number, key = number_and_key(page)
    link = page.get_attribute("#problems [data-slot=link]", "href")
    assert link == f"/ru/my/#{number}.{key}"
    asked: list[str] = []
    elsewhere.on("request", lambda request: asked.append(request.url))
    elsewhere.goto(site.address + link)
    elsewhere.wait_for_selector("#found [value=open]")
    assert elsewhere.url == site.address + "/ru/my/" and not any(key in url for url in asked)
    assert elsewhere.title().startswith("Черновик: ещё не отправлен")
    elsewhere.click("a[lang=kk]")
    elsewhere.wait_for_selector("#found:has-text('Қаралама: әлі жіберілген жоқ')")
    elsewhere.goto(site.address + f"/my/#{number}.2222")
    elsewhere.wait_for_selector("#found #problems")
    assert elsewhere.locator("#look-up").is_visible()
    elsewhere.reload()
    assert elsewhere.inner_text("#found") == ""


def test_a_draft_stays_the_forms_work_over_a_reload_and_a_change_of_language(page: Any, site: FormSite) -> None:
    page.goto(site.address + "/apply/")
    page.fill("#settlement", "Есік")
    save(page)
    page.fill("#settlement", "Талғар")
    page.click("a[lang=ru]")
    page.wait_for_url("**/ru/apply/**")
    assert page.input_value("#settlement") == "Талғар" and "Черновик заявки" in page.inner_text("#work")
    save(page)
    assert acts(site) == ["save_draft", "save_draft"] and page.inner_text("[data-slot=version]") == "2"


def test_two_devices_at_once_lose_nothing(page: Any, site: FormSite, elsewhere: Any) -> None:
    page.goto(site.address + "/ru/apply/")
    page.fill("#settlement", "Есік")
    page.fill("#team_members-0-full_name", "Бірінші")
    save(page)
    continue_on(elsewhere, site, *number_and_key(page))
    elsewhere.fill("#settlement", "Талдықорған")
    elsewhere.click("[data-q=team_members] .bq-add")
    elsewhere.fill("#team_members-1-full_name", "Екінші <b>")
    save(elsewhere)
    page.fill("#settlement", "Қапшағай")
    save(page, ".bq-conflict")
    told = page.locator(".bq-difference").all_inner_texts()
    assert len(told) == 2 and "Қапшағай" in told[0] and "Талдықорған" in told[0] and "Екінші <b>" in told[1]
    assert page.input_value("#settlement") == "Қапшағай" and violations(page) == []
    page.click("button:text-is('Взять сохранённый')")
    assert page.input_value("#settlement") == "Талдықорған"
    page.reload()
    assert "Қапшағай" in page.inner_text("#problems") and violations(page) == []
    page.click("button:has-text('Вернуть мой вариант')")
    assert page.input_value("#settlement") == "Қапшағай"
    save(page)
    assert page.inner_text("[data-slot=version]") == "3"


def test_of_two_versions_each_answer_can_be_chosen(page: Any, site: FormSite, elsewhere: Any) -> None:
    page.goto(site.address + "/ru/apply/")
    page.fill("#settlement", "Есік")
    save(page)
    continue_on(elsewhere, site, *number_and_key(page))
    elsewhere.fill("#settlement", "Талдықорған")
    elsewhere.fill("#project_title", "Кітап")
    save(elsewhere)
    page.fill("#settlement", "Қапшағай")
    save(page, ".bq-conflict")
    page.focus("button:has-text('Взять сохранённый ответ: Название проекта')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.hash") == "#project_title"
    assert (page.input_value("#settlement"), page.input_value("#project_title")) == ("Қапшағай", "Кітап")
    page.click("button:has-text('Сохранить мой вариант')")
    page.wait_for_selector(".bq-saved-draft")
    last = list(site.store.kept.values())[-1]
    assert last.answers == {"settlement": "Қапшағай", "project_title": "Кітап"} and last.version == 3


def test_a_draft_submitted_elsewhere_meanwhile_is_said_to_be_submitted(
    page: Any, site: FormSite, elsewhere: Any
) -> None:
    open_filled(page, site, "/ru/apply/")
    save(page)
    continue_on(elsewhere, site, *number_and_key(page))
    press(elsewhere)
    page.fill("#settlement", "Есік")
    save(page, ".bq-conflict")
    page.click("button:has-text('Сохранить мой вариант')")
    page.wait_for_selector("#receipt-heading:has-text('Исправления сохранены')")
    assert acts(site) == ["save_draft", "submit", "edit"]


def test_a_lost_answer_makes_no_second_draft_and_no_conflict_with_oneself(page: Any, site: FormSite) -> None:
    page.goto(site.address + "/ru/apply/")
    page.fill("#settlement", "Есік")
    for words in ("Талғар", "Қапшағай"):
        site.lose_answers = 1
        save(page, "#problems:has-text('неизвестен')")
        page.fill("#settlement", words)
    save(page)
    assert len({number for number, _ in site.store.kept}) == 1
    last = list(site.store.kept.values())[-1]
    assert last.answers is not None and last.answers["settlement"] == "Қапшағай"


SUBMIT_FROM_ANOTHER_TAB = """async () => {
  const { draft } = JSON.parse(Object.entries(localStorage).find(([, text]) => text.includes('"draft":{'))[1]);
  const post = async (path, body, headers) => (await fetch(path, { method: "POST", body,
    headers: { "Content-Type": "application/json", ...headers } })).json();
  const { number, key } = await post("/api/drafts", draft.body, { "Idempotency-Key": draft.key });
  await post(`/api/applications/${number}/submit`, "{}", { Authorization: `Bearer ${key}` });
  document.querySelector("#check-answers [type=submit]").click();
  return number;
}"""


def test_a_draft_whose_answer_was_lost_and_that_another_tab_submitted_shows_its_receipt(
    page: Any, site: FormSite
) -> None:
    open_filled(page, site, "/ru/apply/")
    site.lose_answers = 1
    save(page, "#problems .bq-waiting")
    number = page.evaluate(SUBMIT_FROM_ANOTHER_TAB)
    page.wait_for_selector("#receipt")
    assert page.inner_text("#receipt [data-slot=number]") == number
    assert acts(site) == ["save_draft", "submit"]


def test_a_submission_is_edited_and_its_receipt_names_the_version(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    press(page)
    continue_on(page, site, *number_and_key(page))
    assert "Пока исправления не сохранены, в силе остаётся версия 1." in page.inner_text("#work")
    assert not page.locator("#check-answers .bq-save").is_visible() and violations(page) == []
    page.fill("#settlement", "Есік")
    press(page)
    page.wait_for_selector("#receipt")
    assert (
        page.inner_text("#receipt-heading") == "Исправления сохранены" and page.inner_text("[data-slot=version]") == "2"
    )
    page.reload()
    assert page.inner_text("[data-slot=version]") == "2"


def test_another_applications_words_wait_untouched(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    press(page)
    opened = number_and_key(page)
    page.evaluate("([name]) => localStorage.setItem(name, JSON.stringify({answers: {settlement: 'Жаңа'}}))", [KEPT])
    continue_on(page, site, *opened)
    assert page.input_value("#settlement") == "Талғар қаласы"
    page.click("button:has-text('Закрыть без изменений')")
    page.wait_for_url("**/ru/my/")
    assert json.loads(page.evaluate("(name) => localStorage.getItem(name)", KEPT))["answers"] == {"settlement": "Жаңа"}


def test_a_late_draft_keeps_its_words_and_is_told_what_stands(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/", settlement="")
    save(page)
    site.at = CLOSES + timedelta(seconds=1)
    page.fill("#settlement", "Есік")
    press(page)
    page.wait_for_selector("#problems.bq-summary")
    assert "Заявка не подана" in page.inner_text("#problems") and page.input_value("#settlement") == "Есік"
    page.reload()
    assert page.input_value("#settlement") == "Есік" and acts(site) == ["save_draft"]


def test_words_left_on_a_device_are_compared_when_the_draft_is_opened_again(
    page: Any, site: FormSite, elsewhere: Any
) -> None:
    page.goto(site.address + "/ru/apply/")
    page.fill("#settlement", "Есік")
    save(page)
    opened = number_and_key(page)
    page.fill("#settlement", "Қапшағай")
    continue_on(elsewhere, site, *opened)
    elsewhere.fill("#settlement", "Талдықорған")
    save(elsewhere)
    continue_on(page, site, *opened)
    page.wait_for_selector(".bq-conflict")
    assert page.input_value("#settlement") == "Қапшағай" and "Талдықорған" in page.inner_text(".bq-difference")
    page.click("button:has-text('Сохранить мой вариант')")
    page.wait_for_selector(".bq-saved-draft")
    last = list(site.store.kept.values())[-1]
    assert (last.version, (last.answers or {})["settlement"]) == (3, "Қапшағай")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_where_the_script_does_not_arrive_drafts_go_by_plain_posts(page: Any, site: FormSite, language: str) -> None:
    home = "/ru" if language == "ru" else ""
    page.route("**/form.js", lambda route: route.abort())
    page.goto(site.address + home + "/apply/")
    page.fill("#settlement", "Талғар")
    page.click(".bq-save")
    page.wait_for_url("**/api/drafts")
    assert violations(page) == [] and acts(site) == ["save_draft"]
    page.fill("#settlement", "Қапшағай")
    page.click("[value=save]")
    page.wait_for_selector("[data-slot=version]:has-text('2')")
