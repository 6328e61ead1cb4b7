"""The small call's form, and the same with one thing changed: no file is read but once, nothing is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.call import Call
from chalicelib.call.definition_error import DefinitionError
from chalicelib.call.form_definition import Field, Form
from chalicelib.call.loading import load_call

SMALL = Path(__file__).parent / "small-call"
Refusal = tuple[str, str, dict[str, object]]


@cache
def small_call() -> Call:
    return load_call(SMALL)


def form_with(changed: str = "", form: Form | None = None, **changes: Any) -> Form:
    """With these properties of the question of that id."""
    return _each(form, lambda field: replace(field, **changes) if field.id == changed else field)


def form_with_column(changed: str, **changes: Any) -> Form:
    """With these properties of the column of that id, in whichever table it is."""

    def with_column(field: Field) -> Field:
        columns = (replace(column, **changes) if column.id == changed else column for column in field.columns)
        return replace(field, columns=tuple(columns))

    return _each(None, with_column)


def _each(form: Form | None, change: Callable[[Field], Field]) -> Form:
    form = form or small_call().form
    sections = (section._replace(fields=tuple(map(change, section.fields))) for section in form.sections)
    return replace(form, sections=tuple(sections))


def form_with_document(index: int, **changes: Any) -> Form:
    form = small_call().form
    documents = [*form.package.documents]
    documents[index] = documents[index]._replace(**changes)
    return replace(form, package=form.package._replace(documents=tuple(documents)))


def refusals(faults: Iterable[DefinitionError]) -> list[Refusal]:
    return [(fault.code, fault.place, fault.params) for fault in faults]
