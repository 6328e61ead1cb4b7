"""Answers in words: what was answered, each once, whatever was sent."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.pages.printed_answers import answer, answered_sections
from tests.building import answers
from tests.pages.test_form import LANGUAGES, ODD

pytestmark = pytest.mark.call_of_2021


def told(call: Call, question: str, value: Any) -> Any:
    given = answer(call.form.by_id[question], value, "ru")
    return given and (given.words or given.options or given.rows)


@pytest.mark.parametrize(
    ("question", "value", "expected"),
    [
        ("settlement", " Есік ", " Есік "),
        ("settlement", "", None),
        ("hours_per_week", 12, "12"),
        ("declare_truth", True, "Да"),
        ("declare_truth", False, None),
        ("consent_publication", "on", "Да"),
        ("consent_publication", False, "Нет"),
        ("consent_publication", None, None),
        ("stage", "idea", ("Идея",)),
        ("interview_format", ["phone", "online", "phone", "moon"], ("Онлайн", "По телефону", "moon")),
        ("team_members", [{}, {"role": ""}, "жол"], None),
    ],
)
def test_an_answer_is_told_as_it_is_stored(call: Call, question: str, value: Any, expected: Any) -> None:
    assert told(call, question, value) == expected


def test_a_table_is_its_rows_with_an_answer_and_their_cells(call: Call) -> None:
    rows = told(call, "team_members", [{"full_name": "Ә"}, {}, {"role": "ұстаз", "full_name": "Б"}])
    assert [[(cell.label, cell.words) for cell in row] for row in rows] == [
        [("ФИО", "Ә")], [("ФИО", "Б"), ("Роль в проекте", "ұстаз")],
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_and_questions_without_an_answer_are_left_out(call: Call, language: str) -> None:
    given = answers()
    told = {each.of.id for _, printed in answered_sections(call, language, given) for each in printed}
    assert told == {name for name, value in given.items() if value not in ("", None, [])}
    assert answered_sections(call, language, {}) == []


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:30])
def test_no_value_of_any_type_makes_it_fail(call: Call, odd: Any) -> None:
    sections = answered_sections(call, "kk", {field.id: odd for field in call.form})
    assert all(each.words or each.options or each.rows for _, printed in sections for each in printed)
