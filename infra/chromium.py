"""Chromium as each of our programs starts it: for tests, figures and pictures."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from infra import tools

# Spec 12: those that keep the browser from asking for anything of its own.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
START_MS = 120_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless. While it runs, this thread can have no other, and no asyncio.run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tools.chromium(), args=FLAGS, timeout=START_MS)
        yield browser
        browser.close()
