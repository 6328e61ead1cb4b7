"""The whole way of an applicant on the deployed template, in a real browser: form, receipt, look-up; with and without
a script."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.browser.form_site import walking
from tests.building import answers
from tests.deployed.cloud import Cloud

pytestmark = [pytest.mark.browser, pytest.mark.deployed]
KEPT = "baiqau:rukhani-zhangyru-2021"


def prefilled(page: Any, home: str, given: dict[str, Any]) -> None:
    """A device that keeps these answers for the form."""
    page.goto(f"{home}/rules/")
    kept = json.dumps({"answers": {name: str(v) if type(v) is int else v for name, v in given.items()}})
    page.evaluate("([name, kept]) => localStorage.setItem(name, kept)", [KEPT, kept])


def test_an_application_is_sent_receipted_and_found_again(chromium: Any, cloud: Cloud) -> None:
    page = walking(chromium.new_context().new_page())
    refused: list[str] = []
    page.on("console", lambda line: refused.append(line.text) if line.type == "error" else None)
    home = f"http://127.0.0.1:{cloud.port}"
    prefilled(page, home, answers())
    page.goto(f"{home}/apply/")
    page.click("#application [type=submit]:not([formaction])")
    number = page.inner_text("[data-slot=number]")
    key = page.inner_text("[data-slot=key]")
    stored = cloud.ask("GET", f"/api/applications/{number}", headers={"Authorization": f"Bearer {key}"}).json
    assert {name: stored["answers"][name] for name in ("leader_last_name", "problem", "direction")} == {
        name: answers()[name] for name in ("leader_last_name", "problem", "direction")
    }
    page.goto(f"{home}/ru/my/")
    page.fill("[name=number]", number.lower())
    page.fill("[name=key]", key)
    page.click("[type=submit] >> nth=0")
    page.wait_for_selector("#found h2")
    assert number in page.inner_text("h1")
    assert refused == [], "the content security policy lets everything of ours through"


def test_without_a_script_all_problems_come_back_with_the_words(chromium: Any, cloud: Cloud) -> None:
    page = walking(chromium.new_context(java_script_enabled=False).new_page())
    page.goto(f"http://127.0.0.1:{cloud.port}/ru/apply/")
    page.fill("[name=settlement]", "Талғар «Ә» <b>")
    page.click("#application [type=submit]:not([formaction])")
    assert page.locator("html").get_attribute("lang") == "ru"
    assert page.input_value("[name=settlement]") == "Талғар «Ә» <b>"
    assert page.locator("[aria-invalid=true]").count() > 30
    assert page.locator("#problems a").count() > 30
