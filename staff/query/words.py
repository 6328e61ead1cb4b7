"""What a column and a code are called in the reader's language. Codes decide; these are only shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.call import Call, Field, words
from chalicelib.call import wording as dates

from .form_columns import every_question, versions_of

# Columns of the views whose values are codes of the life cycle: the table in words/staff.toml that names them.
_CODED = {
    "status": "status", "before": "status", "act": "act", "outcome": "outcome", "reason": "reason", "which": "window",
}  # fmt: skip
# Columns that hold the exclusive end of a window: midnight is 24.00 of the last day.
ENDS = frozenset({"supplement_until", "until", "closes_at", "promised", "explain_until"})


class Wording:
    def __init__(self, call: Call, language: str) -> None:
        self.call, self.language, self._zone = call, language, ZoneInfo(call.timezone)
        form = every_question(call)
        columns = {column.id: column for field in form for column in field.columns}
        self._fields: Mapping[str, Field] = {**columns, **form.by_id}
        self._documents = {document.kind: document.label for document in form.package.documents}

    def heading(self, column: str) -> str:
        """Our own word for a column of a question first, then the form's label, then the column as it is."""
        found = words("reports").get(f"column.{column}")
        if found:
            return found[self.language]
        field = self._fields.get(column)
        return self._label_of(field) if field else column

    def _label_of(self, field: Field) -> str:
        """The question; with its versions where the current form no longer asks it so."""
        label, versions = field.label[self.language], versions_of(field)
        if not versions or self.call.current_form.version in versions:
            return label
        shown = ", ".join(map(str, versions))
        return words("reports")["workbook.kept_question"][self.language].format(label=label, versions=shown)

    def value(self, column: str, value: Any) -> Any:
        """A code becomes its label, a window's end reads as people are told it; anything else stays what it is."""
        if column in ENDS and isinstance(value, datetime):
            return dates.until(value.astimezone(self._zone), self.language)
        if isinstance(value, list) and any(isinstance(row, dict) for row in value):
            return "\n".join(self._row(row) for row in value)
        if isinstance(value, list):
            return [self.value(column, each) for each in value]
        if isinstance(value, bool):
            return words("reports")[f"value.{'yes' if value else 'no'}"][self.language]
        return self._label(column, value) if isinstance(value, str | int) else value

    def _row(self, row: Mapping[str, Any] | None) -> str:
        """One row of a table answer as a line; one that was no row says so, so that none is lost."""
        if row is None:
            return words("reports")["value.no_row"][self.language]
        return " · ".join(str(self.value(name, cell)) for name, cell in row.items() if cell is not None)

    def _label(self, column: str, value: Any) -> Any:
        field = self._fields.get(column)
        if column in ("lacking", "shared", "kind", "missing"):
            return ", ".join(self._named(each) for each in str(value).split(", "))
        if column == "parts":
            return ", ".join(
                self._said("staff", f"damage.{part}", self._named(part)) for part in str(value).split(", ")
            )
        if column == "criterion":
            return next(
                (f"{c.number}. {c.short[self.language]}" for c in self.call.criteria if c.number == value), value
            )
        if column in ("state", "package_state"):
            return self._said("reports", f"state.{value}", value)
        if field and field.options and isinstance(value, str):
            return field.label_of(value, self.language)
        return self._said("staff", f"{_CODED[column]}.{value}", value) if column in _CODED else value

    def _named(self, code: str) -> str:
        """A field's or a document's label, for columns that hold the name of one."""
        if code in self._documents:
            return self._documents[code][self.language]
        return self._fields[code].label[self.language] if code in self._fields else code

    def _said(self, room: str, key: str, otherwise: Any) -> Any:
        found = words(room).get(key)
        return found[self.language] if found else otherwise


def labelled(wording: Wording, columns: Sequence[str], row: Sequence[Any]) -> list[Any]:
    return [wording.value(column, value) for column, value in zip(columns, row, strict=True)]
