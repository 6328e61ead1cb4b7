"""What is typed in a real browser: stored as meant and shown as stored, or refused; Enter sends nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.call import Call, Field, say
from chalicelib.pages.printed_answers import answer
from chalicelib.rules.field_parsers import PARSERS
from chalicelib.rules.problems import Problem
from chalicelib.web.problem_sentences import problem_in_words
from tests.browser.form_site import FormSite, walking
from tests.browser.test_form import open_filled, page, press, site
from tests.building import answers
from tests.rules.test_typed import outcome
from tests.rules.typed_cases import typed_cases

__all__ = ["page", "site"]
pytestmark = pytest.mark.browser

TYPED = {
    "beneficiaries": ("3 000 адам", 3000),
    "hours_per_week": ("6 сағат", 6),
    "budget_total": ("1,5 млн тг", 1500000),
    "leader_phone": ("\u202a8 (747) 900-26-40\u202c", "+77479002640"),
    "leader_iin": ("ЖСН 900101-100014", "900101100014"),
    "leader_email": ("Aigul@Example.kz.", "Aigul@example.kz"),
    "web_link": ("instagram.com/zhetisu", "https://instagram.com/zhetisu"),
    "settlement": ("\u2068Талғар\u000bқаласы\u2069", "Талғар қаласы"),
}


def as_read(of: Field, stored: object) -> str:
    """As the server writes what it has stored."""
    given = answer(of, stored, "kk")
    assert given
    return given.words


def test_the_receipt_shows_what_is_stored(page: Any, site: FormSite, call: Call) -> None:
    open_filled(page, site)
    for field, (typed, _) in TYPED.items():
        page.fill(f"#{field}", typed)
    press(page)
    page.wait_for_selector("#receipt")
    [event] = site.store.kept.values()
    assert event.answers == answers(**{field: stored for field, (_, stored) in TYPED.items()})
    printed = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('#receipt .bq-printed div')]"
        ".map(each => [each.querySelector('dt').innerText, each.querySelector('dd').innerText]))"
    )
    for field, (_, stored) in TYPED.items():
        assert printed[call.form.by_id[field].label["kk"]] == as_read(call.form.by_id[field], stored)
    device = page.evaluate("JSON.stringify(localStorage)")
    assert answers()["leader_last_name"] not in device, "what was sent does not stay on the device"


def test_every_kind_that_is_no_line_of_text_is_stored_as_meant_and_shown_as_stored(
    page: Any, site: FormSite, call: Call
) -> None:
    """A number and a choice in a table, a long text, a month, one choice of a list and of radios, several, a «no»."""
    open_filled(page, site)
    page.fill("#indicators-0-baseline", "3,5 балл")
    page.fill("#problem", "\u2068бір\r\nекі\u2069 ")
    page.fill("#bin", "БСН 210940-000015")
    page.fill("#period_from", "2021-11")
    page.select_option("#budget_items-0-category", "equipment")
    page.select_option("#district", "195200000")
    page.check("[name=stage][value=running]")
    page.check("[name=interview_format][value=phone]")
    page.uncheck("[name=interview_format][value=online]")
    page.uncheck("#consent_publication")
    press(page)
    page.wait_for_selector("#receipt")
    [event] = site.store.kept.values()
    indicators, budget = answers()["indicators"], answers()["budget_items"]
    assert event.answers == answers(
        indicators=[indicators[0] | {"baseline": 3.5}, *indicators[1:]], problem="бір\nекі", period_from="2021-11",
        budget_items=[budget[0] | {"category": "equipment"}, *budget[1:]], district="195200000", stage="running",
        interview_format=["offline", "phone"], consent_publication=False,
    )  # fmt: skip
    printed = dict(page.evaluate(
        "[...document.querySelectorAll('#receipt .bq-printed div')]"
        ".map(each => [each.querySelector('dt').innerText, each.querySelector('dd').innerText])"
    ))  # fmt: skip
    of = call.form.by_id

    def form(field: str, code: str) -> str:
        return of[field].label_of(code, "kk")

    shown = {
        "problem": "бір\nекі", "bin": "210940000015", "period_from": "қараша\u00a02021",
        "district": form("district", "195200000"), "stage": form("stage", "running"),
        "consent_publication": say("page", "no", "kk"),
        "interview_format": f"{form('interview_format', 'offline')}, {form('interview_format', 'phone')}",
        "declare_truth": say("page", "yes", "kk"),
    }  # fmt: skip
    assert {field: printed[of[field].label["kk"]] for field in shown} == shown
    cells = {label.rpartition(": ")[2]: answer for label, answer in reversed(printed.items()) if " 1: " in label}
    category, baseline = of["budget_items"].columns[0], of["indicators"].columns[2]
    assert (cells[baseline.label["kk"]], cells[category.label["kk"]]) == ("3,5", category.label_of("equipment", "kk"))


@pytest.mark.parametrize(("field", "typed", "says"), [
    ("leader_email", "aigul@gmаil.com", "«а»"),
    ("leader_email", "aigul@gmail.сom", "«с»"),
    ("leader_email", "айгул@gmail.com", "«а»"),
    ("hours_per_week", "4-6", "Бір ғана санды"),
    ("beneficiaries", "250–300", "Бір ғана санды"),
    ("beneficiaries", "1,500", "1500 немесе 1,5"),
    ("leader_phone", "87479002640, 87074131988", "бір ғана нөмірін"),
    ("leader_iin", "900101700014", "жетінші цифры"),
])  # fmt: skip
def test_what_has_two_meanings_is_refused_and_stays_as_it_was_typed(
    page: Any, site: FormSite, field: str, typed: str, says: str
) -> None:
    open_filled(page, site)
    page.fill(f"#{field}", "")
    page.type(f"#{field}", typed)
    press(page)
    assert says in page.text_content(f"#{field}-error") and site.posts == []
    assert page.input_value(f"#{field}") == typed
    press(page)
    assert says in page.text_content(f"#{field}-error") and len(site.posts) == 1
    assert json.loads(site.posts[0][1])[field] == typed


# A question of the real form for each kind that is typed; its own limits decide. A month Chromium has a picker for.
KINDS = {"phone": "leader_phone", "email": "leader_email", "iin": "leader_iin", "bin": "bin", "integer": "budget_total",
         "number": "indicators-0-baseline", "url": "web_link", "text": "settlement", "textarea": "problem"}  # fmt: skip
TYPE_ALL = """([id, texts]) => texts.map(text => {
  const box = document.getElementById(id), wrong = () => document.getElementById(id + "-error");
  box.focus();
  box.select();
  document.execCommand(text ? "insertText" : "delete", false, text);
  box.blur();
  return [box.value, wrong() ? wrong().textContent : ""];
})"""


def asked_of(call: Call, kind: str) -> Field:
    if kind != "number":
        return call.form.by_id[KINDS[kind]]
    return next(column for column in call.form.by_id["indicators"].columns if column.id == "baseline")


def refusal(of: Field, typed: str) -> str:
    """What the server says; nothing where it takes the answer."""
    _, fault = PARSERS[of.kind](of, typed)
    return problem_in_words(Problem(of.id, fault), "kk")["message"] if fault else ""


def test_every_row_of_the_table_is_read_alike_by_a_browser(page: Any, site: FormSite, call: Call) -> None:
    """What Chromium's own inputs make of the words included: what they hand on, the server takes for what was typed."""
    open_filled(page, site)
    apart, asked = [], 0
    for kind, field in KINDS.items():
        typed = [case.typed for case in typed_cases() if case.field.kind == kind and isinstance(case.typed, str)]
        page.fill(f"#{field}", "")
        of = asked_of(call, kind)
        for text, (handed_on, said) in zip(typed, page.evaluate(TYPE_ALL, [field, typed]), strict=True):
            meant = outcome(of, text)
            asked += 1
            if outcome(of, handed_on) != meant or (meant[0] != "none" and said != refusal(of, text)):
                apart.append((kind, text, handed_on, meant, said))
    assert apart == []
    assert asked >= 500 and {*KINDS, "month"} == {case.field.kind for case in typed_cases() if case.by_script}


def test_enter_in_a_field_sends_nothing_and_in_a_long_text_breaks_the_line(page: Any, site: FormSite) -> None:
    open_filled(page, site)
    for field in ("settlement", "leader_email", "beneficiaries", "consent_publication", "team_members-0-role"):
        page.focus(f"#{field}")
        page.keyboard.press("Enter")
    page.fill("#problem", "бір")
    page.focus("#problem")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("екі")
    page.wait_for_timeout(100)
    assert site.posts == [] and page.input_value("#problem") == "бір\nекі"
    page.focus(".bq-send .bq-button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#receipt")


def test_enter_without_a_script_checks_the_answers_and_sends_nothing(chromium: Any, site: FormSite) -> None:
    context = chromium.new_context(java_script_enabled=False)
    here = walking(context.new_page())
    here.goto(site.address + "/apply/")
    here.fill("#settlement", "Есік")
    here.keyboard.press("Enter")
    here.wait_for_url("**/api/applications/check")
    assert here.input_value("#settlement") == "Есік"
    assert site.store.kept == {}
    context.close()
