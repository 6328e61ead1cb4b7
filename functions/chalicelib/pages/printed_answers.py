"""Answers to read and to print: words of what was answered, without the questions' widgets, hints and limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..call import Call, Field, say
from ..call.answer_words import answer_words
from ..call.field_kinds import TICKS
from ..call.form_definition import Section
from . import display_values
from .form_renderer import MOST_STRAYS, ROWS_OVER, strays

if TYPE_CHECKING:
    from ..api_types.application import Answers


class Answer(NamedTuple):
    """What was answered to one question, or in one cell: `words`, the labels of `options`, or the `rows` of a table.

    `is_no` is a stored «no»; an empty box that was only posted is no answer at all.
    """

    of: Field
    label: str
    words: str = ""
    options: tuple[str, ...] = ()
    rows: tuple[tuple[Answer, ...], ...] = ()
    is_no: bool = False


def answered_sections(call: Call, language: str, answers: Answers) -> list[tuple[Section, list[Answer]]]:
    """Only sections and questions with an answer."""
    pairs = ((section, _of_section(section, language, answers)) for section in call.form.sections)
    return [(section, answers_given) for section, answers_given in pairs if answers_given]


def _of_section(section: Section, language: str, answers: Answers) -> list[Answer]:
    there = (answer(field, answers[field.id], language) for field in section.fields if field.id in answers)
    return [printed for printed in there if printed]


def answer(of: Field, value: object, language: str) -> Answer | None:
    """The answer in words; None where nothing was answered. No value that was sent raises an error."""
    label = of.label[language]
    if of.columns:
        rows = tuple(_rows(of, value, language))
        return Answer(of, label, rows=rows) if rows else None
    if of.options:
        options = tuple(_labels(of, value, language))
        return Answer(of, label, options=options) if options else None
    if of.kind in TICKS:
        return _tick(of, label, value, language)
    words = answer_words(of.kind, display_values.text(value), language)
    return Answer(of, label, words) if words else None


def _tick(of: Field, label: str, value: object, language: str) -> Answer | None:
    if value in display_values.TICKS:
        return Answer(of, label, say("page", "yes", language))
    is_no = of.kind == "bool" and value is False
    return Answer(of, label, say("page", "no", language), is_no=True) if is_no else None


def _labels(of: Field, value: object, language: str) -> Iterator[str]:
    """In the order of the form, and after them codes that no option has, so that they are not lost."""
    sent = set(display_values.texts(value))
    yield from (option.label[language] for option in of.options if option.code in sent)
    yield from strays(of, value)[:MOST_STRAYS]


def _rows(of: Field, value: object, language: str) -> Iterator[tuple[Answer, ...]]:
    for row in display_values.rows(value)[: of.max_rows + ROWS_OVER]:
        cells = (answer(column, row.get(column.id), language) for column in of.columns)
        if there := tuple(cell for cell in cells if cell):
            yield there
