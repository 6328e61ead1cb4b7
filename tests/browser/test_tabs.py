"""Two tabs of one device: one application, and no word of either overwritten unseen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.form_site import FormSite, walking
from tests.browser.test_form import KEPT, open_filled, page, press, site, violations

__all__ = ["page", "site"]
pytestmark = pytest.mark.browser


@pytest.fixture(params=["locks", "no locks"])
def tab(page: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Another tab of the same browser, with and without the browser's own way of taking turns."""
    if request.param == "no locks":
        page.context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    made = walking(page.context.new_page())
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    yield made
    assert wrong == []


def number(page: Any) -> str:
    page.wait_for_selector("#receipt")
    return str(page.inner_text("[data-slot=number]"))


def kept(page: Any, question: str) -> Any:
    return page.evaluate("name => JSON.parse(localStorage.getItem(name))", KEPT)["answers"][question]


def test_the_same_words_sent_from_both_tabs_are_one_application(page: Any, tab: Any, site: FormSite) -> None:
    open_filled(page, site)
    tab.goto(site.address + "/apply/")
    press(page)
    first = number(page)
    press(tab)
    assert number(tab) == first and len(site.store.kept) == 1
    assert len({key for key, _ in site.posts}) == 1


def test_both_tabs_pressed_at_once_are_one_application(page: Any, tab: Any, site: FormSite) -> None:
    open_filled(page, site)
    tab.goto(site.address + "/apply/")
    for each in (page, tab):
        each.evaluate("setTimeout(() => document.querySelector('#application [type=submit]').click(), 50)")
    assert number(page) == number(tab) and len(site.store.kept) == 1


def test_other_words_sent_after_another_tabs_are_told_of_it_and_sent_apart_only_on_purpose(
    page: Any, tab: Any, site: FormSite
) -> None:
    open_filled(page, site)
    tab.goto(site.address + "/apply/")
    press(page)
    first = number(page)
    tab.wait_for_selector("#other-tab")
    assert first in tab.inner_text("#other-tab")
    tab.fill("#settlement", "Есік")
    press(tab)
    assert first in tab.inner_text("#problems h1") and len(site.store.kept) == 1
    assert tab.input_value("#settlement") == "Есік" and violations(tab) == []
    tab.click("#problems button >> nth=1")
    assert number(tab) != first and len(site.store.kept) == 2


def test_words_of_another_tab_are_not_overwritten_and_may_be_taken(page: Any, tab: Any, site: FormSite) -> None:
    open_filled(page, site)
    tab.goto(site.address + "/apply/")
    page.fill("#settlement", "Есік")
    page.wait_for_selector(".bq-saved:not(:empty)")
    tab.wait_for_selector("#other-tab")
    tab.fill("#problem", "екінші қойынды")
    standing = page.evaluate("name => localStorage.getItem(name)", KEPT)
    tab.fill("#expectations", "тағы бірдеңе")
    tab.wait_for_timeout(700)
    page.wait_for_timeout(100)
    assert page.evaluate("name => localStorage.getItem(name)", KEPT) == standing
    assert violations(tab) == [] and tab.input_value("#problem") == "екінші қойынды"
    tab.reload()
    assert tab.input_value("#problem") == "екінші қойынды", "one's own words outlive a crash"
    with tab.expect_navigation():
        tab.click("#other-tab button >> nth=0")
    assert tab.input_value("#settlement") == "Есік"
    assert json.loads(standing)["answers"]["problem"] == tab.input_value("#problem")
    assert tab.locator("#other-tab").count() == 0


def test_ones_own_words_may_be_kept_and_the_other_tab_is_told(page: Any, tab: Any, site: FormSite) -> None:
    open_filled(page, site)
    tab.goto(site.address + "/apply/")
    page.fill("#settlement", "Есік")
    page.wait_for_selector(".bq-saved:not(:empty)")
    tab.wait_for_selector("#other-tab")
    tab.fill("#problem", "екінші қойынды")
    press(tab)
    assert site.posts == [] and tab.evaluate("document.activeElement.id") == "other-tab"
    tab.click("#other-tab button >> nth=1")
    assert kept(page, "problem") == "екінші қойынды"
    page.wait_for_selector("#other-tab")
    assert page.input_value("#settlement") == "Есік"
    press(tab)
    number(tab)
    assert len(site.store.kept) == 1


def test_both_tabs_saving_a_draft_make_one(page: Any, tab: Any, site: FormSite) -> None:
    open_filled(page, site)
    tab.goto(site.address + "/apply/")
    for each in (page, tab):
        each.click(".bq-save")
        each.wait_for_selector(".bq-saved-draft")
    numbers = {each.inner_text("#problems [data-slot=number]") for each in (page, tab)}
    assert len(numbers) == 1 and {event.number for event in site.store.kept.values()} == numbers
