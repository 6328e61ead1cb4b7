"""The form changed while applications were on their way: each goes on by its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.submit_application import submit
from tests.browser.form_site import FormSite, walking
from tests.browser.test_form import page, press, site, violations
from tests.building import OPEN, PEPPER, answers
from tests.calls import NEW_QUESTION, TITLE, copied, with_next_version

__all__ = ["page", "site"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """The second form asks one question more, and for the settlement under another name."""
    folder: Path = copied(tmp_path_factory.mktemp("changed"))
    return with_next_version(folder, (TITLE, NEW_QUESTION + TITLE), ('{ id = "settlement",', '{ id = "village",'))


def open_form(page: Any, site: FormSite, number: str, key: str) -> None:
    page.goto(f"{site.address}/ru/my/#{number}.{key}")
    page.click("#found [value=open]")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_submission_is_edited_on_a_page_of_its_own_form(page: Any, site: FormSite, changed: Call, width: int) -> None:
    receipt = submit(changed.with_form(1), site.store, PEPPER, answers(), OPEN)
    site.call, number = changed, receipt.event.number
    page.set_viewport_size({"width": width, "height": 800})
    open_form(page, site, number, receipt.key)
    page.wait_for_selector("#settlement", state="attached")
    assert page.url.endswith(f"/api/applications/{number}") and receipt.key not in page.url
    assert page.locator("#village_elders").count() == 0
    assert violations(page) == []
    page.fill("#settlement", "Үшарал")
    page.click("[name=_act][value=edit]")
    page.wait_for_selector("text=Үшарал")
    assert [(event.act, event.form) for event in site.store.events(number)] == [("submit", 1), ("edit", 1)]


def test_a_draft_goes_on_by_the_current_form_and_says_what_was_dropped(
    page: Any, site: FormSite, changed: Call
) -> None:
    draft, key = save_new_draft(changed.with_form(1), site.store, PEPPER, answers(), OPEN)
    site.call = changed
    open_form(page, site, draft.number, key)
    page.wait_for_selector("#village_elders", state="attached")
    assert page.url.endswith("/ru/apply/")
    for question, words in (("village_elders", "7"), ("village", "Есік")):
        page.evaluate("id => { location.hash = id; }", question)
        page.fill(f"#{question}", words)
    press(page)
    page.wait_for_selector("#receipt")
    assert changed.form.retired["settlement"]["ru"] in page.inner_text("#receipt [data-slot=dropped]")
    assert [event.form for event in site.store.events(draft.number)][-1] == 2


def test_what_a_draft_said_to_a_question_that_is_gone_is_named_on_its_receipt(
    chromium: Any, site: FormSite, changed: Call
) -> None:
    """Without a script the draft is submitted as the server has it."""
    draft, key = save_new_draft(changed.with_form(1), site.store, PEPPER, answers(), OPEN)
    site.call = changed
    context = chromium.new_context(java_script_enabled=False)
    page = walking(context.new_page())
    page.goto(site.address + "/ru/my/")
    page.fill("#number", draft.number)
    page.fill("#key", key)
    page.click("#look-up [type=submit]")
    assert "Есік" in page.content() or answers()["settlement"] in page.content()
    page.click("[value=open]")
    label = changed.form.retired["settlement"]["ru"]
    assert label in page.inner_text(".bq-leftovers")
    page.fill("#village_elders", "7")
    page.fill("#village", "Есік")
    page.click("[name=_act][value=submit]")
    # The answers say in which language they are answered.
    page.wait_for_selector("h1:has-text('Өтінім қабылданды')")
    assert changed.form.retired["settlement"]["kk"] in page.inner_text("[data-slot=dropped]")
    assert [event.form for event in site.store.events(draft.number)][-1] == 2
    context.close()
