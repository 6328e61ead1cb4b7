"""Problems as they are shown: beside their question, and in the summary with a link to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..call import Call, say
from . import display_values
from .question_views import QuestionView

Problem = Mapping[str, object]
_CELL = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?")


@dataclass(frozen=True)
class ProblemLine:
    """`anchor` is empty when no question on the page is meant: such a line has no link."""

    anchor: str
    label: str
    message: str


def by_place(problems: Iterable[Problem]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(str(problem["field"]), []).append(display_values.text(problem["message"]))
    return found


def summary(
    call: Call, language: str, problems: Iterable[Problem], questions: Sequence[QuestionView]
) -> list[ProblemLine]:
    there = set(_anchors(questions))
    lines = []
    for problem in problems:
        place, message = str(problem["field"]), display_values.text(problem["message"])
        target = display_values.anchor(place)
        lines.append(ProblemLine(target if target in there else "", label(call, language, place), message))
    return lines


def label(call: Call, language: str, place: str) -> str:
    """The question's own words; for a cell, its row and column; for what is not in the form, the name sent."""
    field = call.form.by_id.get(place)
    if field:
        return field.label[language]
    cell = _CELL.fullmatch(place)
    table = call.form.by_id.get(cell[1]) if cell else None
    if not cell or not table or not table.row:
        return display_values.text(place)
    row = f"{table.row[language]} {int(cell[2]) + 1}"
    column = next((c.label[language] for c in table.columns if c.id == cell[3]), cell[3])
    return say("page", "errors.cell", language, row=row, column=column) if column else row


def _anchors(questions: Iterable[QuestionView]) -> Iterable[str]:
    for question in questions:
        yield question.id
        for row in question.rows:
            yield row.id
            yield from (cell.id for cell in row.cells)
