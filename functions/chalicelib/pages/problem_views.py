"""Problems as they are shown: beside their question, and in the summary with a link to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..call import Call, say
from . import display_values
from .question_views import QuestionView

if TYPE_CHECKING:
    from ..api_types.problem import ProblemView


_CELL = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?")


# Codes for a question that is not answered yet: shown less loudly than a mistake.
MISSING = ("required", "must_accept")
# Up to so many problems are listed openly; more are folded under one line a section.
MOST_OPEN = 12


@dataclass(frozen=True)
class ProblemLine:
    """`anchor` is empty when no question on the page is meant: such a line has no link."""

    anchor: str
    label: str
    message: str
    is_missing: bool = False


class Part(NamedTuple):
    """The lines of one section; the title is empty for problems that belong to no section."""

    title: str
    lines: list[ProblemLine]


@dataclass(frozen=True)
class Summary:
    """All problems by section, in form order: how many answers are missing, how many are to be mended."""

    parts: list[Part]

    @property
    def lines(self) -> list[ProblemLine]:
        return [line for part in self.parts for line in part.lines]

    @property
    def missing(self) -> int:
        return sum(line.is_missing for line in self.lines)

    @property
    def wrong(self) -> int:
        return len(self.lines) - self.missing

    @property
    def is_open(self) -> bool:
        return len(self.lines) <= MOST_OPEN


def by_place(problems: Iterable[ProblemView]) -> dict[str, list[str]]:
    messages: dict[str, list[str]] = {}
    for problem in problems:
        messages.setdefault(str(problem["field"]), []).append(display_values.text(problem["message"]))
    return messages


def summary(call: Call, language: str, problems: Iterable[ProblemView], questions: Sequence[QuestionView]) -> Summary:
    there = set(_anchors(questions))
    titles = {field.id: section.label[language] for section in call.form.sections for field in section.fields}
    parts: dict[str, list[ProblemLine]] = {section.label[language]: [] for section in call.form.sections}
    for problem in problems:
        path = str(problem["field"])
        parts.setdefault(titles.get(path.split("[")[0], ""), []).append(_line(call, language, problem, there))
    return Summary([Part(title, lines) for title, lines in parts.items() if lines])


def _line(call: Call, language: str, problem: ProblemView, there: Set[str]) -> ProblemLine:
    path = str(problem["field"])
    target, message = display_values.anchor(path), display_values.text(problem["message"])
    is_missing = problem.get("code") in MISSING
    return ProblemLine(target if target in there else "", label(call, language, path), message, is_missing)


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
