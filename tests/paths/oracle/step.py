"""One attempted act with everything around it, and what a broken promise looks like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from . import published as call
from .reading import BEFORE_INTERVIEW, Facts

RULES = (
    "window", "deadline", "language", "applicant", "region", "direction", "complete", "experience", "readiness",
    "interview", "supplement", "admission", "exclusion",
)  # fmt: skip


class Against(NamedTuple):
    """What stands against an act: the property it would break, and the rules that a refusal may cite for it."""

    property: str
    rules: tuple[str, ...] = RULES


class Breach(NamedTuple):
    """A property that did not hold: what was promised, and what happened. Codes and instants, words elsewhere."""

    property: str
    promised: str
    happened: str


class Step(NamedTuple):
    """`seen`: how many events the actor had seen; `closes`: the closing as published at this instant.

    `events` and `events_after` are the application's history before and after; `others_changed`: any other's.
    """

    act: str
    args: Mapping[str, Any]
    at: datetime
    closes: datetime
    before: Facts
    events: tuple[Any, ...]
    seen: int
    refused: Exception | None = None
    after: Facts = Facts()
    events_after: tuple[Any, ...] = ()
    others_changed: bool = False
    acknowledged: Any = None


Reasons = Iterator[Against]


def own_end(facts: Facts, closes: datetime) -> datetime | None:
    """Until when (exclusive) the applicant may change the application; None where there is no window."""
    if facts.status in BEFORE_INTERVIEW:
        return max(closes, facts.reopened or closes)
    return facts.promised if facts.status == "interviewed" else None


def may_change(facts: Facts, at: datetime, closes: datetime) -> bool:
    if facts.status in BEFORE_INTERVIEW:
        return call.OPENS <= at < closes or (facts.reopened is not None and at < facts.reopened)
    return facts.status == "interviewed" and facts.promised is not None and at < facts.promised


def outside(step: Step) -> Reasons:
    """The applicant's own window stands against a change."""
    if not may_change(step.before, step.at, step.closes):
        rules = ("supplement",) if step.before.status == "interviewed" else ("window", "deadline")
        yield Against("own_window", rules)


def blank(text: object) -> bool:
    return not str(text or "").strip()
