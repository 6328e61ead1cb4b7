"""What a page of an application is made from: the API's representation and what the page alone needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from .application import ApplicationView, ReceiptWithDocuments
from .problem import ProblemDocument


class RefusedExplanation(TypedDict):
    """Words about a task that were refused, to stand in their field again."""

    task: str
    text: str


class PageView(ApplicationView):
    """`key` opened the application. Instants are ISO texts; `calendar` is an .ics file's text, empty for none.

    `may_answer`: an offered interview is still ahead. `problem` is a refusal to tell on the page, with the `written`
    words it refused or the `reason` for declining an interview. `key_minutes`: for how long a key is told again.
    """

    key: NotRequired[str]
    now: NotRequired[str]
    saved_at: NotRequired[str]
    calendar: NotRequired[str]
    decision_rule: NotRequired[str]
    explanation_limit: NotRequired[int]
    may_answer: NotRequired[bool]
    is_call_open: NotRequired[bool]
    is_appointment_over: NotRequired[bool]
    problem: NotRequired[ProblemDocument]
    written: NotRequired[RefusedExplanation]
    reason: NotRequired[str]
    key_minutes: NotRequired[int]


class RepeatedReceipt(ReceiptWithDocuments):
    """`key_minutes`: for how long the key is told again."""

    key_minutes: int


class UploadForm(TypedDict):
    """Where a file is posted to, and the hidden fields before it."""

    url: str
    fields: Mapping[str, str]
