"""The form in a real browser, on a small site of its own (form_site): kind with a script, whole without one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.call.wording import keyboard_text
from chalicelib.rules.completeness import judge
from chalicelib.web.problem_sentences import problems_in_words
from tests.browser.form_site import FormSite, running, walking
from tests.building import CLOSES, MS, OPEN, answers

pytestmark = pytest.mark.browser
KEPT = "baiqau:rukhani-zhangyru-2021"


@pytest.fixture
def site() -> Iterator[FormSite]:
    with running() as here:
        yield here


@pytest.fixture
def page(chromium: Any, site: FormSite) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    made = walking(context.new_page())
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("dialog", lambda dialog: dialog.accept())
    yield made
    context.close()
    assert wrong == []


def as_typed(value: Any) -> Any:
    """Answers as the form holds them: numbers are text."""
    if isinstance(value, dict):
        return {name: as_typed(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_typed(each) for each in value]
    return str(value) if type(value) in (int, float) else value


def open_filled(page: Any, site: FormSite, path: str = "/apply/", **changes: Any) -> None:
    """A form whose answers were kept on this device earlier."""
    page.goto(site.address + "/nothing/")
    draft = json.dumps({"answers": as_typed(answers(**changes))})
    page.evaluate("([name, draft]) => localStorage.setItem(name, draft)", [KEPT, draft])
    page.goto(site.address + path)


def press(page: Any) -> None:
    page.click("#application [type=submit]")
    page.wait_for_function("document.querySelector('#application [type=submit]').ariaDisabled !== 'true'")


def violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("path", ["/apply/", "/ru/apply/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_empty_or_full_of_errors(page: Any, site: FormSite, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(site.address + path)
    assert violations(page) == []
    press(page)
    assert page.locator(".bq-error").count() > 30
    assert page.evaluate("document.activeElement.id") == "problems"
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/apply/", "/ru/apply/"])
def test_without_a_script_all_is_asked_shown_and_kept(chromium: Any, site: FormSite, call: Call, path: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = walking(context.new_page())
    page.goto(site.address + path)
    for section in call.form.sections:
        page.locator(f".bq-toc [href='#section-{section.id}']").click()
        assert all(page.locator(f"[data-q={field.id}]").is_visible() for field in section.fields)
        page.locator(f"#section-{section.id} .bq-bar [href='#form-sections']").click()
    page.fill("#leader_last_name", "Әбенова <b>")
    page.fill("#team_members-1-role", "ұстаз")
    page.click("[type=submit]")
    assert page.url.endswith("/api/applications")
    assert page.input_value("#leader_last_name") == "Әбенова <b>"
    assert page.input_value("#team_members-1-role") == "ұстаз"
    links = page.locator("#problems a")
    assert links.count() > 30
    for link in links.all()[:5]:
        assert page.locator(link.get_attribute("href") or "#").count() == 1
    assert page.get_attribute("html", "lang") == ("ru" if "ru" in path else "kk")
    context.close()


@pytest.mark.parametrize("path", ["/apply/", "/ru/apply/"])
def test_pages_without_a_script_are_clean_for_axe(page: Any, site: FormSite, path: str) -> None:
    page.goto(site.address + path)
    # A native post, as without a script; axe itself needs one.
    page.evaluate("HTMLFormElement.prototype.submit.call(document.getElementById('application'))")
    page.wait_for_selector("main #problems")
    assert violations(page) == []


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("path", ["/apply/", "/ru/apply/", "/my/", "/ru/my/"])
def test_a_narrow_screen_needs_no_sideways_scrolling(page: Any, site: FormSite, path: str, full: bool) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    if full and "apply" in path:
        open_filled(page, site, path, settlement="Ұ" * 120)
        press(page)
    else:
        page.goto(site.address + path)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_rows_come_and_go_by_keyboard_alone(page: Any, site: FormSite) -> None:
    page.goto(site.address + "/apply/")
    page.fill("#team_members-0-full_name", "Бірінші")
    page.focus("[data-q=team_members] .bq-add")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "team_members-1-full_name"
    page.keyboard.type("Екінші")
    page.focus("#team_members-0 .bq-remove")
    page.keyboard.press("Enter")
    assert page.locator("[data-q=team_members] .bq-row").count() == 1
    assert page.input_value("#team_members-0-full_name") == "Екінші"
    assert page.evaluate("document.activeElement.className").endswith("bq-add")


def test_every_question_can_be_reached_and_left_by_keyboard(page: Any, site: FormSite, call: Call) -> None:
    """From section to section by the link that stands at its end."""
    page.goto(site.address + "/apply/")
    page.focus("[data-begin]")
    page.keyboard.press("Enter")
    seen = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "document.activeElement.closest('[data-q]')?.dataset.q || document.activeElement.hash || ''"
        )
        seen.add(here.split("-")[0])
        if here.startswith("#section-") and page.evaluate("!!document.activeElement.closest('.bq-bar')"):
            page.keyboard.press("Enter")
            page.wait_for_function("hash => !document.querySelector(hash).hidden", arg=here)
    assert {f.id for f in call.form if not f.asked_when} <= seen


def test_words_survive_a_reload_and_a_change_of_language(page: Any, site: FormSite) -> None:
    page.goto(site.address + "/apply/")
    page.fill("#leader_last_name", "Сәрсенова")
    page.check("[name=legal_status][value=legal_entity]")
    page.check("[name=geography][value='191000000']")
    page.fill("#team_members-0-full_name", "Бірінші")
    page.click("[data-q=team_members] .bq-add")
    page.fill("#team_members-1-full_name", "Екінші")
    page.reload()
    assert page.input_value("#team_members-1-full_name") == "Екінші"
    page.click("a[lang=ru]")
    page.wait_for_url("**/ru/apply/**")
    assert page.input_value("#leader_last_name") == "Сәрсенова"
    page.focus("#bin")
    assert page.is_checked("[name=legal_status][value=legal_entity]") and page.is_visible("#bin")
    assert page.is_checked("[name=geography][value='191000000']")
    assert page.input_value("#team_members-1-full_name") == "Екінші"


def test_a_hidden_question_keeps_its_words(page: Any, site: FormSite) -> None:
    page.goto(site.address + "/apply/")
    assert not page.is_visible("#org_name")
    page.check("[name=legal_status][value=legal_entity]")
    page.fill("#org_name", "Қор")
    page.check("[name=legal_status][value=individual]")
    page.wait_for_selector("#org_name", state="hidden")
    page.check("[name=legal_status][value=sole_proprietor]")
    page.wait_for_selector("#org_name", state="visible")
    assert page.input_value("#org_name") == "Қор"


def test_a_complete_form_gets_its_receipt_and_keeps_it_over_a_reload(page: Any, site: FormSite) -> None:
    open_filled(page, site)
    press(page)
    number = page.inner_text("[data-slot=number]")
    assert [event.number for event in site.store.kept.values()] == [number]
    assert "сағат 10.00 (" in keyboard_text(page.inner_text("[data-slot=received_at]"))
    assert violations(page) == []
    page.reload()
    assert page.inner_text("[data-slot=number]") == number
    assert json.loads(site.posts[0][1]) == as_typed(answers())
    page.goto(site.address + "/ru/my/")
    page.click("[type=submit]")
    page.wait_for_selector("#found h2")
    assert number in page.inner_text("h1") and "Подана" in page.inner_text("#found")
    assert number not in page.url


def test_a_lost_answer_is_unknown_and_the_next_press_finds_the_same_application(page: Any, site: FormSite) -> None:
    open_filled(page, site)
    site.lose_answers = 1
    press(page)
    assert "белгісіз" in page.inner_text("#problems h1")
    press(page)
    page.wait_for_selector("#receipt")
    assert len(site.store.kept) == 1
    assert len(site.posts) == 2 and site.posts[0] == site.posts[1]
    assert re.fullmatch(r"[\x21-\x7e]{16,64}", site.posts[0][0])


def test_words_changed_after_a_lost_answer_do_not_make_a_second_application(page: Any, site: FormSite) -> None:
    open_filled(page, site)
    site.lose_answers = 1
    press(page)
    page.fill("#settlement", "Есік")
    press(page)
    page.wait_for_selector("#receipt")
    assert len(site.store.kept) == 1
    assert page.evaluate("(name) => JSON.parse(localStorage.getItem(name)).answers.settlement", KEPT) == "Есік"


def test_a_server_that_is_away_is_never_a_no(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    site.away = 1
    press(page)
    assert "неизвестен" in page.inner_text("#problems")
    press(page)
    page.wait_for_selector("#receipt")
    assert len(site.store.kept) == 1


def test_a_double_press_is_one_post(page: Any, site: FormSite) -> None:
    open_filled(page, site)
    page.dblclick("#application [type=submit]")
    page.wait_for_selector("#receipt")
    assert len(site.posts) == 1


def test_too_late_shows_the_rule_and_every_word_stays(page: Any, site: FormSite) -> None:
    open_filled(page, site, application_language="ru")
    site.at = CLOSES + 4 * MS
    press(page)
    said = page.inner_text("#problems")
    assert "Приём заявок завершён" in said and "0,004" in said
    assert page.get_attribute("#problems p a", "href") == "/ru/rules/#deadline"
    assert page.input_value("#leader_last_name") == answers()["leader_last_name"]
    with page.expect_download() as taken:
        page.click("#problems button")
    text = taken.value.path().read_text("utf-8-sig")
    assert answers()["leader_last_name"] in text and "Талғар ауданы" in text
    # The organisers reopen: the next press is a new attempt with a key of its own.
    site.at = OPEN
    press(page)
    page.wait_for_selector("#receipt")
    assert site.posts[0][0] != site.posts[1][0]


def test_the_server_has_the_last_word_on_what_the_browser_refused(page: Any, site: FormSite) -> None:
    open_filled(page, site, settlement=None)
    press(page)
    assert site.posts == [] and page.get_attribute("#settlement", "aria-invalid") == "true"
    press(page)
    assert len(site.posts) == 1 and page.get_attribute("#settlement", "aria-invalid") == "true"
    page.fill("#settlement", "Есік")
    page.wait_for_selector("#settlement-error", state="detached")
    press(page)
    page.wait_for_selector("#receipt")


WRONG = {
    "bin": "900101100014", "leader_iin": "900101100015", "leader_phone": "+7 916 123 45 67", "leader_email": "a@b",
    "project_title": "Ә" * 151, "summary": "қысқа", "beneficiaries": "0", "period_to": "2021-09", "web_link": "жоқ :(",
    "hours_per_week": "он", "settlement": "а\u0007б", "legal_status": "individual",
    "budget_items": [{"category": "pay", "item": "Мұғалім", "amount": "5"}], "team_members": [{"full_name": "А"}],
    "indicators": [{"name": "а", "unit": "б", "baseline": "1", "target": "x"}],
}  # fmt: skip


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("question", [*WRONG, "nothing at all"])
def test_the_browser_says_what_the_server_says(
    page: Any, site: FormSite, call: Call, question: str, language: str
) -> None:
    """Same words in the same order: one definition judged twice."""
    made = {} if question == "nothing at all" else as_typed(answers()) | {question: WRONG[question]}
    page.goto(site.address + "/nothing/")
    page.evaluate("([name, draft]) => localStorage.setItem(name, draft)", [KEPT, json.dumps({"answers": made})])
    page.goto(site.address + ("/ru" if language == "ru" else "") + "/apply/")
    press(page)
    expected = [problem["message"] for problem in problems_in_words(judge(call.form, made).problems, language)]
    assert page.locator("#problems li > span").all_text_contents() == expected
    assert expected and site.posts == []


def test_the_device_can_be_wiped(page: Any, site: FormSite) -> None:
    open_filled(page, site)
    page.click(".bq-note button")
    page.wait_for_load_state()
    assert page.input_value("#leader_last_name") == ""
    assert page.evaluate("localStorage.length") == 0


def test_the_last_minutes_are_said_softly(page: Any, site: FormSite) -> None:
    site.at = CLOSES - 14 * 60 * 1000 * MS
    page.goto(site.address + "/ru/apply/")
    page.wait_for_selector(".bq-phase-soon")
    assert "14" in page.inner_text("#phase") or "13" in page.inner_text("#phase")
    site.at = CLOSES
    page.reload()
    page.wait_for_selector(".bq-phase-closed")
    assert page.is_enabled("#application [type=submit]")


@pytest.mark.parametrize("seen_before", [False, True], ids=["a note comes", "a note goes"])
def test_a_click_lands_though_the_question_that_is_left_moves_the_page(
    page: Any, site: FormSite, seen_before: bool
) -> None:
    page.set_viewport_size({"width": 320, "height": 15000})
    page.goto(site.address + "/apply/")
    if seen_before:
        press(page)
    aim = page.locator("#leader_email").evaluate_handle("""email => [...email.form.querySelectorAll(
      ".bq-choices label")].find((label) => email.compareDocumentPosition(label) & 4 && label.offsetParent)""")
    page.fill("#leader_email", "ali@example.kz" if seen_before else "a@b")
    box = aim.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + (box["height"] - 3 if seen_before else 3))
    assert aim.evaluate("label => label.querySelector('input').checked")
    page.wait_for_function("seen => !!document.querySelector('#leader_email-error') !== seen", arg=seen_before)
