"""A draft's whole life on the deployed template, on two devices and without a script: link, submit, edit, conflict,
withdrawal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.form_site import walking
from tests.building import answers
from tests.deployed.cloud import Cloud
from tests.deployed.test_apply_in_a_browser import prefilled
from tests.files_building import PDF

pytestmark = [pytest.mark.browser, pytest.mark.deployed]


@pytest.fixture
def devices(chromium: Any) -> Iterator[Any]:
    """A new device each time it is called; with `script=False` one without JavaScript."""
    made = []

    def device(script: bool = True) -> Any:
        context = chromium.new_context(java_script_enabled=script)
        made.append(context)
        page = walking(context.new_page())
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    yield device
    for context in made:
        context.close()


def stored(cloud: Cloud, number: str, key: str) -> Any:
    return cloud.ask("GET", f"/api/applications/{number}", headers={"Authorization": f"Bearer {key}"}).json


def press_and_wait(page: Any, press: str, shown: str) -> None:
    page.click(press)
    page.wait_for_selector(shown)


def test_a_draft_travels_is_submitted_edited_disputed_and_withdrawn(devices: Any, cloud: Cloud) -> None:
    home = f"http://127.0.0.1:{cloud.port}"
    first, second, third = devices(), devices(), devices(script=False)
    prefilled(first, home, answers(application_language="ru", settlement="", project_title="Кезбе жоба"))
    first.goto(f"{home}/ru/apply/")
    press_and_wait(first, ".bq-save", ".bq-saved-draft")
    assert first.locator(".bq-missing a").all_inner_texts() == ["Населённый пункт"]
    number, key = first.inner_text("[data-slot=number]"), first.inner_text("[data-slot=key]")
    # By the link, on another device, to the end.
    asked: list[str] = []
    second.on("request", lambda request: asked.append(request.url))
    second.goto(home + first.get_attribute("#problems [data-slot=link]", "href"))
    press_and_wait(second, "#found [value=open]", "#work")
    second.fill("#settlement", "Есік")
    press_and_wait(second, "#application [type=submit]:not([formaction])", "#receipt")
    assert not [url for url in asked if key in url]
    assert stored(cloud, number, key)["status"] == "submitted"
    # An edit without a script; the device that knows nothing of it meets it side by side.
    third.goto(f"{home}/ru/my/")
    third.fill("#number", number)
    third.fill("#key", key)
    third.click("#look-up [type=submit]")
    third.click("[value=open]")
    third.fill("#settlement", "Талдықорған")
    third.click("[value=edit]")
    assert third.inner_text("h1") == "Исправления сохранены" and "Это репетиция" in third.inner_text("body")
    first.fill("#settlement", "Қапшағай")
    press_and_wait(first, ".bq-save", ".bq-conflict")
    assert all(words in first.inner_text(".bq-difference") for words in ("Қапшағай", "Талдықорған"))
    press_and_wait(first, "button:has-text('Сохранить мой вариант')", "#receipt")
    now = stored(cloud, number, key)
    assert (now["version"], now["answers"]["settlement"]) == (5, "Қапшағай")
    # Withdrawn once, however often it is pressed.
    third.goto(f"{home}/ru/my/")
    third.fill("#number", number)
    third.fill("#key", key)
    third.click("#look-up [type=submit]")
    third.click("[value=withdraw]")
    third.click("[value=withdraw_sure]")
    assert "Вы отозвали заявку" in third.inner_text("main")
    third.reload()
    assert "Вы отозвали заявку" in third.inner_text("main")
    ended = stored(cloud, number, key)
    assert [line["act"] for line in ended["history"]] == [
        "save_draft",
        "save_draft",
        "submit",
        "edit",
        "edit",
        "withdraw",
    ]


def test_what_is_missing_follows_a_document_sent(devices: Any, cloud: Cloud) -> None:
    receipt = cloud.post("/api/applications", answers(application_language="ru", settlement="Ақсу")).json
    page = devices()
    page.goto(f"http://127.0.0.1:{cloud.port}/ru/my/#{receipt['number']}.{receipt['key']}")
    missing = page.locator("[data-live=package] li")
    missing.first.wait_for()
    before = missing.all_inner_texts()
    file = {"name": "Куәлік <b>.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.locator("section:has(> h3#document-leader_id-label) .bq-document-more input[type=file]").set_input_files(file)
    page.wait_for_function(
        "before => document.querySelectorAll('[data-live=package] li').length < before", arg=len(before)
    )
    assert before[0] == "Копия удостоверения личности лидера" and missing.all_inner_texts() == before[1:]
    assert "Принят документ" in page.inner_text("[data-live=history]")
    assert "Куәлік <b>.pdf" in page.inner_text("#found [data-documents]")


def test_a_page_asks_for_the_clock_once(devices: Any, cloud: Cloud) -> None:
    page = devices()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"http://127.0.0.1:{cloud.port}/ru/apply/", wait_until="networkidle")
    page.wait_for_selector("#phase:has-text('До закрытия 15')")
    page.wait_for_selector("#rehearsal:has-text('15 сентября 2021 года')")
    assert len([url for url in asked if url.endswith("/api/call")]) == 1
