"""What a first visit costs on the network: home page, then the form, in a real browser with an empty cache."""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from app import app
from bench import default_site
from bench.dynamodb_table import become_a_function
from bench.figures import Figure
from bench.fonts import fonts
from bench.serving import Traffic, serving
from bench.submission_event import event
from infra.chromium import chromium
from infra.site_build import LOCAL_URL, run_mkdocs

HOMES = ("/", "/ru/")
AIM = 0.25
BUDGET = 35 * 1024
# What held up the first drawing of the page, as the browser tells it.
BLOCKING = """performance.getEntriesByType("resource")
    .filter(entry => entry.renderBlockingStatus === "blocking").map(entry => entry.name)"""


@dataclass(frozen=True)
class Visit:
    size: int
    requests: int
    before_use: int


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        run_mkdocs(LOCAL_URL, folder / "no-results", folder / "ours")
        default_site.write(folder / "ours", folder / "source")
        ours = visits(browser, Traffic(folder / "ours", {"/api/call": api_call()}))
        bare, full = defaults(browser, folder)
        yield from comparison(ours, bare, full)


def comparison(ours: list[Visit], bare: list[Visit], full: list[Visit]) -> Iterator[Figure]:
    if full:
        yield figure("first_visit_bytes", "size", ours, full, AIM, "with Roboto, variable, in Google's subsets")
        yield figure("first_visit_requests", "requests", ours, full, None)
    aim, note = (None, "") if full else (AIM, "the default site's fonts cannot be had here: npm did not answer")
    yield figure("first_visit_bytes_without_fonts", "size", ours, bare, aim, note)
    yield figure("first_visit_requests_without_fonts", "requests", ours, bare, None)
    needed = [visit.before_use for visit in ours]
    of = {"ours_bytes": needed, "budget_bytes": BUDGET, "default_site_bytes": [v.before_use for v in full or bare]}
    note = "bytes of the form's page and all that blocks its drawing, of the 35 KiB they may take; kk, ru"
    yield Figure("form_before_use", [size / BUDGET for size in needed], 1.0, of, note)


def figure(name: str, what: str, ours: list[Visit], theirs: list[Visit], aim: float | None, note: str = "") -> Figure:
    mine, others = ([getattr(visit, what) for visit in visits] for visits in (ours, theirs))
    of = {"ours": mine, "baseline": others, "languages": ["kk", "ru"]}
    return Figure(name, [one / other for one, other in zip(mine, others, strict=True)], aim, of, note)


def defaults(browser: Browser, folder: Path) -> tuple[list[Visit], list[Visit]]:
    """The default site's visits without fonts and, where they can be had, with them."""
    default_site.build(folder / "source", folder / "bare")
    shutil.copytree(folder / "bare", folder / "full")
    default_site.without_fonts(folder / "bare")
    known_fonts = fonts()
    if known_fonts:
        default_site.with_fonts(folder / "full", known_fonts)
    return visits(browser, Traffic(folder / "bare")), visits(browser, Traffic(folder / "full")) if known_fonts else []


def visits(browser: Browser, traffic: Traffic) -> list[Visit]:
    """One visit for each language, each with nothing remembered."""
    with serving(traffic, 0) as url:
        return [visit(browser, traffic, url, home) for home in HOMES]


def visit(browser: Browser, traffic: Traffic, url: str, home: str) -> Visit:
    with page_of(browser) as page:
        traffic.clear()
        page.goto(url + home, wait_until="networkidle")
        page.goto(f"{url}{home}apply/", wait_until="networkidle")
        size, requests = traffic.size, len(traffic.asked)
    with page_of(browser) as page:
        traffic.clear()
        page.goto(f"{url}{home}apply/", wait_until="networkidle")
        blocking = {name.removeprefix(url) for name in page.evaluate(BLOCKING)}
        return Visit(size, requests, traffic.size_of({f"{home}apply/"} | blocking))


def api_call() -> bytes:
    """The one answer of the API that pages ask for, as the function gives it while the call is open."""
    become_a_function("http://127.0.0.1:9")
    with contextlib.redirect_stdout(io.StringIO()):
        answer = app(event("GET", "/call"), None)
    assert answer["statusCode"] == 200, answer["body"]
    return str(answer["body"]).encode()


@contextmanager
def page_of(browser: Browser) -> Iterator[Any]:
    context = browser.new_context()
    yield context.new_page()
    context.close()
