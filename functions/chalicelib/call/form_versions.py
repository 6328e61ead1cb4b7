"""The versions of a call's form: the one in `form.toml`, and beside it, in `forms/`, those it had before.

A form whose structure changes needs a new version beside the old one: what was written for the old form is judged,
shown and exported by it for ever. The fingerprint written in each file is how the loader knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .definition_error import DefinitionError
from .fingerprint import fingerprint
from .form_definition import Form, Text


def checked_versions(form: Form, earlier: Sequence[Form]) -> tuple[Form, tuple[Form, ...]]:
    """The current form and the earlier ones in order, each knowing which questions it no longer asks.

    Raises DefinitionError when a structure is not the one its fingerprint was written for, or a version is absent.
    """
    for kept in earlier:
        _check_kept_questions(kept)
    _check_current(form)
    versions = sorted(earlier, key=lambda kept: kept.version)
    _check_order(form, versions)
    complete = [_with_retired_questions(version, versions[:index]) for index, version in enumerate([*versions, form])]
    return complete[-1], tuple(complete[:-1])


def _check_current(form: Form) -> None:
    if form.version < 1:
        raise DefinitionError("form_version", "form.version", version=form.version)
    if fingerprint(form) != form.fingerprint:
        raise DefinitionError(
            "form_changed", "form.fingerprint",
            version=form.version, next=form.version + 1, fingerprint=fingerprint(form),
        )  # fmt: skip


def _check_kept_questions(form: Form) -> None:
    if fingerprint(form) != form.fingerprint:
        path = f"forms/{form.version}.fingerprint"
        raise DefinitionError("kept_form_changed", path, version=form.version, fingerprint=fingerprint(form))


def _check_order(form: Form, earlier: Sequence[Form]) -> None:
    """Every version from 1 to the current one is there once."""
    versions = [kept.version for kept in earlier]
    for version in range(1, form.version):
        if versions.count(version) != 1:
            raise DefinitionError("form_version_missing", f"forms/{version}", version=version, current=form.version)
    if stray := [version for version in versions if not 1 <= version < form.version]:
        raise DefinitionError("form_version_stray", f"forms/{stray[0]}.version", version=stray[0], current=form.version)


def _with_retired_questions(form: Form, earlier: Sequence[Form]) -> Form:
    known = set(_questions(form))
    retired = {path: label for kept in earlier for path, label in _questions(kept).items() if path not in known}
    return replace(form, retired=retired)


def _questions(form: Form) -> Mapping[str, Text]:
    """The label of each question and of each column, `table.column`, by its place."""
    cells = {f"{field.id}.{column.id}": column.label for field in form for column in field.columns}
    return {field.id: field.label for field in form} | cells
