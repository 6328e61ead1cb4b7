"""Answers as plain words: to take away as text, and to tell two sets of answers apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..call import Call, say
from .questions import Asking, Question

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One question answered differently; an empty text is no answer."""

    id: str
    label: str
    mine: str
    theirs: str


def differences(call: Call, language: str, mine: Answers, theirs: Answers) -> list[Difference]:
    """In form order, told apart as a reader would: by the words that are shown."""
    pairs = zip(_questions(call, language, mine), _questions(call, language, theirs), strict=True)
    found = (Difference(m.id, m.label, words(m, language), words(t, language)) for m, t in pairs)
    return [each for each in found if each.mine != each.theirs]


def as_text(call: Call, language: str, answers: Answers) -> str:
    """Label and answer, one after another, with the line ends every editor understands."""
    told = [(q.label, words(q, language)) for q in _questions(call, language, answers)]
    text = "\n\n".join(f"{label}:\n{answer}" for label, answer in told if answer)
    return text.replace("\n", "\r\n")


def words(question: Question, language: str) -> str:
    if question.of.columns:
        return "\n".join(_rows(question, language))
    if question.widget == "check":
        return say("page", "yes", language) if question.ticked else ""
    if question.choices:
        return ", ".join(choice.label for choice in question.choices if choice.chosen)
    return question.value.replace("\r\n", "\n").strip()


def _rows(question: Question, language: str) -> Iterator[str]:
    for number, row in enumerate(question.answered_rows, 1):
        cells = "; ".join(f"{cell.label}: {words(cell, language)}" for cell in row.cells if cell.answered)
        yield f"{number}. {cells}"


def _questions(call: Call, language: str, answers: Answers) -> list[Question]:
    return [question for _, each in Asking(call, language, answers).sections() for question in each]
