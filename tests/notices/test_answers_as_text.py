"""One's own words come back question by question, as people write them, whatever a draft was sent."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.call.wording import keyboard_text
from chalicelib.notices.answers_as_text import returned_answers
from tests.small_building import COMPLETE, small_call

SENT: dict[str, Any] = COMPLETE | {
    "places": ["all", "x"], "public": False, "summary": " Ән\r\nкүй\tкеші\x07", "total": "көп", "people": [40, 50],
    "costs": [{"item": "Домбыра", "amount": 900, "reason": ""}, "бос", {"item": "Көлік", "z\tz": {"a": 1}}],
    "zz": [None], "organisation": "", "stage": "someday",
}  # fmt: skip
SAID = {
    "Тіл": "Қазақша (kk)", "Тегі": "Сәрсенова", "Пошта": "aigerim@example.kz", "ЖСН": "••••••••0014",
    "Санаты": "ҮЕҰ (kk)", "Жоба атауы": "Ән кеші", "Бағыт": "Музыка (kk)", "Саты": "someday",
    "Сипаттама": " Ән\nкүй кеші", "Жерлер": "Бәрі (kk), x", "Басталуы": "мамыр 2026", "Аяқталуы": "қыркүйек 2026",
    "Адам саны": "40, 50", "Үлес": "12,5", "Барлығы": "көп",
    "Шығындар": '1. Атауы (kk): Домбыра; Сомасы (kk): 900\n2. бос\n3. Атауы (kk): Көлік; z z: {"a": 1}',
    "Келісемін": "Иә", "Жарияланады": "Жоқ",
}  # fmt: skip


def told(answers: dict[str, Any], language: str = "kk") -> list[tuple[str, str]]:
    return [(question, keyboard_text(words)) for question, words in returned_answers(small_call(), answers, language)]


@pytest.mark.parametrize(("language", "mark", "in_their_language"), [
    ("kk", "қаз.", {}),
    ("ru", "рус.", {"Басталуы": "май 2026", "Аяқталуы": "сентябрь 2026", "Келісемін": "Да", "Жарияланады": "Нет"}),
])  # fmt: skip
def test_every_answer_comes_back_under_its_question_in_the_order_of_the_form(
    language: str, mark: str, in_their_language: dict[str, str]
) -> None:
    """What was not answered is left out; what the form does not know comes last, under the name it was sent with."""
    said = [(f"{question} ({mark})", words.replace("(kk)", f"({mark})"))
            for question, words in (SAID | in_their_language).items()]  # fmt: skip
    assert told(SENT, language) == [*said, ("zz", "[null]")]


@pytest.mark.parametrize(("value", "shown"), [
    ("900101100014", "••••••••0014"), ("12345", "•2345"), ("1234", "1234"), ("", None), ([], None),
])  # fmt: skip
def test_of_a_personal_number_only_the_last_four_signs_travel(value: Any, shown: str | None) -> None:
    assert [words for _, words in told({"iin": value})] == ([shown] if shown else [])


@pytest.mark.parametrize("value", ["Домбыра 900", {"item": "Домбыра"}, True])
def test_a_table_that_was_sent_as_something_else_comes_back_too(value: Any) -> None:
    expected = {"Домбыра 900": "Домбыра 900", "True": "Иә"}.get(str(value), '{"item": "Домбыра"}')
    assert [words for _, words in told({"costs": value})] == [expected]
