"""Each question as the templates need it: words, answer as sent, problems beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..call import Field
from ..call.field_kinds import KINDS

RADIOS_UP_TO = 6

Problems = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Choice:
    id: str
    code: str
    label: str
    about: str
    chosen: bool


@dataclass(frozen=True)
class RowView:
    id: str
    cells: tuple[QuestionView, ...]
    errors: tuple[str, ...]


@dataclass(frozen=True)
class QuestionView:
    """One question, or one column of one row. `id` is also its name and what a problem links to."""

    id: str
    of: Field
    widget: str
    label: str
    hint: str
    limit: str
    required_if: str
    asked_if: str
    value: str = ""
    ticked: bool = False
    choices: tuple[Choice, ...] = ()
    rows: tuple[RowView, ...] = ()
    open_rows: int = 0
    sent_rows: int = 0
    errors: tuple[str, ...] = ()
    consent: str = ""

    @property
    def described_by(self) -> str:
        parts = (("error", self.errors), ("if", self.asked_if), ("hint", self.hint), ("limit", self.limit),
                 ("consent", self.consent))  # fmt: skip
        return " ".join(f"{self.id}-{name}" for name, there in parts if there)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is answered; then its problem is not shown as a mistake."""
        return not (self.value or self.ticked or self.sent_rows or any(choice.chosen for choice in self.choices))

    @property
    def input_type(self) -> str:
        """The type of the input. A month that a browser cannot show becomes a text field, so that it is not lost."""
        type_ = KINDS[self.of.kind].input_type
        return "text" if type_ == "month" and self.value and not _is_month(self.value) else type_

    @property
    def input_mode(self) -> str:
        return KINDS[self.of.kind].input_mode


def widget(of: Field, in_table: bool) -> str:
    kind = KINDS[of.kind].widget
    if kind == "choice":
        return "select" if in_table or len(of.options) > RADIOS_UP_TO else "radios"
    return kind


def _is_month(value: str) -> bool:
    year, _, month = value.partition("-")
    return len(value) == 7 and (year + month).isascii() and (year + month).isdigit() and "01" <= month <= "12"
