"""Pages printed from another call than today's: what changes in the call changes in the page."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import calendar_file
import jinja2
import pytest
from page_templates import filled_page

from chalicelib.call import Call
from chalicelib.call.definition import Amendment
from chalicelib.call.wording import keyboard_text

pytestmark = pytest.mark.call_of_2021

DOCS = Path(__file__).parents[2] / "docs"
ALMATY = timezone(timedelta(hours=6))
LATER = datetime(2021, 10, 5, 18, tzinfo=ALMATY)


@pytest.fixture
def extended(call: Call) -> Call:
    what = {"kk": "Қабылдау ұзартылды.", "ru": "Приём продлён."}
    why = {"kk": "байланыс үзілді", "ru": "не было связи"}
    amendment = Amendment(datetime(2021, 9, 28, 10, tzinfo=ALMATY), what, why, LATER)
    return replace(call, closes_at=LATER, amendments=(amendment,))


@pytest.mark.parametrize(("language", "lines"), [
    ("kk", ["2021 жылғы 28 қыркүйек сағат 10.00", "Қабылдау ұзартылды.", "Себебі: байланыс үзілді",
            "Жаңа мерзім: 2021 жылғы 5 қазан сағат 18.00-ге дейін."]),
    ("ru", ["28 сентября 2021 года в 10.00", "Приём продлён.", "Причина: не было связи",
            "Новый срок: до 18.00 5 октября 2021 года."]),
])  # fmt: skip
def test_an_extension_is_printed_on_the_rules_page(extended: Call, language: str, lines: list[str]) -> None:
    page = keyboard_text(filled_page((DOCS / f"rules.{language}.md").read_text("utf-8"), extended, language))
    assert [line for line in lines if line not in page] == []


@pytest.mark.parametrize(("language", "words"), [("kk", "Мерзім ұзартылды"), ("ru", "Срок продлён")])
def test_the_first_page_says_that_the_deadline_moved_and_leads_to_why(
    call: Call, extended: Call, language: str, words: str
) -> None:
    announced, moved = (
        filled_page((DOCS / f"index.{language}.md").read_text("utf-8"), each, language) for each in (call, extended)
    )
    assert "#amendments" not in announced
    assert f'rules/#amendments">{words}' in keyboard_text(moved)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "2021 жылғы 10 қыркүйек пен 5 қазан аралығында"),
        ("ru", "с 10-го сентября по 5-е октября 2021 года"),
    ],
)
def test_a_call_over_two_months_names_both(extended: Call, language: str, words: str) -> None:
    assert keyboard_text(filled_page("{{ span() }}", extended, language)) == words


def test_an_extension_moves_the_event_a_calendar_already_has(call: Call, extended: Call) -> None:
    before, after = (calendar_file.calendar(each, "ru", "https://baiqau.example/ru/") for each in (call, extended))
    assert "DTSTART:20211005T120000Z" in after
    assert [line for line in before.split("\r\n") if line.startswith("UID")] == [
        line for line in after.split("\r\n") if line.startswith("UID")
    ]
    assert (before.count("SEQUENCE:0"), after.count("SEQUENCE:1")) == (2, 2)


@pytest.mark.parametrize("name", ["{{ call.colour }}", "{{ nothing }}", "{{ say('no.such.words') }}"])
def test_a_page_cannot_name_what_is_not_there(call: Call, name: str) -> None:
    with pytest.raises((jinja2.UndefinedError, KeyError)):
        filled_page(name, call, "kk")
