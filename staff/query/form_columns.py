"""The questions of all versions of a form as the columns of an export: one a question, by its id.

Where a version asks something else under the same id (another kind of value), it is a column of its own,
`id_v1`, named after the last version that asked it so: numbers and words are never poured together. A name that is
one of ours gets an ending (column_names.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from chalicelib.call import Call, Field, Form
from chalicelib.call.field_kinds import KINDS, MASKED
from chalicelib.call.form_definition import Document, Option, Section

from .cached_by_call import once_for_call
from .column_names import ROLES_ASKED, free_name, with_free_names


@dataclass(frozen=True)
class Column(Field):
    """A question of one or several versions. `source` is its id in the answers.

    `apart` when other versions ask something else under that id: then only its own versions' answers count.
    """

    source: str = ""
    versions: tuple[int, ...] = ()
    apart: bool = False


Asked = tuple[int, Field]


@once_for_call
def every_question(call: Call) -> Form:
    """The current form with what earlier versions asked at the end of its section, under names that are free of ours;
    the form itself where it has but one version and every name is free.
    """
    form = _merged_forms(call) if call.other_forms else _as_columns(call.form)
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
    columns = {each.version: columns_by_question(call, each.version) for each in call.forms}
    played = {each.version: each.role(role) for each in call.forms}
    return {version: form[columns[version][field.id]] for version, field in played.items() if field}


def role_column(call: Call, role: str) -> Field | None:
    """The column of the role in the newest version that has one."""
    played = role_fields(call, role)
    return played[max(played)] if played else None


@once_for_call
def role_columns(call: Call) -> Mapping[str, str]:
    """The name of the column of each role that applications are sorted by, where the form has it."""
    return {role: column.id for role in ROLES_ASKED if (column := role_column(call, role))}


def _as_columns(form: Form) -> Form:
    """The same questions, each knowing its own id in the answers."""
    sections = tuple(
        section._replace(fields=tuple(_column(field) for field in section.fields)) for section in form.sections
    )
    return replace(form, sections=sections)


def _column(field: Field) -> Column:
    values = {each.name: getattr(field, each.name) for each in fields(Field)}
    values["columns"] = tuple(_column(cell) for cell in field.columns)
    return Column(**values, source=field.id)


def _merged_forms(call: Call) -> Form:
    newest, *older = sorted(call.forms, key=lambda form: -form.version)
    sections = {section.id: section._replace(fields=()) for form in (newest, *older) for section in form.sections}
    for form in (newest, *older):
        for section in form.sections:
            new = [c for field in section.fields for c in _columns_of(call, form, field)]
            sections[section.id] = _with(sections[section.id], new)
    package = replace(newest.package, documents=tuple(every_document(call)))
    return replace(newest, sections=tuple(sections.values()), package=package)


def every_document(call: Call) -> Iterable[Document]:
    """Each kind once, as the newest version that has it says."""
    by_kind: dict[str, Document] = {}
    for form in sorted(call.forms, key=lambda form: -form.version):
        for document in form.package.documents:
            by_kind.setdefault(document.kind, document)
    return by_kind.values()


def document_codes(call: Call) -> Mapping[str, str]:
    """What each kind is called where it stands among questions: with an ending if one of them has its name."""
    asked = {source_of(field) for field in every_question(call)}
    kinds = {each.kind for each in every_document(call)}
    return {kind: free_name(kind, asked | (kinds - {kind}), "_document") for kind in kinds}


def source_of(field: Field) -> str:
    """The name of the answer that the column holds."""
    return field.source if isinstance(field, Column) else field.id


def versions_of(field: Field) -> tuple[int, ...]:
    """Which versions ask it; nothing where the form has but one."""
    return field.versions if isinstance(field, Column) else ()


def _with(section: Section, columns: Sequence[Field]) -> Section:
    return section._replace(fields=(*section.fields, *columns))


def _columns_of(call: Call, form: Form, field: Field) -> Iterable[Column]:
    """The column that this version is the newest to ask; nothing where a newer one asks the same."""
    askers = [
        (f.version, f.by_id[field.id]) for f in sorted(call.forms, key=lambda f: -f.version) if field.id in f.by_id
    ]
    alike = [(version, other) for version, other in askers if _shape(other) == _shape(field)]
    if alike[0][0] == form.version:
        yield _merged(alike, apart=len(alike) < len(askers), suffixed=askers[0][0] != form.version)


def _shape(field: Field) -> tuple[str, str]:
    """What two questions must share to be one column: the type of the value, and how it is masked."""
    kind = KINDS[field.kind]
    return f"{kind.shape} {kind.sql}", (field.kind if field.kind in MASKED else "")


def _merged(alike: Sequence[Asked], *, apart: bool, suffixed: bool) -> Column:
    newest = alike[0][1]
    values = {each.name: getattr(newest, each.name) for each in fields(Field)}
    versions = tuple(sorted(version for version, _ in alike))
    column = Column(**values, source=newest.id, versions=versions, apart=apart)
    return replace(
        column, id=f"{newest.id}_v{versions[-1]}" if suffixed else newest.id,
        personal=any(field.personal for _, field in alike), max_rows=max(field.max_rows for _, field in alike),
        options=tuple(_options(field for _, field in alike)),
        columns=tuple(_cells([(version, field.columns) for version, field in alike])),
    )  # fmt: skip


def _options(asked: Iterable[Field]) -> Iterable[Option]:
    by_code: dict[str, Option] = {}
    for field in asked:
        for option in field.options:
            by_code.setdefault(option.code, option)
    return by_code.values()


def _cells(tables: Sequence[tuple[int, tuple[Field, ...]]]) -> Iterable[Column]:
    """Columns of a table, newest first. Cells of another type under one id are told as text: a table is one value."""
    names = dict.fromkeys(cell.id for _, cells in tables for cell in cells)
    for name in names:
        asked = [(version, cell) for version, cells in tables for cell in cells if cell.id == name]
        column = _merged(asked, apart=False, suffixed=False)
        hidden = [cell.kind for _, cell in asked if cell.kind in MASKED]
        differ = len({_shape(cell) for _, cell in asked}) > 1
        yield replace(column, kind=hidden[0] if hidden else "text") if differ else column
