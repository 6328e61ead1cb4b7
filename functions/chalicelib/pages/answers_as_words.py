"""Answers as plain words: to take away as text, and to tell two sets of answers apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..call import Call, Field
from .printed_answers import Answer, answer

if TYPE_CHECKING:
    from ..api_types.application import Answers


@dataclass(frozen=True)
class AnswerDifference:
    """One question answered differently; an empty text is no answer."""

    id: str
    label: str
    mine: str
    theirs: str


def differences(call: Call, language: str, mine: Answers, theirs: Answers) -> list[AnswerDifference]:
    """In form order, told apart as a reader would: by the words that are shown."""
    pairs = (AnswerDifference(field.id, field.label[language], words(field, mine.get(field.id), language),
                        words(field, theirs.get(field.id), language)) for field in call.form)  # fmt: skip
    return [pair for pair in pairs if pair.mine != pair.theirs]


def as_text(call: Call, language: str, answers: Answers) -> str:
    """Label and answer, one after another, with the line ends every editor understands."""
    lines = [(field.label[language], words(field, answers.get(field.id), language)) for field in call.form]
    text = "\n\n".join(f"{label}:\n{answer}" for label, answer in lines if answer)
    return text.replace("\n", "\r\n")


def words(of: Field, value: object, language: str) -> str:
    """Empty where nothing was answered, and for a «no», which an empty box is too."""
    as_words = answer(of, value, language)
    if as_words is None or as_words.is_no:
        return ""
    return "\n".join(f"{number}. {_cells(row)}" for number, row in enumerate(as_words.rows, 1)) or _one(as_words)


def _cells(row: tuple[Answer, ...]) -> str:
    return "; ".join(f"{cell.label}: {_one(cell)}" for cell in row if not cell.is_no)


def _one(given: Answer) -> str:
    return ", ".join(given.options) or given.words.replace("\r\n", "\n").strip()
