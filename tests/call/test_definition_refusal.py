"""A refusal in words: where it is, what is wrong, and no more of them at once than anybody mends."""

from __future__ import annotations

import pytest

from chalicelib.call.allowed_characters import (
    CODE,
    DIAL,
    FOLDER,
    ID,
    MAIL,
    URL,
    VERSION,
    Spelling,
    alike,
    forbidden_sign,
    foreign_letter,
    misspelt,
)
from chalicelib.call.contact import Contact, Phone
from chalicelib.call.definition_error import DefinitionError
from chalicelib.call.definition_refusal import MOST_TOLD, definition_refusal, place_in_words, sentences
from chalicelib.call.wording import keyboard_text


def refusal(line: int = 0, shown: str = "", code: str = "missing", **params: object) -> DefinitionError:
    error = DefinitionError(code, "call.id", **params)
    error.file, error.line, error.shown = "my-call/call.toml", line, shown
    return error


@pytest.mark.parametrize(
    ("line", "shown", "kk", "ru"),
    [
        (12, "id", "my-call/call.toml, 12-жол, id", "my-call/call.toml, строка 12, id"),
        (12, "", "my-call/call.toml, 12-жол", "my-call/call.toml, строка 12"),
        (0, "id", "my-call/call.toml, id", "my-call/call.toml, id"),
        (0, "", "my-call/call.toml", "my-call/call.toml"),
    ],
)
def test_a_place_is_said_as_far_as_it_is_known(line: int, shown: str, kk: str, ru: str) -> None:
    places = [keyboard_text(place_in_words(refusal(line, shown), language)) for language in ("kk", "ru")]
    assert places == [kk, ru]


@pytest.mark.parametrize(
    ("expected", "said"),
    [("int", "целое число"), ("bool", "true или false"), ("list", "список в квадратных скобках"), ("dict", "таблица"),
     ("str", "строка в кавычках"), ("date", "день вида YYYY-MM-DD"),
     ("datetime", "момент вида YYYY-MM-DDThh:mm:ss+hh:mm")],
)  # fmt: skip
def test_what_a_value_must_be_is_said_in_words(expected: str, said: str) -> None:
    (sentence,) = sentences(refusal(code="wrong_type", expected=expected), "ru")
    assert keyboard_text(sentence) == f"my-call/call.toml: здесь нужно другое: {said}."


def test_what_a_refusal_names_stands_in_its_sentence() -> None:
    fault = refusal(3, "id", "number_out_of_range", value=7, low=1, high=5)
    assert [keyboard_text(sentence) for sentence in (*sentences(fault, "kk"), *sentences(fault, "ru"))] == [
        "my-call/call.toml, 3-жол, id: 7 жарамайды, 1 мен 5 аралығындағы бүтін сан керек.",
        "my-call/call.toml, строка 3, id: 7 не подходит, нужно целое число от 1 до 5.",
    ]


@pytest.mark.parametrize(
    ("count", "told", "left"), [(1, 1, 0), (MOST_TOLD, MOST_TOLD, 0), (MOST_TOLD + 3, MOST_TOLD, 3)]
)
def test_so_many_are_told_and_the_rest_is_counted(count: int, told: int, left: int) -> None:
    first, *others = (refusal(line) for line in range(1, count + 1))
    first.others = tuple(others)
    lines = sentences(first, "ru")
    assert [line.partition(":")[0] for line in lines[:told]] == [
        f"my-call/call.toml, строка {line}" for line in range(1, told + 1)
    ]
    assert [keyboard_text(line) for line in lines[told:]] == (
        [f"… и ещё ошибок: {left}. Сначала исправьте эти."] if left else []
    )
    assert definition_refusal(first) == "\n".join([*sentences(first, "kk"), *lines])


# What names are written with


