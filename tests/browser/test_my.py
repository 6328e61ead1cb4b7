"""«My application» in every status, with a script and without."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.call.wording import keyboard_text
from tests.browser.applications_in_every_status import STANDINGS, standing
from tests.browser.form_site import FormSite, walking
from tests.browser.test_form import page, site, violations
from tests.building import OPEN
from tests.selection.building import AFTER_WINDOW

__all__ = ["page", "site"]
pytestmark = pytest.mark.browser


def open_my(page: Any, site: FormSite, call: Call, kind: str, home: str = "/ru") -> tuple[str, str]:
    number, key, days = standing(call, site.store, kind)
    site.at = OPEN + timedelta(days=days)
    page.goto(site.address + home + "/my/")
    page.fill("#number", number)
    page.fill("#key", key)
    page.click("#look-up [type=submit]")
    return number, key


@pytest.mark.parametrize("kind", STANDINGS)
def test_every_standing_is_told_cleanly_on_a_narrow_screen(page: Any, site: FormSite, call: Call, kind: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.emulate_media(color_scheme="dark" if kind in STANDINGS[::2] else "light")
    number, key = open_my(page, site, call, kind, "/ru" if kind in STANDINGS[::3] else "")
    page.wait_for_selector("#found h2")
    assert number in page.evaluate("document.activeElement.textContent") and key not in page.url
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map((h) => +h.tagName[1])")
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_what_is_shown_folds_the_look_up_away_and_another_application_brings_it_back(
    page: Any, site: FormSite, call: Call
) -> None:
    number, key = open_my(page, site, call, "submitted")
    page.wait_for_selector("#found h2")
    assert page.locator("#look-up").is_hidden()
    assert key not in page.inner_text("main")
    page.click("#found [data-again]")
    page.wait_for_selector("#look-up", state="visible")
    assert (page.input_value("#number"), page.input_value("#key")) == ("", "")
    assert page.locator("#found h2").count() == 0 and page.evaluate("document.activeElement.id") == "number"
    page.reload()
    assert page.locator("#look-up").is_visible(), "what was left is not opened again"
    assert number not in page.inner_text("main")


def test_a_withdrawal_asks_and_answers_in_place(page: Any, site: FormSite, call: Call) -> None:
    open_my(page, site, call, "submitted")
    page.click("#found [value=withdraw]")
    page.wait_for_selector("#found:has-text('Отменить отзыв нельзя')")
    assert violations(page) == []
    page.click("#found [value=show]")
    page.wait_for_selector("#found:has-text('Заявка принята')")
    page.click("#found [value=withdraw]")
    page.click("#found [value=withdraw_sure]")
    page.wait_for_selector("#found:has-text('Вы отозвали заявку')")
    assert page.url.endswith("/ru/my/")


def test_a_draft_given_up_lets_the_form_go_and_leaves_its_words(page: Any, site: FormSite) -> None:
    page.goto(site.address + "/ru/apply/")
    page.fill("#settlement", "Есік")
    page.click(".bq-save")
    page.wait_for_selector(".bq-saved-draft")
    page.goto(site.address + page.get_attribute("#problems [data-slot=link]", "href"))
    page.click("#found [value=withdraw]")
    page.click("#found [value=withdraw_sure]")
    page.wait_for_selector("#found:has-text('Вы отказались от черновика')")
    page.goto(site.address + "/ru/apply/")
    assert page.input_value("#settlement") == "Есік" and page.locator("#work").count() == 0
    page.click(".bq-save")
    page.wait_for_selector(".bq-saved-draft")
    assert len({number for number, _ in site.store.kept}) == 2


def test_without_a_script_an_edit_goes_from_page_to_page(chromium: Any, site: FormSite, call: Call) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = walking(context.new_page())
    number, key = open_my(page, site, call, "submitted")
    page.click("[value=open]")
    page.fill("#settlement", "Есік")
    page.click("[value=edit]")
    # In the application's language, as every answer to a post that has one.
    assert page.inner_text("h1") == "Түзетулер сақталды" and number in page.inner_text("main")
    assert key not in page.url
    context.close()


def test_a_browser_that_keeps_nothing_gets_the_servers_form(page: Any, site: FormSite, call: Call) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    number, _ = open_my(page, site, call, "interviewed")
    page.click("#found [value=open]")
    page.wait_for_url(f"**/api/applications/{number}")
    assert page.input_value("#settlement") == "Талғар қаласы"
    assert "Дополнение заявки" in page.inner_text("h1")


def test_a_supplement_shows_its_own_window(page: Any, site: FormSite, call: Call) -> None:
    open_my(page, site, call, "interviewed")
    page.click("#found [value=open]")
    page.wait_for_selector("#phase:has-text('Последний срок изменений: 20 сентября 2021 года в 24.00. Осталось 3')")
    page.fill("#settlement", "Есік")
    page.click("#application [type=submit]")
    page.wait_for_selector("#receipt-heading:has-text('Дополнение принято')")


def test_a_late_supplement_is_told_its_rule_its_instant_and_whom_to_ask(page: Any, site: FormSite, call: Call) -> None:
    open_my(page, site, call, "interviewed")
    page.click("#found [value=open]")
    page.wait_for_selector("#phase:has-text('Последний срок изменений')")
    page.fill("#settlement", "Есік")
    site.at = AFTER_WINDOW
    page.click("#application [type=submit]")
    page.wait_for_selector("#problems.bq-summary")
    told = keyboard_text(page.inner_text("#problems"))
    # In the application's language, Kazakh; the page around it is Russian.
    for part in ("20 қыркүйек сағат 24.00-ге дейін", "Правило: Дополнение документов", "сохранена версия 1",
                 call.contact.phones[0].shown):  # fmt: skip
        assert part in told
    assert page.input_value("#settlement") == "Есік" and violations(page) == []


def test_a_missed_task_is_explained_in_place_and_no_word_is_lost_on_the_way(
    page: Any, site: FormSite, call: Call
) -> None:
    open_my(page, site, call, "admitted_missed")
    page.fill("#explain-1", "Ауырып қалдым")
    page.route("**/api/applications/*", lambda route: route.abort())
    page.click("#found form:has(#explain-1) [value=explain]")
    page.wait_for_selector("#found .bq-failure")
    assert page.input_value("#explain-1") == "Ауырып қалдым"
    page.unroute("**/api/applications/*")
    page.click("#found form:has(#explain-1) [value=explain]")
    page.wait_for_selector("#found:has-text('Ваше объяснение')")
    assert page.input_value("#explain-1") == "" and violations(page) == []


def test_a_refused_explanation_stands_in_its_field_and_says_why(page: Any, site: FormSite, call: Call) -> None:
    open_my(page, site, call, "admitted_missed")
    long = "Ұзақ. " * 600
    page.fill("#explain-2", long)
    page.click("#found form:has(#explain-2) [value=explain]")
    page.wait_for_selector("#found #problems")
    assert page.input_value("#explain-2") == long and "Правило: Исключение" in page.inner_text("#problems")
    assert violations(page) == []
