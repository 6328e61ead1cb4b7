"""People and titles stand in the order of Kazakh letters, not of their numbers in Unicode."""

import random

from chalicelib.call.alphabet import LETTERS, alphabetical

# As a Kazakh dictionary has them; the last is Ukrainian, a letter that neither language has.
IN_ORDER = ["205-бөлме", "Zhetisu", "Алматы", "Әлихан", "Бақыт", "Ғани", "Дәуір", "Еңбек", "Есік", "Ёлка", "Қайрат",
            "Лаура", "Назым", "Ңұр", "Олжас", "Өмір", "Ұлан", "Үміт", "Фариза", "Хан", "Һәкім", "Цех", "Ыдырыс", "Іле",
            "Эмма", "Ясмин", "Їжак"]  # fmt: skip


def test_forty_two_letters_each_once() -> None:
    assert len(LETTERS) == len(set(LETTERS)) == 42


def test_names_stand_as_in_a_dictionary() -> None:
    shuffled = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=alphabetical) == IN_ORDER


def test_case_makes_no_difference() -> None:
    assert alphabetical("ӘЛИ Іле") == alphabetical("әли іле")
