"""The whole way of four persons on the whole product: announcement, form with mistakes, draft, another device, reading
over, sending, documents, a change, a lost key, and back with the new one.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.building import answers
from tests.deployed.cloud import Cloud
from tests.deployed.test_mail import eventually, inbox
from tests.files_building import PDF
from tests.home.persons import ByEar, ByKeys, Person, WithoutScript
from tests.web.gateway import as_form

pytestmark = [pytest.mark.home, pytest.mark.browser, pytest.mark.slow]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
KEEPS_A_RECEIPT = "Object.keys(localStorage).some((name) => name.endsWith(':receipt'))"
SEND = "#check-answers [type=submit]"


@pytest.fixture
def device(chromium: Any, cloud: Cloud) -> Iterator[Callable[[type[Person]], Person]]:
    """A new device of a person each time it is called."""
    contexts = []

    def made(kind: type[Person]) -> Person:
        contexts.append(chromium.new_context(**PHONE, java_script_enabled=kind.has_script))
        page = contexts[-1].new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        return kind(page, f"http://127.0.0.1:{cloud.port}")

    yield made
    for context in contexts:
        context.close()


@pytest.mark.parametrize("kind", [Person, ByKeys, WithoutScript, ByEar], ids=["touch", "keys", "no script", "ear"])
def test_a_person_goes_the_whole_way(device: Any, cloud: Cloud, kind: type[Person]) -> None:
    first, second, third = device(kind), device(kind), device(kind)
    address = f"{uuid.uuid4().hex}@example.kz"
    number, key = from_the_announcement_to_a_draft(first)
    back_with(second, number, key)
    open_the_form(second)
    expect(second.page.locator("[name=leader_email]")).to_have_value("пошта")
    fill_in_read_over_and_send(second, number, address)
    back_with(second, number, key)
    send_a_document(second)
    back_with(second, number, key)
    change(second)
    new = with_a_new_key(third, cloud, number, address)
    back_with(third, number, new)
    assert new != key and "Талдықорған" in stored(cloud, number, new)


def from_the_announcement_to_a_draft(person: Person) -> tuple[str, str]:
    person.open("/ru/")
    person.press("header.hero a.button[href='/ru/apply/']")
    person.press("[data-begin]")
    person.give("leader_email", "пошта")
    person.section("check-answers")
    person.press(SEND)
    person.wait("#problems")
    person.press("#problems details:has(a[href='#leader_email']) summary")
    person.press("#problems a[href='#leader_email']")
    expect(person.page.locator("#leader_email")).to_have_value("пошта")
    expect(person.page.locator("#leader_email")).to_have_attribute("aria-invalid", "true")
    person.press("#section-leader .bq-bar .bq-save")
    return person.text("[data-slot=number]"), person.text("[data-slot=key]")


def back_with(person: Person, number: str, key: str) -> None:
    person.open("/ru/")
    person.go_by_menu("/ru/my/")
    # A device that keeps the receipt opens the application by itself.
    if not (person.has_script and person.page.evaluate(KEEPS_A_RECEIPT)):
        person.write("#number", number)
        person.write("#key", key)
        person.press("#look-up [type=submit]")
    person.wait(f"main:has-text('{number}') [name=_act]")


def fill_in_read_over_and_send(person: Person, number: str, address: str) -> None:
    for name, value in as_form(answers(leader_email=address, application_language="ru")):
        person.give(name, value)
    person.section("check-answers")
    if person.has_script:
        assert "Талғар" in person.text(".bq-review")
        person.press(SEND)
    else:
        person.press("#check-answers .bq-button")
        assert "Талғар" in person.text("main")
        person.press("button[form=application].bq-button")
    person.wait("h1:has-text('Заявка принята')")
    assert person.text("[data-slot=number]") == number


def send_a_document(person: Person) -> None:
    file = {"name": "Таныстырылым.pdf", "mimeType": "application/pdf", "buffer": PDF}
    if person.has_script:
        card = "section:has(> h3#document-presentation-label)"
        person.wait(f"{card} input[type=file]")
        person.page.set_input_files(f"{card} .bq-document-more input[type=file]", file)
        person.wait(f"{card} li bdi:has-text('Таныстырылым.pdf')")
        return
    person.press("#document-presentation button")
    person.page.set_input_files("#file", file)
    person.press("#upload [type=submit]")
    person.wait("h1:has-text('Документ')")


def open_the_form(person: Person) -> None:
    person.press("[name=_act][value=open]")
    person.wait("#application .bq-toc")
    # It stands there before its answers have come.
    expect(person.page.locator("[name=leader_email]")).not_to_have_value("")


def change(person: Person) -> None:
    open_the_form(person)
    person.give("settlement", "Талдықорған")
    person.press("#section-applicant .bq-bar .bq-save")
    person.wait("main :text('Исправления сохранены')")


def with_a_new_key(person: Person, cloud: Cloud, number: str, address: str) -> str:
    person.open("/ru/")
    person.go_by_menu("/ru/my/")
    person.write("#lost-number", number)
    person.write("#lost-email", address)
    person.press("#key-lost [type=submit]")
    person.wait("h1:has-text('Запрос принят')")
    subject = f"Ссылка для нового ключа: {number}"
    link = eventually(lambda: re.search(rf"{subject}.*?(/api/keys/[\w-]{{43}}\?lang=ru)", inbox(cloud), re.DOTALL))[1]
    person.open(link)
    person.press("main [type=submit]")
    return person.text(".bq-proof > div:nth-child(2) dd")


def stored(cloud: Cloud, number: str, key: str) -> str:
    answer = cloud.ask("GET", f"/api/applications/{number}", headers={"Authorization": f"Bearer {key}"})
    return answer.body.decode()
