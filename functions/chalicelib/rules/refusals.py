"""Why an act cannot proceed.

Refused
├── OutsideWindow   the call is not open, or one's own window is over
├── Incomplete      answers are missing or wrong
├── OtherAnswers    the idempotency key was used for other answers
├── NotFound        no such number, or not this key: never told apart
└── OutcomeUnknown  the store did not say whether it wrote; the same act may be sent again
"""

from __future__ import annotations

from collections.abc import Sequence

from .problems import Problem
from .window import Outside


class Refused(Exception):
    """Nothing was stored by the act that raised it, except that OutcomeUnknown cannot promise it."""


class OutsideWindow(Refused):
    def __init__(self, outside: Outside) -> None:
        super().__init__(outside.rule)
        self.outside = outside


class Incomplete(Refused):
    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class OtherAnswers(Refused):
    pass


class NotFound(Refused):
    pass


class OutcomeUnknown(Refused):
    pass
