"""The forms of all versions as one: every question once, with every option and column it ever had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from chalicelib.call import Call, Field, Form
from chalicelib.call.field_kinds import KINDS, MASKED
from chalicelib.call.form_definition import Document, Option, Section


@dataclass(frozen=True)
class Column(Field):
    """A question of one or several versions. `source` is its id in the answers.

    `apart` when other versions ask something else under that id: then only its own versions' answers count.
    """

    source: str = ""
    versions: tuple[int, ...] = ()
    apart: bool = False


Asked = tuple[int, Field]


def as_columns(form: Form) -> Form:
    """The same questions, each knowing its own id in the answers."""
    sections = tuple(
        section._replace(fields=tuple(_column(field) for field in section.fields)) for section in form.sections
    )
    return replace(form, sections=sections)


def _column(field: Field) -> Column:
    values = {attribute.name: getattr(field, attribute.name) for attribute in fields(Field)}
    values["columns"] = tuple(_column(cell) for cell in field.columns)
    return Column(**values, source=field.id)


def merged_forms(call: Call) -> Form:
    newest, *older = sorted(call.forms, key=lambda form: -form.version)
    sections = {section.id: section._replace(fields=()) for form in (newest, *older) for section in form.sections}
    for form in (newest, *older):
        for section in form.sections:
            new = [c for field in section.fields for c in _columns_of(call, form, field)]
            sections[section.id] = _with(sections[section.id], new)
    package = newest.package._replace(documents=tuple(every_document(call)))
    return replace(newest, sections=tuple(sections.values()), package=package)


def every_document(call: Call) -> Iterable[Document]:
    """Each kind once, as the newest version that has it says."""
    by_kind: dict[str, Document] = {}
    for form in sorted(call.forms, key=lambda form: -form.version):
        for document in form.package.documents:
            by_kind.setdefault(document.kind, document)
    return by_kind.values()


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
        yield _merge(alike, apart=len(alike) < len(askers), suffixed=askers[0][0] != form.version)


def _shape(field: Field) -> tuple[str, str]:
    """What two questions must share to be one column: the type of the value, and how it is masked."""
    kind = KINDS[field.kind]
    return f"{kind.shape} {kind.sql}", (field.kind if field.kind in MASKED else "")


def _merge(alike: Sequence[Asked], *, apart: bool, suffixed: bool) -> Column:
    newest = alike[0][1]
    values = {attribute.name: getattr(newest, attribute.name) for attribute in fields(Field)}
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
        column = _merge(asked, apart=False, suffixed=False)
        hidden = [cell.kind for _, cell in asked if cell.kind in MASKED]
        differ = len({_shape(cell) for _, cell in asked}) > 1
        yield replace(column, kind=hidden[0] if hidden else "text") if differ else column
