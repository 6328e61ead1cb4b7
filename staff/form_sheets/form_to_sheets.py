"""A form's definition as sheets: questions, their lists, the documents, and what is said of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.call.languages import LANGUAGES

from .cells import Sheet
from .columns import DOCUMENTS, FORM, OPTIONS, QUESTIONS, spelling
from .limits_and_conditions import condition_text, limits_text
from .toml_text import pairs_text, value_text

Table = Mapping[str, Any]


def sheets_of_form(form: Table) -> list[Sheet]:
    """`form` is the table of `form.toml` as it is, its braces unfilled."""
    return [
        _sheet("questions", QUESTIONS, _questions(form)), _sheet("options", OPTIONS, _options(form)),
        _sheet("documents", DOCUMENTS, _documents(form)), _sheet("form", FORM, _whole(form)),
    ]  # fmt: skip


def _sheet(title: str, columns: Sequence[str], rows: Iterator[Mapping[str, str]]) -> Sheet:
    head = tuple(spelling(column) for column in columns)
    return Sheet(title, (head, *(tuple(row.get(column, "") for column in columns) for row in rows)))


def _questions(form: Table) -> Iterator[Mapping[str, str]]:
    for section in form["section"]:
        yield _row(section, {"id", "field"}) | {"id": section["id"], "kind": "section"}
        for field in section["field"]:
            yield _question(field, field["id"])
            for column in field.get("column", ()):
                yield _question(column, f"{field['id']}.{column['id']}")


def _question(field: Table, name: str) -> Mapping[str, str]:
    known, cells = {"id", "kind", "column", "required", "options", "role"}, {"id": name, "kind": field["kind"]}
    cells["required"] = "yes" if field.get("required") else ""
    cells |= {key: field[key] for key in ("options", "role") if key in field}
    low, high = ("min_rows", "max_rows") if field["kind"] == "table" else ("min", "max")
    if (limit := limits_text(field.get(low), field.get(high))) is not None:
        cells["limit"] = limit
        known |= {low, high}
    for key in ("asked_when", "required_when"):
        if (text := condition_text(field.get(key, {}))) is not None:
            cells[key] = text
            known.add(key)
    return _row(field, known) | cells


def _row(table: Table, known: set[str]) -> dict[str, str]:
    """The label and hint, and as TOML whatever has no column of its own."""
    cells: dict[str, str] = {}
    for key, prefix in (("label", ""), ("hint", "hint_")):
        if set(table.get(key, ())) == set(LANGUAGES):
            cells |= {f"{prefix}{language}": table[key][language] for language in LANGUAGES}
            known = known | {key}
    rest = {key: value for key, value in table.items() if key not in known}
    return cells | ({"other": pairs_text(rest)} if rest else {})


def _options(form: Table) -> Iterator[Mapping[str, str]]:
    for name, rows in form.get("options", {}).items():
        for row in rows:
            # A list may take in another by its name.
            yield {"list": name, "code": f"= {row}"} if isinstance(row, str) else {
                "list": name, "code": row["code"], **{language: row["label"][language] for language in LANGUAGES}
            }  # fmt: skip


def _documents(form: Table) -> Iterator[Mapping[str, str]]:
    for document in form.get("package", {}).get("document", ()):
        text = condition_text(document.get("required_when", {}))
        known = {"kind", "required", "most", *([] if text is None else ["required_when"])}
        yield _row(document, known) | {
            "document": document["kind"], "required": "yes" if document.get("required") else "",
            "most": str(document.get("most", "")), "required_when": text or "",
        }  # fmt: skip


def _whole(form: Table) -> Iterator[Mapping[str, str]]:
    yield {"key": "title", **form["title"]}
    yield {"key": "version", "value": value_text(form["version"])}
    for key, value in form.get("package", {}).items():
        if key != "document":
            yield {"key": key, "value": value_text(value)}
