"""Whether a condition of the definition holds for some answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..call.form_definition import Condition, Test
from .kazakh_identifiers import age_on, birth_dates, iin_fault

Answers = Mapping[str, Any]


def holds(condition: Condition, answers: Answers, on: date | None = None) -> bool:
    """Every clause holds; an empty condition never does. `on` is the day ages are counted on."""
    return bool(condition) and all(_clause(test, answers.get(test.field), on) for test in condition)


def _clause(test: Test, answer: object, on: date | None) -> bool:
    if test.above is not None:
        return isinstance(answer, int | float) and not isinstance(answer, bool) and answer > test.above
    if test.younger_than is not None:
        return on is not None and _is_younger(answer, test.younger_than, on)
    return isinstance(answer, str) and answer in test.codes


def _is_younger(iin: object, age: int, on: date) -> bool:
    if not isinstance(iin, str) or iin_fault(iin):
        return False
    return all(age_on(born, on) < age for born in birth_dates(iin))
