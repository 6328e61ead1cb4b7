"""Problems of answers and documents as the API says them: code, place and a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..call import say, wording
from ..rules import problems

if TYPE_CHECKING:
    from ..api_types.problem import ProblemView


def problem_in_words(problem: problems.Problem, language: str) -> ProblemView:
    """`{field, code, message}`; the message says what to do."""
    params = {name: _word(value, language) for name, value in problem.fault.params.items()}
    message = say("problems", problem.fault.sentence, language, **params)
    return {"field": problem.field, "code": problem.code, "message": message}


def problems_in_words(found: Sequence[problems.Problem], language: str) -> list[ProblemView]:
    return [problem_in_words(problem, language) for problem in found]


def document_problem_in_words(problem: problems.Problem, language: str) -> ProblemView:
    params = {name: _word(value, language) for name, value in problem.fault.params.items()}
    message = say("documents", f"problem.{problem.code}", language, **params)
    return {"field": problem.field, "code": problem.code, "message": message}


def _word(value: object, language: str) -> object:
    if isinstance(value, Mapping):
        return value[language]
    return wording.number(value) if isinstance(value, int | float) else value
