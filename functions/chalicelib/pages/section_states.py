"""How far each section of the form is: what the list of sections says beside its link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..call import Call
from ..call.form_definition import Section
from .printed_answers import answer

if TYPE_CHECKING:
    from ..api_types.application import Answers
    from ..api_types.problem import ProblemView


class State(NamedTuple):
    """`name` is empty, begun, mend or done, and blank where there is nothing to say; `problems` is their number."""

    name: str = ""
    problems: int = 0


def states(call: Call, answers: Answers, judged: Sequence[ProblemView] | None) -> dict[str, State]:
    """By section id; blank before any answer. A section is done only after its answers were judged."""
    if not answers:
        return {section.id: State() for section in call.form.sections}
    places = None if judged is None else [str(problem["field"]).split("[")[0] for problem in judged]
    return {section.id: _state(section, answers, places) for section in call.form.sections}


def _state(section: Section, answers: Answers, places: Sequence[str] | None) -> State:
    ids = {field.id for field in section.fields}
    is_begun = any(answer(field, answers.get(field.id), "kk") for field in section.fields)
    if places is None:
        return State("begun" if is_begun else "empty")
    count = sum(field_id in ids for field_id in places)
    return State("done") if not count else State("mend" if is_begun else "empty", count)
