"""What was sent, once it is read; or why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..call import Field, Form

# Rows beyond a table's limit still come from a page that handed them back.
ROWS_BEYOND = 10
# Of a form that asks for no answers: a look-up's, a document's. The bucket adds some to what it sends back.
MOST_OWN_FIELDS = 50
# A key that can be guessed names somebody else's press: 16 signs are what nobody meets by chance.
LEAST_KEY, MOST_KEY = 16, 64


class Unreadable(Exception):
    """The request as such is no good; `why` names a sentence of words/refusals.toml, `sent` is what could be read, and
    `limit` what it was over.
    """

    def __init__(self, why: str, sent: ParsedRequest | None = None, limit: int = MOST_KEY) -> None:
        super().__init__(why)
        self.why, self.sent, self.limit = why, sent, limit


@dataclass(frozen=True)
class ParsedRequest:
    """`idempotency_key` is the sender's own, `form_key` the one that the server put into a form it rendered."""

    answers: dict[str, Any] = field(default_factory=dict)
    idempotency_key: str = ""
    page_language: str = ""
    form_key: str = ""


def most_values(form: Form | None) -> int:
    """Twice what the form can send with every row and every tick; more is junk, and dear to judge and to show."""
    return 2 * sum(_inputs(field) for field in form) if form else MOST_OWN_FIELDS


def _inputs(field: Field) -> int:
    rows = (field.max_rows + ROWS_BEYOND) * (len(field.columns) + 1) if field.columns else 1
    return max(rows, len(field.options) if field.kind == "multi" else 1)
