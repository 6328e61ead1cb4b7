"""The pages of a lost key in Chromium with the site's own styles: accessible, narrow enough, led to from /my/."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from chalicelib.call import Call, current_call
from chalicelib.pages import key_pages
from tests.site.test_browser import WCAG

pytestmark = pytest.mark.browser
NUMBER, KEY = "2DFG-7JNR", "-".join(["2DFG"] * 6)
PROBLEM = {"title": "Сілтеме енді жарамсыз", "detail": "Төменде жаңасын сұраңыз."}


def pages(call: Call, language: str) -> dict[str, str]:
    return {
        "asked": key_pages.asked_page(call, language),
        "link": key_pages.link_page(call, language, "a" * 43),
        "new": key_pages.new_key_page(call, language, NUMBER, KEY),
        "problem": key_pages.problem_page(call, language, PROBLEM, {"number": NUMBER, "email": ""}),
    }


def shown(tab: Page, address: str, name: str, html: str) -> None:
    """As the API answers it: on the site's own address, beside its styles."""
    tab.route(f"{address}/api/{name}", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    tab.goto(f"{address}/api/{name}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_320_px(
    browser: Browser, address: str, language: str, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    found = {}
    for name, html in pages(current_call(), language).items():
        tab = context.new_page()
        shown(tab, address, name, html)
        violations = Axe().run(tab, options=WCAG).response["violations"]
        found[name] = ([rule["id"] for rule in violations], tab.evaluate("document.documentElement.scrollWidth"))
    context.close()
    assert found == dict.fromkeys(found, ([], 320))


@pytest.mark.parametrize(("home", "button"), [("", "Сілтеме жіберу"), ("ru/", "Прислать ссылку")])
def test_the_form_on_the_page_of_my_application_posts_number_and_address_without_a_script(
    browser: Browser, address: str, home: str, button: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab, sent = context.new_page(), []
    tab.route(f"{address}/api/keys", lambda route: (sent.append(route.request.post_data), route.fulfill(body="ok"))[-1])
    tab.goto(f"{address}/{home}my/#lost")
    tab.locator("#lost-number").fill("2dfg7jnr")
    tab.locator("#lost-email").fill("aigerim@example.kz")
    tab.get_by_role("button", name=button).click()
    expect(tab.locator("body")).to_have_text("ok")
    context.close()
    language = "ru" if home else "kk"
    assert sent == [f"_language={language}&number=2dfg7jnr&email=aigerim%40example.kz"]
