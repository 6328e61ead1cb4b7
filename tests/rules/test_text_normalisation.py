"""Marks in a row, wherever the row begins, and the line ends of every office program."""

import pytest

from chalicelib.rules.text_normalisation import MOST_MARKS, compose, crowded_at, line_ends

MARK = "\u0301"


@pytest.mark.parametrize("before", range(2 * MOST_MARKS + 3))
@pytest.mark.parametrize("letter", ["a", "ә", "字"])
def test_one_mark_too_many_is_found_wherever_the_row_begins(before: int, letter: str) -> None:
    text = letter * before + MARK * MOST_MARKS
    assert crowded_at(text + "b") is None
    assert crowded_at(text + MARK + "b" * 40) == len(text)
    assert compose(text + MARK) == text + MARK


def test_rows_that_a_letter_parts_are_not_one_row() -> None:
    assert crowded_at((MARK * MOST_MARKS + "字") * 5) is None


@pytest.mark.parametrize(
    ("typed", "lines"),
    [("a\r\nb", 2), ("a\rb", 2), ("a\x0bb", 2), ("a\x0cb\x85c", 3), ("a\u2028b\u2029c", 3), ("a\r\r\nb", 3),
     ("a\x0b\nb", 3), ("a\n\rb", 3), ("a\r\n\r\nb", 3), ("a\tb", 1)],
)  # fmt: skip
def test_every_program_s_line_end_is_one_line_end(typed: str, lines: int) -> None:
    assert len(line_ends(typed).split("\n")) == lines
    assert set(line_ends(typed)) <= set("abc\t\n")
