"""What the columns of a form are called beside our own: no question's column is ever one of ours.

A column bears its question's id. Where that is a name we use (`status`, `kind`, `applications`), or another column's,
it gets an ending that says so: `status_answer`, `title_of_shows`. The data dictionary names the question beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from chalicelib.call import Field, Form, words

# Roles that `applications` has a column of, under a name that is the same for every call.
ROLES_ASKED = ("title", "group", "territory", "language")
ANSWER = "_answer"
ROWS = "_rows"
# What items, the kept views, Athena's table and the tool's JSON call their parts, beside what our words explain.
_BELOW = frozenset(
    [
        "appointment", "decision", "form_problems", "interview", "on", "records", "score_sheets", "waiting",
        "window_until",
        "answers", "before", "by_ms", "call", "command", "created_local", "damaged", "exported", "export", "failures",
        "flaws", "form", "has_answers", "items", "kept_applications", "kept_copy", "kept_distinct_events",
        "kept_events", "kept_others", "pk", "press", "received_at", "route", "sk", "submitted_local", "waiting_for",
    ]
)  # fmt: skip


@cache
def our_names() -> frozenset[str]:
    """Every name of a view or of a column that is not a question's."""
    return _BELOW | _explained_columns("reports", "column") | _explained_columns("reports", "view")


@cache
def our_names_beside_questions() -> frozenset[str]:
    """The same, and what a damaged part of an event is called where it is no answer."""
    return our_names() | _explained_columns("staff", "damage")


def _explained_columns(room: str, table: str) -> frozenset[str]:
    keys = (key.partition(".") for key in words(room))
    return frozenset(name for first, _, name in keys if first == table)


def with_free_names(form: Form, sources: Mapping[str, str]) -> Form:
    """The form with an `id` for each question and each column of a table that is the name of its column.

    `sources` is the id in the answers by the present id. Answers the form itself where every name is free.
    """
    names = _names(list(form), sources)
    sections = tuple(
        section._replace(fields=tuple(_with_column_name(field, names) for field in section.fields))
        for section in form.sections
    )
    cells = _cell_names([field for section in sections for field in section.fields])
    fields = tuple(
        section._replace(fields=tuple(_with_cells(field, cells) for field in section.fields)) for section in sections
    )
    return form if fields == form.sections else replace(form, sections=fields)


def role_name(role: str) -> str:
    return f"role_{role}"


def rows_name(table: Field) -> str:
    """The column that counts the rows of a table."""
    return f"{table.id}{ROWS}"


def _names(fields: Sequence[Field], sources: Mapping[str, str]) -> dict[str, str]:
    """The name of each column by the present id; an id as the form has it comes before one that was made of it."""
    asked = {sources.get(field.id, field.id) for field in fields}
    counts = {rows_name(field) for field in fields if field.kind == "table"}
    names: dict[str, str] = {}
    for field in sorted(fields, key=lambda field: sources.get(field.id, field.id) != field.id):
        taken = (
            our_names_beside_questions() | (counts - {rows_name(field)}) | set(names.values()) | (asked - {field.id})
        )
        names[field.id] = free_name(field.id, taken, with_count=field.kind == "table")
        counts |= {names[field.id] + ROWS} if field.kind == "table" else set()
    return names


def free_name(name: str, taken: Collection[str], ending: str = ANSWER, *, with_count: bool = False) -> str:
    """The name, with as many endings as make it unlike those that are taken."""
    while name in taken or (with_count and name + ROWS in taken):
        name += ending
    return name


def _with_column_name(field: Field, names: Mapping[str, str]) -> Field:
    return field if names[field.id] == field.id else replace(field, id=names[field.id])


def _cell_names(fields: Sequence[Field]) -> dict[tuple[str, str], str]:
    """By table and column. Two tables may share a name where the columns mean the same."""
    taken = our_names() | {field.id for field in fields} | {rows_name(field) for field in fields if field.columns}
    meanings: dict[str, Any] = {}
    names: dict[tuple[str, str], str] = {}
    for field, cell in _cells(fields):
        name = cell.id
        if name in taken or meanings.get(name, _meaning(cell)) != _meaning(cell):
            name = free_name(f"{cell.id}_of_{field.id}", taken | set(meanings))
        meanings[name] = _meaning(cell)
        names[field.id, cell.id] = name
    return names


def _cells(fields: Iterable[Field]) -> Iterator[tuple[Field, Field]]:
    return ((field, cell) for field in fields for cell in field.columns)


def _meaning(cell: Field) -> object:
    return cell.kind, cell.label, cell.options


def _with_cells(field: Field, names: Mapping[tuple[str, str], str]) -> Field:
    cells = tuple(_with_column_name(cell, {cell.id: names[field.id, cell.id]}) for cell in field.columns)
    return field if cells == field.columns else replace(field, columns=cells)
