"""Why an act cannot proceed.

Refused
├── OutsideWindow   the call is not open, or one's own window is over
├── Incomplete      answers are missing or wrong
├── TooLarge        the answers are more than one event may hold
├── OtherAnswers    the press's key, its own or its form's, was used for other answers
├── NotAllowed      the application's status, or a guard, does not allow the act
├── Stale           the act was based on a version that is no longer the present one
├── NoVersion       the act needs the version it is based on
├── BadDocument     a document is announced or made in a way the package does not take
├── NotExamined     the document is here, but there was no time to examine it; the same act may be sent again
├── LinkOver        the one-time link is unknown, too old or used up: never told apart
├── ProviderRefused the organisation's directory did not open the desk
├── TooMany         this client asked too often in a while
├── NotAgreed       people of the committee may not do this with one another, or not yet
├── NotFound        no such number, or not this key: never told apart
│   └── OtherCall   the number is another call's; only staff are told
└── OutcomeUnknown  the store did not say whether it wrote; the same act may be sent again
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .application import Application
from .lifecycle import ACTS, NOTHING
from .problems import Problem
from .request_limits import Limit
from .window import OutsideBounds


class Refused(Exception):
    """Nothing was stored by the act that raised it, except that OutcomeUnknown cannot promise it."""


class OutsideWindow(Refused):
    """`act` is what was tried, `status` the application's own; both are empty while there is no application."""

    def __init__(self, outside: OutsideBounds, act: str = "", status: str = NOTHING) -> None:
        super().__init__(outside.rule)
        self.outside, self.act, self.status = outside, act, status


class Incomplete(Refused):
    """`status` is that of the application whose new answers these would have been."""

    def __init__(self, problems: Sequence[Problem], status: str = NOTHING) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems, self.status = problems, status


class TooLarge(Refused):
    pass


class OtherAnswers(Refused):
    """`is_named`: the sender gave the key; else it is the form's, which was posted already."""

    def __init__(self, is_named: bool) -> None:
        super().__init__()
        self.is_named = is_named


class NotAllowed(Refused):
    """`why` names a sentence in words/guards.toml, `next.<why>` what to do now; `act` is what was tried."""

    def __init__(
        self, rule: str, status: str, why: str, params: Mapping[str, object] | None = None, act: str = ""
    ) -> None:
        super().__init__(why)
        self.rule, self.status, self.why, self.params, self.act = rule, status, why, params or {}, act

    @classmethod
    def by_status(cls, act: str, status: str) -> NotAllowed:
        """The refusal of an act that the status does not permit."""
        return cls(ACTS[act].rule, status, "wrong_status", act=act)


class Stale(Refused):
    def __init__(self, current: Application) -> None:
        super().__init__(f"version {current.version} now")
        self.current = current


class NoVersion(Refused):
    def __init__(self, current: Application) -> None:
        super().__init__(f"version {current.version} now")
        self.current = current


class LinkOver(Refused):
    pass


class ProviderRefused(Refused):
    """`why` is one of the four; `cause` is the reason in a word for the log, about nobody."""

    OVER, NOBODY, NOT_AFRESH, AWAY = "over", "nobody", "not_afresh", "away"

    def __init__(self, why: str, cause: str = "") -> None:
        super().__init__(why)
        self.why, self.cause = why, cause


class TooMany(Refused):
    """`seconds` until asking is possible again; `is_wrong_key` when it stands in the place of NotFound."""

    def __init__(self, limit: Limit, seconds: int, *, is_wrong_key: bool = False) -> None:
        super().__init__(limit.name)
        self.limit, self.seconds, self.is_wrong_key = limit, seconds, is_wrong_key


class NotAgreed(Refused):
    """About the committee's people and what two of them agree on; `why` names `refused.<why>` of words/desk.toml."""

    def __init__(self, why: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(why)
        self.why, self.params = why, params or {}


class NotFound(Refused):
    pass


class OtherCall(NotFound):
    def __init__(self, call_id: str) -> None:
        super().__init__(call_id)
        self.call_id = call_id


class OutcomeUnknown(Refused):
    pass


class NotExamined(Refused):
    """The upload stays where it is."""


class BadDocument(Refused):
    """What was announced, or what arrived, cannot be a document of the package; words in words/documents.toml."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.code for problem in problems))
        self.problems = problems
