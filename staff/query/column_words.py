"""What a column and a code are called in the reader's language. Codes decide; these are only shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.call import Call, Field, say, words
from chalicelib.call import wording as dates
from chalicelib.call.answer_words import answer_words

from .column_names import ROLES_ASKED, role_name, rows_name
from .field_columns import tables
from .form_columns import document_codes, every_question, role_column
from .merged_forms import source_of, versions_of

# Columns of the views whose values are codes of the life cycle: the table in words/staff.toml that names them.
_CODED = {
    "status": "status", "before": "status", "act": "act", "outcome": "outcome", "reason": "reason", "which": "window",
}  # fmt: skip
# Columns whose values are names: of documents, questions, columns or parts of an event, several parted by commas.
_NAMING = frozenset({"lacking", "shared", "kind", "missing", "parts"})
# Columns that hold the exclusive end of a window: midnight is 24.00 of the last day.
ENDS = frozenset({"supplement_until", "until", "closes_at", "promised", "explain_until"})


class Wording:
    def __init__(self, call: Call, language: str) -> None:
        self.call, self.language, self._zone = call, language, ZoneInfo(call.timezone)
        self._form = every_question(call)
        columns = {column.id: column for field in self._form for column in field.columns}
        roles = {role_name(role): field for role in ROLES_ASKED if (field := role_column(call, role))}
        self._fields: Mapping[str, Field] = {**columns, **roles, **self._form.by_id}
        self._documents = {document.kind: document.label for document in self._form.package.documents}
        self._questions = {source_of(field): field.label for field in (*self._form, *call.current_form)}
        self._documents_among = {code: self._documents[kind] for kind, code in document_codes(call).items()}

    def heading(self, column: str) -> str:
        """Our own word for a column of ours, the label of a question's; what is neither is shown as it is.

        A label that several columns have, or one of ours, is followed by the column's name.
        """
        own_word = self._our_word(column)
        if own_word:
            return own_word
        heading = self._headings.get(column, column)
        return f"{heading} ({column})" if self._alike[_fold(heading)] > 1 else heading

    def _our_word(self, column: str) -> str:
        text = words("reports").get(f"column.{column}")
        return text[self.language] if text else ""

    @cached_property
    def _headings(self) -> Mapping[str, str]:
        counted = say("reports", "column.rows", self.language)
        rows = {rows_name(table): f"{self._label_of(table)}: {counted}" for table in tables(self._form)}
        return {name: self._label_of(field) for name, field in self._fields.items()} | rows

    @cached_property
    def _alike(self) -> Counter[str]:
        """How many columns have each heading, our own columns among them."""
        ours = (text[self.language] for key, text in words("reports").items() if key.startswith("column."))
        headings = (heading for name, heading in self._headings.items() if not name.startswith(role_name("")))
        return Counter(map(_fold, (*headings, *{_fold(our) for our in ours})))

    def _label_of(self, field: Field) -> str:
        """The label of the question; with its versions where the current form asks it differently or not at all."""
        label, versions = field.label[self.language], versions_of(field)
        if not versions or self.call.current_form.version in versions:
            return label
        shown = ", ".join(map(str, versions))
        return words("reports")["workbook.kept_question"][self.language].format(label=label, versions=shown)

    def value(self, column: str, value: object) -> Any:
        """A code becomes its label, a window's end reads as people are told it; anything else stays what it is."""
        if column in ENDS and isinstance(value, datetime):
            return dates.until(value.astimezone(self._zone), self.language)
        if isinstance(value, list) and any(isinstance(row, dict) for row in value):
            cells = {source_of(cell): cell for cell in self._cells_of(column)}
            return "\n".join(self._row(cells, row) for row in value)
        if isinstance(value, list):
            return [self.value(column, part) for part in value]
        if isinstance(value, bool):
            return words("reports")[f"value.{'yes' if value else 'no'}"][self.language]
        return self._label(column, value) if isinstance(value, str | int) else value

    def _cells_of(self, table: str) -> Sequence[Field]:
        field = self._fields.get(table)
        return field.columns if field else ()

    def _row(self, cells: Mapping[str, Field], row: Mapping[str, object] | None) -> str:
        """One row of a table answer as a line; one that was no row says so, so that none is lost."""
        if row is None:
            return words("reports")["value.no_row"][self.language]
        return " · ".join(str(self._cell(cells.get(name), cell)) for name, cell in row.items() if cell is not None)

    def _cell(self, asked: Field | None, cell: Any) -> object:
        """A cell by its own question: in a row it is called as in the answers, whatever else bears that name."""
        if isinstance(cell, bool):
            return self.value("", cell)
        if asked is None or isinstance(cell, list | dict):
            return cell
        return asked.label_of(cell, self.language) if asked.options else answer_words(asked.kind, cell, self.language)

    def _label(self, column: str, value: object) -> object:
        field = self._fields.get(column)
        if column in _NAMING:
            return ", ".join(self._label_of_name(column, name) for name in str(value).split(", "))
        if column == "criterion":
            return next(
                (f"{c.number}. {c.short[self.language]}" for c in self.call.criteria if c.number == value), value
            )
        if column in ("state", "package_state"):
            return self._words_of("reports", f"state.{value}", value)
        if field and field.options and isinstance(value, str):
            return field.label_of(value, self.language)
        if field and isinstance(value, str):
            return answer_words(field.kind, value, self.language)
        return self._words_of("staff", f"{_CODED[column]}.{value}", value) if column in _CODED else value

    def _label_of_name(self, column: str, code: str) -> Any:
        """The label behind a value that is the name of a document, a question, a column or a part of an event."""
        if column == "parts":
            return self._words_of("staff", f"damage.{code}", self.heading(code))
        if column == "shared":
            return self.heading(code)
        labels = self._documents if column in ("kind", "missing") else self._questions | self._documents_among
        return labels[code][self.language] if code in labels else code

    def _words_of(self, room: str, key: str, otherwise: object) -> object:
        text = words(room).get(key)
        return text[self.language] if text else otherwise


def with_labels(wording: Wording, columns: Sequence[str], row: Sequence[object]) -> list[object]:
    return [wording.value(column, value) for column, value in zip(columns, row, strict=True)]


def _fold(heading: str) -> str:
    return " ".join(heading.split()).casefold()
