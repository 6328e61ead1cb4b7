"""The built site in Chromium: search, accessibility, narrow windows, colours, the clock, life without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import CLOCK
from tests.site.reading import HOMES, PAGES

pytestmark = pytest.mark.browser
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("home", "query", "place"), [
    ("/", "жаңғыру", "/"),
    ("/", "өтінім", "/apply/"),
    ("/", "10", "/rules/"),
    ("/", "жобалар", "/results/"),
    ("/", "грант", "/faq/#grant"),
    ("/ru/", "заявка", "/ru/my/"),
    ("/ru/", "жаңғыру", "/ru/"),
    ("/ru/", "10", "/ru/rules/"),
    ("/ru/", "интервью", "/ru/rules/#interview"),
])  # fmt: skip
def test_search_finds_the_page_in_the_language_one_reads(
    tab: Page, address: str, home: str, query: str, place: str
) -> None:
    tab.goto(address + home)
    tab.keyboard.press("/")
    expect(tab.get_by_role("dialog")).to_be_visible()
    tab.get_by_role("searchbox").fill(query)
    expect(tab.locator("#search-results a").first).to_be_visible()
    links = tab.locator("#search-results a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert [link for link in links if link.split("#")[0] == place.split("#")[0] and link.startswith(place)], links
    assert {link.startswith("/ru/") for link in links} == {home == "/ru/"}
    assert str(len(links)) in (tab.get_by_role("status").filter(visible=True).last.text_content() or "")


def test_search_works_from_the_keyboard_and_says_when_nothing_is_found(tab: Page, address: str) -> None:
    tab.goto(address + "/ru/faq/")
    tab.keyboard.press("s")
    tab.keyboard.type("черновик")
    expect(tab.locator("#search-results a").first).to_be_visible()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/ru/faq/#draft")
    tab.keyboard.press("/")
    tab.keyboard.type("ъъъъ")
    expect(tab.locator("#search-status")).to_contain_text("Ничего не найдено")
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_be_hidden()


def test_single_key_shortcuts_can_be_switched_off(tab: Page, address: str) -> None:
    """WCAG 2.1.4, and the choice outlives a reload."""
    tab.goto(address + "/faq/")
    tab.keyboard.press("/")
    tab.get_by_role("checkbox").uncheck()
    tab.keyboard.press("Escape")
    tab.reload()
    expect(tab.locator("#search-open")).to_be_visible()
    tab.keyboard.press("/")
    tab.keyboard.press("s")
    expect(tab.get_by_role("dialog")).to_be_hidden()


def test_nothing_of_search_is_loaded_before_it_is_opened(tab: Page, address: str) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    tab.goto(address + "/")
    expect(tab.locator("#left-time")).not_to_be_empty()
    assets = {"/assets/early.js", "/assets/icon.svg", "/assets/site.css", "/assets/site.js"}
    assert set(asked) - assets == {"/", "/api/call"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_axe_finds_nothing_on_any_page(browser: Browser, address: str, home: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    tab = context.new_page()
    found: dict[str, list[str]] = {}
    foreign: list[str] = []
    tab.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(address) else None)
    for name in (*PAGES, "404.html"):
        tab.goto(f"{address}/{home}{name}")
        rules = Axe().run(tab, options=WCAG).response["violations"]
        found[name] = [f"{rule['id']} {node['target']} {node['any']}" for rule in rules for node in rule["nodes"]]
    context.close()
    assert {name: nodes for name, nodes in found.items() if nodes} == {}
    assert foreign == []


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_axe_finds_nothing_in_the_open_menu_and_the_open_search(browser: Browser, address: str, home: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    tab = context.new_page()
    tab.goto(f"{address}/{home}")
    tab.locator(".menu summary").click()
    menu = Axe().run(tab, options=WCAG)
    tab.keyboard.press("/")
    tab.get_by_role("searchbox").fill("1")
    expect(tab.locator("#search-results a").first).to_be_visible()
    search = Axe().run(tab, options=WCAG)
    context.close()
    assert [menu.violations_count, search.violations_count] == [0, 0], menu.generate_report() + search.generate_report()


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_no_page_scrolls_sideways(browser: Browser, address: str, home: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab = context.new_page()
    wide = {}
    for name in (*PAGES, "404.html"):
        tab.goto(f"{address}/{home}{name}")
        wide[name] = tab.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert {name: px for name, px in wide.items() if px > width} == {}


@pytest.mark.parametrize("name", PAGES)
def test_targets_are_large_enough_for_a_finger(browser: Browser, address: str, name: str) -> None:
    """WCAG 2.5.8; links inside a sentence are exempt."""
    context = browser.new_context(viewport={"width": 320, "height": 800})
    tab = context.new_page()
    tab.goto(f"{address}/{name}")
    targets = tab.locator("header a, footer a, nav a, .actions a, .phones a, button, summary").filter(visible=True)
    small = targets.evaluate_all("""targets => targets.map(e => [e.textContent.trim(), e.getBoundingClientRect()])
        .filter(([_, box]) => Math.min(box.height, box.width) < 24)
        .map(([text, box]) => [text, box.width, box.height])""")
    context.close()
    assert small == []


def test_used_rules_of_material_survived_the_purge(tab: Page, address: str) -> None:
    tab.goto(address + "/rules/")
    style = """element => { const style = getComputedStyle(element);
        return [style.fontFamily.slice(1, 9), style.display, style.columnWidth] }"""
    assert tab.locator("article").evaluate(style) == ["Segoe UI", "grid", "auto"]
    assert tab.locator("ul.columns").evaluate(style)[2] == "200px"
    assert tab.locator("html").evaluate("element => getComputedStyle(element).textSizeAdjust") == "100%"
    assert tab.locator("body").evaluate("element => getComputedStyle(element).boxSizing") == "border-box"


def test_colours_follow_the_system_and_the_button_outlives_a_reload(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    tab = context.new_page()
    background = "getComputedStyle(document.body).backgroundColor"
    tab.goto(address + "/")
    assert tab.evaluate(background) == "rgb(12, 23, 27)"
    tab.get_by_role("button", name="Түнгі режим").click()
    tab.reload()
    assert tab.evaluate(background) == "rgb(251, 250, 245)"
    expect(tab.get_by_role("button", name="Түнгі режим")).to_have_attribute("aria-pressed", "false")
    context.close()


@pytest.mark.parametrize(("home", "left", "banner"), [
    ("/", "15 күн 8 сағат", "2021 жылғы 15 қыркүйек сағат 09:3"),
    ("/ru/", "15 дней 8 часов", "15 сентября 2021 года в 09:3"),
])  # fmt: skip
def test_the_page_tells_what_is_left_by_the_servers_clock(
    tab: Page, address: str, home: str, left: str, banner: str
) -> None:
    # Both clocks go on: what is looked for is true for minutes, not for the page's first second.
    told = {**CLOCK, "now": "2021-09-15T09:30:00.000+06:00"}
    tab.route("**/api/call", lambda route: route.fulfill(json=told))
    tab.goto(address + home)
    expect(tab.locator("#rehearsal-now")).to_contain_text(re.compile(banner.replace(" ", r"\s") + r"\d:\d\d"))
    expect(tab.locator("#left-time")).to_have_text(left.replace(" күн", "\u00a0күн"), use_inner_text=True)


@pytest.mark.parametrize(("now", "said", "button"), [
    ("2021-09-09T23:59:00.000+06:00", "Қабылдаудың басталуына қалды", "Сұрақтарды алдын ала оқу"),
    ("2021-09-30T17:59:58.500+06:00", "Өтінімдерді қабылдау аяқталды", "Нәтижелерді қарау"),
    ("2021-10-01T10:00:00.000+06:00", "Өтінімдерді қабылдау аяқталды", "Нәтижелерді қарау"),
], ids=["before", "over while one looks", "after"])  # fmt: skip
def test_the_first_screen_follows_the_phase(tab: Page, address: str, now: str, said: str, button: str) -> None:
    tab.route("**/api/call", lambda route: route.fulfill(json={**CLOCK, "now": now, "rehearsal": False}))
    tab.goto(address + "/")
    expect(tab.locator("#left-label")).to_have_text(said)
    expect(tab.locator(".hero .button").filter(visible=True)).to_have_text(button)
    expect(tab.locator("#rehearsal")).to_be_hidden()


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_without_scripts_one_can_read_switch_language_and_open_the_menu(
    browser: Browser, address: str, home: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    tab = context.new_page()
    tab.goto(f"{address}/{home}rules/")
    expect(tab.locator("#search-open")).to_be_hidden()
    expect(tab.locator("#rehearsal")).to_be_hidden()
    tab.locator(".menu summary").click()
    tab.locator(f".menu a[href='/{home}faq/']").click()
    expect(tab.locator("h1")).to_be_visible()
    other = "kk" if home else "ru"
    tab.locator(f".languages a[lang={other}]").click()
    expect(tab.locator("html")).to_have_attribute("lang", other)
    assert tab.url == f"{address}/{HOMES[other]}faq/"
    context.close()


def test_the_skip_link_is_first_and_leads_to_the_content(tab: Page, address: str) -> None:
    tab.goto(address + "/faq/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "content"
