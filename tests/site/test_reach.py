"""On every phone, in the fonts that stand in for one another, in forced colours, on paper, in a messenger."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from chalicelib.call import Call
from tests.site.conftest import CLOCK, build, serving
from tests.site.reading import HOMES, PAGES, page
from tests.site.test_browser import WCAG
from tests.site.test_results import LINE, written

PHONES = (320, 344, 360, 375, 390, 412)
WINDOWS = (768, 1280)
FONTS = {"DejaVu Sans": "dejavu/DejaVuSans.ttf", "Noto Sans": "noto/NotoSans-Regular.ttf",
         "Roboto": "roboto/unhinted"}  # fmt: skip
FOLDER = Path("/usr/share/fonts/truetype")
# What is wider than the page: measured, since a phone that shows too wide a page zooms out and says nothing of it.
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth, seen = [];
    for (const one of document.querySelectorAll("body *")) {
        const box = one.getBoundingClientRect();
        const drawn = one.ownerSVGElement || one.closest(".hidden, .bq-unseen, .skip, .ornament, .scrolled");
        if (!drawn && box.width && box.height && (box.right > width + .5 || box.left < -.5)) seen.push(one.outerHTML.slice(0, 90));
    }
    return [document.documentElement.scrollWidth - width, Math.round(visualViewport.width) - width, seen];
}"""  # noqa: E501
FITS = [0, 0, []]
# Days, times, spans of days and numbers in groups that begin on one line and end on another.
TORN = r"""() => {
    const whole = /[0-9]{4}\sжылғы\s[0-9]{1,2}(?:[-\u2011][0-9]{1,2})?\s\p{L}+|[0-9]{1,2}(?:-е)?\s\p{L}+\s[0-9]{4}\sгода|[0-9]{1,2}[.][0-9]{2}(?:[-\u2011]\p{L}+)?|[0-9]{1,3}(?:\s[0-9]{3})+(?:\s₸)?/gu;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), torn = [];
    let count = 0;
    while (texts.nextNode()) {
        const node = texts.currentNode;
        if (!node.parentElement.checkVisibility()) continue;
        for (const match of node.data.matchAll(whole)) {
            const range = document.createRange();
            range.setStart(node, match.index);
            range.setEnd(node, match.index + match[0].length);
            count += 1;
            if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) torn.push(match[0]);
        }
    }
    return [count, torn];
}"""  # noqa: E501


