"""The questions of all versions of a form as the columns of an export: one a question, by its id.

Where a version asks something else under the same id (another kind of value), it is a column of its own,
`id_v1`, named after the last version that asked it so: numbers and words are never poured together. A name that is
one of ours gets an ending (column_names.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.call import Call, Field, Form

from .call_cache import once_for_call
from .column_names import ROLES_ASKED, free_name, with_free_names
from .merged_forms import as_columns, every_document, merged_forms, source_of, versions_of


@once_for_call
def every_question(call: Call) -> Form:
    """The current form with what earlier versions asked at the end of its section, under names that are free of ours;
    the form itself where it has but one version and every name is free.
    """
    form = merged_forms(call) if call.other_forms else as_columns(call.form)
    named = with_free_names(form, {field.id: source_of(field) for field in form})
    return call.form if named is form and not call.other_forms else named


@once_for_call
def columns_by_question(call: Call, version: int) -> Mapping[str, str]:
    """The column of each question of that version, by the question's id."""
    asked = [field for field in every_question(call) if not (of := versions_of(field)) or version in of]
    return {source_of(field): field.id for field in asked}


def column_of(call: Call, version: int, field: Field) -> str:
    """The name of the column of a question of that version."""
    return columns_by_question(call, version)[field.id]


@once_for_call
def role_fields(call: Call, role: str) -> Mapping[int, Field]:
    """The column of the question with the role, by the version of the form that has one."""
    form = every_question(call).by_id
    columns = {
        version_of_form.version: columns_by_question(call, version_of_form.version) for version_of_form in call.forms
    }
    played = {version_of_form.version: version_of_form.role(role) for version_of_form in call.forms}
    return {version: form[columns[version][field.id]] for version, field in played.items() if field}


def role_column(call: Call, role: str) -> Field | None:
    """The column of the role in the newest version that has one."""
    played = role_fields(call, role)
    return played[max(played)] if played else None


@once_for_call
def role_columns(call: Call) -> Mapping[str, str]:
    """The name of the column of each role that applications are sorted by, where the form has it."""
    return {role: column.id for role in ROLES_ASKED if (column := role_column(call, role))}


def document_codes(call: Call) -> Mapping[str, str]:
    """What each kind is called where it stands among questions: with an ending if one of them has its name."""
    asked = {source_of(field) for field in every_question(call)}
    kinds = {document.kind for document in every_document(call)}
    return {kind: free_name(kind, asked | (kinds - {kind}), "_document") for kind in kinds}
