"""Nothing jumps: a page stays where it was drawn, is still for whoever wants stillness, and is read fourfold too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from tests.site.conftest import CLOCK
from tests.site.reading import HOMES, PAGES
from tests.site.test_reach import FITS, TOO_WIDE

pytestmark = [pytest.mark.browser, pytest.mark.call_of_2021]
# As Web Vitals count it, where «good» ends at 0.1.
MOST_SHIFT = 0.05
WATCH = """window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shifts += entry.value; }))
  .observe({ type: "layout-shift", buffered: true });"""
MOVES = """() => [...document.querySelectorAll("body, body *")].filter((one) => {
    const style = getComputedStyle(one);
    return style.animationName !== "none" || style.transitionDuration.split(", ").some((time) => parseFloat(time));
}).map((one) => one.outerHTML.slice(0, 80))"""


def without_banner(route: Route) -> None:
    route.fulfill(status=200, content_type="application/json", body=json.dumps({**CLOCK, "rehearsal": False}))


@pytest.fixture(params=[390, 1280])
def tab(browser: Browser, request: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": request.param, "height": 844}, reduced_motion="reduce")
    context.route("**/api/call", without_banner)
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def test_nothing_moves_while_a_page_opens(tab: Any, address: str) -> None:
    found = {}
    for home in HOMES.values():
        for name in PAGES:
            tab.goto(f"{address}/{home}{name}", wait_until="networkidle")
            found[home + name] = tab.evaluate("window.shifts")
    assert {name: shift for name, shift in found.items() if shift > MOST_SHIFT} == {}


def test_whoever_asked_for_stillness_sees_nothing_move(tab: Any, address: str) -> None:
    for name in PAGES:
        tab.goto(f"{address}/ru/{name}")
        assert tab.evaluate(MOVES) == []


def test_four_times_as_large_a_page_is_read_without_scrolling_sideways(browser: Browser, address: str) -> None:
    """A window of 1280 px at 400 % is one of 320 px with points four times as fine: WCAG 1.4.10."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    tab, found = context.new_page(), {}
    for home in HOMES.values():
        for name in PAGES:
            tab.goto(f"{address}/{home}{name}")
            found[home + name] = tab.evaluate(TOO_WIDE)
    context.close()
    assert {name: measured for name, measured in found.items() if measured != FITS} == {}


def test_what_moves_is_measured(tab: Any, address: str) -> None:
    tab.goto(f"{address}/ru/contacts/", wait_until="networkidle")
    tab.evaluate("document.querySelector('main').style.marginTop = '300px'")
    tab.wait_for_function("most => window.shifts > most", arg=MOST_SHIFT)
