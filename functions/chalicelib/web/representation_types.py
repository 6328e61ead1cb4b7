"""The shapes of the API's answers, for the type checker alone: no function imports this module when it runs.

Instants are ISO texts in the call's zone; what people read of each field is in openapi_schemas.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict


class Links(TypedDict):
    self: str
    my: str


HistoryLine = TypedDict(
    "HistoryLine", {"at": str, "act": str, "actor": str, "from": str | None, "to": str, "version": int}
)


class CallStatus(TypedDict):
    id: str
    phase: str
    now: str
    opens_at: str
    closes_at: str
    seconds_to_close: int
    supplement_days: int | None
    rehearsal: bool


class Receipt(TypedDict):
    number: str
    key: str
    status: str
    version: int
    received_at: str
    answers_sha256: str
    dropped: Sequence[str]
    links: Links


class Windows(TypedDict):
    """Exclusive ends; null where the window is not open at this instant."""

    edit_until: str | None
    supplement_until: str | None


class PackageState(TypedDict):
    state: str
    missing: list[str]


class ExceptionView(TypedDict):
    window: str
    until: str
    why: str
    code: str


class Explanation(TypedDict):
    at: str
    text: str


class TaskView(TypedDict):
    task: str
    title: str
    due: str
    state: str
    explain_until: str | None
    explanations: list[Explanation]


class ApplicationView(TypedDict):
    """An interview and a document carry what was said of them, and no more: their keys differ."""

    number: str
    status: str
    version: int
    received_at: str | None
    form_version: int
    answers: Mapping[str, Any] | None
    answers_sha256: str
    windows: Windows
    package: PackageState
    documents: list[dict[str, Any]]
    interview: dict[str, Any] | None
    exception: bool
    exceptions: list[ExceptionView]
    decision: dict[str, str] | None
    tasks: list[TaskView]
    history: list[HistoryLine]
    links: Links
