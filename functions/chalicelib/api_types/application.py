"""What the API tells of the call, of an application and of its parts.

Instants are ISO texts in the call's zone; what people read of each field is in web/openapi_schemas.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from .documents import DocumentView, PackageState

Answers = Mapping[str, object]


class ApplicationLinks(TypedDict):
    self: str
    my: str


HistoryLine = TypedDict(
    "HistoryLine", {"at": str, "act": str, "actor": str, "from": str | None, "to": str, "version": int}
)


class CallStatus(TypedDict):
    """`supplement_days` is there in a call with time to supplement."""

    id: str
    phase: str
    now: str
    opens_at: str
    closes_at: str
    seconds_to_close: int
    rehearsal: bool
    supplement_days: NotRequired[int]


class Receipt(TypedDict):
    number: str
    key: str
    status: str
    version: int
    received_at: str
    answers_sha256: str
    dropped: Sequence[str]
    links: ApplicationLinks


class Windows(TypedDict):
    """Exclusive ends; null where the window is not open at this instant."""

    edit_until: str | None
    supplement_until: NotRequired[str | None]


class ExceptionView(TypedDict):
    window: str
    until: str
    why: str
    code: str


class ExplanationView(TypedDict):
    at: str
    text: str


class TaskView(TypedDict):
    task: str
    title: str
    due: str
    state: str
    explain_until: str | None
    explanations: list[ExplanationView]


class ReceiptWithDocuments(Receipt):
    required_documents: list[str]


class SubmissionReceipt(ReceiptWithDocuments):
    answers: Answers


class InterviewView(TypedDict):
    """With what was said of it, and no more: `appointment` and `answer` where the time was offered."""

    when: str
    place: str
    format: str
    minutes: NotRequired[int]
    appointment: NotRequired[int]
    answer: NotRequired[str]
    reason: NotRequired[str]
    held: NotRequired[str]
    outcome: NotRequired[str]
    supplement_until: NotRequired[str | None]


class ApplicationView(TypedDict):
    """`interview` is null until one is scheduled; it and `tasks` are there in a call that has them."""

    number: str
    status: str
    version: int
    received_at: str | None
    form_version: int
    answers: Answers | None
    answers_sha256: str
    windows: Windows
    package: PackageState
    documents: list[DocumentView]
    exception: bool
    exceptions: list[ExceptionView]
    decision: dict[str, str] | None
    history: list[HistoryLine]
    links: ApplicationLinks
    interview: NotRequired[InterviewView | None]
    tasks: NotRequired[list[TaskView]]
