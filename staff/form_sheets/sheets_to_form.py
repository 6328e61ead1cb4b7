"""Sheets as a form's definition; whatever is wrong is told by the cell it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.call.field_kinds import KINDS

from .cells import Cell, Sheet, SheetError
from .columns import Row, meaning, rows_under_head
from .limits_and_conditions import condition, limits
from .names import QuestionIds
from .row_cells import KEYS, NOTHING, answers, count, first_cell, hint, is_yes, label, other, parsed, texts

# A column's kind may be marked so, instead of a dot in its id.
_COLUMN_MARKS = "-–—"


@dataclass
class Questionnaire:
    """`form` is a table as of `form.toml`, with what the sheets say. `cells` name where a place of it was read."""

    form: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)

    def cell_of(self, place: str) -> str:
        """The cell of a place like `form.section[0].field[2].max`, or of the row it is in; empty when there is none."""
        while place:
            if place in self.cells:
                return self.cells[place]
            place = place.rpartition(".")[0]
        return ""


def read(sheets: Sequence[Sheet], first_section: Mapping[str, str]) -> Questionnaire:
    """`first_section` is the label of a section for questions that stand before any. Raises SheetError."""
    reading, read_something = _Reading(first_section), False
    for sheet in sheets:
        if table := rows_under_head(sheet):
            read_something = reading.take(*table) or read_something
    if not read_something:
        raise SheetError("no_questions")
    return reading.questionnaire


class _Reading:
    """What has been read so far, table after table."""

    def __init__(self, first_section: Mapping[str, str]) -> None:
        self.questionnaire = Questionnaire({"section": [], "options": {}})
        self.first_section, self.names, self.codes = first_section, QuestionIds(), QuestionIds()

    @property
    def form(self) -> dict[str, Any]:
        return self.questionnaire.form

    def take(self, columns: frozenset[str], rows: Iterable[Row]) -> bool:
        """Whether it was a table of questions."""
        if "kind" in columns:
            for row in rows:
                self._question(row)
            return True
        if "document" in columns:
            # A table of documents without rows means that the form asks for none.
            self.form.setdefault("package", {}).setdefault("document", [])
        for column, take in (("code", self._option), ("document", self._document), ("key", self._whole)):
            if column in columns:
                for row in rows:
                    take(row)
        return False

    def _question(self, row: Row) -> None:
        kind_cell = row.get("kind", NOTHING)
        kind = meaning("kinds", kind_cell.text.lstrip(_COLUMN_MARKS))
        if kind is None:
            raise SheetError("unknown_kind", kind_cell.name or first_cell(row).name, kind=kind_cell.text or "—",
                             known=", ".join([*KINDS, "section"]))  # fmt: skip
        if kind == "section":
            section = {"id": self._id(row, "section"), **texts(row), **other(row), "field": []}
            self._place(f"form.section[{len(self.form['section'])}]", row)
            self.form["section"].append(section)
        elif (kind_cell.text[:1] in _COLUMN_MARKS and kind_cell.text) or "." in row.get("id", NOTHING).text:
            self._column(row, kind)
        else:
            self._field(row, kind)

    def _field(self, row: Row, kind: str) -> None:
        if not self.form["section"]:
            name = self.names.unused("questions")
            self.form["section"].append({"id": name, "label": dict(self.first_section), "field": []})
        fields = self.form["section"][-1]["field"]
        self._place(f"form.section[{len(self.form['section']) - 1}].field[{len(fields)}]", row)
        fields.append(self._properties(row, kind, self._id(row, "question")))

    def _column(self, row: Row, kind: str) -> None:
        cell = row.get("id", NOTHING)
        table, _, name = cell.text.rpartition(".")
        last = (
            self.form["section"][-1]["field"][-1] if self.form["section"] and self.form["section"][-1]["field"] else {}
        )
        if last.get("kind") != "table" or table not in ("", last["id"]):
            raise SheetError("column_without_table", cell.name or first_cell(row).name, id=cell.text or label(row))
        columns = last.setdefault("column", [])
        section = len(self.form["section"]) - 1
        index = len(self.form["section"][-1]["field"]) - 1
        self._place(f"form.section[{section}].field[{index}].column[{len(columns)}]", row)
        taken = QuestionIds(column["id"] for column in columns)
        columns.append(self._properties(row, kind, taken.given(name, cell) if name else taken.of_label(label(row))))

    def _properties(self, row: Row, kind: str, name: str) -> dict[str, Any]:
        properties: dict[str, Any] = {"id": name, "kind": kind}
        if is_yes(row.get("required", NOTHING)):
            properties["required"] = True
        for key in ("asked_when", "required_when"):
            if row.get(key, NOTHING).text:
                properties[key] = condition(row[key])
        low, high = limits(row.get("limit", NOTHING))
        names = ("min_rows", "max_rows") if kind == "table" else ("min", "max")
        properties |= {key: bound for key, bound in zip(names, (low, high), strict=True) if bound is not None}
        if row.get("options", NOTHING).text:
            properties["options"] = self._list(row["options"], name)
        if row.get("role", NOTHING).text:
            properties["role"] = row["role"].text
        return properties | texts(row) | hint(row) | other(row)

    def _list(self, cell: Cell, name: str) -> str:
        """The name of a list; or a list of its own, an answer a line: «code: қазақша | по-русски»."""
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", cell.text):
            return cell.text
        self.form["options"][name] = answers(cell)
        return name

    def _option(self, row: Row) -> None:
        name, code = row.get("list", NOTHING), row.get("code", NOTHING)
        if not name.text or not code.text:
            raise SheetError("cell_is_blank", (name if not name.text else code).name or first_cell(row).name)
        rows = self.form["options"].setdefault(name.text, [])
        self._place(f"form.options.{name.text}[{len(rows)}]", row)
        self.questionnaire.cells.setdefault(f"form.options.{name.text}", name.name)
        rows.append(code.text.lstrip("= ") if code.text.startswith("=") else {"code": code.text, **texts(row)})

    def _document(self, row: Row) -> None:
        name, most = row.get("document", NOTHING), row.get("most", NOTHING)
        if not name.text:
            raise SheetError("cell_is_blank", name.name or first_cell(row).name)
        documents = self.form.setdefault("package", {}).setdefault("document", [])
        self._place(f"form.package.document[{len(documents)}]", row)
        document: dict[str, Any] = {"kind": name.text}
        if most.text:
            document["most"] = count(most)
        if is_yes(row.get("required", NOTHING)):
            document["required"] = True
        if row.get("required_when", NOTHING).text:
            document["required_when"] = condition(row["required_when"])
        documents.append(document | texts(row) | other(row))

    def _whole(self, row: Row) -> None:
        key = row.get("key", NOTHING)
        if key.text == "title":
            self._place("form.title", row)
            self.form["title"] = texts(row)["label"]
        elif key.text and not re.fullmatch(r"[a-z_]+", key.text):
            raise SheetError("no_toml", key.name, text=key.text)
        elif key.text:
            owner = self.form if key.text == "version" else self.form.setdefault("package", {})
            self._place("form.version" if owner is self.form else f"form.package.{key.text}", row)
            owner |= parsed(f"{key.text} = {row.get('value', NOTHING).text}", row.get("value", key))

    def _id(self, row: Row, what: str) -> str:
        cell = row.get("id", NOTHING)
        return self.names.given(cell.text, cell) if cell.text else self.names.of_label(label(row))

    def _place(self, place: str, row: Row) -> None:
        """Of the row as a whole, and of what each of its cells says."""
        cells = self.questionnaire.cells
        cells[place] = first_cell(row).name
        for column, cell in row.items():
            if cell.name:
                for key in KEYS.get(column, (column,)):
                    cells[f"{place}.{key}"] = cell.name
