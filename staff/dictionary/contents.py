"""The dictionary as data: what lies as JSON beside each export."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.call import Call, Field, Text, say, words
from chalicelib.rules.lifecycle import ACTS, has_act, statuses

from ..query.column_names import rows_name
from ..query.field_columns import is_masked, is_personal, sql_type, tables
from ..query.form_columns import every_question
from ..query.merged_forms import source_of, versions_of
from ..query.view_descriptions import columns_of_views


def dictionary(call: Call) -> dict[str, Any]:
    """The fields of every version of the form, its tables' columns, the documents, the criteria, every list of codes,
    every view. Where the form has several versions, each field says which ask it.
    """
    form = every_question(call)
    return {
        "call": call.id,
        "languages": list(call.languages),
        "title": dict(call.form.title),
        "timezone": call.timezone,
        "form_versions": [{"version": form.version, "fingerprint": form.fingerprint} for form in call.forms],
        "fields": [_entry(field, section.id) for section in form.sections for field in section.fields],
        "documents": [{"kind": d.kind, "label": dict(d.label)} for d in form.package.documents],
        "criteria": [{"number": c.number, "short": dict(c.short), "text": dict(c.text)} for c in call.criteria],
        "statuses": [
            {"code": code, "label": label} for code, label in _codes("status").items() if code in statuses(call)
        ],
        "acts": [
            {"code": code, "label": label}
            for code, label in _codes("act").items()
            if code not in ACTS or has_act(call, code)
        ],
        "views": [_view(call, name, dict(columns)) for name, columns in columns_of_views(call).items()],
    }  # fmt: skip


def as_json(call: Call, export: Mapping[str, object] | None = None) -> str:
    """`export` says how the data beside it were taken out of the table."""
    contents = dictionary(call) | ({"export": dict(export)} if export else {})
    return json.dumps(contents, ensure_ascii=False, indent=1) + "\n"


def _entry(field: Field, section: str = "") -> dict[str, Any]:
    entry: dict[str, Any] = {
        "column": field.id, "kind": field.kind, "type": sql_type(field), "label": dict(field.label),
        "personal": is_personal(field), "masked": is_masked(field), "required": field.required,
    }  # fmt: skip
    question = source_of(field)
    optional = {
        "question": question if question != field.id else None,
        "section": section, "versions": list(versions_of(field)),
        "hint": dict(field.hint) if field.hint else None, "min": field.min, "max": field.max,
        "criteria": list(field.criteria), "codes": [{"code": o.code, "label": dict(o.label)} for o in field.options],
        "columns": [_entry(column) for column in field.columns],
    }  # fmt: skip
    return entry | {key: value for key, value in optional.items() if value not in (None, "", [])}


def _codes(table: str) -> dict[str, dict[str, str]]:
    texts = words("staff")
    return {key.removeprefix(f"{table}."): dict(text) for key, text in texts.items() if key.startswith(f"{table}.")}


def _view(call: Call, name: str, columns: dict[str, str]) -> dict[str, object]:
    """The rows of a table answer are a view, called as the question is."""
    rows = every_question(call).by_id.get(name)
    about: Text = rows.label if rows else words("reports")[f"view.{name}"]
    columns_in_words = [
        {"column": column, "type": kind, "label": _label(call, name, column)} for column, kind in columns.items()
    ]
    return {"view": name, "about": dict(about), "columns": columns_in_words}


def _label(call: Call, view: str, column: str) -> dict[str, str]:
    """Our own word for a column first, then the form's. Raises KeyError for a column nobody explains."""
    if own_word := words("reports").get(f"column.{column}"):
        return dict(own_word)
    form = every_question(call)
    counted = {rows_name(table): table for table in tables(form)}
    if column in counted:
        return {
            lang: f"{label}: {say('reports', 'column.rows', lang)}" for lang, label in counted[column].label.items()
        }
    inside = {cell.id: cell for cell in form.by_id[view].columns} if view in form.by_id else {}
    return dict((inside.get(column) or form.by_id[column]).label)
