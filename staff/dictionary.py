"""The data dictionary: every column staff can ask for, where it comes from and what it means, in both languages.

Made from the call's definition and the views, so that it cannot say anything else than they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from chalicelib.call import Call, Field, Text, words

from .query.columns import is_personal, sql_type


def dictionary(call: Call) -> dict[str, Any]:
    """JSON beside each export: the form's fields, its tables' columns, the documents, and every list of codes."""
    return {
        "call": call.id,
        "languages": list(call.languages),
        "title": dict(call.form.title),
        "timezone": call.timezone,
        "fields": [_entry(field, section.id) for section in call.form.sections for field in section.fields],
        "documents": [{"kind": d.kind, "label": dict(d.label)} for d in call.form.package.documents],
        "criteria": [{"number": c.number, "short": dict(c.short), "text": dict(c.text)} for c in call.criteria],
        "columns": {
            key.removeprefix("column."): dict(text) for key, text in words("reports").items() if _is_column(key)
        },
    }


def _entry(field: Field, section: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {
        "column": field.id, "kind": field.kind, "type": sql_type(field), "label": dict(field.label),
        "personal": is_personal(field), "required": field.required,
    }  # fmt: skip
    optional = {
        "section": section, "hint": dict(field.hint) if field.hint else None, "min": field.min, "max": field.max,
        "criteria": list(field.criteria), "codes": [{"code": o.code, "label": dict(o.label)} for o in field.options],
        "columns": [_entry(column) for column in field.columns],
    }  # fmt: skip
    return made | {key: value for key, value in optional.items() if value not in (None, "", [])}


def fragment(call: Call, language: str) -> str:
    """The same as HTML for a page of the site: a table a section, no heading above level 2."""
    said: Mapping[str, Text] = words("reports")
    heads = "".join(f'<th scope="col">{escape(said[f"dictionary.{key}"][language])}</th>' for key in _HEADS)
    parts = []
    for section in call.form.sections:
        rows = "\n".join(row for field in section.fields for row in _rows(call, field, language))
        parts.append(f'<h2 id="{section.id}">{escape(section.label[language])}</h2>\n'
                     f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>")  # fmt: skip
    return "\n".join(parts) + "\n"


_HEADS = ("column", "label", "type", "codes", "personal")


def _rows(call: Call, field: Field, language: str, prefix: str = "") -> Iterator[str]:
    yes = words("reports")["value.yes"][language] if is_personal(field) else ""
    kind = field.kind if field.kind == "table" else sql_type(field)
    cells = (
        f"<code>{escape(prefix + field.id)}</code>", escape(field.label[language]), f"<code>{escape(kind)}</code>",
        _codes(field, language), yes,
    )  # fmt: skip
    yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    for column in field.columns:
        yield from _rows(call, column, language, f"{field.id}.")


def _codes(field: Field, language: str) -> str:
    return "<br>".join(f"<code>{escape(o.code)}</code> {escape(o.label[language])}" for o in field.options)


def _is_column(key: str) -> bool:
    return key.startswith("column.")
