"""Back to an application: the frame leads to what a device keeps; a draft's link says what to do without a script."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import CLOCK

pytestmark = pytest.mark.call_of_2021
NAME = f"baiqau:{CLOCK['id']}"
PLACE = f"{NAME}:2DFG-7JNR"
WORK = {"number": "2DFG-7JNR", "key": "k", "version": 1, "mode": "draft"}
EDIT = WORK | {"mode": "edit"}


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def keep(tab: Page, kept: dict[str, object]) -> None:
    """As the form keeps its places: under the call's name, or where `:slot` points."""
    pairs = [[key, json.dumps(value)] for key, value in kept.items()]
    tab.add_init_script(f"for (const [key, text] of {json.dumps(pairs)}) localStorage.setItem(key, text);")


@pytest.mark.parametrize(("kept", "is_led"), [
    ({}, False),
    ({NAME: {"answers": {"settlement": "Талғар"}, "unsaved": True}}, True),
    ({NAME: {"answers": {"settlement": "Талғар"}, "pending": "{}"}}, True),
    ({f"{NAME}:slot": PLACE, PLACE: {"answers": {}, "work": WORK, "unsaved": False}}, True),
    ({f"{NAME}:slot": PLACE, PLACE: {"answers": {}, "work": EDIT, "unsaved": False}}, False),
    ({f"{NAME}:receipt": {"number": "2DFG-7JNR"}}, False),
    ({"baiqau:another-call": {"answers": {"settlement": "Талғар"}, "unsaved": True}}, False),
    ({NAME: "not what the form keeps"}, False),
], ids=["nothing", "words", "a press without its answer", "a draft", "an edit without changes", "a receipt",
        "another call's", "nonsense"])  # fmt: skip
def test_home_leads_to_what_is_unfinished_on_this_device(
    tab: Page, address: str, kept: dict[str, object], is_led: bool
) -> None:
    keep(tab, kept)
    tab.goto(f"{address}/ru/")
    link = tab.locator(".unfinished-link a")

    expect(link).to_be_visible(visible=is_led)
    expect(link).to_have_attribute("href", "/ru/apply/")


def test_the_lead_is_there_at_the_first_paint_and_says_after_closing_what_is_left(tab: Page, address: str) -> None:
    keep(tab, {NAME: {"answers": {"settlement": "Талғар"}, "unsaved": True}})
    closed = {**CLOCK, "now": "2021-10-01T10:00:00.000+06:00"}
    tab.route("**/api/call", lambda route: route.fulfill(json=closed))
    tab.goto(f"{address}/rules/")

    expect(tab.locator(".unfinished-link")).to_contain_text("жіберілмеген жазғаныңыз қалды")
    tab.goto(f"{address}/apply/")
    expect(tab.locator(".unfinished-link")).to_have_count(0)


@pytest.mark.parametrize(("page", "said"), [
    ("my/", "после знака # до точки стоит номер, после точки — ключ"),
    ("apply/", "продолжить его по номеру и ключу можно здесь"),
])  # fmt: skip
def test_without_a_script_a_drafts_link_says_what_to_do(browser: Browser, address: str, page: str, said: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}/ru/{page}#2DFG-7JNR.abcd-efgh")

    expect(tab.locator("main noscript p")).to_contain_text(said)
    expect(tab.locator("main noscript p")).to_be_visible()
    expect(tab.locator(".unfinished-link")).to_be_hidden()
    context.close()
