"""What stays on a device that others use too: the key of a receipt for hours, then its number; nothing once wiped."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.pages.rendering import KEY_KEPT_MS
from tests.browser.form_site import FormSite
from tests.browser.test_form import KEPT, open_filled, page, press, site, violations

__all__ = ["page", "site"]
pytestmark = pytest.mark.browser
STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}])"


def apply(page: Any, site: FormSite, home: str = "") -> tuple[str, str]:
    """Number and key of an application sent on this device, its clock standing from now on."""
    page.clock.install()
    open_filled(page, site, f"{home}/apply/")
    press(page)
    page.wait_for_selector("#receipt")
    kept = json.loads(page.evaluate("name => localStorage.getItem(name + ':receipt')", KEPT))
    return kept["number"], kept["key"]


def lies_on_device(page: Any, text: str) -> bool:
    return text in page.evaluate(STORED)


@pytest.mark.parametrize(
    ("home", "words"), [("", "Кілт бұл құрылғыда енді сақталмайды"), ("/ru", "Ключ на этом устройстве больше")]
)
def test_the_key_of_a_receipt_is_gone_after_its_hours_from_page_and_device(
    page: Any, site: FormSite, home: str, words: str
) -> None:
    number, key = apply(page, site, home)
    said = page.inner_text("#receipt")
    assert key in said and ("6\u00a0сағат" in said or "6\u00a0часов" in said)
    page.clock.fast_forward(KEY_KEPT_MS - 60_000)
    assert key in page.inner_text("#receipt") and lies_on_device(page, key)
    page.clock.fast_forward(120_000)
    page.wait_for_selector(f"#receipt:has-text('{words}')")
    assert number in page.inner_text("#receipt") and key not in page.content()
    assert not lies_on_device(page, key)
    assert [link for link in page.locator("#receipt a").all() if "#" in (link.get_attribute("href") or "")] == []
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/apply/", "/my/", "/nothing/"])
def test_whichever_page_is_opened_later_forgets_it(page: Any, site: FormSite, path: str) -> None:
    number, key = apply(page, site)
    page.goto("about:blank")
    page.clock.fast_forward(KEY_KEPT_MS + 1000)
    page.goto(site.address + path)
    assert (lies_on_device(page, number), lies_on_device(page, key)) == (True, False)
    if path == "/my/":
        assert (page.input_value("#number"), page.input_value("#key")) == (number, "")
        assert page.is_hidden("#key-here")


def test_a_clock_set_back_keeps_no_key_longer(page: Any, site: FormSite) -> None:
    _, key = apply(page, site)
    page.evaluate("""name => {
      const kept = JSON.parse(localStorage.getItem(name));
      localStorage.setItem(name, JSON.stringify({ ...kept, since: kept.since + 864e5, until: kept.until + 864e5 }));
    }""", KEPT + ":receipt")  # fmt: skip
    page.goto(site.address + "/nothing/")
    assert not lies_on_device(page, key)


def test_one_press_forgets_the_key_now_and_keeps_the_number(page: Any, site: FormSite) -> None:
    number, key = apply(page, site, "/ru")
    page.click("#receipt button:has-text('Стереть ключ сейчас')")
    assert number in page.inner_text("#receipt") and key not in page.content()
    assert (lies_on_device(page, number), lies_on_device(page, key)) == (True, False)
    assert page.evaluate("document.activeElement.id") == "receipt-heading"
    page.reload()
    page.wait_for_selector("#receipt")
    assert (
        number in page.inner_text("#receipt") and page.locator("#receipt button:has-text('Стереть ключ')").count() == 0
    )


def test_my_application_says_whence_the_key_is_and_forgets_it_too(page: Any, site: FormSite) -> None:
    number, key = apply(page, site)
    page.goto(site.address + "/ru/my/")
    assert (page.input_value("#number"), page.input_value("#key")) == (number, key)
    assert "6\u00a0часов" in page.inner_text("#key-here")
    assert violations(page) == []
    page.click("#key-here button")
    assert (page.input_value("#number"), page.input_value("#key")) == (number, "")
    assert not lies_on_device(page, key)


def test_what_a_tab_has_open_it_does_not_open_after_those_hours(page: Any, site: FormSite) -> None:
    apply(page, site)
    page.goto(site.address + "/my/")
    page.click("#look-up [type=submit]")
    page.wait_for_selector("#found h2")
    page.clock.fast_forward(KEY_KEPT_MS + 1000)
    page.reload()
    assert page.input_value("#key") == "" and page.locator("#found h2").count() == 0


def test_wiping_leaves_nothing_of_the_call_in_any_store_of_the_browser(page: Any, site: FormSite) -> None:
    number, _ = apply(page, site, "/ru")
    page.goto(site.address + "/ru/my/")
    page.click("#look-up [type=submit]")
    page.wait_for_selector("#found h2")
    page.goto(site.address + "/ru/apply/")
    page.click("#receipt button:has-text('Стереть с этого устройства')")
    page.wait_for_selector("#receipt", state="detached")
    assert not lies_on_device(page, number) and page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_short_limit_is_waited_out(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    site.limited = 1
    page.click(".bq-save")
    page.wait_for_selector(".bq-saved-draft")
    assert len(site.store.kept) == 1


def test_a_long_limit_is_told_with_the_words_kept_and_the_same_press_may_come_again(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    site.limited, site.wait = 1, 600
    page.click(".bq-save")
    page.wait_for_selector("#problems:has-text('слишком много запросов')")
    assert "10\u00a0минут" in page.inner_text("#problems")
    assert page.input_value("#leader_last_name") and site.store.kept == {}
    page.click(".bq-save")
    page.wait_for_selector(".bq-saved-draft")
    assert len(site.store.kept) == 1


def test_an_application_whose_draft_was_limited_is_sent_all_the_same(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    site.limited, site.wait = 2, 600
    page.click(".bq-save")
    page.wait_for_selector("#problems")
    press(page)
    page.wait_for_selector("#receipt")
    assert [event.status for event in site.store.kept.values()] == ["submitted"]
