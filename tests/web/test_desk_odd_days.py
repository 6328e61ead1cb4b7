"""Days at the ends of the calendar, and what is no day, in forms and addresses of the desk: never a failure."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from rehearsal.html_forms import Forms, HtmlForm
from tests.building import OPEN
from tests.web.test_desk import SECRETARY, Browser, Committee, committee, received, signed_in  # noqa: F401

ODD_DAYS = ["0001-01-01", "9999-12-31", "2021-02-30", "٢٠٢١-٠٩-١٠", "2021-09-16\x00", "1" * 5000, ""]
NUMBERS = ["5", "999999999999999999999", "x"]


@pytest.mark.parametrize("path", ["interviews", "interviews.ics", "journal"])
@pytest.mark.parametrize("day", ODD_DAYS)
def test_an_address_with_an_odd_day_shows_a_page(committee: Committee, path: str, day: str) -> None:  # noqa: F811
    assert signed_in(SECRETARY, OPEN).get(f"{path}?day={quote(day)}").status < 500


def test_a_form_with_an_odd_day_is_answered_in_words(committee: Committee) -> None:  # noqa: F811
    number = received(committee)
    browser = signed_in(SECRETARY, OPEN)
    pages = [browser.get(path).body for path in (f"applications/{number}", "interviews", "people")]
    forms = {form.action: form for page in pages for form in Forms(page).found if with_a_day(form)}
    assert any(action.endswith("/schedule") for action in forms), "the test found no form with a day"
    answers = [(form.action, day, browser.post(form.action, pairs).status)
               for form in forms.values() for day in ODD_DAYS for pairs in filled(form, day)]  # fmt: skip
    assert [answer for answer in answers if answer[2] >= 500] == []


def with_a_day(form: HtmlForm) -> bool:
    return any(is_day(name) for name in form.names)


def is_day(name: str) -> bool:
    return "day" in name or name in ("until", "due", "held")


def filled(form: HtmlForm, day: str) -> Iterator[list[tuple[str, str]]]:
    own = [(name, value) for name, value in form.fields if name.startswith("_")]
    for number, clock in ((NUMBERS[0], "00:00"), (NUMBERS[0], "23:59"), (NUMBERS[1], "10:00"), (NUMBERS[2], "")):
        others = {name: day if is_day(name) else clock if "time" in name else number for name in sorted(form.names)}
        yield own + [(name, value) for name, value in others.items() if name and not name.startswith("_")]
