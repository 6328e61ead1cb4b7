"""The desk with JavaScript in a real browser: keys, and words kept on the device until they are saved."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import scripts
from playwright.sync_api import BrowserContext, Page, Route, expect

from chalicelib.desk.committee import Committee
from chalicelib.rules.committee_rights import Member
from tests.building import OPEN
from tests.web.desk_browser import Browser
from tests.web.test_desk import DAY, FIRST, application, committee, interviewed, received, signed_in

pytestmark = pytest.mark.browser
__all__ = ["committee"]
SITE = "http://desk.test"
ASSETS = Path(__file__).parents[2] / "docs" / "assets"


class Desk:
    """A browser whose requests the desk's own handler answers; `at_work` holds the session."""

    def __init__(self, context: BrowserContext, at_work: Browser) -> None:
        self.context, self.at_work = context, at_work
        context.route(f"{SITE}/**", self._answered)

    def _answered(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/assets/"):
            file = ASSETS / path.removeprefix("/assets/")
            kind = mimetypes.guess_type(file.name)[0] or "text/plain"
            if file.suffix == ".js":
                route.fulfill(body=scripts.join_modules(file), content_type=kind)
            else:
                route.fulfill(status=200 if file.is_file() else 404, body=file.read_bytes() if file.is_file() else b"",
                              content_type=kind)  # fmt: skip
            return
        page = self.at_work.send(route.request.method, path, route.request.post_data_buffer or b"")
        # A fulfilled redirect is not followed by every browser: the page it leads to is the answer.
        page = self.at_work.follow(page)
        route.fulfill(status=page.status, body=page.body, headers=page.headers)

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.goto(f"{SITE}/desk/{path}")
        return page


@pytest.fixture
def desk_of(chromium: Any) -> Iterator[Any]:
    contexts: list[BrowserContext] = []

    def made(who: Member, at: Any = OPEN + 1.2 * DAY) -> Desk:
        contexts.append(chromium.new_context())
        return Desk(contexts[-1], signed_in(who, at))

    yield made
    for context in contexts:
        context.close()


def judging(committee: Committee, desk_of: Any) -> tuple[str, Desk, Page]:
    number = interviewed(committee)
    desk = desk_of(FIRST)
    desk.at_work.submit(desk.at_work.get(f"applications/{number}"), "conflict", button="no")
    return number, desk, desk.open(f"applications/{number}")


def test_points_are_given_and_sent_from_the_keyboard(committee: Committee, desk_of: Any) -> None:
    number, _, page = judging(committee, desk_of)
    for criterion, keys in enumerate(("7", "10", "0", "5", "9"), 1):
        page.keyboard.press("j")
        expect(page.locator(f"[name=points-{criterion}]").first).to_be_focused()
        for key in keys:
            page.keyboard.press(key)
        expect(page.locator(f"[name=points-{criterion}][value='{keys}']")).to_be_checked()
        page.locator(f"#reason-{criterion}").fill(f"Негіз {criterion}, 3 j ?")
        page.locator(f"[name=points-{criterion}][value='{keys}']").focus()
    page.keyboard.press("k")
    expect(page.locator("[name=points-4][value='5']")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.wait_for_function("!document.querySelector('#points')")
    scores = application(committee, number).events[-1].detail["scores"]
    assert scores == {"1": 7, "2": 10, "3": 0, "4": 5, "5": 9}


def test_a_question_mark_lists_the_keys_and_nothing_happens_while_somebody_writes(
    committee: Committee, desk_of: Any
) -> None:
    _, _, page = judging(committee, desk_of)
    keys = page.locator("#desk-keys")
    page.locator("#reason-1").fill("")
    page.locator("#reason-1").press("?")
    expect(keys).to_be_hidden()
    page.locator("#reason-1").blur()
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("Ctrl+Enter")
    keys.get_by_role("button").click()
    expect(keys).to_be_hidden()


def test_words_come_back_after_a_crash_and_leave_the_device_when_they_are_saved(
    committee: Committee, desk_of: Any
) -> None:
    number, desk, page = judging(committee, desk_of)
    page.locator("#reason-2").fill("Ұзақ ойланып жазғаным")
    page.close()
    again = desk.open(f"applications/{number}")
    expect(again.locator("#desk-restored")).to_be_visible()
    expect(again.locator("#reason-2")).to_have_value("Ұзақ ойланып жазғаным")
    for criterion in range(1, 6):
        again.locator(f"[name=points-{criterion}][value='6']").check()
        again.locator(f"#reason-{criterion}").fill(f"Негіз {criterion}")
    again.locator("button[value=stay][name=then]").first.click()
    again.wait_for_function("document.querySelector('#reason-2').defaultValue === 'Негіз 2'")
    assert kept(again) == []
    expect(again.locator("#desk-restored")).to_be_hidden()


def test_refused_words_stay_and_signing_out_clears_the_device(committee: Committee, desk_of: Any) -> None:
    number, desk, page = judging(committee, desk_of)
    page.locator("#reason-1").fill("Балсыз негіз")
    page.locator("button[value=stay][name=then]").first.click()
    expect(page.locator("#problems")).to_be_visible()
    assert len(kept(page)) == 1
    back = desk.open(f"applications/{number}")
    expect(back.locator("#reason-1")).to_have_value("Балсыз негіз")
    back.locator(".desk-who button").click()
    back.wait_for_function("!document.body.hasAttribute('data-member')")
    assert kept(back) == []


def test_what_one_person_wrote_is_not_shown_to_the_next_on_the_same_device(committee: Committee, desk_of: Any) -> None:
    number, desk, page = judging(committee, desk_of)
    page.locator("#reason-1").fill("Менің құпия ойым")
    from tests.web.test_desk import SECOND

    other = signed_in(SECOND, OPEN + 1.2 * DAY)
    other.submit(other.get(f"applications/{number}"), "conflict", button="no")
    desk.at_work = other
    next_person = desk.open(f"applications/{number}")
    expect(next_person.locator("#reason-1")).to_have_value("")
    expect(next_person.locator("#desk-restored")).to_be_hidden()


def test_a_list_is_walked_with_j_and_k(committee: Committee, desk_of: Any) -> None:
    from tests.web.test_desk import SECRETARY

    for settlement in ("Есік", "Талғар"):
        received(committee, settlement=settlement)
    page = desk_of(SECRETARY, OPEN).open("")
    links = page.locator(".desk-row > a")
    for key, place in (("j", 0), ("j", 1), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(links.nth(place)).to_be_focused()


def kept(page: Page) -> list[str]:
    """Once the page's script has run, which the page waits for before it says that it is loaded."""
    page.wait_for_load_state()
    names: list[str] = page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('desk:'))")
    return names
