"""A parsed request body, or the reason why it cannot be parsed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..call import Field, Form
from ..intake.idempotency import SenderKey

# Rows beyond a table's limit still come from a page that handed them back.
ROWS_BEYOND = 10
# For a body without answers (a look-up, a document); the bucket adds fields of its own to its redirect.
MOST_OWN_FIELDS = 50
# A key that can be guessed would repeat somebody else's submission; nobody meets 16 signs by chance.
LEAST_KEY, MOST_KEY = 16, 64


class Unreadable(Exception):
    """The request as such is no good; `why` names a sentence of words/refusals.toml, `sent` is what could be read, and
    `limit` what it was over.
    """

    def __init__(self, why: str, sent: ParsedRequest | None = None, limit: int = MOST_KEY) -> None:
        super().__init__(why)
        self.why, self.sent, self.limit = why, sent, limit


class ParsedRequest(NamedTuple):
    """`idempotency_key` is the sender's own, `form_key` the one that the server put into a form it rendered."""

    answers: Mapping[str, Any] = {}
    idempotency_key: str = ""
    page_language: str = ""
    form_key: str = ""

    @property
    def sender_key(self) -> SenderKey:
        """What the sender calls this submission, so that a repetition is known."""
        return SenderKey(self.idempotency_key, self.form_key)


def most_values(form: Form | None) -> int:
    """How many values are accepted: twice what the form can send with every row and every tick."""
    return 2 * sum(_inputs(field) for field in form) if form else MOST_OWN_FIELDS


def _inputs(field: Field) -> int:
    rows = (field.max_rows + ROWS_BEYOND) * (len(field.columns) + 1) if field.columns else 1
    return max(rows, len(field.options) if field.kind == "multi" else 1)