SPELT: list[tuple[Spelling, list[str], list[str]]] = [
    (ID, ["a", "a_1", "a" * 40], ["", "1a", "_a", "a-b", "A", "a" * 41, "a b", "a\n", "ә"]),
    (CODE, ["1", "a-b_c", "a" * 40], ["", "-a", "_a", "A", "a" * 41, "a\n"]),
    (FOLDER, ["a", "a-1-b", "2021", "a" * 60], ["", "-a", "a-", "a--b", "a_b", "A", "a" * 61, "../a", "a\n"]),
    (VERSION, ["2026-04-01.1", "v_1", "V", "a" * 40], ["", ".1", "-1", "a" * 41, "v 1", "1\n"]),
    (DIAL, ["109", "+77470000000", "+" + "1" * 15], ["", "10", "1" * 16, "++7", "8 727", "7+", "109\n"]),
    (URL, ["https://a", "https://a.kz", "HTTPS://A.KZ:8080/x?y#z", "https://a.kz/" + "x" * 487],
     ["", "http://a.kz", "https://", "https://-a.kz", "https://a.kz-", "https://a.kz/ б", "https://a.kz/а",
      "https://a.kz:123456", "https://a.kz/" + "x" * 488, "https://a@b.kz", "x https://a.kz", "https://a.kz\n"]),
    (MAIL, ["a@b.kz", "a.b+c%d_e-f@b-c.d.kz", "a" * 64 + "@b.kz"],
     ["", "a", "a@b", "@b.kz", "a@b.k", "a@b.к", "a@.kz", "a b@c.kz", "a" * 65 + "@b.kz", "a@b.kz\n", "ә@b.kz"]),
]  # fmt: skip


@pytest.mark.parametrize(("spelling", "right", "wrong"), SPELT, ids=[spelling.code for spelling, _, _ in SPELT])
def test_names_are_written_with_what_the_places_they_come_to_can_bear(
    spelling: Spelling, right: list[str], wrong: list[str]
) -> None:
    assert [name for name in right if misspelt(name, spelling)] == []
    assert [name for name in wrong if not misspelt(name, spelling)] == []


@pytest.mark.parametrize(
    ("name", "letter"), [("abc", ""), ("aбв", "б"), ("1_-", ""), ("a²", ""), ("aә", "ә"), ("é", "é")]
)
def test_the_first_letter_that_is_not_latin_is_found(name: str, letter: str) -> None:
    assert foreign_letter(name) == letter


@pytest.mark.parametrize("number", [
    0x00, 0x09, 0x0A, 0x1F, 0x7F, 0x9F, 0x200E, 0x200F, 0x2028, 0x202E, 0x2060, 0x2069, 0xFEFF, 0xFFFE, 0xFFFF, 0xE0000,
    0xE0FFF,
])  # fmt: skip
def test_signs_that_act_or_hide_are_named_by_their_numbers(number: int) -> None:
    assert forbidden_sign(f"а{chr(number)}б\x00") == f"U+{number:04X}"


@pytest.mark.parametrize(
    "text", ["", "Қазақша «текст», 🎭", "\u00a0", "\u2011", "\u2010", "\u202f", "\u200d", "\u3000"]
)
def test_other_signs_may_stand_in_a_text(text: str) -> None:
    assert forbidden_sign(text) == ""


def test_case_and_white_space_make_no_other_words() -> None:
    assert alike("  ИДЕЯ \u00a0 бір\n") == alike("идея бір") != alike("идеябір")


# Who answers


@pytest.mark.parametrize(
    ("shown", "words"),
    [("87479002640", "+7 747 900 26 40"), ("(87282) 41-15-81", "(87282) 41-15-81"), ("109 ", "109 ")],
)  # fmt: skip
def test_a_phone_is_written_as_all_are_unless_the_organiser_parted_it(shown: str, words: str) -> None:
    assert keyboard_text(Phone(shown, "+77479002640").words) == words


def test_every_way_to_whoever_answers_is_named_phones_first() -> None:
    text = {"kk": "а", "ru": "б"}
    phones = (Phone("109", "109"), Phone("8 (727) 1", "+7727"))
    assert Contact(text, text, text, phones, "a@b.kz").ways == ("109", "8 (727) 1", "a@b.kz")
    assert Contact(text, text, text, phones).ways == ("109", "8 (727) 1")
