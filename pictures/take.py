"""`make pictures`: the README's pictures, taken anew from the local cloud in the last minutes of the call.

Those of another call, named by CALL, are put beside the local cloud's state: the README shows this repository's.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from chalicelib.call import current_call
from chalicelib.call.current import VARIABLE
from infra.call_refusal import call_refusal
from infra.chromium import chromium
from infra.cloud_process import launch, ready
from infra.paths import STATE
from pictures import committee_desk, invented
from staff.synthetic.sample_words import samples

HERE = Path(__file__).parent
SIZE, PHONE = {"width": 960, "height": 780}, {"width": 390, "height": 780}
# Before the closing, just before it, and after it.
OPEN, LAST, LATE = timedelta(minutes=20), timedelta(seconds=30), timedelta(seconds=7)


def main() -> None:
    if refusal := call_refusal():
        sys.exit(f"No pictures: {refusal}")
    with chromium() as browser:
        closes = current_call().closes_at
        with local_cloud(closes - OPEN) as (address, _):
            for path, name in (("/", "home-kk"), ("/ru/", "home-ru")):
                shoot(open_page(browser, address + path), name)
            page = open_page(browser, f"{address}/apply/#check-answers")
            page.click("#application [type=submit]:not([formaction])")
            page.locator("#problems").wait_for()
            shoot(page, "form-kk")
            shoot(application(browser, address, invented.submit(address, "ru")), "my-ru")
        take_desk(browser, closes - OPEN)
        with local_cloud(closes - LAST) as (address, _):
            # Opened in time and sent too late. Without JavaScript the answer is the server's own page.
            page = browser.new_context(viewport=SIZE, java_script_enabled=False).new_page()
            page.goto(f"{address}/ru/apply/#{first_text()}")
            page.locator(f"[name={first_text()}]").fill(samples("ru")["titles"][0])
            page.goto(f"{address}/ru/apply/#check-answers")
            page.wait_for_timeout((LAST + LATE) / timedelta(milliseconds=1))
            page.click("#check-answers [type=submit]")
            shoot(page, "refusal-ru")
        with tempfile.TemporaryDirectory() as folder:
            made = invented.report(Path(folder) / "report.html", "kk")
            shoot(open_page(browser, made.as_uri()), "report-kk")


def take_desk(browser: Browser, at: datetime) -> None:
    """Whatever a call has: a day of interviews, or where everything stands."""
    with local_cloud(at) as (address, state):
        for index in range(4):
            invented.submit(address, "kk", seed=index)
        secretary, *_ = committee_desk.add_people(state)
        page = committee_desk.sign_in(browser, address, secretary, "/desk/", SIZE)
        if current_call().has("interview"):
            committee_desk.fill_a_day(page, address, "/desk/")
        else:
            page.goto(f"{address}/desk/progress")
        shoot(page, "desk-kk")
        page.set_viewport_size(PHONE)
        page.goto(page.url.replace("/desk/", "/ru/desk/"))
        shoot(page, "desk-ru")


def open_page(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport=SIZE).new_page()
    page.goto(address, wait_until="networkidle")
    return page


def application(browser: Browser, address: str, receipt: Any) -> Page:
    """Its page, opened by the link of the receipt, from where it says how things stand."""
    page = open_page(browser, f"{address}/ru/my/#{receipt['number']}.{receipt['key']}")
    page.locator("main #found h2").first.wait_for()
    page.locator("main h1:visible").first.evaluate("heading => heading.scrollIntoView()")
    return page


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(400)
    page.screenshot(path=folder() / f"{name}.png")


def folder() -> Path:
    if not os.environ.get(VARIABLE):
        return HERE
    pictures = STATE / "pictures" / current_call().id
    pictures.mkdir(parents=True, exist_ok=True)
    return pictures


def first_text() -> str:
    """A question of text that everyone is asked."""
    return next(field.id for field in current_call().form if field.kind == "text" and not field.asked_when)


@contextmanager
def local_cloud(at: datetime) -> Iterator[tuple[str, Path]]:
    """The whole product on a state of its own, with its clock at `at`; yields its address and the state's folder."""
    with tempfile.TemporaryDirectory() as state, launch(Path(state), at.isoformat()) as cloud:
        try:
            yield f"http://127.0.0.1:{ready(cloud)[0]}", Path(state)
        finally:
            cloud.terminate()
            cloud.communicate()


if __name__ == "__main__":
    main()
