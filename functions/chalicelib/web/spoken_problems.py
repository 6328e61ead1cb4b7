"""Problems of answers and documents as the API says them: code, place and a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..call import say, wording
from ..rules.problems import Problem


def spoken(problem: Problem, language: str) -> dict[str, str]:
    """`{field, code, message}`; the message says what to do."""
    params = {name: _word(value, language) for name, value in problem.fault.params.items()}
    message = say("problems", problem.fault.sentence, language, **params)
    return {"field": problem.field, "code": problem.code, "message": message}


def all_spoken(problems: Sequence[Problem], language: str) -> list[dict[str, str]]:
    return [spoken(problem, language) for problem in problems]


def spoken_document(problem: Problem, language: str) -> dict[str, str]:
    params = {name: _word(value, language) for name, value in problem.fault.params.items()}
    message = say("documents", f"problem.{problem.code}", language, **params)
    return {"field": problem.field, "code": problem.code, "message": message}


def _word(value: object, language: str) -> object:
    if isinstance(value, Mapping):
        return value[language]
    return wording.number(value) if isinstance(value, int | float) else value
