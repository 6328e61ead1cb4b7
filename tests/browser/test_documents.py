"""Sending documents in a real browser: with progress and second tries by script, and whole without one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from chalicelib.call import Call
from chalicelib.intake.submit_application import submit
from chalicelib.rules.application import Application
from chalicelib.rules.document_history import arrivals
from tests import files_building as made
from tests.browser.documents_site import DocumentsSite, running
from tests.building import OPEN, PEPPER, answers

pytestmark = pytest.mark.browser
MOST_TRIES = 5
NAME = "<img src=x onerror=alert(1)> Әйгерім.pdf"


@pytest.fixture
def site(call: Call) -> Iterator[DocumentsSite]:
    here = DocumentsSite()
    receipt = submit(call, here.store, PEPPER, answers(), OPEN)
    here.number, here.key = receipt.event.number, receipt.key
    with running(here):
        yield here


@pytest.fixture
def page(chromium: Any, site: DocumentsSite) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 320, "height": 800})
    opened, wrong = context.new_page(), []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("dialog", lambda dialog: wrong.append(dialog.message))
    opened.goto(f"{site.address}/ru/my/")
    yield opened
    context.close()
    assert wrong == []


def chosen(page: Any, kind: str, name: str, content: bytes, place: str = ".bq-document-more") -> Any:
    card = page.locator(f"section:has(> h3#document-{kind}-label)")
    card.locator(f"{place} input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
    return card


def kept(site: DocumentsSite) -> list[tuple[str, str]]:
    found = arrivals(Application(site.store.events(site.number)))
    return [(event.detail["kind"], event.detail["filename"]) for event in found]


def test_a_chosen_file_is_sent_listed_replaced_and_fetched(page: Any, site: DocumentsSite) -> None:
    card = chosen(page, "leader_id", NAME, made.PDF)
    card.get_by_text("отправлен", exact=True).wait_for()
    assert card.locator("li bdi").inner_text() == NAME
    assert page.get_by_role("status").inner_text() == f"Принято: {NAME}"
    chosen(page, "leader_id", "b.png", made.PNG, "li .bq-document-replace")
    card.get_by_text("Прежние версии: 1").wait_for()
    assert (kept(site), card.locator("li bdi").first.inner_text()) == (
        [("leader_id", NAME), ("leader_id", "b.png")],
        "b.png",
    )
    with page.expect_download() as download:
        card.get_by_role("button", name="Скачать: b.png").click()
    assert download.value


def test_two_sides_of_one_name_stand_side_by_side_and_the_same_again_is_told(page: Any, site: DocumentsSite) -> None:
    card = chosen(page, "leader_id", "image.jpg", made.JPG)
    card.get_by_text("отправлен", exact=True).wait_for()
    chosen(page, "leader_id", "image.jpg", made.JPG + b"\0")
    card.locator("li").nth(1).wait_for()
    chosen(page, "leader_id", "copy.jpg", made.JPG)
    card.get_by_text("Точно такой файл уже приложен: copy.jpg").wait_for()
    assert kept(site) == [("leader_id", "image.jpg")] * 2
    assert card.locator("li").count() == 2


def test_where_one_file_is_taken_only_replacing_is_offered(page: Any, site: DocumentsSite) -> None:
    card = chosen(page, "presentation", "p.pdf", made.PDF)
    card.get_by_text("отправлен", exact=True).wait_for()
    assert card.locator(".bq-document-more input").count() == 0
    assert card.get_by_label("Заменить: p.pdf").evaluate("it => it === document.activeElement")
    chosen(page, "presentation", "p.pdf", made.another_pdf(2), "li .bq-document-replace")
    card.get_by_text("Прежние версии: 1").wait_for()
    assert kept(site) == [("presentation", "p.pdf")] * 2


def test_a_line_that_carries_nothing_is_given_up_and_a_slow_one_is_waited_for(page: Any, site: DocumentsSite) -> None:
    site.patience = 5000
    page.reload()
    site.delay_uploads = [120.0, *[2.0] * MOST_TRIES]
    card = chosen(page, "presentation", "p.pptx", made.office("pptx"))
    broken, sent = card.get_by_text("Связь прервалась"), card.get_by_text("отправлен", exact=True)
    broken.wait_for()
    # A machine that stands still for those seconds is a line that carries nothing.
    for _ in range(MOST_TRIES):
        card.get_by_role("button", name="Повторить").click()
        broken.wait_for(state="detached")
        broken.or_(sent).first.wait_for()
        if sent.count():
            break
    sent.wait_for()
    assert kept(site)[0] == ("presentation", "p.pptx")


def test_a_document_that_arrived_as_the_call_closed_is_told_as_arrived(page: Any, site: DocumentsSite) -> None:
    """No file can be chosen any more where the focus would go."""
    site.closes_once_received = True
    card = chosen(page, "leader_id", "a.pdf", made.PDF)
    card.get_by_text("отправлен", exact=True).wait_for()
    page.locator("input[type=file]").first.wait_for(state="detached")
    assert card.get_by_text("Связь прервалась").count() == 0
    assert page.get_by_role("status").inner_text() == "Принято: a.pdf"
    assert kept(site) == [("leader_id", "a.pdf")]


class TurningScanner:
    """Silent until it is told what to say."""

    says = ""

    def verdict(self, file: Any) -> str:
        return self.says


def test_a_document_that_waits_for_the_scanner_says_so_and_counts_by_itself_later(
    page: Any, site: DocumentsSite
) -> None:
    scanner = site.scanner = TurningScanner()
    card = chosen(page, "leader_id", "a.pdf", made.PDF)
    card.get_by_text("проверяется", exact=True).first.wait_for()
    assert page.get_by_role("status").inner_text() == "Файл дошёл, его проверяет антивирус: a.pdf"
    scanner.says = "clean"
    card.get_by_text("отправлен", exact=True).wait_for()
    scanner.says = ""
    chosen(page, "other", "b.pdf", made.PDF)
    other = page.locator("section:has(> h3#document-other-label)")
    other.get_by_text("проверяется", exact=True).first.wait_for()
    scanner.says = "infected"
    other.get_by_text("не принят антивирусом").wait_for()


def test_a_refusal_says_what_to_do_and_another_file_can_be_chosen(page: Any, site: DocumentsSite) -> None:
    card = chosen(page, "leader_id", "a.pdf", made.EXE)
    card.get_by_text("Это программа, а не документ").wait_for()
    chosen(page, "leader_id", "a.docm", b"x")
    card.get_by_text("Такой файл не принимается").wait_for()
    chosen(page, "leader_id", "a.pdf", b"")
    card.get_by_text("Файл пуст").wait_for()
    assert kept(site) == []
    chosen(page, "leader_id", "a.pdf", made.PDF)
    card.get_by_text("отправлен", exact=True).wait_for()


def test_a_broken_connection_offers_to_try_again(page: Any, site: DocumentsSite) -> None:
    site.lose_uploads = 1
    card = chosen(page, "presentation", "p.pptx", made.office("pptx"))
    card.get_by_text("Связь прервалась").wait_for()
    site.lose_checks = 1
    card.get_by_role("button", name="Повторить").click()
    card.get_by_text("ответ о проверке не пришёл").wait_for()
    card.get_by_role("button", name="Повторить").click()
    card.get_by_text("отправлен", exact=True).wait_for()
    assert kept(site) == [("presentation", "p.pptx")]


def test_two_are_sent_at_once(page: Any, site: DocumentsSite) -> None:
    cards = [chosen(page, kind, f"{kind}.pdf", made.PDF) for kind in ("other", "support_letters")]
    for card in cards:
        card.get_by_text("отправлен", exact=True).wait_for()
    assert sorted(kept(site)) == [("other", "other.pdf"), ("support_letters", "support_letters.pdf")]


def test_without_a_script_the_file_goes_to_the_bucket_and_a_result_comes_back(
    chromium: Any, site: DocumentsSite
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/ru/my/")
    page.locator("#document-presentation button").click()
    page.set_input_files("#file", {"name": "Таныстырылым.pptx", "mimeType": "", "buffer": made.office("pptx")})
    page.get_by_role("button", name="Отправить файл").click()
    assert page.locator("h1").inner_text() == "Документ принят"
    assert kept(site) == [("presentation", "Таныстырылым.pptx")]
    assert site.key not in page.url
    page.goto(f"{site.address}/my/")
    with page.expect_download():
        page.get_by_role("button", name="Жүктеп алу: Таныстырылым.pptx").click()
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_axe_finds_nothing(chromium: Any, site: DocumentsSite, script: bool) -> None:
    axe = Axe()
    context = chromium.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    if not script:
        page.route("**/documents.js", lambda route: route.abort())
    page.goto(f"{site.address}/my/")
    if script:
        card = chosen(page, "other", "a.pdf", made.PDF)
        card.get_by_text("жіберілді", exact=True).wait_for()
        chosen(page, "leader_id", "a.exe", b"x").get_by_text("Мұндай файл қабылданбайды").wait_for()
    found = axe.run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