@pytest.mark.browser
@pytest.mark.parametrize("width", [*PHONES, *WINDOWS])
@pytest.mark.parametrize("font", FONTS)
def test_nothing_is_wider_than_the_page_in_any_font(browser: Browser, address: str, font: str, width: int) -> None:
    if not (FOLDER / FONTS[font]).exists():
        pytest.skip(f"{font}: apt-get install fonts-dejavu-core fonts-noto-core fonts-roboto-unhinted")
    is_phone = width in PHONES
    context = browser.new_context(viewport={"width": width, "height": 800}, is_mobile=is_phone, has_touch=is_phone)
    tab, found = context.new_page(), {}
    for name in ("", "apply/", "rules/"):
        for home in HOMES.values():
            tab.goto(f"{address}/{home}{name}")
            tab.add_style_tag(content=f'body, body * {{ font-family: "{font}", sans-serif !important; }}')
            found[home + name] = tab.evaluate(TOO_WIDE)
    context.close()
    assert {name: measured for name, measured in found.items() if measured != FITS} == {}


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 390])
def test_no_day_time_or_sum_is_torn_at_a_lines_end(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab, seen, torn = context.new_page(), 0, {}
    for home in HOMES.values():
        for name in PAGES:
            tab.goto(f"{address}/{home}{name}")
            count, found = tab.evaluate(TORN)
            seen, torn[home + name] = seen + count, found
    context.close()
    assert seen > 80 and {name: found for name, found in torn.items() if found} == {}


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=str)
@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_the_first_screen_says_what_until_when_and_has_the_button(
    browser: Browser, address: str, home: str, size: tuple[int, int]
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    tab = context.new_page()
    tab.route("**/api/call", lambda route: route.fulfill(json={**CLOCK, "rehearsal": False}))
    tab.goto(f"{address}/{home}")
    bottoms = [tab.locator(each).filter(visible=True).first.bounding_box() for each in (
        ".hero h1", ".facts dd", ".hero .button",
    )]  # fmt: skip
    context.close()
    assert all(box and box["y"] + box["height"] <= size[1] for box in bottoms), bottoms


@pytest.mark.browser
@pytest.mark.parametrize("place", ["", "apply/"])
def test_in_forced_colours_a_button_has_a_border(browser: Browser, address: str, place: str) -> None:
    context = browser.new_context(forced_colors="active")
    tab = context.new_page()
    tab.goto(f"{address}/{place}")
    buttons = tab.locator(".button, .bq-button").filter(visible=True)
    widths = buttons.evaluate_all("all => all.map(one => getComputedStyle(one).borderTopWidth)")
    context.close()
    assert widths and set(widths) == {"2px"}


@pytest.mark.browser
def test_on_paper_the_deadline_keeps_its_label_and_no_countdown_is_printed(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    tab = context.new_page()
    tab.goto(f"{address}/")
    tab.emulate_media(media="print")
    facts = tab.locator(".hero .facts").first
    colours = facts.locator("> :not(#left) :is(dt, dd, small)").evaluate_all(
        "all => all.map(one => getComputedStyle(one).color)"
    )
    left = tab.locator("#left").evaluate("one => getComputedStyle(one).display")
    context.close()
    assert colours and set(colours) == {"rgb(0, 0, 0)"} and left == "none"


@pytest.mark.browser
def test_on_a_phone_the_contents_are_one_line_that_opens(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}/faq/")
    first = tab.locator("article h2").filter(visible=True).first.bounding_box()
    tab.locator("details.contents summary").click()
    is_open = tab.locator("details.contents a").first.is_visible()
    context.close()
    assert first and first["y"] < 844 and is_open


@pytest.fixture(scope="module")
def results_address(tmp_path_factory: pytest.TempPathFactory, call: Call) -> Iterator[str]:
    """The site with results on it."""
    folder, site = tmp_path_factory.mktemp("published"), tmp_path_factory.mktemp("site") / "built"
    lines = (LINE | {"title": "Ауыл", "leader": "Сәрсенова Әйгерім"}, LINE | {"state": "completed"})
    written(folder, call.id, *lines).rename(folder / f"{call.id}.json")
    os.environ["BAIQAU_RESULTS"] = str(folder)
    try:
        done = build(site)
    finally:
        del os.environ["BAIQAU_RESULTS"]
    assert done.returncode == 0, done.stderr
    with serving(site) as found:
        yield found


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_published_results(browser: Browser, results_address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    tab = context.new_page()
    for home in HOMES.values():
        tab.goto(f"{results_address}/{home}results/")
        assert tab.locator(".admitted li").count() == 2
        found = Axe().run(tab, options=WCAG)
        assert found.violations_count == 0, found.generate_report()
    context.close()


@pytest.mark.parametrize("language", HOMES)
def test_a_messenger_finds_title_description_and_a_picture_in_the_pages_language(
    built_site: Path, language: str
) -> None:
    for name in PAGES:
        html = page(built_site, language, name)
        for tag in ("og:title", "og:description", "og:url", "og:locale"):
            assert f'<meta property="{tag}" content="' in html and f'"{tag}" content=""' not in html
    if not (built_site / "assets" / "icon-180.png").exists():
        pytest.skip("no font with Kazakh letters to draw with: apt-get install fonts-noto-core")
    assert f'"og:image" content="https://baiqau.example/assets/share.{language}.png"' in html
    assert png_size(built_site / "assets" / f"share.{language}.png") == (1200, 630)
    assert png_size(built_site / "assets" / "icon-180.png") == (180, 180)


def test_where_nothing_can_draw_the_site_is_built_and_names_no_picture(tmp_path: Path) -> None:
    """resvg is not where the deployer builds, or no font is."""
    code = "import sys; sys.modules['resvg_py'] = None; sys.path[:0] = ['docs/_hook', 'functions']; import share; " \
           "print(repr(share.picture_of('kk')))"  # fmt: skip
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.returncode) == ("''", 0), ran.stderr


def png_size(file: Path) -> Any:
    head = file.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", head[16:24])
