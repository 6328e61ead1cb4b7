"""`make pictures`: the README's pictures, taken anew from the local cloud in the last minutes of the call."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from infra.call_refusal import call_refusal
from infra.chromium import chromium
from infra.launching import launch, ready
from pictures import invented

HERE = Path(__file__).parent
SIZE = {"width": 960, "height": 780}
OPEN, LATE = "2021-09-30T17:40:00+06:00", "2021-09-30T18:00:07+06:00"


def main() -> None:
    if refusal := call_refusal():
        sys.exit(f"No pictures: {refusal}")
    with chromium() as browser:
        with local_cloud(OPEN) as address:
            for path, name in (("/", "home-kk"), ("/ru/", "home-ru")):
                shoot(opened(browser, address + path), name)
            page = opened(browser, f"{address}/apply/")
            page.click("#application [type=submit]:not([formaction])")
            page.locator("#problems").wait_for()
            shoot(page, "form-kk")
            shoot(application(browser, address, invented.submitted(address, "ru")), "my-ru")
        with local_cloud(LATE) as address:
            # Without JavaScript the answer is the server's own page.
            page = browser.new_context(viewport=SIZE, java_script_enabled=False).new_page()
            page.goto(f"{address}/ru/apply/")
            page.locator("[name=settlement]").fill("Талгар")
            page.click("#application [type=submit]:not([formaction])")
            shoot(page, "refusal-ru")
        with tempfile.TemporaryDirectory() as folder:
            made = invented.report(Path(folder) / "report.html", "kk")
            shoot(opened(browser, made.as_uri()), "report-kk")


def opened(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport=SIZE).new_page()
    page.goto(address, wait_until="networkidle")
    return page


def application(browser: Browser, address: str, receipt: Any) -> Page:
    """Its page, opened by the link of the receipt, from where it says how things stand."""
    page = opened(browser, f"{address}/ru/my/#{receipt['number']}.{receipt['key']}")
    page.locator("#application-standing, .standing, main h2").first.wait_for()
    page.locator("main h2").first.evaluate("heading => heading.scrollIntoView()")
    return page


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(400)
    page.screenshot(path=HERE / f"{name}.png")


@contextmanager
def local_cloud(at: str) -> Iterator[str]:
    """The whole product on a state of its own, with its clock at `at`; yields its address."""
    with tempfile.TemporaryDirectory() as state, launch(Path(state), at) as cloud:
        try:
            yield f"http://127.0.0.1:{ready(cloud)[0]}"
        finally:
            cloud.terminate()
            cloud.communicate()


if __name__ == "__main__":
    main()
