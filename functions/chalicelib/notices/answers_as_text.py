"""An applicant's own words, question by question, for the mail that hands them back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..call import Call, Field, say
from ..call.answer_words import answer_words
from ..rules.field_parsers import is_empty
from . import text_cleaning

Given = Mapping[str, Any]


def returned_answers(call: Call, answers: Given, language: str) -> Iterator[tuple[str, str]]:
    """Question and answer, in form order; what the form does not know comes last, under the name it was sent with."""
    for field in call.form:
        if not is_empty(answers.get(field.id)):
            yield field.label[language], value_text(field, answers[field.id], language)
    for name in sorted(set(answers) - set(call.form.by_id)):
        yield text_cleaning.line(name), _plain(answers[name])


def value_text(field: Field, value: object, language: str) -> str:
    """Nothing here fails on a value of the wrong kind: a draft keeps whatever was sent."""
    if field.kind == "table" and isinstance(value, list):
        return "\n".join(f"{i}. {_row(field, row, language)}" for i, row in enumerate(value, 1))
    if isinstance(value, list):
        return ", ".join(value_text(field, part, language) for part in value)
    if isinstance(value, bool):
        return say("mail", "frame.yes" if value else "frame.no", language)
    if field.kind == "iin":
        return _mask(text_cleaning.line(value))
    if isinstance(value, str) and field.options:
        return field.label_of(value, language)
    return answer_words(field.kind, _plain(value), language)


def _row(field: Field, row: object, language: str) -> str:
    if not isinstance(row, Mapping):
        return _plain(row)
    given = [column for column in field.columns if not is_empty(row.get(column.id))]
    known = [f"{column.label[language]}: {value_text(column, row[column.id], language)}" for column in given]
    unknown = sorted(set(row) - {column.id for column in field.columns})
    return "; ".join([*known, *(f"{text_cleaning.line(name)}: {_plain(row[name])}" for name in unknown)])


def _mask(number: str) -> str:
    """Mail travels in the open: of a personal number only its end, enough to tell which it was."""
    return "•" * max(0, len(number) - 4) + number[-4:]


def _plain(value: object) -> str:
    return text_cleaning.lines(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
