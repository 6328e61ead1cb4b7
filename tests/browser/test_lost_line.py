"""A line that drops: what is typed survives, the page says what it knows, and the same press is repeated by itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.form_site import FormSite
from tests.browser.test_drafts import acts
from tests.browser.test_form import open_filled, page, press, site
from tests.building import CLOSES

__all__ = ["page", "site"]
pytestmark = pytest.mark.browser
# The long answers of the form, as long as they may be.
LONG = {"leader_bio": 1500, "summary": 1000, "problem": 3000, "target_audience": 2000, "ruhani_potential": 2000,
        "results_achieved": 3000, "results_expected": 3000, "social_effect": 2000, "scaling_plan": 3000,
        "scaling_resources": 2000, "expectations": 1500, "team_experience": 3000, "accessibility_needs": 500,
        "project_title": 150, "settlement": 100}  # fmt: skip


def test_without_a_line_it_says_not_sent_and_sends_itself_when_the_line_is_back(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    page.context.set_offline(True)
    press(page)
    assert page.inner_text("#problems h1") == "Связи нет: ничего не отправлено"
    assert "могла" not in page.inner_text("#problems") and page.locator("#receipt").count() == 0
    assert site.posts == []
    page.context.set_offline(False)
    page.wait_for_selector("#receipt")
    assert len(site.posts) == len(site.store.kept) == 1


def test_a_lost_answer_is_asked_for_again_by_itself_under_the_same_key(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    site.lose_answers = 2
    press(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_function("!document.querySelector('#application [type=submit]').matches('[aria-disabled=true]')")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector("#receipt")
    assert len(site.store.kept) == 1 and len(site.posts) == 3 and len(set(site.posts)) == 1


def test_a_draft_is_saved_when_the_line_is_back_and_is_one(page: Any, site: FormSite) -> None:
    page.goto(site.address + "/ru/apply/")
    page.fill("#settlement", "Есік")
    page.context.set_offline(True)
    page.click(".bq-save")
    page.wait_for_selector("#problems h1:has-text('Связи нет')")
    page.context.set_offline(False)
    page.wait_for_selector(".bq-saved-draft")
    assert [event.act for event in site.store.kept.values()] == ["save_draft"]


def test_a_save_that_waits_is_repeated_after_a_reload_and_once(page: Any, site: FormSite) -> None:
    page.goto(site.address + "/ru/apply/")
    page.fill("#settlement", "Есік")
    site.away = 1
    page.click(".bq-save")
    page.wait_for_selector("#problems .bq-waiting")
    page.reload()
    page.wait_for_selector(".bq-saved-draft")
    assert acts(site) == ["save_draft"]
    page.evaluate("dispatchEvent(new Event('online'))")
    page.reload()
    page.wait_for_selector("#work")
    assert page.locator("#problems").count() == 0 and acts(site) == ["save_draft"]


def test_a_press_that_never_left_is_repeated_after_a_reload(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    page.evaluate("Object.defineProperty(navigator, 'onLine', { value: false })")
    press(page)
    assert page.inner_text("#problems h1") == "Связи нет: ничего не отправлено" and site.posts == []
    page.reload()
    page.wait_for_selector("#receipt")
    assert len(site.store.kept) == len(site.posts) == 1


def test_words_changed_before_a_reload_are_not_saved_by_themselves(page: Any, site: FormSite) -> None:
    page.goto(site.address + "/ru/apply/")
    page.fill("#settlement", "Есік")
    site.away = 1
    page.click(".bq-save")
    page.wait_for_selector("#problems .bq-waiting")
    page.fill("#settlement", "Талғар")
    page.wait_for_selector("[hidden] .bq-saved:has-text('На устройстве')", state="attached")
    page.reload()
    page.wait_for_selector(".bq-js")
    assert page.locator("#problems").count() == 0 and page.input_value("#settlement") == "Талғар"
    assert acts(site) == []


def test_after_the_closing_nothing_is_repeated(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    page.context.set_offline(True)
    press(page)
    site.at = CLOSES
    page.context.set_offline(False)
    page.wait_for_selector(".bq-waiting:has-text('По часам сервера срок истёк')")
    assert site.posts == [] and page.locator("#receipt").count() == 0


def test_words_changed_meanwhile_are_not_sent_by_themselves(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    page.context.set_offline(True)
    press(page)
    page.fill("#settlement", "Есік")
    page.evaluate("location.hash = '#check-answers'")
    page.context.set_offline(False)
    page.wait_for_selector(".bq-waiting:has-text('Вы изменили ответы')")
    assert site.posts == []
    press(page)
    page.wait_for_selector("#receipt")
    assert len(site.posts) == 1 and "Есік" in site.posts[0][1].decode()


def test_a_press_of_unknown_fate_is_repeated_after_a_reload(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    site.lose_answers = 1
    press(page)
    assert page.inner_text("#problems h1") == "Результат пока неизвестен"
    page.reload()
    page.wait_for_selector("#receipt")
    assert len(site.store.kept) == 1 and site.posts[0] == site.posts[1]


def test_an_application_of_eighty_kilobytes_gets_in_over_fourteen_kilobits_a_second(page: Any, site: FormSite) -> None:
    """Two minutes: the words go up and come back in the receipt, and no patience ends before."""
    long = {name: "Ә" * limit for name, limit in LONG.items()}
    team = [{"full_name": "Ә" * 150, "role": "ұ" * 100, "experience": "ө" * 800} for _ in range(12)]
    open_filled(page, site, "/ru/apply/", team_members=team, **long)
    page.evaluate("location.hash = '#check-answers'")
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 400, "downloadThroughput": 1750, "uploadThroughput": 1750}
    line.send("Network.emulateNetworkConditions", slow)
    page.click("#application [type=submit]")
    page.wait_for_selector("#receipt", timeout=240_000)
    assert len(site.posts) == 1 and len(site.posts[0][1]) >= 80_000
