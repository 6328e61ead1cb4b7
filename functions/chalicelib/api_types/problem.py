"""A refusal as the API and the pages tell it: RFC 9457's members and our own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict


class ProblemView(TypedDict):
    """What is wrong at one place: a field's id or `table[0].column`, a stable code, a sentence for people."""

    field: str
    code: str
    message: str


class ProblemTexts(TypedDict):
    """What a page tells of a refusal; `rule` is the id of the rule it rests on."""

    title: str
    detail: str
    next: NotRequired[str]
    rule: NotRequired[str]
    problems: NotRequired[Sequence[ProblemView]]


class CurrentAnswers(TypedDict):
    answers: Mapping[str, object] | None


class ProblemDocument(ProblemTexts):
    """Instants are ISO texts; `retry_after` is in seconds, `late_by_ms` and `early_by_ms` in milliseconds.

    `answers` are those that were sent, handed back.
    """

    type: str
    status: int
    answers: NotRequired[Mapping[str, object]]
    why: NotRequired[str]
    code: NotRequired[str]
    status_now: NotRequired[str]
    version: NotRequired[int]
    current: NotRequired[CurrentAnswers]
    limit: NotRequired[str]
    retry_after: NotRequired[int]
    received_at: NotRequired[str]
    opens_at: NotRequired[str]
    closes_at: NotRequired[str]
    supplement_until: NotRequired[str]
    recorded_at: NotRequired[str]
    late_by_ms: NotRequired[int]
    early_by_ms: NotRequired[int]
