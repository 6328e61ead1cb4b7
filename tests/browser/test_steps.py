"""The form one section at a time: where one is, what is saved, how long is left, and all answers read over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from tests.browser.form_site import FormSite, walking
from tests.browser.test_form import open_filled, page, press, site, violations
from tests.building import CLOSES, OPEN
from tests.conftest import PATIENCE_MS

__all__ = ["page", "site"]
pytestmark = pytest.mark.browser
HERE = ".bq-section:not([hidden])"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def phone(chromium: Any, site: FormSite) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    made = walking(context.new_page())
    made.on("dialog", lambda dialog: dialog.accept())
    yield made
    context.close()


@pytest.fixture
def without_script(chromium: Any, site: FormSite) -> Iterator[Any]:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    yield walking(context.new_page())
    context.close()


def sections_in_sight(page: Any) -> list[str]:
    ids = page.evaluate("""[...document.querySelectorAll("#form-sections, .bq-section, #check-answers")]
        .filter((part) => !part.hidden && part.checkVisibility()).map((part) => part.id)""")
    assert isinstance(ids, list)
    return ids


def assert_in_sight(page: Any, *wanted: str) -> None:
    """A press leads there at once, and a busy machine's browser a moment later."""
    for _ in range(PATIENCE_MS // 100):
        if sections_in_sight(page) == list(wanted):
            return
        page.wait_for_timeout(100)
    assert sections_in_sight(page) == list(wanted)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_before_the_first_question_stands_what_it_takes_and_what_to_have_ready(
    page: Any, site: FormSite, call: Call, language: str
) -> None:
    page.goto(site.address + ("/ru" if language == "ru" else "") + "/apply/")
    told = page.inner_text(".bq-start")
    assert {"kk": "3\u00a0сағат", "ru": "3\u00a0часа"}[language] in told
    assert all((document.label[language] in told) is not document.is_optional
               for document in call.form.package.documents)  # fmt: skip
    assert_in_sight(page, "form-sections")


def test_every_section_is_reached_by_its_link_and_left_by_the_next_and_by_back(
    phone: Any, site: FormSite, call: Call
) -> None:
    phone.goto(site.address + "/ru/apply/")
    phone.click("[data-begin]")
    for number, section in enumerate(call.form.sections, 1):
        assert_in_sight(phone, f"section-{section.id}")
        assert f"Раздел {number} из {len(call.form.sections)}" in phone.inner_text(f"{HERE} .bq-bar")
        assert phone.evaluate("document.activeElement.id") == f"section-{section.id}"
        phone.locator(f"{HERE} .bq-bar a.bq-plain").last.click()
    assert_in_sight(phone, "check-answers")
    phone.go_back()
    phone.wait_for_function("id => !document.getElementById(id).hidden", arg=f"section-{call.form.sections[-1].id}")
    phone.click(f"{HERE} .bq-bar a[href='#form-sections']")
    assert_in_sight(phone, "form-sections")


def test_no_field_that_has_the_focus_is_covered_by_the_bar(phone: Any, site: FormSite) -> None:
    phone.goto(site.address + "/apply/#section-project")
    phone.wait_for_selector(".bq-js")
    phone.focus("[name=direction]")
    for _ in range(40):
        phone.keyboard.press("Tab")
        covered = phone.evaluate("""() => {
            const here = document.activeElement, bar = document.querySelector(".bq-section:not([hidden]) .bq-bar");
            if (!here.matches("input, textarea, select") || bar.contains(here)) return false;
            const [box, top] = [here.getBoundingClientRect(), bar.getBoundingClientRect().top];
            return box.top >= top;
        }""")
        assert not covered


def test_the_list_of_sections_tells_how_far_each_is(phone: Any, site: FormSite) -> None:
    open_filled(phone, site, "/ru/apply/", settlement="")
    assert (
        phone.inner_text("[data-progress=applicant]") == "7 из 8"
        and phone.inner_text("[data-progress=leader]") == "готово"
    )
    assert phone.inner_text("[data-begin]") == "Продолжить: Сведения о заявителе"
    press(phone)
    phone.evaluate("location.hash = '#form-sections'")
    phone.wait_for_selector("[data-progress=applicant].bq-mend")
    assert phone.inner_text("[data-progress=applicant]") == "доделать: 1"
    phone.fill("#settlement", "Есік")
    phone.evaluate("location.hash = '#form-sections'")
    phone.wait_for_selector("[data-progress=applicant].bq-done")


def test_the_bar_says_what_is_saved_and_where(phone: Any, site: FormSite) -> None:
    def bar() -> str:
        return str(phone.inner_text(f"{HERE} .bq-saved"))

    phone.goto(site.address + "/ru/apply/#section-applicant")
    phone.wait_for_selector(".bq-js")
    assert bar() == "Ещё не сохранено"
    phone.fill("#settlement", "Есік")
    phone.wait_for_function(f"document.querySelector('{HERE} .bq-saved').textContent.startsWith('На устройстве, ')")
    phone.reload()
    phone.wait_for_selector(".bq-js")
    assert bar() == "Сохранено на устройстве"
    phone.click(f"{HERE} .bq-save")
    phone.wait_for_selector(".bq-saved-draft")
    assert bar().startswith("Черновик на сервере, ")
    phone.reload()
    phone.wait_for_selector("#work")
    assert bar() == "Сохранена версия 1"


def test_an_early_press_is_calm_and_each_question_says_what_it_needs(phone: Any, site: FormSite, call: Call) -> None:
    phone.goto(site.address + "/ru/apply/")
    press(phone)
    assert phone.inner_text("#problems h1").startswith("Ещё без ответа:") and "Нужно исправить" not in phone.title()
    lines = phone.locator("#problems a").filter(visible=True)
    assert lines.count() == 0 and phone.locator("#problems details").count() == len(call.form.sections)
    phone.locator("#problems summary").first.click()
    assert lines.count() > 0
    lines.first.click()
    assert_in_sight(phone, "section-applicant")
    assert not phone.locator("#problems").is_visible()
    said = phone.locator(f"{HERE} .bq-error").filter(visible=True).all_inner_texts()
    assert said and set(said) <= {"Выберите один вариант.", "Заполните эту строку."}
    assert phone.locator(".bq-wrong").count() == 0 and violations(phone) == []


@pytest.mark.parametrize("path", ["/apply/", "/ru/apply/"])
def test_all_answers_are_read_over_and_each_can_be_changed(phone: Any, site: FormSite, path: str) -> None:
    open_filled(phone, site, path, settlement="", project_title="Кітап & <b>")
    phone.evaluate("location.hash = '#check-answers'")
    phone.wait_for_selector(".bq-review dd")
    told = phone.inner_text(".bq-review")
    assert "Кітап & <b>" in told and "Ахметов Нұрлан" in told and violations(phone) == []
    assert phone.locator(".bq-review .bq-todo a").get_attribute("href") == "#settlement"
    phone.click(".bq-review a[href='#project_title']")
    assert_in_sight(phone, "section-project")
    assert phone.evaluate("document.activeElement.id") == "project_title"
    phone.fill("#project_title", "Дәптер")
    phone.evaluate("location.hash = '#check-answers'")
    phone.wait_for_selector(".bq-review dd:has-text('Дәптер')")


def test_without_a_script_saving_and_the_next_section_are_in_reach_too(
    without_script: Any, site: FormSite, call: Call
) -> None:
    here, count = without_script, len(call.form.sections)
    here.goto(site.address + "/ru/apply/")
    assert here.locator(".bq-bar .bq-save").count() == here.locator(".bq-bar a.bq-plain").count() == count
    here.locator(".bq-toc a").nth(2).click()
    heading = here.locator("#section-team h2").bounding_box()
    bar = here.locator("#section-team .bq-bar").bounding_box()
    assert heading and 0 <= heading["y"] < 100 and bar and bar["y"] + bar["height"] <= 845
    here.fill("#settlement", "Есік")
    here.locator("#section-applicant .bq-save").click()
    assert here.url.endswith("/api/drafts") and here.locator("[data-progress=team].bq-empty").count() == 1
    assert here.inner_text("[data-progress=applicant]").startswith("доделать: ")
    here.locator(".bq-toc a").nth(1).click()
    assert "Сохранена версия 1" in here.inner_text("#section-leader .bq-saved")
    assert not here.locator(".bq-draft").is_visible()


@pytest.mark.parametrize("path", ["/apply/", "/ru/apply/"])
def test_without_a_script_one_section_stands_at_a_time_and_all_of_them_are_sent(
    without_script: Any, site: FormSite, call: Call, path: str
) -> None:
    """On one page the form was 20,800 pixels high on this phone."""
    here = without_script
    here.goto(site.address + path)
    assert_in_sight(here, "form-sections")
    for section in call.form.sections:
        here.locator(f".bq-toc [href='#section-{section.id}']").click()
        assert_in_sight(here, f"section-{section.id}")
        assert here.evaluate("document.documentElement.scrollHeight") < 5_000
        here.locator(f"#section-{section.id} .bq-bar [href='#form-sections']").click()
    here.fill("#settlement", "Есік")
    here.fill("#project_title", "Кітап")
    here.locator("#section-project .bq-save").click()
    assert_in_sight(here, "form-sections")
    assert here.locator(".bq-draft").is_visible()
    here.locator(".bq-missing summary").first.click()
    here.locator(".bq-missing li a").first.click()
    assert_in_sight(here, f"section-{call.form.sections[0].id}")
    [kept] = site.store.kept.values()
    assert (kept.answers["settlement"], kept.answers["project_title"]) == ("Есік", "Кітап")


def test_without_a_script_all_answers_of_who_came_late_stand_in_sight(
    without_script: Any, site: FormSite, call: Call
) -> None:
    without_script.goto(site.address + "/ru/apply/")
    without_script.fill("#settlement", "Есік")
    site.at = CLOSES
    without_script.click("#check-answers [type=submit]")
    assert without_script.inner_text("#phase").startswith("Заявки принимались")
    assert without_script.input_value("#settlement") == "Есік" and site.store.kept == {}
    assert all(without_script.locator(f"#section-{section.id}").is_visible() for section in call.form.sections)


def test_without_a_script_the_form_is_whole_on_paper(without_script: Any, site: FormSite, call: Call) -> None:
    without_script.goto(site.address + "/apply/#section-team")
    without_script.emulate_media(media="print")
    assert all(without_script.locator(f"#section-{section.id}").is_visible() for section in call.form.sections)


@pytest.mark.parametrize(
    ("minutes", "said"), [(60, "1\u00a0час"), (15, "15\u00a0минут"), (5, "5\u00a0минут"), (1, "1\u00a0минута")]
)
def test_the_time_left_stands_in_the_bar_and_is_said_aloud_a_few_times(
    phone: Any, site: FormSite, minutes: int, said: str
) -> None:
    site.at = CLOSES - minutes * MINUTE - timedelta(seconds=3)
    phone.goto(site.address + "/ru/apply/#section-team")
    phone.wait_for_function("text => document.querySelector('[role=status].bq-unseen').textContent.includes(text)",
                            arg=f"До закрытия {said}")  # fmt: skip
    assert "До закрытия" in phone.inner_text(f"{HERE} .bq-left")


def test_the_closing_is_said_by_the_servers_clock(phone: Any, site: FormSite) -> None:
    site.at = CLOSES - timedelta(seconds=3)
    phone.goto(site.address + "/ru/apply/#section-team")
    phone.wait_for_function("document.querySelector('[role=status].bq-unseen').textContent === 'Срок истёк'")
    assert phone.inner_text(f"{HERE} .bq-left") == "Срок истёк"


def test_before_the_last_day_no_clock_ticks_in_the_bar(phone: Any, site: FormSite) -> None:
    phone.goto(site.address + "/ru/apply/#section-team")
    phone.wait_for_selector(".bq-phase-open")
    assert phone.inner_text(f"{HERE} .bq-left") == "" and site.at == OPEN


def test_the_receipt_of_a_resumed_draft_owns_heading_and_title(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    page.click(".bq-save")
    page.wait_for_selector(".bq-saved-draft")
    press(page)
    page.wait_for_selector("#receipt")
    assert page.title() == "Заявка принята — apply"
    assert page.locator("h1").filter(visible=True).all_inner_texts() == ["Заявка принята"]
    assert page.locator("#work").count() == 0
    assert {page.get_attribute(f"[data-slot={slot}]", "translate") for slot in ("number", "key")} == {"no"}


def test_a_receipt_the_browser_refused_to_keep_says_so(page: Any, site: FormSite) -> None:
    open_filled(page, site, "/ru/apply/")
    page.evaluate("""() => {
        const plain = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, value) {
            if (key.endsWith(":receipt")) throw new DOMException("full", "QuotaExceededError");
            return plain.call(this, key, value);
        };
    }""")
    press(page)
    page.wait_for_selector("#receipt")
    assert "не смог сохранить квитанцию" in page.inner_text("#receipt")
    assert "Квитанция хранится" not in page.inner_text("#receipt")


def test_printed_the_form_is_whole(page: Any, site: FormSite, call: Call) -> None:
    long = "жол\n" * 120 + "соңы"
    open_filled(page, site, "/ru/apply/", problem=long)
    page.wait_for_selector(".bq-js")
    page.emulate_media(media="print")
    assert all(page.locator(f"#section-{section.id}").is_visible() for section in call.form.sections)
    hidden = page.evaluate("(area => area.scrollHeight - area.clientHeight)(document.getElementById('problem'))")
    assert hidden <= 2
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.is_visible("#problem") and page.inner_text("#problem + .bq-onpaper") == long
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.is_visible("#problem") and page.locator(".bq-onpaper").count() == 0


@pytest.mark.parametrize("path", ["/apply/", "/ru/apply/"])
def test_the_page_of_a_check_without_a_script_is_clean_for_axe_and_no_wider_than_a_phone(
    phone: Any, site: FormSite, path: str
) -> None:
    open_filled(phone, site, path)
    phone.wait_for_selector(".bq-js")
    # A native post, as without a script; axe itself needs one.
    phone.evaluate("""() => {
        const form = document.getElementById("application");
        form.action = "/api/applications/check";
        HTMLFormElement.prototype.submit.call(form);
    }""")
    phone.wait_for_selector("main .bq-change")
    assert violations(phone) == [] and phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.locator("a.bq-change[href='#settlement']").click()
    assert phone.evaluate("document.activeElement.id") == "settlement"
