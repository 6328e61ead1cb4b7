"""What a screen reader is told, in its order: the form as it opens, an early press, the receipt, documents.

These are golden files. When a page changes on purpose, run with BAIQAU_WRITE_GOLDEN=1 and read what a listener would
hear.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests import files_building
from tests.browser.documents_site import DocumentsSite
from tests.browser.form_site import FormSite
from tests.browser.test_documents import chosen
from tests.browser.test_documents import site as package  # noqa: F401  # a fixture
from tests.browser.test_form import open_filled, page, press, site  # noqa: F401

pytestmark = pytest.mark.browser
GOLDEN = Path(__file__).parent / "golden"
# What differs from run to run: number, key and hash of a receipt.
CHANGING = (
    (re.compile(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b"), "NUMBER"), (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
)  # fmt: skip


def opened(page: Any, site: FormSite, path: str) -> str:  # noqa: F811
    page.goto(site.address + path)
    page.wait_for_selector(".bq-js #application")
    return "#content"


def pressed_early(page: Any, site: FormSite, path: str) -> str:  # noqa: F811
    opened(page, site, path)
    press(page)
    page.wait_for_selector("#problems")
    return "#problems"


def received(page: Any, site: FormSite, path: str) -> str:  # noqa: F811
    open_filled(page, site, path)
    press(page)
    page.wait_for_selector("#receipt")
    return "#receipt"


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("told", [opened, pressed_early, received], ids=["form", "errors", "receipt"])
def test_a_screen_reader_is_told_this(page: Any, site: FormSite, told: Any, language: str) -> None:  # noqa: F811
    place = told(page, site, "/apply/" if language == "kk" else "/ru/apply/")
    compare(page.locator(place).aria_snapshot(), f"{told.__name__}.{language}.yml")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_screen_reader_is_told_this_of_documents(
    chromium: Any,
    package: DocumentsSite,  # noqa: F811
    language: str,
) -> None:
    """One that has been sent, one that no program could open, and those that are still to come."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    here = context.new_page()
    here.goto(package.address + ("/my/" if language == "kk" else "/ru/my/"))
    chosen(here, "leader_id", "Жеке куәлік.pdf", files_building.PDF).locator("li bdi").wait_for()
    chosen(here, "presentation", "бос.pdf", b"").locator("[role=alert], .bq-error").first.wait_for()
    heard = here.locator("#content").aria_snapshot()
    context.close()
    compare(heard, f"documents.{language}.yml")


def compare(heard: str, name: str) -> None:
    heard += "\n"
    for pattern, word in CHANGING:
        heard = pattern.sub(word, heard)
    file = GOLDEN / name
    if os.environ.get("BAIQAU_WRITE_GOLDEN"):
        file.write_text(heard, "utf-8")
    assert heard == file.read_text("utf-8")
