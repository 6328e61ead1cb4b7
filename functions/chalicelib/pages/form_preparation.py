"""What an applicant should know before the first question: how long the form takes, and what to have at hand."""

from __future__ import annotations

from typing import NamedTuple

from ..call import Call, Field, say
from ..call.field_kinds import KINDS
from ..call.form_definition import Condition
from ..call.wording import duration
from .condition_words import clause

# A long answer is written to about half of its limit, at the pace of people who think while they write.
SIGNS_A_MINUTE = 100
USUAL_LENGTH = 500
# Rows of a table that a usual application has.
USUAL_ROWS = 3
MINUTES_TOLD = 30


class Start(NamedTuple):
    """`identifiers` and `documents` are what everybody or somebody must have; a condition stands beside its own."""

    time: str
    identifiers: list[str]
    documents: list[str]


def start_of(call: Call, language: str) -> Start:
    needed = (f for f in call.form if KINDS[f.kind].has_digits and (f.required or f.required_when))
    identifiers = [_under(call, f.label[language], f.required_when or f.asked_when, language) for f in needed]
    documents = [_under(call, document.label[language], document.required_when, language)
                 for document in call.form.package.documents if not document.is_optional]  # fmt: skip
    return Start(duration(minutes(call) * 60_000, language), identifiers, documents)


def minutes(call: Call) -> int:
    """For the questions that must be answered, in whole half hours and never none."""
    seconds = sum(_seconds(field) for field in call.form if field.required or field.required_when)
    return max(1, round(seconds / 60 / MINUTES_TOLD)) * MINUTES_TOLD


def _seconds(of: Field) -> float:
    if of.columns:
        return max(of.min_rows, min(USUAL_ROWS, of.max_rows)) * sum(_seconds(column) for column in of.columns)
    if KINDS[of.kind].widget == "textarea":
        return (of.max or USUAL_LENGTH) / 2 / SIGNS_A_MINUTE * 60
    return KINDS[of.kind].seconds


def _under(call: Call, label: str, condition: Condition, language: str) -> str:
    if not condition:
        return label
    return say("page", "start.only_if", language, label=label, condition=clause(call, condition, language))
